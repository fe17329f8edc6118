"""One frozen command per verb of federation. The operator at the terminal names no actor."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from issuer.access import Actor, Role
from issuer.federation.model import ProviderMethod


@dataclass(frozen=True, slots=True, kw_only=True)
class AddProvider:
    """Trust a provider for one organisation."""

    organisation: str
    name: str
    issuer: str
    client_id: str
    secret: str = field(repr=False)
    method: ProviderMethod = ProviderMethod.SECRET_BASIC
    domains: tuple[str, ...] = ()
    newcomer_role: Role | None = None
    actor: Actor | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveProvider:
    """Trust a provider no more; links stay recorded and open nothing."""

    organisation: str
    provider: str
    actor: Actor | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterSubject:
    """Say beforehand which subject of a provider a person is."""

    organisation: str
    provider: str
    subject: str
    person: str
    actor: Actor | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginOidc:
    """Send a browser to a provider.

    Attributes:
        browser: a random secret that this browser alone keeps, in a cookie.
        person: whom to link: the signed-in person, who has to be the one who comes back.
        again: ask the provider to let the person prove once more who they are.
    """

    organisation: str
    provider: str
    browser: str = field(repr=False)
    person: str | None = None
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishOidc:
    """Take what a browser brings back: the query of the redirect, as it stands.

    `person` is who is signed in in this browser: whoever began to connect a login ends it too.
    """

    browser: str = field(repr=False)
    parameters: Mapping[str, str] = field(repr=False)
    person: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Disconnect:
    """Take back one's own link; `has_password` says whether there is another way in."""

    actor: Actor
    identity: str
    has_password: bool
