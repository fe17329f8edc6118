"""did:jwk: the document is computed from the key that the identifier is made of.

The key itself is judged where it is used, by `read_jwk`; here private members and odd encodings
are refused.
"""

from issuer.documents import Document, Json, read_document
from issuer.errors import InvalidProofError, LimitError, MalformedError
from issuer.proofs.did import DID_CONTEXTS, JWK_CONTEXT, JWK_TYPE
from issuer.proofs.jose.base64url import decode
from issuer.proofs.jose.jwk import PRIVATE_MEMBERS

_PREFIX = "did:jwk:"
#: An RSA key of 8,192 bits takes 2 kB.
_MAX_JWK = 4_096
_SIGNING = ("assertionMethod", "authentication", "capabilityInvocation", "capabilityDelegation")
_AGREEING = ("keyAgreement",)


def did_jwk_document(did: str) -> Document:
    """Return the document of a did:jwk.

    Raises:
        MalformedError: not the only spelling of one public JWK, code `did`.
    """
    key = _read_key(did)
    method = f"{did}#0"
    document: dict[str, Json] = {
        "@context": [DID_CONTEXTS[0], JWK_CONTEXT],
        "id": did,
        "verificationMethod": [
            {"id": method, "type": JWK_TYPE, "controller": did, "publicKeyJwk": key}
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
    if not did.startswith(_PREFIX) or not 0 < len(encoded) <= _MAX_JWK:
        raise _malformed()
    try:
        key = read_document(decode(encoded))
    except (InvalidProofError, MalformedError, LimitError) as error:
        raise _malformed() from error
    if not isinstance(key.get("kty"), str) or not PRIVATE_MEMBERS.isdisjoint(key):
        raise _malformed()
    return key


def _malformed() -> MalformedError:
    return MalformedError("A did:jwk is one base64url text of a public key", code="did")
