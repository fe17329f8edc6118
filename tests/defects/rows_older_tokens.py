"""Badges of VC 1.1 as tokens, whose credential stands in a claim, and what goes wrong with them."""

from datetime import timedelta
from typing import Any

from issuer.clock import format_instant, parse_instant
from tests.defects.rows_tokens import ES256, enveloped, held, hmac_of, published, tampered_in
from tests.defects.world import NOW, Case, Row, lean, left_open, refused
from tests.interop.credentials import ACADEMY, ACADEMY_DID, LEARNER, STRANGER, badge
from tests.tokens import (
    KID,
    P256,
    STRANGERS,
    STRANGERS_KID,
    Sign,
    ec_public,
    ecdsa,
    header,
    jwk_method,
    token,
)

V1 = "https://www.w3.org/2018/credentials/v1"
OLDER_OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json"
UNVERSIONED_OB = "https://purl.imsglobal.org/spec/ob/v3p0/context.json"
STATUS_2021 = "https://w3id.org/vc/status-list/2021/v1"


def older(*contexts: str, **members: Any) -> dict[str, Any]:
    """Return an unsigned badge by the data model 1.1; None takes a member away."""
    document = lean(badge(ACADEMY, NOW))
    document["@context"] = [V1, OLDER_OB, *contexts]
    document["issuanceDate"] = document.pop("validFrom")
    document["expirationDate"] = document.pop("validUntil")
    del document["credentialStatus"]
    document.update(members)
    return {name: value for name, value in document.items() if value is not None}


