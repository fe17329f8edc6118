"""Passkeys, challenges, apps and recovery codes in storage, on SQLite and on PostgreSQL alike."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from issuer import accounts, records
from issuer.access import Role
from issuer.accounts.model import (
    Ceremony,
    Challenge,
    CodeApp,
    OrganisationKind,
    Passkey,
    RecoveryCode,
)
from issuer.app.ids import RandomIds
from issuer.errors import ConflictError
from issuer.records import SqlUnitOfWork
from tests.databases import upgraded
from tests.plain_keys import PLAIN_KEYS
from tests.sign_in import plain_sign_in

__all__ = ["upgraded"]

NOW = datetime(2026, 11, 20, 10, 0, 0, 123456, tzinfo=UTC)
AT_ONCE = 8


@dataclass(frozen=True, kw_only=True)
class Store:
    """A database with two people of one school."""

    engine: sa.Engine
    organisation: str
    wren: str
    heron: str

    def write(self) -> SqlUnitOfWork:
        """Open a writing transaction."""
        return SqlUnitOfWork(self.engine, write=True, sealer=PLAIN_KEYS)

    def passkey(self, **changes: object) -> Passkey:
        """Return a passkey of Wren, changed."""
        plain = Passkey(
            id="p1",
            organisation=self.organisation,
            person=self.wren,
            credential_id="c" * 1364,
            public_key=bytes(range(256)),
            sign_count=2**32 - 1,
            name="Schlüssel \N{KEY}",
            created_at=NOW,
            used_at=NOW + timedelta(microseconds=1),
        )
        return replace(plain, **changes)  # type: ignore[arg-type] # of the same names

    def app(self, **changes: object) -> CodeApp:
        """Return an app of Wren, changed."""
        plain = CodeApp(
            id="a1",
            organisation=self.organisation,
            person=self.wren,
            sealed=b"\0sealed\xff",
            created_at=NOW,
        )
        return replace(plain, **changes)  # type: ignore[arg-type] # of the same names

    def codes(self, *indexes: str, prefix: str = "r") -> tuple[RecoveryCode, ...]:
        """Return recovery codes of Wren."""
        return tuple(
            RecoveryCode(
                id=f"{prefix}{index}",
                organisation=self.organisation,
                person=self.wren,
                code_index=index,
                created_at=NOW,
            )
            for index in indexes
        )

    def at_once(self, act: Callable[[SqlUnitOfWork, int], object]) -> Counter[str]:
        """Do something eight times at once, each in a transaction; count what came of it."""

        def one(number: int) -> str:
            try:
                with self.write() as uow:
                    told = str(act(uow, number))
                    uow.commit()
            except ConflictError:
                return "conflict"
            return told

        with ThreadPoolExecutor(AT_ONCE) as pool:
            return Counter(pool.map(one, range(AT_ONCE)))


@pytest.fixture
def store(upgraded: str) -> Iterator[Store]:
    """Give a school with two people on each database."""
    engine = records.open_engine(upgraded)
    services = accounts.Services(
        unit_of_work=lambda: SqlUnitOfWork(engine, write=True, sealer=PLAIN_KEYS),
        read_only=lambda: SqlUnitOfWork(engine, write=False, sealer=PLAIN_KEYS),
        clock=lambda: NOW,
        ids=RandomIds(),
        sign_in=plain_sign_in(),
    )
    school = accounts.create_organisation(
        accounts.CreateOrganisation(
            slug="riverbend",
            kind=OrganisationKind.SCHOOL,
            name="Riverbend",
            base_url="https://badges.riverbend.example",
        ),
        services,
    )
    wren, heron = (
        accounts.enrol_person(
            accounts.EnrolPerson(
                organisation=school.id, name=name, roles=frozenset({Role.TEACHER})
            ),
            services,
        )
        for name in ("Wren", "Heron")
    )
    yield Store(engine=engine, organisation=school.id, wren=wren.id, heron=heron.id)
    engine.dispose()


def test_passkey_comes_back_equal(store: Store) -> None:
    """Every member survives: the longest credential, all bytes, the highest counter."""
    passkey = store.passkey()
    with store.write() as uow:
        uow.passkeys.add(passkey)
        uow.commit()
    with store.write() as uow:
        assert passkey == uow.passkeys.locked(passkey.credential_id)
        assert (passkey,) == uow.passkeys.of_person(store.organisation, store.wren)
        assert () == uow.passkeys.of_person(store.organisation, store.heron)
        assert () == uow.passkeys.of_person("another", store.wren)


def test_passkey_is_used_and_forgotten(store: Store) -> None:
    """Counter and last use are kept; what was removed is unknown, and the others stay."""
    first, second = store.passkey(), store.passkey(id="p0", credential_id="d")
    used = replace(first, sign_count=0, used_at=None)
    with store.write() as uow:
        uow.passkeys.add(first)
        uow.passkeys.add(second)
        uow.passkeys.save(used)
        both = uow.passkeys.of_person(store.organisation, store.wren)
        uow.passkeys.remove(second)
        uow.commit()
    with store.write() as uow:
        left = uow.passkeys.of_person(store.organisation, store.wren)
        assert ((second, used), (used,), None) == (both, left, uow.passkeys.locked("d"))


def test_credential_belongs_to_one_person(store: Store) -> None:
    """Whoever comes second is told, and the first keeps it."""
    with store.write() as uow:
        uow.passkeys.add(store.passkey())
        uow.commit()
    with pytest.raises(ConflictError) as caught, store.write() as uow:
        uow.passkeys.add(store.passkey(id="p2", person=store.heron))
    assert "passkey" == caught.value.code


def test_credential_that_comes_twice_at_once_is_kept_once(store: Store) -> None:
    """Nobody gets an error of the database instead of the sentence."""
    told = store.at_once(lambda uow, n: uow.passkeys.add(store.passkey(id=f"p{n}")))
    assert Counter({"None": 1, "conflict": AT_ONCE - 1}) == told


def challenge(name: str = "x", **changes: object) -> Challenge:
    """Return a challenge, changed."""
    plain = Challenge(
        id=name,
        ceremony=Ceremony.CONFIRM,
        secret_hash=name * 64,
        browser_hash="b" * 64,
        created_at=NOW,
        expires_at=NOW + timedelta(minutes=5),
        session="s",
    )
    return replace(plain, **changes)  # type: ignore[arg-type] # of the same names


def test_challenge_is_found_by_one_of_many(store: Store) -> None:
    """T79: of eight answers at once one finds it, whole; and nobody later."""
    asked = challenge()
    with store.write() as uow:
        uow.challenges.add(asked)
        uow.commit()
    told = store.at_once(lambda uow, _: uow.challenges.take(asked.secret_hash))
    assert Counter({str(asked): 1, "None": AT_ONCE - 1}) == told


def test_rolled_back_look_leaves_the_challenge(store: Store) -> None:
    """What was not committed did not happen."""
    asked = challenge(session=None, ceremony=Ceremony.SIGN_IN)
    with store.write() as uow:
        uow.challenges.add(asked)
        uow.commit()
    with store.write() as uow:
        uow.challenges.take(asked.secret_hash)
    with store.write() as uow:
        assert asked == uow.challenges.take(asked.secret_hash)


def test_challenges_that_are_over_are_deleted_and_others_stay(store: Store) -> None:
    """Upkeep looks first, then deletes."""
    over, open_one = challenge("x", expires_at=NOW - timedelta(microseconds=1)), challenge("y")
    with store.write() as uow:
        uow.challenges.add(over)
        uow.challenges.add(open_one)
        before = uow.leftovers.any_before(NOW - timedelta(days=90), NOW)
        deleted = uow.leftovers.delete_before(NOW - timedelta(days=90), NOW)
        after = uow.leftovers.any_before(NOW - timedelta(days=90), NOW)
        left = (uow.challenges.take(over.secret_hash), uow.challenges.take(open_one.secret_hash))
    assert (True, 1, False, (None, open_one)) == (before, deleted, after, left)


def test_app_comes_back_equal_and_replaces_an_earlier_one(store: Store) -> None:
    """One app per person, whatever was there before."""
    newer = store.app(id="a2", sealed=b"new", confirmed_at=NOW, last_step=2**40)
    with store.write() as uow:
        uow.code_apps.put(store.app())
        uow.code_apps.put(newer)
        uow.commit()
    with store.write() as uow:
        assert newer == uow.code_apps.of_person(store.organisation, store.wren)
        assert newer == uow.code_apps.locked(store.organisation, store.wren)
        assert uow.code_apps.of_person(store.organisation, store.heron) is None
        assert uow.code_apps.of_person("another", store.wren) is None


def test_apps_begun_at_once_leave_one(store: Store) -> None:
    """Two windows of one person: the loser is told to try again, and no error is the database's."""
    told = store.at_once(lambda uow, n: uow.code_apps.put(store.app(id=f"a{n}")))
    with store.write() as uow:
        kept = uow.code_apps.of_person(store.organisation, store.wren)
    assert (True, AT_ONCE) == (kept is not None, told["None"] + told["conflict"])
    assert told["None"] >= 1


