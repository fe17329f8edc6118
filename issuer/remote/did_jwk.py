"""did:jwk: the document is computed from the key that the identifier is made of.

The key itself is judged where it is used; here its private members and odd encodings are refused.
"""

import base64
import binascii
import re

from issuer.documents import Document, Json, read_document
from issuer.errors import LimitError, MalformedError

_PREFIX = "did:jwk:"
#: An RSA key of 4,096 bits takes 1 kB.
_MAX_JWK = 4_096
_BASE64URL = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)
#: RFC 7518, section 6: members that only the owner of a key may have.
_PRIVATE = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
_SIGNING = ("assertionMethod", "authentication", "capabilityInvocation", "capabilityDelegation")
_AGREEING = ("keyAgreement",)


def did_jwk_document(did: str) -> Document:
    """Return the DID document of a did:jwk.

    Raises:
        MalformedError: not canonical base64url of one public JWK, code `did`.
    """
    key = _read_key(did)
    method = f"{did}#0"
    document: dict[str, Json] = {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/jwk/v1"],
        "id": did,
        "verificationMethod": [
            {"id": method, "type": "JsonWebKey", "controller": did, "publicKeyJwk": key}
        ],
    }
    document.update({relationship: [method] for relationship in _relationships(key)})
    return document


def _relationships(key: Document) -> tuple[str, ...]:
    """Return what the key is for: `use` limits it to signing or to agreement."""
    uses = {"sig": _SIGNING, "enc": _AGREEING}
    return uses.get(str(key.get("use")), _SIGNING + _AGREEING)


def _read_key(did: str) -> Document:
    encoded = did.removeprefix(_PREFIX)
    if not did.startswith(_PREFIX) or len(encoded) > _MAX_JWK or not _BASE64URL.fullmatch(encoded):
        raise _refused("A did:jwk is one base64url text of a public key")
    try:
        data = base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4))
        key = read_document(data)
    except (binascii.Error, MalformedError, LimitError) as error:
        raise _refused("A did:jwk is one base64url text of a public key") from error
    # Two spellings of one key would be two issuers with one signature.
    if base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii") != encoded:
        raise _refused("The did:jwk is not written in canonical base64url")
    if not isinstance(key.get("kty"), str) or not _PRIVATE.isdisjoint(key):
        raise _refused("A did:jwk holds one public key and no private member")
    return key


def _refused(sentence: str) -> MalformedError:
    return MalformedError(sentence, code="did")
