"""Which published key a token is checked with (OB-38, JOSE-2): the header names it, no more.

A key counts because its controller publishes it. For an https issuer that is the issuer's own
host; for a DID it is the DID document.
"""

from urllib.parse import urlsplit

from issuer.errors import InvalidProofError
from issuer.proofs.jose import (
    JwkMethod,
    Jwt,
    PublicJwk,
    find_in_set,
    find_jwk_method,
    find_published,
    read_bare_key,
)
from issuer.verification.lookups import Lookups

_HTTPS = "https://"
_KEY_SET = "/.well-known/jwks.json"


def method_of(jwt: Jwt, issuer_id: str, lookups: Lookups) -> JwkMethod:
    """Return the published key that a token names; whether it is the issuer's is asked later.

    Raises:
        InvalidProofError: it names none, or one that is not published for credentials.
        MalformedError: a did:key or did:jwk without a key in it.
        UnavailableError: the document that holds the key could not be retrieved.
    """
    kid, jwk = jwt.header.kid, jwt.header.jwk
    if kid is None:
        if jwk is None:
            raise InvalidProofError("The token names no key", code="key_source")
        return _published_by(issuer_id, jwk, lookups)
    controller, _, fragment = kid.partition("#")
    if ":" in controller and fragment:
        return find_jwk_method(lookups.controller_document(controller), kid)
    if kid.startswith(_HTTPS):
        return _standing_alone(kid, issuer_id, lookups)
    return _named_by_issuer(issuer_id, kid.removeprefix("#"), lookups)


def _published_by(issuer_id: str, jwk: PublicJwk, lookups: Lookups) -> JwkMethod:
    if issuer_id.startswith(_HTTPS):
        return find_in_set(lookups.key_document(_key_set_of(issuer_id)), issuer_id, jwk)
    return find_published(lookups.controller_document(issuer_id), jwk)


def _named_by_issuer(issuer_id: str, name: str, lookups: Lookups) -> JwkMethod:
    """Return the key of this name among the issuer's own."""
    if issuer_id.startswith(_HTTPS):
        return find_in_set(lookups.key_document(_key_set_of(issuer_id)), issuer_id, name)
    return find_jwk_method(lookups.controller_document(issuer_id), f"{issuer_id}#{name}")


def _standing_alone(url: str, issuer_id: str, lookups: Lookups) -> JwkMethod:
    """Return the bare key at an address, if it is the issuer's by host or by DID document."""
    if not issuer_id.startswith(_HTTPS):
        bare = read_bare_key(lookups.key_document(url), issuer_id)
        return find_published(lookups.controller_document(issuer_id), bare.jwk)
    if _host_of(url) != _host_of(issuer_id):
        raise InvalidProofError("The key is on another host than the issuer", code="key_source")
    return read_bare_key(lookups.key_document(url), issuer_id)


def _key_set_of(issuer_id: str) -> str:
    return f"{_HTTPS}{_host_of(issuer_id)}{_KEY_SET}"


def _host_of(url: str) -> str:
    """Return host and port as they are compared: names of hosts know no case."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise InvalidProofError("The key's address is not a URL", code="vm_url") from error
    if not host or parts.username is not None or parts.password is not None:
        raise InvalidProofError("The key's address has no plain host", code="vm_url")
    return host if port in (None, 443) else f"{host}:{port}"
