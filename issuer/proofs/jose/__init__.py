"""Credentials as JSON Web Tokens: VC-JOSE-COSE 1.0 and Open Badges 3.0's own JWT; `joserfc`'s door.

Nothing here looks anything up, reads a clock or keeps a key.
"""

from issuer.proofs.jose.bare import Jws, jwk_of_pem, peek, read_jws, verify_jws
from issuer.proofs.jose.did_jwk import did_jwk_document
from issuer.proofs.jose.header import Header, Profile
from issuer.proofs.jose.jwk import ES256, PublicJwk, ec_jwk, ed25519_jwk, read_jwk
from issuer.proofs.jose.jwt import Jwt, read_jwt, verify_jwt
from issuer.proofs.jose.methods import (
    JwkMethod,
    find_in_set,
    find_jwk_method,
    find_published,
    jwk_set,
    read_bare_key,
)
from issuer.proofs.jose.multikeys import jwk_of_multikey, p256_multikey
from issuer.proofs.jose.numeric_dates import instant_of
from issuer.proofs.jose.plain import (
    PLAIN_ALGORITHMS,
    PlainJwt,
    key_for,
    read_plain_jwt,
    verify_plain_jwt,
)
from issuer.proofs.jose.signing import (
    JwtSigner,
    PreparedJwt,
    jwt_header,
    prepare_jwt,
    sign_jwt,
)
from issuer.proofs.jose.wrapped import is_older

__all__ = [
    "ES256",
    "PLAIN_ALGORITHMS",
    "Header",
    "JwkMethod",
    "Jws",
    "Jwt",
    "JwtSigner",
    "PlainJwt",
    "PreparedJwt",
    "Profile",
    "PublicJwk",
    "did_jwk_document",
    "ec_jwk",
    "ed25519_jwk",
    "find_in_set",
    "find_jwk_method",
    "find_published",
    "instant_of",
    "is_older",
    "jwk_of_multikey",
    "jwk_of_pem",
    "jwk_set",
    "jwt_header",
    "key_for",
    "p256_multikey",
    "peek",
    "prepare_jwt",
    "read_bare_key",
    "read_jwk",
    "read_jws",
    "read_jwt",
    "read_plain_jwt",
    "sign_jwt",
    "verify_jws",
    "verify_jwt",
    "verify_plain_jwt",
]
