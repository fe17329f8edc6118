"""Workers that issue and revoke on one SQLite file, and a killer that sends them SIGKILL.

Run as a program (`python -m tests.crash.killing FOLDER ...`): it imports everything once and forks
its workers, so a kill costs milliseconds. Whatever a client was told goes to a file before the next
request, as the memory of the outside world. The test reads both and asks the invariants.
"""

import argparse
import fcntl
import json
import mmap
import os
import random
import secrets
import shutil
import signal
import struct
import sys
import time
import uuid
from base64 import b64encode
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol, Self, cast

import sqlalchemy as sa

from issuer import issuance, records
from issuer.access import Role
from issuer.clock import system_clock
from issuer.errors import IssuerError
from issuer.issuance.ports import UnitOfWork
from issuer.records.issuance import SqlStatusLists
from issuer.status import StatusList
from tests import awarding
from tests.databases import SQLITE_NAME, fresh_sqlite
from tests.plain_keys import PLAIN_KEYS

AWARDED = datetime(2025, 1, 1, tzinfo=UTC)
HANDOUTS, WATCHED, FIGURES = "handouts.jsonl", "watched.jsonl", "figures.json"
WORKERS = 4
WINDOW = 8
#: Boundaries between the two transactions of issuing: here a wrong order loses or doubles.
BETWEEN = (
    "after_intent",
    "after_rehearsal",
    "after_signature",
    "after_verification",
    "inside_publication",
)
ELSEWHERE = (
    "after_key_taken",
    "inside_intent",
    "after_publication",
    "after_act",
    "inside_mark",
    "after_mark",
    "after_list_signature",
    "after_list_publication",
)
_LEASE = timedelta(milliseconds=200)
_REVOCATIONS = 0.3
#: A worker that never meets its boundary is killed at whatever moment this is, in seconds.
_PATIENCE = 20.0
_RAN_OUT = 3

Act = Callable[[str, issuance.Services], bytes]


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How many kills of which kind, by which issuer."""

    folder: Path
    between: int
    elsewhere: int
    moments: int
    awards: int
    seed: int
    issuer: str


class RandomIds:
    """Ids that differ in every process, as a running installation makes them."""

    def new_id(self) -> str:
        """Return 128 random bits."""
        return secrets.token_hex(16)

    def new_urn(self) -> str:
        """Return a random URN."""
        return uuid.uuid4().urn

    def secret(self, size: int) -> bytes:
        """Return random bytes."""
        return secrets.token_bytes(size)


class Client:
    """The outside world: remembers what it was told, durably enough for a killed process."""

    def __init__(self, folder: Path) -> None:
        self._file = os.open(folder / HANDOUTS, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def was_given(self, award: str, body: bytes) -> None:
        """Remember a credential."""
        self._write({"award": award, "body": b64encode(body).decode()})

    def was_told_revoked(self, credential: str) -> None:
        """Remember an acknowledged revocation."""
        self._write({"revoked": credential})

    def _write(self, line: dict[str, str]) -> None:
        # One write in append mode: lines of several workers never mix.
        os.write(self._file, json.dumps(line).encode() + b"\n")


class Issuer(Protocol):
    """One way to answer an issue request; the right one, or one that is wrong on purpose."""

    def services(self, engine: sa.Engine, reached: Callable[[str], None]) -> issuance.Services:
        """Return the collaborators."""
        ...

    def issue(self, award: str, services: issuance.Services, client: Client) -> None:
        """Answer one request."""


class RightIssuer:
    """Issues as the product does: idempotency key, use case, bytes read back from the database."""

    def services(self, engine: sa.Engine, reached: Callable[[str], None]) -> issuance.Services:
        """Return the product's own collaborators, with real time and chance."""
        return issuance.Services(
            unit_of_work=lambda: records.SqlUnitOfWork(engine, write=True, sealer=PLAIN_KEYS),
            read_only=lambda: records.SqlUnitOfWork(engine, write=False, sealer=PLAIN_KEYS),
            keyring=awarding.keyring(),
            clock=system_clock,
            ids=RandomIds(),
            base_url=awarding.BASE,
            sleep=time.sleep,
            reached=reached,
        )

    def issue(self, award: str, services: issuance.Services, client: Client) -> None:
        """Answer one request under the key that all clients of this award share."""
        answer = issuance.once(
            repeat_key(award),
            lambda: issuance.Answer(status=201, response=issued_bytes(award, services)),
            services,
            lease=_LEASE,
        )
        client.was_given(award, answer.response)


