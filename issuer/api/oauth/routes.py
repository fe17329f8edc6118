"""The views of the authorization server, and their rows in the table of routes."""

from flask import Response

from issuer.access import Scope
from issuer.api.answers import json_answer
from issuer.api.oauth.server import TOKEN_PATH, Server
from issuer.api.routing import Open, Route
from issuer.api.services import Services
from issuer.clients.model import Method
from issuer.documents import Json
from issuer.pacing import Family
from issuer.proofs.jose import PLAIN_ALGORITHMS

_REVOKE, _INTROSPECT = "/oauth/revoke", "/oauth/introspect"


def grant_client_token(services: Services) -> Response:
    """Answer a token to a program that proves who it is (RFC 6749, 4.4)."""
    return _server(services).answer()


def revoke_client_token(services: Services) -> Response:
    """End a token of the program that asks (RFC 7009)."""
    return _server(services).answer("revocation")


def introspect_client_token(services: Services) -> Response:
    """Tell a program about a token of its own (RFC 7662)."""
    return _server(services).answer("introspection")


def show_oauth_metadata(services: Services) -> Response:
    """Describe the authorization server (RFC 8414). There is no registration endpoint."""
    base = services.public_base_url
    methods: list[Json] = [method.value for method in Method]
    algorithms: list[Json] = list(PLAIN_ALGORITHMS)
    found: dict[str, Json] = {
        "issuer": base,
        "token_endpoint": base + TOKEN_PATH,
        "revocation_endpoint": base + _REVOKE,
        "introspection_endpoint": base + _INTROSPECT,
        "jwks_uri": f"{base}/.well-known/jwks.json",
        "service_documentation": f"{base}/api/docs",
        "scopes_supported": [scope.value for scope in Scope],
        # Required, and no list may be empty (RFC 8414, 2 and 3.2); nothing is authorized here.
        "response_types_supported": ["none"],
        "grant_types_supported": ["client_credentials"],
    }
    for endpoint in ("token", "revocation", "introspection"):
        found[f"{endpoint}_endpoint_auth_methods_supported"] = methods
        found[f"{endpoint}_endpoint_auth_signing_alg_values_supported"] = algorithms
    return json_answer(found)


def _server(services: Services) -> Server:
    return Server(services.clients, services.public_base_url)


OAUTH_ROUTES = (
    Route(
        method="POST",
        path=TOKEN_PATH,
        view=grant_client_token,
        access=Open.CLIENT,
        pace=Family.TOKEN,
    ),
    Route(method="POST", path=_REVOKE, view=revoke_client_token, access=Open.CLIENT),
    Route(method="POST", path=_INTROSPECT, view=introspect_client_token, access=Open.CLIENT),
    Route(
        method="GET",
        path="/.well-known/oauth-authorization-server",
        view=show_oauth_metadata,
        access=Open.PUBLIC,
        pace=Family.DOCUMENTS,
    ),
)
