"""The key of a Data Integrity proof, out of its controller's document (Controlled Identifiers 1.0).

It may stand there as Multikey, as JsonWebKey, or as the older Ed25519VerificationKey2020. Keys for
tokens are read in `jose`; nothing is looked up here.
"""

from collections.abc import Mapping

from issuer.documents import Document
from issuer.errors import InvalidProofError, MalformedError
from issuer.proofs.did import VerificationMethod, ends_of, find_entry, require_one_key
from issuer.proofs.ecdsa import compress
from issuer.proofs.jose.base64url import decode
from issuer.proofs.jose.jwk import PublicJwk, read_jwk
from issuer.proofs.key_types import KeyType
from issuer.proofs.keys import read_multikey

_ED25519_2020 = "Ed25519VerificationKey2020"


def find_method(
    document: Document, wanted: str, relationship: str = "assertionMethod"
) -> VerificationMethod:
    """Return a method that its controller's document allows for a purpose (CID-4).

    Raises:
        InvalidProofError: as `did.find_entry`, and `did_document` for a key of another kind,
            `weak_key`, or as `jose.read_jwk`.
    """
    entry, controller = find_entry(document, wanted, relationship)
    require_one_key(entry)
    key_type, public_key = _key_of(entry)
    expires, revoked = ends_of(entry)
    return VerificationMethod(
        id=wanted,
        controller=controller,
        public_key=public_key,
        key_type=key_type,
        expires=expires,
        revoked=revoked,
    )


def _key_of(entry: Document) -> tuple[KeyType, bytes]:
    match entry.get("type"), entry.get("publicKeyMultibase"), entry.get("publicKeyJwk"):
        case "Multikey", str() as text, None:
            return _from_multikey(text)
        case "Ed25519VerificationKey2020", str() as text, None:
            key_type, public_key = _from_multikey(text)
            if key_type is not KeyType.ED25519:
                raise _unusable(f"An {_ED25519_2020} holds an Ed25519 key")
            return key_type, public_key
        case "JsonWebKey" | "JsonWebKey2020", None, Mapping() as jwk:
            return _from_jwk(read_jwk(jwk))
        case _:
            raise _unusable("The method is neither a Multikey nor a JsonWebKey")


def _from_multikey(text: str) -> tuple[KeyType, bytes]:
    try:
        return read_multikey(text)
    except MalformedError as error:
        raise _unusable(error.detail) from error


def _from_jwk(jwk: PublicJwk) -> tuple[KeyType, bytes]:
    members = jwk.to_dict()
    match members.get("crv"), members.get("x"), members.get("y"):
        case KeyType.ED25519, str() as x, None:
            return KeyType.ED25519, decode(x)
        case (KeyType.P256 | KeyType.P384) as curve, str() as x, str() as y:
            key_type = KeyType(curve)
            return key_type, compress(key_type, decode(x), decode(y))
        case _:
            raise _unusable("Keys of this type or curve make no Data Integrity proofs here")


def _unusable(sentence: str) -> InvalidProofError:
    return InvalidProofError(sentence, code="did_document")
