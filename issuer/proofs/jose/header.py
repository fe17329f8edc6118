"""What a JWT's header may say (VC-JOSE-COSE 1.0; Open Badges 3.0, 8.2; reliability.md rows 1-4).

It names a key and a profile. It neither chooses the algorithm nor brings a key of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from issuer.documents import Document, Json
from issuer.errors import InvalidProofError, MalformedError
from issuer.proofs.jose.jwk import (
    ED25519,
    ES256,
    ES384,
    ES512,
    RSA_ALGORITHMS,
    PublicJwk,
    read_jwk,
)

#: Code of a form that we cannot check: an open question, not a refusal.
UNSUPPORTED = "unsupported_format"
_MAX_KID = 2_048


class Profile(StrEnum):
    """Which rules a token follows, told by its `typ`; never two at once (JOSE-6)."""

    OPEN_BADGES = "JWT"
    CREDENTIAL = "vc+jwt"
    PRESENTATION = "vp+jwt"


#: JOSE-3 and OB-36: header name -> algorithm of the key. Open Badges 3.0, 8.2: RS256 is the least,
#: others of RFC 7518 may be read.
_GENERIC = {"EdDSA": ED25519, ED25519: ED25519, ES256: ES256, ES384: ES384, ES512: ES512}
ALGORITHMS: Mapping[Profile, Mapping[str, str]] = {
    Profile.OPEN_BADGES: {
        "EdDSA": ED25519,
        ED25519: ED25519,
        ES256: ES256,
        **{name: name for name in RSA_ALGORITHMS},
    },
    Profile.CREDENTIAL: _GENERIC,
    Profile.PRESENTATION: _GENERIC,
}
_CONTENT = {Profile.CREDENTIAL: "vc", Profile.PRESENTATION: "vp"}
#: Members through which a token would bring the key that it is checked with.
KEY_BRINGERS = frozenset({"jku", "x5u", "x5c", "x5t", "x5t#S256"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """A header that breaks no rule; whether its key is the issuer's is asked later.

    Attributes:
        algorithm: what the key has to be for, in the key's own words.
        kid: names the key, as a URL or within the issuer's document.
        jwk: in the Open Badges profile, a key that counts only if the issuer publishes it.
    """

    profile: Profile
    algorithm: str
    kid: str | None
    jwk: PublicJwk | None


def read_header(members: Document) -> Header:
    """Read the members of a header.

    Raises:
        InvalidProofError: `crit`, `alg`, `key_source`, or as `read_jwk` for an embedded key.
        MalformedError: a token of another kind, code `unsupported_format`.
    """
    if "crit" in members or "b64" in members:
        raise InvalidProofError("Extensions of the header are not accepted", code="crit")
    profile = _profile_of(members)
    return Header(
        profile=profile,
        algorithm=_algorithm_of(members.get("alg"), profile),
        kid=_kid_of(members),
        jwk=_jwk_of(members, profile),
    )


def _profile_of(members: Document) -> Profile:
    name, content = members.get("typ", Profile.OPEN_BADGES), members.get("cty")
    plain = name.lower().removeprefix("application/") if isinstance(name, str) else ""
    found = next((each for each in Profile if each.lower() == plain), None)
    if found is None or (content is not None and content != _CONTENT.get(found)):
        raise MalformedError("This is a token of another kind than a credential", code=UNSUPPORTED)
    return found


def _algorithm_of(name: Json, profile: Profile) -> str:
    algorithm = ALGORITHMS[profile].get(name) if isinstance(name, str) else None
    if algorithm is None:
        raise InvalidProofError("The signature algorithm is not accepted", code="alg")
    return algorithm


def _kid_of(members: Document) -> str | None:
    kid = members.get("kid")
    if kid is None and "kid" not in members:
        return None
    if not isinstance(kid, str) or not 0 < len(kid) <= _MAX_KID:
        raise InvalidProofError("The header does not name its key as text", code="key_source")
    return kid


def _jwk_of(members: Document, profile: Profile) -> PublicJwk | None:
    """Return the embedded key, which only Open Badges allows, beside or in place of `kid`."""
    allowed = profile is Profile.OPEN_BADGES
    if not KEY_BRINGERS.isdisjoint(members) or ("jwk" in members and not allowed):
        raise InvalidProofError("The token brings its own key", code="key_source")
    if "jwk" in members:
        return _read_embedded(members["jwk"])
    if allowed and "kid" not in members:
        raise InvalidProofError("The token names no key", code="key_source")
    return None


def _read_embedded(value: Json) -> PublicJwk:
    try:
        return read_jwk(value)
    except InvalidProofError as error:
        code = "key_source" if error.code == "did_document" else error.code
        raise InvalidProofError(error.detail, code=code) from error
