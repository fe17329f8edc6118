"""Programs and their tokens; pure values. Secrets are kept as SHA-256 only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from issuer.access import Scope


class Method(StrEnum):
    """How a program proves who it is (RFC 6749 2.3, RFC 7523 2.2); the names are RFC 7591's."""

    SECRET_BASIC = "client_secret_basic"  # noqa: S105 - the name of a method
    SECRET_POST = "client_secret_post"  # noqa: S105 - the name of a method
    PRIVATE_KEY_JWT = "private_key_jwt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """A program of one organisation.

    Attributes:
        secret_hash: SHA-256 of 256 random bits, for the two methods that use a secret.
        jwk: the public key (RFC 7517) whose private half signs the program's assertions.
        scopes: all that its tokens may ever be good for.
    """

    id: str
    organisation: str
    name: str
    method: Method
    scopes: tuple[Scope, ...]
    created_at: datetime
    secret_hash: str | None = None
    jwk: Mapping[str, str] | None = None
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientToken:
    """What a program shows with each request; lives a quarter of an hour."""

    id: str
    organisation: str
    client: str
    secret_hash: str
    scopes: tuple[Scope, ...]
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SpentAssertion:
    """An assertion that was used: `id` is the SHA-256 of client and `jti`."""

    id: str
    organisation: str
    client: str
    expires_at: datetime
