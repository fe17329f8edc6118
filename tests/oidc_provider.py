"""An OpenID Connect provider on this host, on Authlib's provider side: real, and corruptible.

It demands PKCE S256, an exact redirect address and its client's secret. `wrongs` makes it lie in
one place, so that each lie can be seen to be noticed.
"""

# pyright comes with stubs of an older Authlib; mypy sees the library as untyped.
# pyright: reportArgumentType=false, reportAssignmentType=false, reportAttributeAccessIssue=false
# pyright: reportCallIssue=false, reportGeneralTypeIssues=false, reportOptionalMemberAccess=false
# pyright: reportIncompatibleMethodOverride=false, reportIncompatibleVariableOverride=false

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import AuthorizationCodeMixin, ClientMixin
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant
from authlib.oauth2.rfc7523 import JWTBearerClientAssertion
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import UserInfo
from authlib.oidc.core.grants import OpenIDCode
from flask import Flask, Response, jsonify, request
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from werkzeug.serving import make_server

CLIENT_ID, CLIENT_SECRET = "issuer-at-school", "a-secret-of-the-school"
_CODES: dict[str, "_Code"] = {}
Claims = dict[str, Any]


@dataclass
class Wrongs:
    """What this provider does wrong; nothing, unless a test says so."""

    metadata: dict[str, Any] = field(default_factory=dict)
    claims: dict[str, Any] = field(default_factory=dict)
    sign: Callable[[Claims], str] | None = None
    userinfo: dict[str, Any] = field(default_factory=dict)
    keys: KeySet | None = None


@dataclass
class Provider:
    """A running provider and who is signed in there."""

    issuer: str = ""
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "k1"}))
    client_key: RSAKey | None = None
    redirect_uri: str = ""
    subject: str = ""
    account: dict[str, Any] = field(default_factory=dict)
    in_token: bool = True
    wrongs: Wrongs = field(default_factory=Wrongs)

    def __post_init__(self) -> None:
        """Begin honestly."""
        self.reset()

    def reset(self) -> None:
        """Be honest again, with the same teacher signed in."""
        self.subject, self.in_token, self.client_key = "subject-1", True, None
        self.account = {"email": "teacher@school.example", "email_verified": True}
        self.wrongs = Wrongs()


class _User:
    def __init__(self, subject: str) -> None:
        self.subject = subject

    def get_user_id(self) -> str:
        return self.subject


class _Client(ClientMixin):  # type: ignore[misc] # Authlib has no types
    def __init__(self, provider: Provider) -> None:
        self.provider = provider

    def get_client_id(self) -> str:
        return CLIENT_ID

    def get_default_redirect_uri(self) -> None:
        return None

    def get_allowed_scope(self, scope: str) -> str:
        return scope

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri == self.provider.redirect_uri

    def check_client_secret(self, client_secret: str) -> bool:
        return client_secret == CLIENT_SECRET

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:  # noqa: ARG002
        by_key = self.provider.client_key is not None
        return method == ("private_key_jwt" if by_key else "client_secret_basic")

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"

    @property
    def id_token_signed_response_alg(self) -> str:
        return "RS256"


@dataclass
class _Code(AuthorizationCodeMixin):  # type: ignore[misc] # Authlib has no types
    code: str
    redirect_uri: str
    scope: str
    nonce: str | None
    code_challenge: str | None
    code_challenge_method: str | None
    subject: str

    def get_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_scope(self) -> str:
        return self.scope

    def get_nonce(self) -> str | None:
        return self.nonce

    def get_auth_time(self) -> int:
        return int(time.time())

    def get_acr(self) -> None:
        return None

    def get_amr(self) -> None:
        return None


class _Grant(AuthorizationCodeGrant):  # type: ignore[misc] # Authlib has no types
    TOKEN_ENDPOINT_AUTH_METHODS = ("client_secret_basic", "private_key_jwt")

    def save_authorization_code(self, code: str, request: Any) -> None:
        data = request.payload.data
        _CODES[code] = _Code(
            code=code,
            redirect_uri=data["redirect_uri"],
            scope=data["scope"],
            nonce=data.get("nonce"),
            code_challenge=data.get("code_challenge"),
            code_challenge_method=data.get("code_challenge_method"),
            subject=request.user.subject,
        )

    def query_authorization_code(self, code: str, client: object) -> _Code | None:  # noqa: ARG002
        return _CODES.get(code)

    def delete_authorization_code(self, authorization_code: _Code) -> None:
        del _CODES[authorization_code.code]

    def authenticate_user(self, authorization_code: _Code) -> _User:
        return _User(authorization_code.subject)