def claims(document: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Return a payload as VC 1.1 has it; None takes a claim away."""
    found = {
        "iss": ACADEMY_DID,
        "jti": document.get("id", badge(ACADEMY, NOW)["id"]),
        "sub": LEARNER,
        "nbf": _seconds(document.get("issuanceDate")),
        "exp": _seconds(document.get("expirationDate")),
        "vc": document,
        **changes,
    }
    return {name: value for name, value in found.items() if value is not None}


def wrapped(sign: Sign = ES256, payload: Any = None, **members: Any) -> Case:
    """Return a token of VC 1.1 with other members in its header, signed well."""
    return held(token(header(**members), claims(older()) if payload is None else payload, sign))


def claiming(**changes: Any) -> Case:
    """Return a token of VC 1.1 with other claims, signed well."""
    return wrapped(payload=claims(older(), **changes))


def _seconds(value: Any) -> int | None:
    return None if value is None else int(parse_instant(value).timestamp())


GOOD = token(header(), claims(older()), ES256)
TAMPERED = tampered_in(GOOD.decode("ascii"), "vc")
#: What the claims say need not stand in the credential too (VC 1.1, 6.3.1).
BARE = claims(older(id=None, issuanceDate=None, expirationDate=None, issuer=None))
BARE["nbf"], BARE["exp"] = _seconds("2026-11-22T12:00:00Z"), _seconds("2027-11-22T12:00:00Z")

TABLE: dict[str, Row] = {
    "T1 older JWT of algorithm none": refused(
        wrapped(lambda _: b"", alg="none"), "alg", "A token of VC 1.1 says algorithm none."
    ),
    "T2 older JWT with the public key as a secret": refused(
        wrapped(hmac_of(ACADEMY.public_key), alg="HS256", kid=ACADEMY.method_id),
        "alg",
        "The public key of the issuer was used as a secret.",
    ),
    "T3 older JWT that brings its key": refused(
        wrapped(ecdsa(STRANGERS), kid=None, jwk=ec_public(STRANGERS)),
        "key_source",
        "A stranger signed and put the own key into the header.",
    ),
    "older JWT signed by a stranger": refused(
        wrapped(ecdsa(STRANGERS)), "proof", "A stranger signed and named the issuer's key."
    ),
    "T12 older JWT under a strangers key": refused(
        wrapped(ecdsa(STRANGERS), kid=STRANGERS_KID),
        "issuer_vm_mismatch",
        "A stranger signed with a key of its own in the issuer's name.",
    ),
    "T11 older JWT under a key for authentication": refused(
        Case(
            data=GOOD,
            documents=published(
                jwk_method(KID, ec_public(P256)), purpose="authentication"
            ).documents,
        ),
        "vm_not_authorised",
        "The issuer publishes the key for authentication, not for assertions.",
    ),
    "older JWT under a key that ended before": refused(
        Case(
            data=GOOD,
            documents=published(
                jwk_method(KID, ec_public(P256), revoked=format_instant(NOW - timedelta(days=9)))
            ).documents,
        ),
        "proof_date",
        "The key was revoked before the claim nbf.",
    ),
    "older JWT tampered": refused(
        held(TAMPERED), "proof", "The name in the claim vc was changed after signing."
    ),
    "older JWT of another issuer claim": refused(
        claiming(iss=STRANGER.did), "claims", "The claim iss names another issuer than vc."
    ),
    "older JWT of another subject claim": refused(
        claiming(sub="urn:uuid:1"), "claims", "The claim sub names another learner than vc."
    ),
    "older JWT of another id claim": refused(
        claiming(jti="urn:uuid:1"), "claims", "The claim jti names another credential than vc."
    ),
    "older JWT of another beginning": refused(
        claiming(nbf=0), "claims", "The claim nbf says another beginning than vc."
    ),
    "older JWT of another end": refused(
        claiming(exp=253_402_300_799), "claims", "The claim exp says a later end than vc."
    ),
    "older JWT with an end in text": refused(
        claiming(exp="2099-01-01T00:00:00Z"), "claims", "The claim exp is a text."
    ),
    "older JWT without its issuer claim": refused(
        claiming(iss=None), "claims", "The claim iss is missing."
    ),
    "older JWT without its beginning": refused(
        claiming(nbf=None), "claims", "The claim nbf is missing."
    ),
    "older JWT that expired by its claim": refused(
        wrapped(payload={**BARE, "exp": _seconds("2026-11-23T11:59:59Z")}),
        "expired",
        "The claim exp, the only end there is, was a second ago.",
    ),
    "older JWT that expired": refused(
        wrapped(payload=claims(older(expirationDate="2026-11-23T11:59:59Z"))),
        "expired",
        "It ended a second ago, by claim and credential.",
    ),
    "older JWT not yet valid": refused(
        wrapped(payload={**BARE, "nbf": _seconds("2026-11-24T12:00:00Z")}),
        "not_yet_valid",
        "The claim nbf says tomorrow.",
    ),
    "older JWT with a second credential beside": refused(
        wrapped(payload={**claims(older()), **lean(badge(ACADEMY, NOW))}),
        "claims",
        "Beside the claim vc stands a whole credential of VC 2.0.",
    ),
    "older JWT with a status beside": refused(
        claiming(credentialStatus=badge(ACADEMY, NOW)["credentialStatus"]),
        "claims",
        "The status stands beside the claim vc, where no reader looks.",
    ),
    "T21 older JWT with an undefined term": refused(
        wrapped(payload=claims(older(honours=True))),
        "undefined_term",
        "A member of the claim vc has no meaning, yet it was signed.",
    ),
    "older JWT with a newer date": refused(
        wrapped(payload=claims(older(validUntil="2099-01-01T00:00:00Z"))),
        "date",
        "A word of VC 2.0 says a later end in a credential of VC 1.1.",
    ),
    "older JWT with credential and presentation": refused(
        claiming(vp={"@context": [V1], "type": "VerifiablePresentation"}),
        "claims",
        "There are a claim vc and a claim vp.",
    ),
    "older JWT whose claim is a text": refused(
        claiming(vc="eyJhbGciOiJub25lIn0.e30."), "claims", "The claim vc is another token."
    ),
    "older JWT without its wrapper": refused(
        wrapped(payload={k: v for k, v in {**claims(older()), **older()}.items() if k != "vc"}),
        "claims",
        "A credential of VC 1.1 is the payload itself, as only VC 2.0 has it.",
    ),
    "older JWT called vc+jwt": refused(
        wrapped(typ="vc+jwt"), "claims", "The header says VC 2.0, the payload has a claim vc."
    ),
    "older JWT in an envelope": refused(
        enveloped(GOOD.decode("ascii")), "claims", "An envelope of VC 2.0 holds a token of VC 1.1."
    ),
    "older JWT under a context of several contents": left_open(
        wrapped(payload=claims(older(**{"@context": [V1, UNVERSIONED_OB]}))),
        "context_unsupported",
        "Its context of Open Badges is named without a version; what stood there changed.",
    ),
    "older JWT with its key out of reach": left_open(
        Case(data=GOOD, documents={}), "key_unreachable", "The issuer's document does not answer."
    ),
}
