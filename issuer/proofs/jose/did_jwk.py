"""did:jwk: the document is computed from the key that the identifier is made of."""

from issuer.documents import Document, read_document
from issuer.errors import InvalidProofError, LimitError, MalformedError
from issuer.proofs.did import DID_CONTEXTS, JWK_CONTEXT, JWK_TYPE
from issuer.proofs.jose.base64url import decode
from issuer.proofs.jose.jwk import read_jwk

_PREFIX = "did:jwk:"
#: An RSA key of 8,192 bits takes 2 kB.
_MAX_JWK = 4_096


def did_jwk_document(did: str) -> Document:
    """Return the document of a did:jwk whose key may sign credentials.

    Raises:
        MalformedError: not the only spelling of one public JWK, code `did`.
        InvalidProofError: a key that may not sign here; see `read_jwk`.
    """
    encoded = did.removeprefix(_PREFIX)
    if not did.startswith(_PREFIX) or not 0 < len(encoded) <= _MAX_JWK:
        raise _malformed()
    try:
        key = read_document(decode(encoded))
    except (InvalidProofError, MalformedError, LimitError) as error:
        raise _malformed() from error
    read_jwk(key)
    method = f"{did}#0"
    return {
        "@context": [DID_CONTEXTS[0], JWK_CONTEXT],
        "id": did,
        "verificationMethod": [
            {"id": method, "type": JWK_TYPE, "controller": did, "publicKeyJwk": key}
        ],
        "assertionMethod": [method],
    }


def _malformed() -> MalformedError:
    return MalformedError("A did:jwk is one base64url text of a public key", code="did")
