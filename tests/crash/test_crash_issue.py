"""Kill workers in the middle of issuing and revoking, then ask the invariants INV1 to INV7.

The questions are asked with plain SQL and a list decoder of their own. Three issuers that are wrong
on purpose must be found out by the same questions: so the loop itself is tested.
"""

import base64
import gzip
import itertools
import json
import os
import sqlite3
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from issuer import issuance, proofs, records
from issuer.documents import read_document
from tests import awarding
from tests.crash import killing
from tests.databases import SQLITE_NAME, fresh_sqlite

pytestmark = pytest.mark.crash

_ROOT = Path(__file__).resolve().parents[2]
_SEED = int(os.environ.get("ISSUER_CRASH_SEED", "20261123"))


@dataclass(frozen=True, kw_only=True)
class Aftermath:
    """What is left when the last worker is dead, and the sweep went over it."""

    folder: Path
    kills: dict[str, int]
    seconds: float
    still_prepared: int

    @property
    def kills_between(self) -> int:
        """How many died between the two transactions."""
        return sum(count for name, count in self.kills.items() if name in killing.BETWEEN)


def survive(folder: Path, *, issuer: str, between: int, elsewhere: int, moments: int) -> Aftermath:
    """Run the killer, then let the sweep finish what was left."""
    arguments = {"between": between, "elsewhere": elsewhere, "moments": moments}
    arguments |= {"awards": 2000, "seed": _SEED}
    options = [f"--{name}={value}" for name, value in arguments.items()]
    log = folder / "workers.log"
    with log.open("w", encoding="utf-8") as output:
        done = subprocess.run(  # noqa: S603 - our own module
            [
                sys.executable,
                "-m",
                "tests.crash.killing",
                str(folder),
                f"--issuer={issuer}",
                *options,
            ],
            cwd=_ROOT,
            stderr=output,
            stdout=output,
            timeout=280,
            check=False,
        )
    tail = "\n".join(log.read_text(encoding="utf-8").splitlines()[-50:])
    assert 0 == done.returncode, f"seed {_SEED}\n{tail}"
    figures = json.loads((folder / killing.FIGURES).read_text(encoding="ascii"))
    return Aftermath(
        folder=folder,
        kills=figures["kills"],
        seconds=figures["seconds"],
        still_prepared=_sweep(folder),
    )


def _sweep(folder: Path) -> int:
    engine = records.open_engine(fresh_sqlite(folder))
    services = killing.RightIssuer().services(engine, lambda _name: None)
    while issuance.sweep(services, timedelta(0)).issued:
        pass
    engine.dispose()
    return len(_ask(folder, "SELECT row FROM credential WHERE state = 'prepared'"))


def _ask(folder: Path, question: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(folder / SQLITE_NAME)) as connection:
        return connection.execute(question).fetchall()


def _lines(path: Path) -> Iterator[dict[str, object]]:
    for line in path.read_text(encoding="ascii").splitlines():
        yield json.loads(line)


def _handouts(folder: Path) -> dict[str, set[bytes]]:
    bodies: dict[str, set[bytes]] = defaultdict(set)
    for line in _lines(folder / killing.HANDOUTS):
        if "award" in line:
            bodies[str(line["award"])].add(base64.b64decode(str(line["body"])))
    return bodies


