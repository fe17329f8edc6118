"""Providers, sign-ins under way, and who is linked to whom; pure values."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from issuer.access import Role


class ProviderMethod(StrEnum):
    """How we prove to a provider who we are (OpenID Connect Core, 9)."""

    SECRET_BASIC = "client_secret_basic"  # noqa: S105 - the name of a method
    SECRET_POST = "client_secret_post"  # noqa: S105 - the name of a method
    PRIVATE_KEY_JWT = "private_key_jwt"


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityProvider:
    """The provider that one organisation trusts to say who somebody is.

    Attributes:
        issuer: its issuer identifier, compared character by character.
        secret: the client secret, or the private key as JWK for `private_key_jwt`.
        domains: where not empty, only verified addresses of these domains come in. A filter and
            never a link: nobody is recognised by an address.
        newcomer_role: the role in which unknown people are taken in; None takes nobody in.
    """

    id: str
    organisation: str
    name: str
    issuer: str
    client_id: str
    method: ProviderMethod
    created_at: datetime
    secret: str = field(repr=False)
    domains: tuple[str, ...] = ()
    newcomer_role: Role | None = None
    removed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """A sign-in under way; good for ten minutes, one browser and one answer.

    Attributes:
        state_hash: SHA-256 of `state`.
        browser_hash: SHA-256 of what only the browser that began it knows.
        person: whom to link, where a signed-in or invited person began it.
    """

    id: str
    organisation: str
    provider: str
    state_hash: str
    browser_hash: str
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)
    created_at: datetime
    expires_at: datetime
    person: str | None = None
    used_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideIdentity:
    """One subject of one provider is one person here; the subject itself is kept by nobody."""

    id: str
    organisation: str
    provider: str
    person: str
    linked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Vouched:
    """What a provider said about who signed in, after everything was checked.

    `proved_at` is when they last proved to the provider who they are, if it says so.
    """

    subject: str
    name: str | None = None
    email: str | None = None
    email_verified: bool = False
    proved_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """Who came back from the provider; `is_new_link` if they were linked just now."""

    organisation: str
    person: str
    provider: str
    is_new_link: bool = False
    proved_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """A link as its person sees it."""

    id: str
    provider: str
    provider_name: str
    linked_at: datetime
