"""The authorization server: Authlib's grant and endpoints on our clients and tokens."""

# pyright comes with stubs of an older Authlib; mypy sees the library as untyped.
# pyright: reportArgumentType=false, reportAssignmentType=false, reportAttributeAccessIssue=false
# pyright: reportCallIssue=false, reportGeneralTypeIssues=false, reportOptionalMemberAccess=false
# pyright: reportIncompatibleMethodOverride=false, reportIncompatibleVariableOverride=false

from typing import Any

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2 import OAuth2Error
from authlib.oauth2.rfc6749 import (
    ClientCredentialsGrant,
    ClientMixin,
    InvalidClientError,
    InvalidScopeError,
    TokenMixin,
)
from authlib.oauth2.rfc7009 import RevocationEndpoint
from authlib.oauth2.rfc7523 import JWTBearerClientAssertion
from authlib.oauth2.rfc7662 import IntrospectionEndpoint
from flask import Response

from issuer import clients
from issuer.access import Scope, read_scopes
from issuer.api.oauth.messages import FormRequest, read_form
from issuer.clients.granting import TOKEN_LIFE
from issuer.clients.model import Client, ClientToken, Method
from issuer.documents import Json, write_document
from issuer.errors import MalformedError, SignInError

TOKEN_PATH = "/oauth/token"  # noqa: S105 - an address
_GRANT_TYPE: str = ClientCredentialsGrant.GRANT_TYPE
_METHODS = [method.value for method in Method]


class _Client(ClientMixin):  # type: ignore[misc] # Authlib has no types
    """One of our programs, as Authlib asks about it."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def get_client_id(self) -> str:
        return self.client.id

    def get_allowed_scope(self, scope: str | None) -> str:
        """Return what was asked for, or all that the program has."""
        wanted = _scopes(scope) or self.client.scopes
        if not set(wanted) <= set(self.client.scopes):
            raise InvalidScopeError
        return " ".join(wanted)

    def check_client_secret(self, client_secret: str) -> bool:
        return clients.holds_secret(self.client, client_secret)

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:  # noqa: ARG002 - Authlib's signature
        return method == self.client.method.value

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == _GRANT_TYPE


class _Token(TokenMixin):  # type: ignore[misc] # Authlib has no types
    """One of our tokens while it is good, as Authlib asks about it."""

    def __init__(self, token: ClientToken, secret: str) -> None:
        self.token = token
        self.secret = secret

    def check_client(self, client: _Client) -> bool:
        return self.token.client == client.client.id

    def get_scope(self) -> str:
        return " ".join(self.token.scopes)

    def get_expires_in(self) -> int:
        return int(TOKEN_LIFE.total_seconds())

    def is_expired(self) -> bool:
        return False

    def is_revoked(self) -> bool:
        return False


class _Grant(ClientCredentialsGrant):  # type: ignore[misc] # Authlib has no types
    TOKEN_ENDPOINT_AUTH_METHODS = _METHODS


class _Revocation(RevocationEndpoint):  # type: ignore[misc] # Authlib has no types
    CLIENT_AUTH_METHODS = _METHODS

    def query_token(self, token_string: str, token_type_hint: str | None) -> _Token | None:  # noqa: ARG002 - Authlib's signature
        return self.server.good_token(token_string)  # type: ignore[no-any-return] # Authlib has no types

    def revoke_token(self, token: _Token, request: FormRequest) -> None:
        clients.revoke_token(request.client.client, token.secret, self.server.services)


class _Introspection(IntrospectionEndpoint):  # type: ignore[misc] # Authlib has no types
    CLIENT_AUTH_METHODS = _METHODS

    def query_token(self, token_string: str, token_type_hint: str | None) -> _Token | None:  # noqa: ARG002 - Authlib's signature
        return self.server.good_token(token_string)  # type: ignore[no-any-return] # Authlib has no types

    def check_permission(self, token: _Token, client: _Client, request: FormRequest) -> bool:  # noqa: ARG002 - Authlib's signature
        """Tell a program about its own tokens only; another's look like none."""
        return token.check_client(client)

    def introspect_token(self, token: _Token) -> dict[str, str | int | bool]:
        found = token.token
        return {
            "active": True,
            "client_id": found.client,
            "sub": found.client,
            "scope": token.get_scope(),
            "token_type": "Bearer",
            "iat": int(found.created_at.timestamp()),
            "exp": int(found.expires_at.timestamp()),
        }


