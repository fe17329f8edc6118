"""Public keys as JWK (RFC 7517, RFC 7518 section 6, RFC 8037), read with suspicion.

A key decides what it signs with; a token never does. Not for private keys: one is refused wherever
it stands, since whoever published it has given it away.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric import ec

from issuer.documents import Document, Json, canonical_bytes
from issuer.errors import InvalidProofError
from issuer.proofs.jose.base64url import decode, encode
from issuer.proofs.multikey import require_strong

#: Shorter RSA keys are within reach of an attacker; longer ones are an attack on our time.
MIN_RSA_BITS, MAX_RSA_BITS = 2_048, 8_192
_LARGEST_EXPONENT = 2**32

ED25519, ES256, ES384, ES512, RS256 = "Ed25519", "ES256", "ES384", "ES512", "RS256"
#: RFC 7518, 3.3 and 3.5: what an RSA key may sign with; its owner may name one of them.
RSA_ALGORITHMS = (RS256, "RS384", "RS512", "PS256", "PS384", "PS512")
#: (key type, curve) -> algorithms; RSA has no curve. The only place that says so.
ALGORITHMS_OF_KEYS: Mapping[tuple[str, str | None], tuple[str, ...]] = {
    ("OKP", "Ed25519"): (ED25519,),
    ("EC", "P-256"): (ES256,),
    ("EC", "P-384"): (ES384,),
    ("EC", "P-521"): (ES512,),
    ("RSA", None): RSA_ALGORITHMS,
}
_CURVES: Mapping[str, ec.EllipticCurve] = {
    "P-256": ec.SECP256R1(),
    "P-384": ec.SECP384R1(),
    "P-521": ec.SECP521R1(),
}
#: In the order of RFC 7638, which is that of the alphabet.
_MEMBERS = {"OKP": ("crv", "kty", "x"), "EC": ("crv", "kty", "x", "y"), "RSA": ("e", "kty", "n")}
#: RFC 7518, section 6: members that only the owner of a key may have.
PRIVATE_MEMBERS = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicJwk:
    """A public key with its required members alone, so that equal keys are equal values.

    Attributes:
        algorithms: what this key may sign with, one but for RSA; `Ed25519` is also called EdDSA.
            It takes no part in equality: the same key may stand with and without its `alg`.
        members: the required members of RFC 7638, in their order.
    """

    algorithms: tuple[str, ...] = field(compare=False)
    members: tuple[tuple[str, str], ...]

    def require(self, algorithm: str) -> None:
        """Raise InvalidProofError, code `alg`, unless the key may sign with this algorithm."""
        if algorithm not in self.algorithms:
            raise InvalidProofError("The algorithm is not that of the key", code="alg")

    def to_dict(self) -> dict[str, Json]:
        """Return the JWK with its required members."""
        return dict(self.members)

    def to_published(self) -> dict[str, Json]:
        """Return the JWK with its `alg` as well, where the key has one algorithm only."""
        bound = {"alg": self.algorithms[0]} if len(self.algorithms) == 1 else {}
        return {**self.to_dict(), **bound}

    @property
    def thumbprint(self) -> str:
        """Return the SHA-256 thumbprint of the key (RFC 7638)."""
        return encode(hashlib.sha256(canonical_bytes(self.to_dict())).digest())


def read_jwk(value: Json) -> PublicJwk:
    """Return the key of a JWK that stands in somebody's document or header.

    Raises:
        InvalidProofError: `did_document` (no public key of a kind that signs here, or a private
            one), `alg` (bound to another algorithm than its own), `encoding`, or `weak_key`.
    """
    if not isinstance(value, Mapping) or not PRIVATE_MEMBERS.isdisjoint(value):
        raise _unusable("The JWK is not one public key")
    names, algorithms = _kind_of(value)
    members = {name: value.get(name) for name in names}
    texts = {name: text for name, text in members.items() if isinstance(text, str)}
    if len(texts) != len(names):
        raise _unusable("A member of the JWK is missing")
    _require_purpose(value)
    _require_key(texts)
    return PublicJwk(
        algorithms=_bound(value, algorithms), members=tuple((name, texts[name]) for name in names)
    )


def ed25519_jwk(public_key: bytes) -> PublicJwk:
    """Return an Ed25519 key as JWK; InvalidProofError `weak_key` for one that proves nothing."""
    return read_jwk({"kty": "OKP", "crv": "Ed25519", "x": encode(public_key)})


def ec_jwk(public_key: ec.EllipticCurvePublicKey) -> PublicJwk:
    """Return a key on a NIST curve as JWK."""
    curve = next(name for name, known in _CURVES.items() if known.name == public_key.curve.name)
    numbers = public_key.public_numbers()
    size = _coordinate_bytes(curve)
    return read_jwk(
        {
            "kty": "EC",
            "crv": curve,
            "x": encode(numbers.x.to_bytes(size, "big")),
            "y": encode(numbers.y.to_bytes(size, "big")),
        }
    )


def _kind_of(value: Document) -> tuple[tuple[str, ...], tuple[str, ...]]:
    kind, curve = value.get("kty"), value.get("crv")
    if not isinstance(kind, str) or not isinstance(curve, str | None):
        raise _unusable("The JWK has no key type")
    algorithms = ALGORITHMS_OF_KEYS.get((kind, curve))
    if algorithms is None:
        raise _unusable("Keys of this type or curve are not accepted")
    return _MEMBERS[kind], algorithms


def _require_purpose(value: Document) -> None:
    """Honour what the key's owner says it is for: `use` and `key_ops` (RFC 7517, 4.2 and 4.3)."""
    operations = value.get("key_ops", ["verify"])
    if value.get("use", "sig") != "sig" or not (
        isinstance(operations, list | tuple) and "verify" in operations
    ):
        raise _unusable("The JWK is not for signatures")


