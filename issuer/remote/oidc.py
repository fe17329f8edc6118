"""OpenID Connect with providers: Authlib's client over our guarded adapter, our strict reading.

Each call asks the provider for its metadata and keys anew, so that a changed key counts at once
and nothing is remembered that somebody may have slipped in.
"""

# pyright comes with stubs of an older Authlib; mypy sees the library as untyped.
# pyright: reportArgumentType=false, reportAssignmentType=false, reportAttributeAccessIssue=false
# pyright: reportCallIssue=false, reportGeneralTypeIssues=false, reportOptionalMemberAccess=false
# pyright: reportIncompatibleMethodOverride=false, reportIncompatibleVariableOverride=false

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.rfc7523 import PrivateKeyJWT
from authlib.oidc.core import CodeIDToken
from joserfc.errors import JoseError
from requests import RequestException, Response

from issuer.clock import Clock
from issuer.documents import Document, Json, read_document
from issuer.errors import IssuerError, SignInError, UnavailableError
from issuer.federation.model import Attempt, IdentityProvider, ProviderMethod, Vouched
from issuer.proofs.jose import key_for, read_plain_jwt, verify_plain_jwt
from issuer.remote.exchanging import GuardedAdapter
from issuer.remote.fetching import GuardedFetcher, Network
from issuer.remote.model import Limits
from issuer.remote.urls import read_url

_WELL_KNOWN = "/.well-known/openid-configuration"
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
_SCOPE = "openid email profile"
_SKEW_SECONDS = 60
#: Asks the provider to let the person prove once more who they are, and to say when they did.
_AGAIN = {"prompt": "login", "max_age": "0"}
_MAX_DOCUMENT = 256 * 1024
_MAX_SUBJECT = 255
_MAX_CODE = 4_096


@dataclass(frozen=True, slots=True, kw_only=True)
class _Metadata:
    """What a provider says about itself, as far as it is used."""

    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str | None
    announces_issuer: bool


class OidcMessenger:
    """Speaks with providers; fits `federation.ports.Messenger`."""

    def __init__(self, clock: Clock, limits: Limits, network: Network | None = None) -> None:
        self._clock = clock
        self._limits = limits
        self._network = network or Network()
        self._fetcher = GuardedFetcher(limits, self._network)

    def authorization_url(
        self,
        provider: IdentityProvider,
        attempt: Attempt,
        state: str,
        redirect_uri: str,
        *,
        again: bool = False,
    ) -> str:
        """Return where to send the browser; UnavailableError."""
        metadata = self._discover(provider)
        with self._session(provider, metadata, redirect_uri) as session:
            url, _ = session.create_authorization_url(
                metadata.authorization_endpoint,
                state=state,
                code_verifier=attempt.verifier,
                nonce=attempt.nonce,
                **(_AGAIN if again else {}),
            )
        return str(url)

    def redeem(
        self,
        provider: IdentityProvider,
        attempt: Attempt,
        parameters: Mapping[str, str],
        redirect_uri: str,
    ) -> Vouched:
        """Exchange the code and return what the ID token says; SignInError or UnavailableError."""
        metadata = self._discover(provider)
        _require_issuer(provider, metadata, parameters)
        code = parameters.get("code", "")
        if not 0 < len(code) <= _MAX_CODE:
            raise _refused("oidc_code", "The provider sent no code; begin signing in again")
        with self._session(provider, metadata, redirect_uri) as session:
            token = _exchanged(session, metadata, attempt, code)
            claims = self._checked(provider, metadata, attempt, token)
            if provider.domains and "email" not in claims and metadata.userinfo_endpoint:
                claims = {**_userinfo(session, metadata.userinfo_endpoint, claims), **claims}
        return _vouched(claims, self._clock())

    def _discover(self, provider: IdentityProvider) -> _Metadata:
        """Read the metadata (OpenID Connect Discovery, 4.3)."""
        found = self._read(provider.issuer.rstrip("/") + _WELL_KNOWN)
        if found.get("issuer") != provider.issuer:
            raise _unusable("The provider calls itself something else than was agreed")
        methods = found.get("code_challenge_methods_supported", ("S256",))
        if not isinstance(methods, list | tuple) or "S256" not in methods:
            raise _unusable("The provider cannot protect the code (PKCE S256)")
        urls = {name: self._endpoint(found.get(name)) for name in _ENDPOINTS}
        userinfo = found.get("userinfo_endpoint")
        return _Metadata(
            **urls,
            userinfo_endpoint=None if userinfo is None else self._endpoint(userinfo),
            announces_issuer=found.get("authorization_response_iss_parameter_supported") is True,
        )

    def _endpoint(self, value: Json) -> str:
        if not isinstance(value, str):
            raise _unusable("The provider does not say where it is asked")
        return read_url(
            value,
            ports=self._limits.ports,
            allow_loopback_http=self._limits.allow_loopback_http,
        ).url

    def _read(self, url: str) -> Document:
        data = self._fetcher.fetch(
            url, accept="application/json", max_bytes=_MAX_DOCUMENT, redirects=0
        ).data
        try:
            return read_document(data, max_bytes=_MAX_DOCUMENT)
        except IssuerError as error:
            raise _unusable("The provider's documents cannot be read") from error

    def _session(
        self, provider: IdentityProvider, metadata: _Metadata, redirect_uri: str
    ) -> OAuth2Session:
        session = OAuth2Session(
            client_id=provider.client_id,
            client_secret=provider.secret,
            token_endpoint_auth_method=provider.method.value,
            scope=_SCOPE,
            redirect_uri=redirect_uri,
            code_challenge_method="S256",
        )
        # Neither proxies nor passwords from the environment.
        session.trust_env = False
        guarded = GuardedAdapter(self._limits, self._network)
        session.mount("https://", guarded)
        session.mount("http://", guarded)
        if provider.method is ProviderMethod.PRIVATE_KEY_JWT:
            session.register_client_auth_method(PrivateKeyJWT(metadata.token_endpoint))
        session.register_compliance_hook("access_token_response", _strict)
        return session

    def _checked(
        self,
        provider: IdentityProvider,
        metadata: _Metadata,
        attempt: Attempt,
        token: Mapping[str, Any],
    ) -> Document:
        """Return the claims of the ID token (OpenID Connect Core, 3.1.3.7)."""
        id_token = token.get("id_token")
        if not isinstance(id_token, str):
            raise _refused("oidc_token", "The provider did not say who signed in")
        try:
            jwt = read_plain_jwt(id_token)
            verify_plain_jwt(jwt, key_for(jwt, _keys(self._read(metadata.jwks_uri))))
            _validate(jwt.claims, jwt.alg, provider, attempt, token, self._clock())
        except UnavailableError:
            raise
        except (IssuerError, JoseError, ValueError, TypeError) as error:
            raise _refused(
                "oidc_token", "What the provider says cannot be believed; tell the school"
            ) from error
        return jwt.claims