class _Assertion(JWTBearerClientAssertion):  # type: ignore[misc] # Authlib has no types
    """Authentication by a signed assertion; its signature and claims our own strict door reads."""

    CLIENT_AUTH_METHOD = Method.PRIVATE_KEY_JWT.value

    def __init__(self, services: clients.Services, audience: str) -> None:
        super().__init__()
        self._services = services
        self._audience = audience

    def __call__(self, query_client: object, request: FormRequest) -> _Client | None:
        del query_client
        given = request.form.get("client_assertion")
        if given is None or request.form.get("client_assertion_type") != self.CLIENT_ASSERTION_TYPE:
            return None
        try:
            client = clients.client_of_assertion(given, self._audience, self._services)
        except SignInError as error:
            raise InvalidClientError(description=error.detail, status_code=401) from error
        if request.form.get("client_id", client.id) != client.id:
            raise InvalidClientError(description="client_id names another program", status_code=401)
        return _Client(client)


class Server(AuthorizationServer):  # type: ignore[misc] # Authlib has no types
    """OAuth 2 for programs on one installation."""

    def __init__(self, services: clients.Services, base_url: str) -> None:
        super().__init__(query_client=self._find, save_token=_keep_nothing)
        self.services = services
        self._base_url = base_url
        self.register_client_auth_method(
            _Assertion.CLIENT_AUTH_METHOD, _Assertion(services, base_url + TOKEN_PATH)
        )
        self.register_grant(_Grant)
        self.register_endpoint(_Revocation)
        self.register_endpoint(_Introspection)
        self.register_token_generator(_GRANT_TYPE, self._grant)

    def answer(self, endpoint: str | None = None) -> Response:
        """Answer a request to the token endpoint, or to another one by its name."""
        try:
            form = read_form()
        except OAuth2Error as error:
            return _safe(self.handle_error_response(None, error))
        asked = FormRequest(self._base_url, form)
        if endpoint is None:
            return _safe(self.create_token_response(asked))
        return _safe(self.create_endpoint_response(endpoint, asked))

    def create_oauth2_request(self, request: FormRequest) -> FormRequest:
        """Return the request, which was read before Authlib saw it."""
        return request

    def handle_response(
        self, status_code: int, payload: dict[str, Json], headers: list[tuple[str, str]]
    ) -> Response:
        """Answer in the JSON of every other answer here."""
        return Response(write_document(payload), status=status_code, headers=headers)

    def good_token(self, secret: str) -> _Token | None:
        """Return the token while it is good for anything."""
        found = clients.find_token(secret, self.services)
        return None if found is None else _Token(found, secret)

    def _find(self, client_id: str) -> _Client | None:
        found = clients.find_client(client_id, self.services)
        return None if found is None else _Client(found)

    def _grant(self, *, client: _Client, scope: str | None, **_rest: Any) -> dict[str, str | int]:
        scopes = _scopes(client.get_allowed_scope(scope))
        _, secret = clients.grant_token(client.client, scopes, self.services)
        return {
            "token_type": "Bearer",
            "access_token": secret,
            "expires_in": int(TOKEN_LIFE.total_seconds()),
            "scope": " ".join(scopes),
        }


def _scopes(text: str | None) -> tuple[Scope, ...]:
    try:
        return read_scopes((text or "").split())
    except MalformedError as error:
        raise InvalidScopeError(description=error.detail) from error


def _keep_nothing(token: object, request: object) -> None:
    """Do nothing: a token is stored where it is made, or never shown."""


def _safe(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "no-store"
    if answer.status_code == 401:  # noqa: PLR2004 - RFC 6749, 5.2
        answer.headers["WWW-Authenticate"] = 'Basic realm="issuer"'
    return answer