def _bound(value: Document, algorithms: tuple[str, ...]) -> tuple[str, ...]:
    """Return the one algorithm that the key's owner names, or all of its type (RFC 7517, 4.4)."""
    if "alg" not in value:
        return algorithms
    name = ED25519 if value["alg"] == "EdDSA" else value["alg"]
    if name not in algorithms:
        raise InvalidProofError("The key is bound to another algorithm", code="alg")
    return (str(name),)


def _require_key(members: Mapping[str, str]) -> None:
    match members["kty"]:
        case "OKP":
            require_strong(decode(members["x"]))
        case "EC":
            _require_point(members)
        case _:
            _require_modulus(decode(members["n"]), decode(members["e"]))


def _require_point(members: Mapping[str, str]) -> None:
    x, y = decode(members["x"]), decode(members["y"])
    size = _coordinate_bytes(members["crv"])
    numbers = ec.EllipticCurvePublicNumbers(
        int.from_bytes(x, "big"), int.from_bytes(y, "big"), _CURVES[members["crv"]]
    )
    if len(x) != size or len(y) != size:
        raise _unusable(f"A coordinate on {members['crv']} has {size} bytes")
    try:
        numbers.public_key()
    except ValueError as error:
        raise InvalidProofError("This point is not on its curve", code="weak_key") from error


def _require_modulus(n: bytes, e: bytes) -> None:
    modulus, exponent = int.from_bytes(n, "big"), int.from_bytes(e, "big")
    if n[:1] in (b"", b"\0") or e[:1] in (b"", b"\0"):
        raise InvalidProofError("Write the numbers of the JWK without zeros", code="encoding")
    fits = MIN_RSA_BITS <= modulus.bit_length() <= MAX_RSA_BITS and modulus % 2 == 1
    if not fits or exponent % 2 == 0 or not 1 < exponent < _LARGEST_EXPONENT:
        raise InvalidProofError(
            f"An RSA key has {MIN_RSA_BITS} to {MAX_RSA_BITS} bits and an odd exponent",
            code="weak_key",
        )


def _coordinate_bytes(curve: str) -> int:
    return (_CURVES[curve].key_size + 7) // 8


def _unusable(sentence: str) -> InvalidProofError:
    return InvalidProofError(sentence, code="did_document")
