"""What federation needs from storage, and of providers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from issuer.access import Role
from issuer.audit import Event
from issuer.clock import Clock
from issuer.collaborators import Ids, Transaction
from issuer.federation.model import Attempt, IdentityProvider, OutsideIdentity, Vouched


class Providers(Protocol):
    """Providers of organisations; their secrets are sealed at rest."""

    def add(self, provider: IdentityProvider) -> None:
        """Store a provider."""

    def get(self, organisation: str, provider_id: str) -> IdentityProvider:
        """Return the provider; NotFoundError."""
        ...

    def of(self, organisation: str) -> tuple[IdentityProvider, ...]:
        """Return all providers of an organisation, oldest first."""
        ...

    def save(self, provider: IdentityProvider) -> None:
        """Store the date of removal."""


class Attempts(Protocol):
    """Sign-ins under way."""

    def add(self, attempt: Attempt) -> None:
        """Store one."""

    def by_state(self, state_hash: str) -> Attempt | None:
        """Return the one of that state, locked against a second use, if any."""
        ...

    def save(self, attempt: Attempt) -> None:
        """Store the date of use."""

    def drop_expired(self, before: datetime) -> None:
        """Delete those that ended before an instant."""


class OutsideIdentities(Protocol):
    """Who is linked to which subject."""

    def add(self, identity: OutsideIdentity, subject: str) -> None:
        """Store a link; ConflictError if the subject is linked already."""

    def find(self, organisation: str, provider: str, subject: str) -> OutsideIdentity | None:
        """Return the link of a subject, if any."""
        ...

    def of(self, organisation: str, person: str) -> tuple[OutsideIdentity, ...]:
        """Return the links of a person, oldest first."""
        ...

    def drop(self, identity: OutsideIdentity) -> None:
        """Delete a link."""


class Member(Protocol):
    """A person, as far as it matters here."""

    @property
    def active(self) -> bool:
        """Whether they are still a member."""
        ...


class People(Protocol):
    """People, always asked for within one organisation."""

    def get(self, organisation: str, person_id: str) -> Member:
        """Return the person; NotFoundError."""
        ...


class Organisations(Protocol):
    """Organisations, as far as federation needs them."""

    def get(self, organisation_id: str) -> object:
        """Return it; NotFoundError."""
        ...


class Events(Protocol):
    """The append-only log of acts."""

    def append(self, event: Event) -> None:
        """Add one event to the running transaction."""


class Outbox(Protocol):
    """What is left to be done, kept in the transaction of the act."""

    def put(
        self, kind: str, ref: str, organisation: str, *, not_before: datetime | None = None
    ) -> None:
        """Add an item."""


class UnitOfWork(Transaction, Protocol):
    """One transaction; leaving without `commit` rolls back."""

    @property
    def organisations(self) -> Organisations: ...
    @property
    def people(self) -> People: ...
    @property
    def providers(self) -> Providers: ...
    @property
    def attempts(self) -> Attempts: ...
    @property
    def outside_identities(self) -> OutsideIdentities: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def events(self) -> Events: ...


class Messenger(Protocol):
    """Speaks OpenID Connect with providers."""

    def authorization_url(
        self,
        provider: IdentityProvider,
        attempt: Attempt,
        state: str,
        redirect_uri: str,
        *,
        again: bool = False,
    ) -> str:
        """Return where to send the browser; `again` asks for a new proof there.

        Raises:
            UnavailableError: it does not answer, or not as itself, or cannot do PKCE S256.
        """
        ...

    def redeem(
        self,
        provider: IdentityProvider,
        attempt: Attempt,
        parameters: Mapping[str, str],
        redirect_uri: str,
    ) -> Vouched:
        """Exchange the code of an answer, and return what the ID token says.

        Raises:
            SignInError: the answer or the token is not to be believed; codes begin with `oidc_`.
            UnavailableError: the provider does not answer.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """The collaborators of every verb.

    Attributes:
        enrol: takes a newcomer into an organisation in one role and returns the person's id.
        base_url: the redirect address begins with it.
    """

    unit_of_work: Callable[[], UnitOfWork]
    read_only: Callable[[], UnitOfWork]
    clock: Clock
    ids: Ids
    messenger: Messenger
    enrol: Callable[[str, str, Role], str]
    base_url: str
