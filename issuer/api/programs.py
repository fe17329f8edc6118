"""Programs of the own organisation over HTTP: an administrator makes, rotates and revokes them."""

from collections.abc import Mapping

from flask import Response

from issuer import clients
from issuer.access import Action, read_scopes
from issuer.api.answers import created_answer, empty_answer, json_answer
from issuer.api.calls import Call, listed
from issuer.api.routing import Route, View
from issuer.api.services import Services
from issuer.clients.model import Client, Method
from issuer.clock import format_instant
from issuer.documents import Document, Json


def list_clients(call: Call, services: Services) -> Response:
    """List the programs of the organisation, without their secrets."""
    found = clients.list_clients(call.actor.organisation, services.clients, call.actor)
    return listed(found, lambda client: client.id, _shown)


def make_client(call: Call, services: Services) -> Response:
    """Make a program and answer its secret, once."""
    client, secret = clients.make_client(
        clients.MakeClient(
            actor=call.actor,
            organisation=call.actor.organisation,
            name=call.body.text("name"),
            scopes=read_scopes(call.body.texts("scopes")),
            method=Method(call.body.maybe_text("method") or Method.SECRET_BASIC),
            jwk=_key(call),
        ),
        services.clients,
    )
    return created_answer(_with_secret(client, secret), f"/api/v1/clients/{client.id}")


def rotate_client(call: Call, services: Services, client: str) -> Response:
    """Give a program another secret or key, and answer the secret, once."""
    rotated, secret = clients.rotate_client(
        clients.RotateClient(
            actor=call.actor, organisation=call.actor.organisation, client=client, jwk=_key(call)
        ),
        services.clients,
    )
    return json_answer(_with_secret(rotated, secret))


def revoke_client(call: Call, services: Services, client: str) -> Response:
    """End a program and its tokens at once."""
    clients.revoke_client(
        clients.RevokeClient(actor=call.actor, organisation=call.actor.organisation, client=client),
        services.clients,
    )
    return empty_answer()


def _key(call: Call) -> Mapping[str, str] | None:
    return call.body.pairs("jwk") if call.body.has("jwk") else None


def _shown(client: Client) -> Document:
    shown: dict[str, Json] = {
        "id": client.id,
        "name": client.name,
        "method": client.method.value,
        "scopes": [scope.value for scope in client.scopes],
        "created_at": format_instant(client.created_at),
    }
    if client.revoked_at is not None:
        shown["revoked_at"] = format_instant(client.revoked_at)
    return shown


def _with_secret(client: Client, secret: str | None) -> Document:
    return _shown(client) if secret is None else {**_shown(client), "secret": secret}


def _route(method: str, path: str, view: View) -> Route:
    # The answers may hold a secret, so they are never kept for a repeat.
    return Route(method=method, path=path, view=view, access=Action.MANAGE_CLIENTS)


CLIENT_ROUTES = (
    _route("GET", "/api/v1/clients", list_clients),
    _route("POST", "/api/v1/clients", make_client),
    _route("POST", "/api/v1/clients/{client}/rotate", rotate_client),
    _route("DELETE", "/api/v1/clients/{client}", revoke_client),
)