class SignAnswerSave(RightIssuer):
    """Wrong: signs, answers, and only then makes anything durable."""

    def issue(self, award: str, services: issuance.Services, client: Client) -> None:
        """Do everything in one transaction that is committed after the answer."""
        with services.unit_of_work() as whole:
            late = replace(
                services,
                unit_of_work=lambda: cast("UnitOfWork", Inside(whole)),
                read_only=lambda: cast("UnitOfWork", Inside(whole)),
            )
            client.was_given(award, issued_bytes(award, late))
            services.reached("after_answer")
            whole.commit()


class Inside:
    """A unit of work within another one; nothing is durable before the outer one says so."""

    def __init__(self, whole: UnitOfWork) -> None:
        self._whole = whole

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        return None

    def __getattr__(self, name: str) -> object:
        return getattr(self._whole, name)

    def commit(self) -> None:
        """Do nothing yet."""


class IndexOutside(RightIssuer):
    """Wrong: counts the given indices before the transaction begins."""

    def services(self, engine: sa.Engine, reached: Callable[[str], None]) -> issuance.Services:
        """Return the right collaborators, and remember where to count."""
        self._engine = engine
        return super().services(engine, reached)

    def issue(self, award: str, services: issuance.Services, client: Client) -> None:
        """Count when the request arrives, and give that index when the intent is written."""
        with self._engine.connect() as connection:
            given = connection.execute(sa.text("SELECT count(*) FROM status_alloc")).scalar_one()
        late = replace(services, unit_of_work=lambda: CountedUnitOfWork(self._engine, given))
        super().issue(award, late, client)


class CountedUnitOfWork(records.SqlUnitOfWork):
    """Gives an index that was counted earlier."""

    def __init__(self, engine: sa.Engine, given: int) -> None:
        super().__init__(engine, write=True, sealer=PLAIN_KEYS)
        self._given = given

    @property
    def status_lists(self) -> SqlStatusLists:
        """Return lists that give what was counted."""
        return GivenPosition(self._connection, self._given)


class GivenPosition(SqlStatusLists):
    """Gives a position that was counted outside."""

    def __init__(self, connection: sa.Connection, position: int) -> None:
        super().__init__(connection)
        self._position = position

    def take(self, list_id: str) -> int | None:
        """Return the counted position."""
        super().take(list_id)
        return self._position


class ListRewritten(RightIssuer):
    """Wrong: makes the next list out of the last one and the newest mark."""

    def services(self, engine: sa.Engine, reached: Callable[[str], None]) -> issuance.Services:
        """Return collaborators whose lists are read, modified and written."""
        plain = super().services(engine, reached)
        return replace(
            plain, read_only=lambda: RewritingUnitOfWork(engine, write=False, sealer=PLAIN_KEYS)
        )


class RewritingUnitOfWork(records.SqlUnitOfWork):
    """Reads bits from the published list."""

    @property
    def status_lists(self) -> SqlStatusLists:
        """Return lists that are made from their last version."""
        return LastListAndNewestMark(self._connection)


class LastListAndNewestMark(SqlStatusLists):
    """Takes the bits of the last list, and sets one more."""

    def set_indices(self, list_id: str) -> tuple[int, ...]:
        """Return the old bits and the newest mark's."""
        last = self.get(list_id).data
        newest = self._connection.execute(
            sa.text(
                "SELECT a.status_index FROM revocation r JOIN status_alloc a"
                " ON a.credential_id = r.credential_id ORDER BY r.at DESC LIMIT 1"
            )
        ).scalar()
        found = set() if last is None else set(set_bits(last))
        return tuple(sorted(found if newest is None else found | {newest}))


ISSUERS: dict[str, Callable[[], Issuer]] = {
    "right": RightIssuer,
    "sign_answer_save": SignAnswerSave,
    "index_outside": IndexOutside,
    "list_rewritten": ListRewritten,
}


def repeat_key(award: str) -> issuance.RepeatKey:
    """Return the idempotency key that all clients of one award share."""
    return issuance.RepeatKey(
        organisation=awarding.ACADEMY, client="client", key=f"key-{award}", request_hash=award
    )


def issued_bytes(award: str, services: issuance.Services) -> bytes:
    """Issue and read the bytes back, as an answer does."""
    issuance.issue_award(award, services)
    record = issuance.credential_of_award(award, services)
    if record is None or record.data is None:
        raise LookupError("issued, and yet not there")
    return record.data