def _bits(signed: bytes) -> set[int]:
    """Decode a list without a line of the product."""
    text = json.loads(signed)["credentialSubject"]["encodedList"][1:]
    bits = gzip.decompress(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    return {8 * at + n for at, byte in enumerate(bits) for n in range(8) if byte >> (7 - n) & 1}


def inv1(folder: Path) -> list[str]:
    """Every hand-out equals the stored bytes."""
    stored = {
        str(award): data
        for award, data in _ask(folder, "SELECT award, data FROM credential WHERE state = 'issued'")
    }
    return [
        f"{award} was handed out otherwise than stored"
        for award, bodies in _handouts(folder).items()
        if bodies != {stored.get(award)}
    ]


def inv2(folder: Path) -> list[str]:
    """No index was given twice, burned ones included."""
    twice = "SELECT list_id, status_index FROM {} GROUP BY 1, 2 HAVING count(*) > 1"
    homeless = (
        "SELECT row FROM credential c WHERE NOT EXISTS (SELECT 1 FROM status_alloc a WHERE"
        " a.list_id = c.list_id AND a.status_index = c.status_index AND a.row = c.row)"
    )
    found = [*_ask(folder, twice.format("status_alloc")), *_ask(folder, twice.format("credential"))]
    return [
        f"index {row} was given twice or to nobody" for row in [*found, *_ask(folder, homeless)]
    ]


def inv3(folder: Path) -> list[str]:
    """One credential per award, one answer per idempotency key."""
    double = _ask(
        folder,
        "SELECT award FROM credential WHERE state = 'issued' GROUP BY 1 HAVING count(*) > 1",
    )
    answers = [award for award, bodies in _handouts(folder).items() if len(bodies) > 1]
    return [f"{award} has two credentials or answers" for award in [*double, *answers]]


def inv4(folder: Path) -> list[str]:
    """Every acknowledged revocation is a row, and its bit is set from then on."""
    told = {str(line["revoked"]) for line in _lines(folder / killing.HANDOUTS) if "revoked" in line}
    rows = {str(row[0]) for row in _ask(folder, "SELECT credential_id FROM revocation")}
    published = {
        list_id: _bits(bytes(data))  # type: ignore[call-overload] # a blob
        for list_id, data in _ask(folder, "SELECT id, data FROM status_list")
    }
    dark = [
        credential
        for credential, list_id, index in _ask(
            folder,
            "SELECT a.credential_id, a.list_id, a.status_index FROM status_alloc a"
            " JOIN revocation r ON r.credential_id = a.credential_id",
        )
        if index not in published[list_id]
    ]
    watched = [set(line["bits"]) for line in _lines(folder / killing.WATCHED)]  # type: ignore[call-overload] # a list
    cleared = [earlier - later for earlier, later in itertools.pairwise(watched)]
    return [
        *(f"{one} was acknowledged and is not stored" for one in told - rows),
        *(f"{one} is revoked and the list does not say so" for one in dark),
        *(f"bits {one} were cleared again" for one in cleared if one),
    ]


def inv5(folder: Path) -> list[str]:
    """The version of a served list never goes down."""
    versions = [int(str(line["version"])) for line in _lines(folder / killing.WATCHED)]
    return [f"{one} after {two}" for two, one in itertools.pairwise(versions) if one <= two]


def inv6(folder: Path) -> list[str]:
    """Every credential, mark and key has its event."""
    questions = (
        (
            "SELECT id FROM credential c WHERE state = 'issued' AND 1 <> (SELECT count(*)"
            " FROM event e WHERE e.name = 'credential.issued' AND e.subject = c.id"
            " AND e.object_hash = 'sha256:' || c.sha256)"
        ),
        (
            "SELECT id FROM credential c WHERE NOT EXISTS (SELECT 1 FROM event e"
            " WHERE e.name = 'issue.intent' AND e.subject = c.id)"
        ),
        (
            "SELECT credential_id FROM revocation r WHERE 1 <> (SELECT count(*) FROM event e"
            " WHERE e.name = 'credential.revoked' AND e.subject = r.credential_id)"
        ),
        (
            "SELECT id FROM key k WHERE NOT EXISTS (SELECT 1 FROM event e"
            " WHERE e.name = 'key.created' AND e.subject = k.id)"
        ),
    )
    return [f"{row[0]} has no event" for question in questions for row in _ask(folder, question)]


def inv7(folder: Path) -> list[str]:
    """Nothing but an issued credential is public."""
    question = "SELECT id FROM credential WHERE state <> 'issued' AND data IS NOT NULL"
    return [f"{row[0]} has bytes but is not issued" for row in _ask(folder, question)]


INVARIANTS = {
    "INV1": inv1,
    "INV2": inv2,
    "INV3": inv3,
    "INV4": inv4,
    "INV5": inv5,
    "INV6": inv6,
    "INV7": inv7,
}


def violations(folder: Path) -> dict[str, list[str]]:
    """Ask all invariants; only those that do not hold are in the answer."""
    answers = {name: ask(folder) for name, ask in INVARIANTS.items()}
    return {name: found for name, found in answers.items() if found}


def test_issuing_survives_being_killed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """200 deaths between intent and publication and 100 elsewhere lose, double and leak nothing."""
    left = survive(tmp_path, issuer="right", between=200, elsewhere=40, moments=60)
    found = violations(tmp_path)
    handouts = sum(1 for _ in _lines(tmp_path / killing.HANDOUTS))
    issued = _ask(tmp_path, "SELECT count(*) FROM credential WHERE state = 'issued'")[0][0]
    burned = _ask(tmp_path, "SELECT count(*) FROM status_alloc")[0][0]
    revoked = _ask(tmp_path, "SELECT count(*) FROM revocation")[0][0]
    with capsys.disabled():
        print(  # noqa: T201 - the figures are the point
            f"\ncrash: {sum(left.kills.values())} kills ({left.kills_between} between the two"
            f" transactions) in {left.seconds} s; {issued} credentials, {burned} indices,"
            f" {revoked} revocations, {handouts} answers kept by clients; prepared left:"
            f" {left.still_prepared}; violations: {sum(map(len, found.values()))}; seed {_SEED}"
        )
    assert ({}, 0) == (found, left.still_prepared)
    assert left.kills_between >= 200
    _repeats_give_the_same_bytes(tmp_path)


def _repeats_give_the_same_bytes(folder: Path) -> None:
    """A client that repeats its request, and a stranger with the DID document, are both content."""
    engine = records.open_engine(fresh_sqlite(folder))
    services = killing.RightIssuer().services(engine, lambda _name: None)
    did = issuance.did_document_of(awarding.ACADEMY, services)
    for award, bodies in _handouts(folder).items():
        answer = issuance.once(killing.repeat_key(award), _never, services)
        assert {answer.response} == bodies
        document = read_document(answer.response)
        (method_id,) = proofs.proof_method_ids(document)
        proofs.verify_proof(document, proofs.find_method(did, method_id))
    engine.dispose()


def _never() -> issuance.Answer:
    raise AssertionError("a stored answer is not made again")


@pytest.mark.parametrize(
    ("issuer", "broken"),
    [("sign_answer_save", "INV1"), ("index_outside", "INV2"), ("list_rewritten", "INV4")],
)
def test_the_loop_finds_out_a_wrong_issuer(tmp_path: Path, issuer: str, broken: str) -> None:
    """A deliberately wrong order, index or list does not get through unnoticed.

    A round of 50 kills nearly always finds it. Two lists have to be rewritten at one moment for the
    third, which a busy machine may not bring about in a round; so there are up to three.
    """
    assert any(broken in _violations_of_a_round(tmp_path / name, issuer) for name in "abc")


def _violations_of_a_round(folder: Path, issuer: str) -> set[str]:
    folder.mkdir()
    survive(folder, issuer=issuer, between=20, elsewhere=10, moments=20)
    return set(violations(folder))
