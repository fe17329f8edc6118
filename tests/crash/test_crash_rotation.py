"""Kill workers at every step of rotation and emergency, then ask what the world would see.

Nothing of the product's own bookkeeping is believed: credentials that were handed out are read from
the file in which clients kept them, and are verified with the DID document alone.
"""

import base64
import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from issuer import issuance, proofs, records
from issuer.documents import read_document
from issuer.errors import InvalidProofError
from issuer.issuance.model import KeyState
from tests import awarding
from tests.crash import killing, rotating
from tests.databases import SQLITE_NAME, fresh_sqlite

pytestmark = pytest.mark.crash

_ROOT = Path(__file__).resolve().parents[2]
_SEED = int(os.environ.get("ISSUER_CRASH_SEED", "20261126"))
_KILLS = 20


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    """Return what is left of each round after its last death and one sweep."""
    place = tmp_path_factory.mktemp("rotation")
    log = place / "workers.log"
    with log.open("w", encoding="utf-8") as output:
        done = subprocess.run(  # noqa: S603 - our own module
            [
                sys.executable,
                "-m",
                "tests.crash.rotating",
                str(place),
                f"--kills={_KILLS}",
                f"--seed={_SEED}",
            ],
            cwd=_ROOT,
            stderr=output,
            stdout=output,
            timeout=1200,
            check=False,
        )
    tail = "\n".join(log.read_text(encoding="utf-8").splitlines()[-50:])
    assert 0 == done.returncode, f"seed {_SEED}\n{tail}"
    rounds = tuple(sorted(place.glob("round-*")))
    for each in rounds:
        _sweep(_services(each))
    return rounds


def _sweep(services: issuance.Services) -> None:
    issuance.sweep(services, timedelta(0))
    for key in issuance.list_keys(awarding.ACADEMY, services):
        if key.state is KeyState.COMPROMISED:
            issuance.compromise_key(key.id, services)
            issuance.reissue_key(key.id, services)


def _services(folder: Path) -> issuance.Services:
    engine = records.open_engine(fresh_sqlite(folder))
    return killing.RightIssuer().services(engine, lambda _name: None)


def _ask(folder: Path, question: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(folder / SQLITE_NAME)) as connection:
        return connection.execute(question).fetchall()


def _handouts(folder: Path) -> set[bytes]:
    file = folder / killing.HANDOUTS
    lines = file.read_text(encoding="ascii").splitlines() if file.exists() else []
    return {base64.b64decode(json.loads(line)["body"]) for line in lines}


def test_every_step_was_a_death(
    folders: tuple[Path, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    """At least seven steps of rotation, twenty times each."""
    figures = json.loads((folders[0].parent / killing.FIGURES).read_text(encoding="ascii"))
    handouts = sum(len(_handouts(each)) for each in folders)
    keys = sum(len(_ask(each, "SELECT id FROM key")) for each in folders)
    with capsys.disabled():
        print(  # noqa: T201 - the figures are the point
            f"\nrotation: {sum(figures['kills'].values())} kills in {figures['seconds']} s;"
            f" {handouts} hand-outs, {keys} keys; seed {_SEED}"
        )
    rotation = {name: figures["kills"][name] for name in rotating.ROTATION}
    assert len(rotation) >= 7
    assert handouts > _KILLS
    assert {_KILLS} == set(rotation.values())


@pytest.mark.parametrize("number", range(_KILLS))
def test_the_document_never_lacks_a_key_that_signed(folders: tuple[Path, ...], number: int) -> None:
    """Whatever was handed out verifies, or its key is listed with the moment of its end."""
    folder = folders[number]
    document = issuance.did_document_of(awarding.ACADEMY, _services(folder))
    methods = document["verificationMethod"]
    assert isinstance(methods, list)
    ended = {str(each["id"]) for each in methods if isinstance(each, dict) and "revoked" in each}
    lacking = []
    for body in _handouts(folder):
        credential = read_document(body)
        (method_id,) = proofs.proof_method_ids(credential)
        try:
            proofs.verify_proof(credential, proofs.find_method(document, method_id))
        except InvalidProofError:
            if method_id not in ended:
                lacking.append(method_id)
    assert [] == lacking


@pytest.mark.parametrize("number", range(_KILLS))
def test_no_published_key_lacks_its_private_half(folders: tuple[Path, ...], number: int) -> None:
    """Every key row can be opened and signs for what the world sees of it."""
    folder = folders[number]
    services = _services(folder)
    keys = issuance.list_keys(awarding.ACADEMY, services)
    for key in keys:
        if key.algorithm == "ES256":
            signature = services.keyring.token_signer(key).sign(b"data")
        else:
            signature = services.keyring.signer(key).sign(b"data")
        proofs.verify_raw(key.public_key_multibase, signature, b"data")
    assert keys


@pytest.mark.parametrize("number", range(_KILLS))
def test_one_key_of_each_kind_signs(folders: tuple[Path, ...], number: int) -> None:
    """No death left the school without a key, or with two."""
    folder = folders[number]
    question = "SELECT algorithm, count(*) FROM key WHERE state = 'active' GROUP BY 1 ORDER BY 1"
    assert [("ES256", 1), ("Ed25519", 1)] == _ask(folder, question)


@pytest.mark.parametrize("number", range(_KILLS))
def test_every_change_of_a_key_has_its_event(folders: tuple[Path, ...], number: int) -> None:
    """INV6: one event per step, no step without one."""
    folder = folders[number]
    for name, column in (
        ("key.created", "created_at"),
        ("key.retired", "retired_at"),
        ("key.compromised", "compromised_at"),
    ):
        silent = _ask(
            folder,
            f"SELECT id FROM key k WHERE {column} IS NOT NULL AND 1 <> (SELECT count(*) FROM event"  # noqa: S608 - our own words
            f" e WHERE e.name = '{name}' AND e.subject = k.id)",
        )
        assert [] == silent


@pytest.mark.parametrize("number", range(_KILLS))
def test_nothing_live_is_left_under_an_ended_key(folders: tuple[Path, ...], number: int) -> None:
    """All badges were signed again, and each version is one row."""
    folder = folders[number]
    question = (
        "SELECT c.id FROM credential c JOIN key k ON k.id = c.key_id WHERE k.state = 'compromised'"
        " AND c.state = 'issued' AND c.form = 'ldp' AND NOT EXISTS (SELECT 1 FROM credential n"
        " WHERE n.id = c.id AND n.state = 'issued' AND n.form = 'ldp'"
        " AND n.row_version > c.row_version)"
    )
    twice = (
        "SELECT id, row_version, form FROM credential WHERE state = 'issued' GROUP BY 1, 2, 3"
        " HAVING count(*) > 1"
    )
    assert ([], []) == (_ask(folder, question), _ask(folder, twice))


@pytest.mark.parametrize("number", range(_KILLS))
def test_the_list_is_signed_by_the_key_of_today(folders: tuple[Path, ...], number: int) -> None:
    """After the sweep no list rests on a key that was replaced."""
    folder = folders[number]
    ((data, active),) = _ask(
        folder,
        "SELECT s.data, k.id FROM status_list s JOIN key k ON k.state = 'active'"
        " AND k.algorithm = 'Ed25519'",
    )
    assert active == json.loads(bytes(data))["proof"][0]["verificationMethod"]  # type: ignore[call-overload] # a blob