def test_step_is_taken_by_one_of_many(store: Store) -> None:
    """T79: a code that is typed eight times at once counts once, since the row is held."""
    with store.write() as uow:
        uow.code_apps.put(store.app(confirmed_at=NOW))
        uow.commit()

    def take(uow: SqlUnitOfWork, _number: int) -> bool:
        app = uow.code_apps.locked(store.organisation, store.wren)
        assert app is not None
        is_new = app.last_step < 5
        if is_new:
            uow.code_apps.save(replace(app, last_step=5))
        return is_new

    assert Counter({"True": 1, "False": AT_ONCE - 1}) == store.at_once(take)


def test_recovery_code_works_for_one_of_many(store: Store) -> None:
    """T79: eight at once, one comes in; the others of the ten are left."""
    with store.write() as uow:
        uow.code_apps.put_recovery(store.organisation, store.wren, store.codes("x", "y", "z"))
        uow.commit()
    told = store.at_once(
        lambda uow, _: uow.code_apps.use_recovery(store.organisation, store.wren, "y", NOW)
    )
    with store.write() as uow:
        left = uow.code_apps.unused_recovery(store.organisation, store.wren)
    assert (Counter({"True": 1, "False": AT_ONCE - 1}), 2) == (told, left)


def test_recovery_codes_are_ones_own_and_newest(store: Store) -> None:
    """Another person's, another school's, an unknown and a replaced code open nothing."""
    with store.write() as uow:
        uow.code_apps.put_recovery(store.organisation, store.wren, store.codes("old"))
        uow.code_apps.put_recovery(store.organisation, store.wren, store.codes("x", prefix="n"))
        uow.commit()
    with store.write() as uow:
        use = uow.code_apps.use_recovery
        told = [
            use(store.organisation, store.heron, "x", NOW),
            use("another", store.wren, "x", NOW),
            use(store.organisation, store.wren, "unknown", NOW),
            use(store.organisation, store.wren, "old", NOW),
            use(store.organisation, store.wren, "x", NOW),
        ]
    assert [False, False, False, False, True] == told


def test_removed_app_takes_its_recovery_codes_along(store: Store) -> None:
    """Nothing of the second factor is left; another person's stays."""
    with store.write() as uow:
        uow.code_apps.put(store.app())
        uow.code_apps.put(store.app(id="a2", person=store.heron))
        uow.code_apps.put_recovery(store.organisation, store.wren, store.codes("x"))
        uow.code_apps.remove(store.organisation, store.wren)
        uow.commit()
    with store.write() as uow:
        assert uow.code_apps.of_person(store.organisation, store.wren) is None
        assert 0 == uow.code_apps.unused_recovery(store.organisation, store.wren)
        assert uow.code_apps.of_person(store.organisation, store.heron) is not None
