"""Keys for tokens, as issuers publish them: in DID documents, as bare JWK, in JWK Sets.

A token's key may stand there as JsonWebKey or as Multikey (CID-8, OB-36, OB-39). Nothing is looked
up here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from issuer.documents import Document, Json
from issuer.errors import InvalidProofError, MalformedError
from issuer.proofs.did import (
    JWK_TYPE,
    MAX_METHODS,
    ends_of,
    find_entry,
    require_one_key,
    written_ends,
)
from issuer.proofs.jose.jwk import PublicJwk, read_jwk
from issuer.proofs.jose.multikeys import jwk_of_multikey

_PURPOSE = "assertionMethod"


@dataclass(frozen=True, slots=True, kw_only=True)
class JwkMethod:
    """A key for tokens under its full id, and who controls it.

    A token made after `expires` or `revoked` does not hold (CID-3).
    """

    id: str
    controller: str
    jwk: PublicJwk
    expires: datetime | None = None
    revoked: datetime | None = None

    def to_dict(self) -> dict[str, Json]:
        """Return the entry of a DID document, a JsonWebKey."""
        return {
            "id": self.id,
            "type": JWK_TYPE,
            "controller": self.controller,
            "publicKeyJwk": self.jwk.to_published(),
            **written_ends(self.expires, self.revoked),
        }


def find_jwk_method(document: Document, wanted: str, relationship: str = _PURPOSE) -> JwkMethod:
    """Return the key that a controller's document allows for a purpose (CID-4).

    Raises:
        InvalidProofError: as `did.find_method` and `read_jwk`.
    """
    entry, controller = find_entry(document, wanted, relationship)
    return _read(entry, controller)


def find_published(document: Document, jwk: PublicJwk) -> JwkMethod:
    """Return the method of a controller's document that holds this very key (OB-38).

    Raises:
        InvalidProofError: none does, code `key_source`.
    """
    listed = document.get(_PURPOSE)
    for entry in listed if isinstance(listed, list) else ():
        wanted = entry.get("id") if isinstance(entry, Mapping) else entry
        method = _try_read(document, wanted)
        if method is not None and method.jwk == jwk:
            return method
    raise _not_published()


def read_bare_key(document: Document, controller: str) -> JwkMethod:
    """Return the key that stands by itself at the URL that a token names (OB-38).

    Raises:
        InvalidProofError: a set of keys or no key (`key_source`), or the key of another issuer
            (`issuer_vm_mismatch`).
    """
    if "keys" in document:
        raise InvalidProofError("The address holds a set of keys, not one key", code="key_source")
    if document.get("iss", controller) != controller:
        raise InvalidProofError("The key is of another issuer", code="issuer_vm_mismatch")
    jwk = read_jwk(document)
    return JwkMethod(id=f"{controller}#{jwk.thumbprint}", controller=controller, jwk=jwk)


def find_in_set(document: Document, controller: str, wanted: PublicJwk | str) -> JwkMethod:
    """Return the key of a JWK Set that is this one or has this `kid` (OB-39).

    Keys of other issuers on the same host, and kinds of keys that do not sign here, are passed by.

    Raises:
        InvalidProofError: none or several are there, code `key_source`.
    """
    keys = document.get("keys")
    if not isinstance(keys, list) or len(keys) > MAX_METHODS:
        raise InvalidProofError("This is no set of keys", code="key_source")
    found = {
        jwk
        for jwk, kid in _readable(keys, controller)
        if wanted == (kid if isinstance(wanted, str) else jwk)
    }
    if len(found) != 1:
        raise _not_published()
    jwk = found.pop()
    name = wanted if isinstance(wanted, str) else jwk.thumbprint
    return JwkMethod(id=f"{controller}#{name}", controller=controller, jwk=jwk)


def jwk_set(methods: Iterable[JwkMethod]) -> Document:
    """Write the JWK Set of an installation: every key with its name and its issuer (OB-39)."""
    return {
        "keys": [
            {
                **method.jwk.to_published(),
                "use": "sig",
                "kid": method.id,
                "iss": method.controller,
            }
            for method in methods
        ]
    }


def _readable(keys: list[Json], controller: str) -> Iterable[tuple[PublicJwk, Json]]:
    for key in keys:
        if not isinstance(key, Mapping) or key.get("iss", controller) != controller:
            continue
        try:
            yield read_jwk(key), key.get("kid")
        except InvalidProofError:
            # A set may hold keys for encryption, or of kinds that we do not know.
            continue


def _try_read(document: Document, wanted: Json) -> JwkMethod | None:
    try:
        return find_jwk_method(document, str(wanted))
    except InvalidProofError:
        # Another method of the same issuer may be of a kind that does not sign tokens.
        return None


def _read(method: Document, controller: str) -> JwkMethod:
    require_one_key(method)
    expires, revoked = ends_of(method)
    return JwkMethod(
        id=str(method["id"]),
        controller=controller,
        jwk=_key_of(method),
        expires=expires,
        revoked=revoked,
    )


def _key_of(method: Document) -> PublicJwk:
    match method.get("type"), method.get("publicKeyJwk"), method.get("publicKeyMultibase"):
        case "JsonWebKey" | "JsonWebKey2020", Mapping() as jwk, None:
            return read_jwk(jwk)
        case "Multikey", None, str() as text:
            try:
                return jwk_of_multikey(text)
            except MalformedError as error:
                raise InvalidProofError(error.detail, code="did_document") from error
        case _:
            raise InvalidProofError(
                "The method is neither a JsonWebKey nor a Multikey", code="did_document"
            )


def _not_published() -> InvalidProofError:
    return InvalidProofError("The issuer does not publish the token's key", code="key_source")
