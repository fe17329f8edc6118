"""Identities that others vouch for: sign-in with the school's OpenID Connect provider.

Who is linked to which subject is decided here. What becomes of it, a session or a linked account,
the caller decides; the messages themselves are the adapter's.
"""

from issuer.federation.commands import (
    AddProvider,
    BeginOidc,
    Disconnect,
    FinishOidc,
    RegisterSubject,
    RemoveProvider,
)
from issuer.federation.connecting import disconnect, list_connections
from issuer.federation.managing import (
    add_provider,
    list_providers,
    register_subject,
    remove_provider,
)
from issuer.federation.model import Connection, IdentityProvider, SignedIn
from issuer.federation.ports import Services
from issuer.federation.signing_in import CALLBACK_PATH, begin_oidc, finish_oidc

__all__ = [
    "CALLBACK_PATH",
    "AddProvider",
    "BeginOidc",
    "Connection",
    "Disconnect",
    "FinishOidc",
    "IdentityProvider",
    "RegisterSubject",
    "RemoveProvider",
    "Services",
    "SignedIn",
    "add_provider",
    "begin_oidc",
    "disconnect",
    "finish_oidc",
    "list_connections",
    "list_providers",
    "register_subject",
    "remove_provider",
]
