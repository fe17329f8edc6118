"""Assertions by which a program proves who it is (RFC 7523, sections 2.2 and 3)."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from issuer.clients.granting import find_client, spend_assertion
from issuer.clients.model import Client, Method
from issuer.clients.ports import Services
from issuer.documents import Json
from issuer.errors import IssuerError, SignInError
from issuer.proofs.jose import PlainJwt, read_jwk, read_plain_jwt, verify_plain_jwt

#: An assertion is made for one request; a long life is a key left under the mat.
_LONGEST_LIFE = timedelta(minutes=10)
_SKEW = timedelta(seconds=60)
_MAX_JTI = 256


def client_of_assertion(assertion: str, audience: str, services: Services) -> Client:
    """Return the program that signed this assertion, and take the assertion once.

    Raises:
        SignInError: not a token of ours to accept, whatever the reason; code `assertion`.
    """
    try:
        jwt = read_plain_jwt(assertion)
        client = find_client(_text(jwt.claims, "sub"), services)
        if client is None or client.method is not Method.PRIVATE_KEY_JWT:
            raise _refused("No such program proves itself by assertions")
        verify_plain_jwt(jwt, read_jwk(client.jwk))
    except IssuerError as error:
        raise _refused(error.detail) from error
    expires = _checked_claims(jwt, client, audience, services.clock())
    if not spend_assertion(client, _text(jwt.claims, "jti"), expires + _SKEW, services):
        raise _refused("This assertion was used before; sign a new one for each request")
    return client


def _checked_claims(jwt: PlainJwt, client: Client, audience: str, now: datetime) -> datetime:
    """Return when the assertion ends, once all its claims hold."""
    claims = jwt.claims
    if (claims.get("iss"), claims.get("sub")) != (client.id, client.id):
        raise _refused("Set iss and sub to the id of the program")
    if claims.get("aud") not in (audience, [audience]):
        raise _refused(f"Set aud to {audience}")
    expires = _instant(claims.get("exp"))
    if not now - _SKEW < expires <= now + _LONGEST_LIFE + _SKEW:
        raise _refused("Let exp be at most ten minutes from now")
    for name in ("nbf", "iat"):
        if name in claims and _instant(claims[name]) > now + _SKEW:
            raise _refused(f"{name} lies in the future")
    return expires


def _text(claims: Mapping[str, Json], name: str) -> str:
    value = claims.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= _MAX_JTI:
        raise _refused(f"The assertion needs {name} as text")
    return value


def _instant(value: Json) -> datetime:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 2**33:
        raise _refused("Dates in an assertion are numbers of seconds")
    return datetime.fromtimestamp(value, UTC)


def _refused(sentence: str) -> SignInError:
    return SignInError(sentence, code="assertion")
