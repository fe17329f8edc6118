"""One frozen command per verb about programs. The operator at the terminal names no actor."""

from collections.abc import Mapping
from dataclasses import dataclass

from issuer.access import Actor, Scope
from issuer.clients.model import Method


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeClient:
    """Make a program known; `jwk` is its public key where it signs assertions."""

    organisation: str
    name: str
    scopes: tuple[Scope, ...]
    method: Method = Method.SECRET_BASIC
    jwk: Mapping[str, str] | None = None
    actor: Actor | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokeClient:
    """End a program and all its tokens at once."""

    organisation: str
    client: str
    actor: Actor | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RotateClient:
    """Give a program another secret, or another key; the one before ends at once."""

    organisation: str
    client: str
    jwk: Mapping[str, str] | None = None
    actor: Actor | None = None