def set_bits(signed: bytes) -> tuple[int, ...]:
    """Return the indices that are set in a signed list."""
    bits = StatusList.decode(json.loads(signed)["credentialSubject"]["encodedList"]).bits
    return tuple(
        at * 8 + bit
        for at, byte in enumerate(bits)
        if byte
        for bit in range(8)
        if byte & 0x80 >> bit
    )


class Cursor:
    """The award that the workers are at, shared by all processes."""

    def __init__(self, folder: Path) -> None:
        self._file = (folder / "cursor").open("w+b")
        self._file.truncate(8)
        self._memory = mmap.mmap(self._file.fileno(), 8)

    def read(self) -> int:
        """Return the first award that may still be open."""
        number: int = struct.unpack("<q", self._memory[:8])[0]
        return number

    def pass_on(self, number: int) -> None:
        """Move forward, never back."""
        fcntl.flock(self._file, fcntl.LOCK_EX)
        if number > self.read():
            self._memory[:8] = struct.pack("<q", number)
        fcntl.flock(self._file, fcntl.LOCK_UN)


def prepare(plan: Plan) -> None:
    """Make the school and its approved awards in the upgraded database of the folder."""
    engine = records.open_engine(fresh_sqlite(plan.folder))
    services = RightIssuer().services(engine, lambda _name: None)
    awarding.open_school(services)
    awarding.add_awards(
        services,
        tuple(
            replace(awarding.award_of(f"{number:05d}"), awarded_at=AWARDED)
            for number in range(plan.awards)
        ),
    )
    if plan.issuer == "index_outside":
        with engine.begin() as connection:
            # The wall would stop it: the check is whether the questions find it without one.
            connection.execute(sa.text("DROP TABLE status_alloc"))
            connection.execute(
                sa.text(
                    "CREATE TABLE status_alloc (list_id TEXT, status_index INTEGER, row TEXT,"
                    " credential_id TEXT, at TEXT)"
                )
            )
    engine.dispose()


def warm_up(folder: Path) -> None:
    """Sign once in a database of its own, so that forked workers find every cache filled."""
    folder.mkdir()
    url = fresh_sqlite(folder)
    engine = records.open_engine(url)
    records.upgrade(engine)
    engine.dispose()
    shutil.copyfile(folder / SQLITE_NAME, folder / "empty")
    services = RightIssuer().services(engine, lambda _name: None)
    awarding.open_school(services)
    awarding.add_awards(services, (replace(awarding.award_of("warm"), awarded_at=AWARDED),))
    issued_bytes("award-warm", services)
    engine.dispose()


