"""Programs that act for an organisation: made by an administrator, trusted within scopes.

Not the OAuth 2 messages themselves: those are read and written by `issuer.api`.
"""

from issuer.clients.asserting import client_of_assertion
from issuer.clients.commands import MakeClient, RevokeClient, RotateClient
from issuer.clients.granting import (
    authenticate,
    find_client,
    find_token,
    grant_token,
    holds_secret,
    revoke_token,
)
from issuer.clients.managing import list_clients, make_client, revoke_client, rotate_client
from issuer.clients.ports import Services
from issuer.clients.secrets import TOKEN_PREFIX

__all__ = [
    "TOKEN_PREFIX",
    "MakeClient",
    "RevokeClient",
    "RotateClient",
    "Services",
    "authenticate",
    "client_of_assertion",
    "find_client",
    "find_token",
    "grant_token",
    "holds_secret",
    "list_clients",
    "make_client",
    "revoke_client",
    "revoke_token",
    "rotate_client",
]