def _validate(  # each is compared with a claim
    claims: Document,
    alg: str,
    provider: IdentityProvider,
    attempt: Attempt,
    token: Mapping[str, Any],
    now: datetime,
) -> None:
    """Raise JoseError unless every claim fits; Authlib compares, and demands what is missing."""
    checked = CodeIDToken(
        dict(claims),
        # The older name of the same algorithm is the one that Authlib's hash knows.
        {"alg": "EdDSA" if alg == "Ed25519" else alg},
        {
            "iss": {"essential": True, "value": provider.issuer},
            "sub": {"essential": True},
            "aud": {"essential": True, "value": provider.client_id},
            "exp": {"essential": True},
            "iat": {"essential": True},
            "nonce": {"essential": True, "value": attempt.nonce},
        },
        {
            "nonce": attempt.nonce,
            "client_id": provider.client_id,
            "access_token": token.get("access_token"),
        },
    )
    checked.validate(now=int(now.timestamp()), leeway=_SKEW_SECONDS)
    subject = claims["sub"]
    if not isinstance(subject, str) or not 0 < len(subject) <= _MAX_SUBJECT:
        raise TypeError("a subject is a text of at most 255 characters")


def _require_issuer(
    provider: IdentityProvider, metadata: _Metadata, parameters: Mapping[str, str]
) -> None:
    """Refuse an answer of another provider than the one that was asked (RFC 9207, mix-up)."""
    said = parameters.get("iss")
    if said != provider.issuer and (said is not None or metadata.announces_issuer):
        raise _refused("oidc_issuer", "The answer comes from another provider; begin again")


def _exchanged(
    session: OAuth2Session, metadata: _Metadata, attempt: Attempt, code: str
) -> Mapping[str, Any]:
    try:
        found: Mapping[str, Any] = session.fetch_token(
            metadata.token_endpoint,
            grant_type="authorization_code",
            code=code,
            code_verifier=attempt.verifier,
        )
    except UnavailableError:
        raise
    except (OAuthError, RequestException, IssuerError, ValueError, LookupError) as error:
        raise _refused("oidc_code", "The provider does not take the code; begin again") from error
    return found


def _userinfo(session: OAuth2Session, url: str, claims: Document) -> Document:
    """Return what userinfo adds, if it is about the same subject (OpenID Connect Core, 5.3.2)."""
    try:
        found = read_document(session.get(url).content, max_bytes=_MAX_DOCUMENT)
    except UnavailableError:
        raise
    except (OAuthError, RequestException, IssuerError) as error:
        raise _refused("oidc_userinfo", "The provider's account data cannot be read") from error
    if found.get("sub") != claims["sub"]:
        raise _refused("oidc_userinfo", "The provider's account data is about somebody else")
    return found


def _vouched(claims: Document, now: datetime) -> Vouched:
    name, email = claims.get("name"), claims.get("email")
    return Vouched(
        subject=str(claims["sub"]),
        name=name if isinstance(name, str) else None,
        email=email if isinstance(email, str) else None,
        # A text "true" is no truth: some providers let people write claims of their own.
        email_verified=claims.get("email_verified") is True,
        proved_at=_proved_at(claims.get("auth_time"), now),
    )


def _proved_at(auth_time: Json, now: datetime) -> datetime | None:
    """Return when the person proved to the provider who they are; None if it does not say."""
    if isinstance(auth_time, bool) or not isinstance(auth_time, int):
        return None
    latest = int(now.timestamp()) + _SKEW_SECONDS
    if not 0 < auth_time <= latest:
        return None
    return min(datetime.fromtimestamp(auth_time, UTC), now)


def _keys(found: Document) -> list[Document]:
    keys = found.get("keys")
    if not isinstance(keys, list | tuple):
        raise _unusable("The provider publishes no keys")
    return [key for key in keys if isinstance(key, Mapping)]


def _strict(answer: Response) -> Response:
    """Let a token answer pass only if it is strict JSON: requests would read almost anything."""
    read_document(answer.content, max_bytes=_MAX_DOCUMENT)
    return answer


def _refused(code: str, sentence: str) -> SignInError:
    return SignInError(sentence, code=code)


def _unusable(sentence: str) -> UnavailableError:
    return UnavailableError(sentence, code="oidc_provider")
