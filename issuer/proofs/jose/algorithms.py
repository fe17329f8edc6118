"""The signature algorithms, through `joserfc`: the only module that knows the library.

Its own reading of tokens is not used: it has limits and header rules of its own, and lets a header
take part in the choice of the algorithm.
"""

from joserfc.jwk import ECKey, OKPKey, RSAKey
from joserfc.jws import JWSRegistry

from issuer.errors import InvalidProofError
from issuer.proofs.jose.jwk import ALGORITHMS_OF_KEYS, PublicJwk

_REGISTRY = JWSRegistry(
    algorithms=[name for names in ALGORITHMS_OF_KEYS.values() for name in names]
)


def verify_signature(jwk: PublicJwk, algorithm: str, signature: bytes, data: bytes) -> None:
    """Raise unless the signature over these bytes is by this key, in an algorithm of the key.

    Raises:
        InvalidProofError: `alg` (not an algorithm of this key) or `proof`.
    """
    jwk.require(algorithm)
    model = _REGISTRY.get_alg(algorithm)
    key = _key_of(jwk)
    model.check_key(key)
    if not model.verify(data, signature, key):
        raise InvalidProofError(
            "Something was changed after it was signed, or another key signed it"
        )


def _key_of(jwk: PublicJwk) -> OKPKey | ECKey | RSAKey:
    members: dict[str, str | list[str]] = dict(jwk.members)
    match members["kty"]:
        case "OKP":
            return OKPKey.import_key(members)
        case "EC":
            return ECKey.import_key(members)
        case _:
            return RSAKey.import_key(members)
