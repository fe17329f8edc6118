"""A mailer that keeps what it is given, and a box that seals for one test."""

from dataclasses import dataclass, field, replace

import sqlalchemy as sa

from issuer import accounts, post, retention
from issuer.accounts.model import Login
from issuer.accounts.ports import Sealer
from issuer.accounts.secrecy import name_index
from issuer.clock import Clock
from issuer.errors import IssuerError
from issuer.keyring import Box, DerivedSecrets, KeyEncryptionKey
from issuer.post import Worded
from issuer.post.ports import Mailer
from issuer.records import SqlUnitOfWork
from issuer.retention.ports import Files
from tests.awarding import BASE, CountingIds
from tests.plain_keys import PLAIN_KEYS
from tests.sign_in import plain_sign_in


@dataclass
class KeptMail:
    """A Mailer that keeps all letters in order, or refuses with an error."""

    letters: list[Worded] = field(default_factory=list)
    error: IssuerError | None = None

    def send(self, worded: Worded) -> None:
        """Keep a letter, or raise what the test asked for."""
        if self.error is not None:
            raise self.error
        self.letters.append(worded)


def people_on(engine: sa.Engine, clock: Clock) -> accounts.Services:
    """Return the collaborators of accounts on a database that was upgraded."""

    def work() -> SqlUnitOfWork:
        return SqlUnitOfWork(engine, write=True, sealer=PLAIN_KEYS, clock=clock, box=open_box())

    return accounts.Services(
        unit_of_work=work,
        read_only=work,
        clock=clock,
        ids=CountingIds("people"),
        sign_in=plain_sign_in(),
    )


def post_on(
    engine: sa.Engine,
    clock: Clock,
    mailer: Mailer | None = None,
    sealer: Sealer = PLAIN_KEYS,
) -> post.Services:
    """Return the collaborators of the post on a database that was upgraded."""

    def work() -> SqlUnitOfWork:
        return SqlUnitOfWork(engine, write=True, sealer=sealer, clock=clock, box=open_box())

    return post.Services(unit_of_work=work, clock=clock, mailer=mailer or KeptMail(), base_url=BASE)


def give_address(services: accounts.Services, organisation: str, person: str, email: str) -> None:
    """Let a person be written to, without a letter about it."""
    with services.unit_of_work() as uow:
        login = uow.logins.locked(organisation, person)
        index = name_index(organisation, email, services)
        if login is None:
            made = Login(
                id=services.ids.new_id(),
                organisation=organisation,
                person=person,
                created_at=services.clock(),
                email=email,
                email_index=index,
            )
            uow.logins.add(made)
        else:
            uow.logins.save(replace(login, email=email, email_index=index))
        uow.commit()


def retention_on(engine: sa.Engine, clock: Clock, files: Files) -> retention.Services:
    """Return the collaborators of keeping time on a database that was upgraded."""

    def work() -> SqlUnitOfWork:
        return SqlUnitOfWork(engine, write=True, sealer=PLAIN_KEYS, clock=clock, box=open_box())

    return retention.Services(
        unit_of_work=work, read_only=work, clock=clock, ids=CountingIds("time"), files=files
    )


def open_box() -> Box:
    """Return a box under a key of this test."""
    return Box(DerivedSecrets(KeyEncryptionKey(bytes(range(32)))))