class _OpenId(OpenIDCode):  # type: ignore[misc] # Authlib has no types
    def __init__(self, provider: Provider) -> None:
        super().__init__(require_nonce=True)
        self.provider = provider

    def exists_nonce(self, nonce: str, request: object) -> bool:  # noqa: ARG002
        return False

    def get_client_claims(self, client: object) -> Claims:  # noqa: ARG002
        now = int(time.time())
        return {"iss": self.provider.issuer, "aud": CLIENT_ID, "iat": now, "exp": now + 300}

    def resolve_client_private_key(self, client: object) -> RSAKey:  # noqa: ARG002
        return self.provider.key

    def generate_user_info(self, user: _User, scope: str) -> UserInfo:  # noqa: ARG002
        account = self.provider.account if self.provider.in_token else {}
        return UserInfo(sub=user.subject, **account)


class _Assertion(JWTBearerClientAssertion):  # type: ignore[misc] # Authlib has no types
    CLIENT_AUTH_METHOD = "private_key_jwt"

    def __init__(self, provider: Provider) -> None:
        super().__init__()
        self.provider = provider

    def get_audiences(self) -> list[str]:
        return [f"{self.provider.issuer}/token"]

    def validate_jti(self, claims: object, jti: object) -> bool:  # noqa: ARG002
        return True

    def resolve_client_public_key(self, client: object) -> RSAKey | None:  # noqa: ARG002
        return self.provider.client_key


def _app(provider: Provider) -> Flask:
    app = Flask("provider")
    server = AuthorizationServer(
        app,
        query_client=lambda name: _Client(provider) if name == CLIENT_ID else None,
        save_token=lambda token, asked: None,  # noqa: ARG005 - nothing here needs it again
    )
    server.register_grant(_Grant, [_OpenId(provider), CodeChallenge(required=True)])
    server.register_client_auth_method("private_key_jwt", _Assertion(provider))

    @app.get("/.well-known/openid-configuration")
    def metadata() -> Response:
        known = {
            "issuer": provider.issuer,
            "authorization_endpoint": f"{provider.issuer}/authorize",
            "token_endpoint": f"{provider.issuer}/token",
            "jwks_uri": f"{provider.issuer}/jwks",
            "userinfo_endpoint": f"{provider.issuer}/userinfo",
            "code_challenge_methods_supported": ["S256"],
            "authorization_response_iss_parameter_supported": True,
        }
        changed = {**known, **provider.wrongs.metadata}
        return jsonify({name: value for name, value in changed.items() if value is not None})

    @app.get("/authorize")
    def authorize() -> Response:
        user = _User(provider.subject)
        grant = server.get_consent_grant(end_user=user)
        answer: Response = server.create_authorization_response(grant_user=user, grant=grant)
        return answer

    @app.post("/token")
    def token() -> Response:
        answer: Response = server.create_token_response()
        return _corrupted(answer, provider)

    @app.get("/jwks")
    def jwks() -> Response:
        published = provider.wrongs.keys or KeySet([provider.key])
        return jsonify(published.as_dict(private=False))

    @app.get("/userinfo")
    def userinfo() -> Response:
        assert request.headers["Authorization"].startswith("Bearer ")
        return jsonify({"sub": provider.subject, **provider.account, **provider.wrongs.userinfo})

    return app


def _corrupted(answer: Response, provider: Provider) -> Response:
    """Return the token answer with the lies that a test asked for."""
    wrongs, body = provider.wrongs, answer.get_json()
    if "id_token" not in body or not (wrongs.claims or wrongs.sign):
        return answer
    claims = {**jwt.decode(body["id_token"], provider.key).claims, **wrongs.claims}
    claims = {name: value for name, value in claims.items() if value is not None}
    sign = wrongs.sign or (
        lambda given: jwt.encode({"alg": "RS256", "kid": "k1"}, given, provider.key)
    )
    return jsonify({**body, "id_token": sign(claims)})


@contextmanager
def providing(redirect_uri: str) -> Iterator[Provider]:
    """Run a provider that knows one client, and give it."""
    provider = Provider(redirect_uri=redirect_uri)
    server = make_server("localhost", 0, _app(provider), threaded=True)
    provider.issuer = f"http://localhost:{server.port}"
    worker = threading.Thread(target=server.serve_forever)
    worker.start()
    try:
        yield provider
    finally:
        server.shutdown()
        worker.join(10)
        server.server_close()