def work(plan: Plan, cursor: Cursor, seed: int, deadly: str | None) -> None:
    """Issue and revoke until killed; dies by the own hand when it reaches `deadly`."""
    dice = random.Random(seed)  # noqa: S311 - a repeatable test, no secret
    patience = dice.randrange(2)

    def reached(name: str) -> None:
        nonlocal patience
        if name == deadly:
            if patience == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            patience -= 1

    engine = records.open_engine(fresh_sqlite(plan.folder))
    issuer = ISSUERS[plan.issuer]()
    services = issuer.services(engine, reached)
    client = Client(plan.folder)
    while True:
        number = cursor.read() + dice.randrange(WINDOW)
        if number >= plan.awards:
            return
        name = f"{number:05d}"
        try:
            issuer.issue(f"award-{name}", services, client)
            if dice.random() < _REVOCATIONS:
                _revoke(name, services, client)
        except IssuerError:
            # Busy, in flight, revoked already: a client would come again.
            continue
        cursor.pass_on(number - WINDOW // 2)


def _revoke(name: str, services: issuance.Services, client: Client) -> None:
    credential = issuance.CredentialId(f"{awarding.BASE}/credentials/{name}")
    command = issuance.ChangeStatus(
        actor=awarding.actor(awarding.REGISTRAR, Role.REGISTRAR),
        credential_id=credential,
        reason_code=issuance.ReasonCode.ISSUED_IN_ERROR,
    )
    if issuance.revoke_credential(command, services).published:
        client.was_told_revoked(credential)


def watch(folder: Path) -> None:
    """Poll the published list as a reader would, and write down each new version with its bits."""
    engine = records.open_engine(fresh_sqlite(folder))
    last = 0
    with (folder / WATCHED).open("a", encoding="ascii") as file:
        while True:
            with engine.connect() as connection:
                rows = connection.execute(
                    sa.text("SELECT version, data FROM status_list WHERE version <> :last"),
                    {"last": last},
                ).all()
            for version, data in rows:
                if data is not None:
                    file.write(json.dumps({"version": version, "bits": set_bits(data)}) + "\n")
                    file.flush()
                    last = version
            time.sleep(0.01)


class Killer:
    """Keeps the workers at work, kills them, and counts."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._dice = random.Random(plan.seed)  # noqa: S311 - a repeatable test, no secret
        self._cursor = Cursor(plan.folder)
        self._left = Counter({"between": plan.between, "elsewhere": plan.elsewhere})
        self._moments = plan.moments
        self._living: dict[int, tuple[str | None, float]] = {}
        self.kills: Counter[str] = Counter()

    def run(self) -> None:
        """Kill until the plan is fulfilled."""
        while self._wanted():
            while len(self._living) < WORKERS:
                self._fork()
            time.sleep(0.002)
            self._kill_overdue()
            self._bury()
        for pid in self._living:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)

    def _wanted(self) -> bool:
        return self._moments > 0 or any(count > 0 for count in self._left.values())

    def _fork(self) -> None:
        deadly, seconds = self._fate()
        seed = self._dice.randrange(2**32)
        pid = os.fork()
        if pid == 0:
            os._exit(_child(self._plan, self._cursor, seed, deadly))
        self._living[pid] = (deadly, time.monotonic() + seconds)

    def _fate(self) -> tuple[str | None, float]:
        """Choose between death at a step boundary and death at a random moment."""
        steps = [name for name in ("between", "elsewhere") if self._left[name] > 0]
        by_step = sum(1 for deadly, _ in self._living.values() if deadly is not None)
        if steps and (by_step < WORKERS // 2 or self._moments <= 0):
            names: tuple[str, ...] = BETWEEN if self._dice.choice(steps) == "between" else ELSEWHERE
            if self._plan.issuer == "sign_answer_save":
                names = (*BETWEEN, "after_answer")
            return self._dice.choice(names), _PATIENCE
        return None, self._dice.uniform(0.05, 0.4)

    def _kill_overdue(self) -> None:
        for pid, (deadly, until) in self._living.items():
            if time.monotonic() > until:
                if deadly is not None:
                    # Its boundary is not on its way any more (all awards of the window done).
                    self._living[pid] = (None, until)
                os.kill(pid, signal.SIGKILL)

    def _bury(self) -> None:
        while self._living:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return
            deadly, _ = self._living.pop(pid)
            if not os.WIFSIGNALED(status):
                raise RuntimeError(f"a worker ended by itself, status {status}")
            self._count(deadly)

    def _count(self, deadly: str | None) -> None:
        self.kills[deadly or "random moment"] += 1
        if deadly is None:
            self._moments -= 1
        elif deadly in BETWEEN:
            self._left["between"] -= 1
        else:
            self._left["elsewhere"] -= 1


def _child(plan: Plan, cursor: Cursor, seed: int, deadly: str | None) -> int:
    work(plan, cursor, seed, deadly)
    return _RAN_OUT


def _fork_watcher(folder: Path) -> int:
    pid = os.fork()
    if pid == 0:
        watch(folder)
    return pid


def main(arguments: list[str]) -> None:
    """Prepare, kill, and write the figures."""
    plan = _plan(arguments)
    warm_up(plan.folder / "warm")
    shutil.copyfile(plan.folder / "warm" / "empty", plan.folder / SQLITE_NAME)
    prepare(plan)
    watcher = _fork_watcher(plan.folder)
    started = time.monotonic()
    killer = Killer(plan)
    killer.run()
    os.kill(watcher, signal.SIGKILL)
    os.waitpid(watcher, 0)
    figures = {"kills": dict(killer.kills), "seconds": round(time.monotonic() - started, 1)}
    (plan.folder / FIGURES).write_text(json.dumps(figures), encoding="ascii")


def _plan(arguments: list[str]) -> Plan:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--issuer", choices=sorted(ISSUERS), default="right")
    for name in ("between", "elsewhere", "moments", "awards", "seed"):
        parser.add_argument(f"--{name}", type=int, required=True)
    return Plan(**vars(parser.parse_args(arguments)))


if __name__ == "__main__":
    main(sys.argv[1:])
