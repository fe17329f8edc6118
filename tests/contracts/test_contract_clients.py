"""Programs, assertions and sign-ins under way on both databases, by several workers at once."""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from issuer import clients, federation, records
from issuer.access import Role, Scope
from issuer.accounts.model import Person
from issuer.clients.granting import spend_assertion
from issuer.clients.model import Client
from issuer.errors import ConflictError, SignInError
from issuer.federation.model import Attempt, IdentityProvider, Vouched
from tests import awarding
from tests.awarding import ACADEMY, BASE, WREN, SettableClock
from tests.databases import upgraded
from tests.plain_keys import PLAIN_KEYS
from tests.posting import open_box

__all__ = ["upgraded"]
WORKERS = 8


class Agreeing:
    """A Messenger whose provider always says the same."""

    def authorization_url(
        self,
        provider: IdentityProvider,
        attempt: Attempt,
        state: str,
        redirect_uri: str,
        *,
        again: bool = False,
    ) -> str:
        """Return the state alone."""
        assert not again
        assert provider.id == attempt.provider
        assert redirect_uri == BASE + federation.CALLBACK_PATH
        return state

    def redeem(
        self,
        provider: IdentityProvider,
        attempt: Attempt,
        parameters: Mapping[str, str],
        redirect_uri: str,
    ) -> Vouched:
        """Vouch for one subject."""
        assert (provider.secret, redirect_uri) == ("sealed", BASE + federation.CALLBACK_PATH)
        assert parameters["state"]
        assert attempt.verifier
        return Vouched(subject="subject-1")


def _enrol(organisation: str, name: str, role: Role) -> str:
    raise AssertionError(f"{organisation} takes nobody in: {name} {role}")


@pytest.fixture
def rooms(upgraded: str) -> Iterator[tuple[clients.Services, federation.Services]]:
    """Give both rooms on a school's database."""
    engine = records.open_engine(upgraded)
    clock, ids, box = SettableClock(), awarding.CountingIds("room"), open_box()
    awarding.open_school(awarding.services_on(engine, clock=clock))

    def write() -> records.SqlUnitOfWork:
        return records.SqlUnitOfWork(engine, write=True, sealer=PLAIN_KEYS, box=box)

    wren = Person(
        id=WREN,
        organisation=ACADEMY,
        name="Wren",
        roles=frozenset({Role.LEARNER}),
        created_at=clock(),
    )
    with write() as uow:
        uow.people.add(wren)
        uow.commit()
    yield (
        clients.Services(unit_of_work=write, read_only=write, clock=clock, ids=ids),
        federation.Services(
            unit_of_work=write,
            read_only=write,
            clock=clock,
            ids=ids,
            messenger=Agreeing(),
            enrol=_enrol,
            base_url=BASE,
        ),
    )
    engine.dispose()


def _together(act: Callable[[], bool]) -> list[bool]:
    with ThreadPoolExecutor(WORKERS) as pool:
        return [each.result() for each in [pool.submit(act) for _ in range(WORKERS)]]


def _program(services: clients.Services) -> Client:
    command = clients.MakeClient(
        organisation=ACADEMY, name="Gradebook", scopes=(Scope.READ_BADGES, Scope.READ_PEOPLE)
    )
    return clients.make_client(command, services)[0]


def test_an_assertion_is_taken_by_one_worker(
    rooms: tuple[clients.Services, federation.Services],
) -> None:
    """However many get it at the same moment."""
    services, _ = rooms
    client, end = _program(services), services.clock() + timedelta(minutes=1)
    taken = _together(lambda: spend_assertion(client, "jti-1", end, services))
    assert 1 == sum(taken)


def test_two_programs_may_use_the_same_jti(
    rooms: tuple[clients.Services, federation.Services],
) -> None:
    """It is unique within a program (RFC 7519, 4.1.7)."""
    services, _ = rooms
    end = services.clock() + timedelta(minutes=1)
    assert [True, True] == [
        spend_assertion(_program(services), "jti-1", end, services) for _ in range(2)
    ]


def test_a_program_is_stored_as_it_was_made(
    rooms: tuple[clients.Services, federation.Services],
) -> None:
    """Scopes keep their order, and are scopes again."""
    services, _ = rooms
    made = _program(services)
    assert (made,) == clients.list_clients(ACADEMY, services)


def _trusted(services: federation.Services) -> IdentityProvider:
    command = federation.AddProvider(
        organisation=ACADEMY,
        name="School login",
        issuer="https://login.example.org",
        client_id="us",
        secret="sealed",  # noqa: S106 - of a test
        domains=(),
    )
    return federation.add_provider(command, services)


def test_an_answer_of_a_provider_counts_once(
    rooms: tuple[clients.Services, federation.Services],
) -> None:
    """However many workers get it at the same moment."""
    _, services = rooms
    begin = federation.BeginOidc(
        organisation=ACADEMY, provider=_trusted(services).id, browser="cookie", person=WREN
    )
    finish = federation.FinishOidc(
        browser="cookie", parameters={"state": federation.begin_oidc(begin, services)}, person=WREN
    )

    def come_back() -> bool:
        try:
            federation.finish_oidc(finish, services)
        except SignInError:
            return False
        return True

    assert 1 == sum(_together(come_back))


def test_a_subject_is_registered_once(
    rooms: tuple[clients.Services, federation.Services],
) -> None:
    """Who it is was said already; a second answer is a mistake, or an attack."""
    _, services = rooms
    command = federation.RegisterSubject(
        organisation=ACADEMY, provider=_trusted(services).id, subject="subject-1", person=WREN
    )
    federation.register_subject(command, services)
    with pytest.raises(ConflictError):
        federation.register_subject(command, services)
