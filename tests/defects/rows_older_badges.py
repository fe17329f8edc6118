"""Badges of Open Badges 2.0, hosted and signed: never valid, refused where something is wrong."""

import hashlib
import json
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from issuer.images import bake_svg
from tests.defects.rows_pictures import PLAIN_SVG
from tests.defects.rows_tokens import hmac_of, tampered_in
from tests.defects.world import Case, Row, left_open, refused
from tests.tokens import P256, RSA, STRANGERS, Sign, ecdsa, rs256, token

CONTEXT = "https://w3id.org/openbadges/v2"
HOST = "https://older.riverbend.example"
ISSUER, BADGE, ASSERTION = f"{HOST}/issuer", f"{HOST}/badges/1", f"{HOST}/assertions/1"
KEY, REVOCATIONS = f"{HOST}/keys/1", f"{HOST}/revocations"
SIGNED_ID = "urn:uuid:6f5f5c0e-2b1d-4f0a-9a77-3d2c1b0a9f8f"
EMAIL, SALT = "kestrel@riverbend.example", "riverbend-2019"
SIGN = rs256(RSA)


def pem(key: Any) -> str:
    """Return a public key as PEM."""
    data = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return str(data.decode("ascii"))


def assertion(**members: Any) -> dict[str, Any]:
    """Return a hosted assertion; None takes a member away."""
    digest = hashlib.sha256((EMAIL + SALT).encode()).hexdigest()
    document = {
        "@context": CONTEXT,
        "type": "Assertion",
        "id": ASSERTION,
        "recipient": {
            "type": "email",
            "hashed": True,
            "salt": SALT,
            "identity": f"sha256${digest}",
        },
        "badge": BADGE,
        "verification": {"type": "hosted"},
        "issuedOn": "2019-06-01T12:00:00Z",
        **members,
    }
    return {name: value for name, value in document.items() if value is not None}


def signed(**members: Any) -> dict[str, Any]:
    """Return an assertion that says that it is signed."""
    kind = {"type": "SignedBadge", "creator": KEY}
    return assertion(**{"id": SIGNED_ID, "verification": kind, **members})


BADGE_CLASS: dict[str, Any] = {
    "@context": CONTEXT,
    "type": "BadgeClass",
    "id": BADGE,
    "name": "Patient Vital Signs",
    "description": "Takes, records and explains the vital signs of a patient.",
    "image": f"{HOST}/badges/1.png",
    "criteria": {"narrative": "Reach Proficient on every criterion."},
    "issuer": ISSUER,
}
PROFILE: dict[str, Any] = {
    "@context": CONTEXT,
    "type": "Issuer",
    "id": ISSUER,
    "name": "Riverbend Demo Academy",
    "url": HOST,
    "email": "badges@riverbend.example",
    "publicKey": KEY,
    "revocationList": REVOCATIONS,
}
PUBLISHED: dict[str, Any] = {
    "@context": CONTEXT,
    "type": "CryptographicKey",
    "id": KEY,
    "owner": ISSUER,
    "publicKeyPem": pem(RSA),
}
REVOKED_NONE: dict[str, Any] = {
    "@context": CONTEXT,
    "type": "RevocationList",
    "id": REVOCATIONS,
    "issuer": ISSUER,
    "revokedAssertions": ["urn:uuid:another"],
}
WORLD = {
    ASSERTION: assertion(),
    BADGE: BADGE_CLASS,
    ISSUER: PROFILE,
    KEY: PUBLISHED,
    REVOCATIONS: REVOKED_NONE,
}


def found(data: bytes, **changes: Any) -> Case:
    """Return bytes in the world of an older issuer; `changes` by address, None for no answer."""
    world = {**WORLD, **changes.get("world", {})}
    keys = {url: json.dumps(each).encode() for url, each in world.items() if each is not None}
    return Case(data=data, keys=keys)


def hosted(shown: Any = None, world: Any = None) -> Case:
    """Return a hosted assertion as JSON."""
    return found(json.dumps(shown or assertion()).encode(), world=world or {})


def jws(document: Any = None, sign: Sign = SIGN, world: Any = None, **head: Any) -> Case:
    """Return a signed assertion as JWS."""
    data = token({"alg": "RS256", **head}, document or signed(), sign)
    return found(data, world=world or {})


def changed(address: str, **members: Any) -> dict[str, Any]:
    """Return the world with other members of what stands at an address."""
    return {address: {**WORLD[address], **members}}


SIGNED = token({"alg": "RS256"}, signed(), SIGN)


def in_folder(path: str) -> Case:
    """Return a hosted badge at this path of a host where the issuer vouches for one folder."""
    document = assertion(id=HOST + path)
    scope = changed(ISSUER, verification={"startsWith": f"{HOST}/badges"})
    return hosted(document, world={document["id"]: document, **scope})


VOUCHING = assertion(
    id="https://stranger.example/1",
    verification={"type": "hosted", "startsWith": "https://stranger.example"},
)
NAMED = "https://older.riverbend.example@stranger.example/assertions/1"

TABLE: dict[str, Row] = {
    "older badge, hosted": left_open(
        hosted(), "older_badge", "A hosted badge of Open Badges 2.0; all that can be checked holds."
    ),
    "older badge, signed": left_open(
        jws(), "older_badge", "A signed badge of Open Badges 2.0; all that can be checked holds."
    ),
    "older badge, hosted in an SVG": left_open(
        found(
            bake_svg(PLAIN_SVG, b"{}")
            .replace(b"https://purl.imsglobal.org/ob/v3p0", b"http://openbadges.org")
            .replace(b"openbadges:credential", b"openbadges:assertion")
            .replace(b"<![CDATA[{}]]>", b"<![CDATA[" + json.dumps(assertion()).encode() + b"]]>")
        ),
        "older_badge",
        "A hosted badge of Open Badges 2.0, baked into an SVG.",
    ),
    "older badge that is not at its address": left_open(
        hosted(world={ASSERTION: None}), "hosted_unreachable", "Nothing answers at its address."
    ),
    "older badge that its host shows otherwise": refused(
        hosted(assertion(issuedOn="2018-06-01T12:00:00Z")),
        "hosted_mismatch",
        "It was issued on another day than its host says.",
    ),
    "older badge of another recipient": refused(
        hosted(assertion(recipient={"type": "email", "hashed": False, "identity": "x@y.example"})),
        "hosted_mismatch",
        "It is for somebody else than its host says.",
    ),
    "older badge whose end was taken away": refused(
        hosted(world=changed(ASSERTION, expires="2020-01-01T00:00:00Z")),
        "hosted_mismatch",
        "Its host says an end, and what is shown says none.",
    ),
    "older badge of another class": refused(
        hosted(assertion(badge=f"{HOST}/badges/2")),
        "hosted_mismatch",
        "It names another badge than its host says.",
    ),
    "older badge at whose address another stands": refused(
        hosted(world=changed(ASSERTION, id=f"{HOST}/assertions/2")),
        "hosted_mismatch",
        "Another assertion stands at its address.",
    ),
    "older badge that its host revoked": refused(
        hosted(world=changed(ASSERTION, revoked=True)),
        "revoked",
        "At its address it is marked as revoked.",
    ),
    "older badge, revoked and nothing else left": refused(
        hosted(world={ASSERTION: {"id": ASSERTION, "revoked": True}}),
        "revoked",
        "At its address nothing is left but that it was revoked.",
    ),
    "older badge that expired": refused(
        hosted(
            assertion(expires="2020-01-01T00:00:00Z"),
            changed(ASSERTION, expires="2020-01-01T00:00:00Z"),
        ),
        "expired",
        "It expired years ago, as its host says too.",
    ),
    "older badge of the future": refused(
        hosted(
            assertion(issuedOn="2099-01-01T00:00:00Z"),
            changed(ASSERTION, issuedOn="2099-01-01T00:00:00Z"),
        ),
        "not_yet_valid",
        "It was issued in the year 2099.",
    ),
    "older badge on a strangers host": refused(
        hosted(
            assertion(id="https://stranger.example/a/1"),
            {"https://stranger.example/a/1": assertion(id="https://stranger.example/a/1")},
        ),
        "hosted_scope",
        "A stranger hosts it and names the academy's badge.",
    ),
    "older badge on a host whose name begins like the issuers": refused(
        hosted(
            assertion(id=f"{HOST}.evil.example/a/1"),
            {
                f"{HOST}.evil.example/a/1": assertion(id=f"{HOST}.evil.example/a/1"),
                **changed(ISSUER, verification={"startsWith": HOST}),
            },
        ),
        "hosted_scope",
        "The issuer vouches for a beginning of addresses; this host's name begins like it.",
    ),
    "older badge of a class whose issuer is another": refused(
        hosted(
            world={
                **changed(BADGE, issuer="https://stranger.example/issuer"),
                "https://stranger.example/issuer": PROFILE,
            }
        ),
        "did_document_id",
        "The address of its issuer holds the academy's profile.",
    ),
    "older badge of a class that does not answer": left_open(
        hosted(world={BADGE: None}), "issuer_unreachable", "Its BadgeClass does not answer."
    ),
    "older badge of an issuer that does not answer": left_open(
        hosted(world={ISSUER: None}), "issuer_unreachable", "Its issuer does not answer."
    ),
    "older badge without a recipient": refused(
        hosted(assertion(recipient=None)), "required", "It says not for whom it is."
    ),
    "older badge whose class has no criteria": refused(
        hosted(world=changed(BADGE, criteria=None)),
        "required",
        "Its BadgeClass does not say what was to be done.",
    ),
    "older badge without an address": refused(
        hosted(assertion(id="urn:uuid:1")),
        "hosted_address",
        "It says that it is hosted, and has no address.",
    ),
    "older badge that says signed and is not": refused(
        hosted(signed()), "proof_missing", "It says that it is signed, and is plain JSON."
    ),
    "older badge tampered": refused(
        found(tampered_in(SIGNED.decode("ascii"), "recipient").encode("ascii")),
        "proof",
        "A member was added to its recipient after signing.",
    ),
    "older badge signed by a stranger": refused(
        jws(sign=ecdsa(STRANGERS), alg="ES256", world=changed(KEY, publicKeyPem=pem(P256))),
        "proof",
        "A stranger signed and named the issuer's key.",
    ),
    "T1 older badge of algorithm none": refused(
        jws(sign=lambda _: b"", alg="none"), "alg", "A signed badge says algorithm none."
    ),
    "T2 older badge with the public key as a secret": refused(
        jws(sign=hmac_of(pem(RSA).encode()), alg="HS256"),
        "alg",
        "The published PEM was used as a secret.",
    ),
    "T3 older badge that brings its key": refused(
        jws(sign=ecdsa(STRANGERS), alg="ES256", jwk={"kty": "EC"}),
        "key_source",
        "A key stands in the header.",
    ),
    "older badge in an algorithm that is not the keys": refused(
        jws(sign=ecdsa(STRANGERS), alg="ES256"), "alg", "ES256 is said; the issuer's key is RSA."
    ),
    "older badge in an algorithm that is not read": left_open(
        jws(alg="ES256K"), "unsupported_format", "ES256K is honest, and not read here."
    ),
    "older badge under a key of its own": refused(
        jws(
            signed(verification={"type": "signed", "creator": "https://stranger.example/key"}),
            ecdsa(STRANGERS),
            {
                "https://stranger.example/key": {
                    **PUBLISHED,
                    "id": "https://stranger.example/key",
                    "publicKeyPem": pem(STRANGERS),
                }
            },
            alg="ES256",
        ),
        "key_source",
        "A stranger's key says that it is the academy's, which does not name it.",
    ),
    "older badge under a key of another owner": refused(
        jws(world=changed(KEY, owner="https://stranger.example/issuer")),
        "issuer_vm_mismatch",
        "The key that the issuer names says that it is another's.",
    ),
    "older badge whose key does not answer": left_open(
        jws(world={KEY: None}), "key_unreachable", "The issuer's key does not answer."
    ),
    "older badge, signed, that its issuer revoked": refused(
        jws(
            world=changed(
                REVOCATIONS, revokedAssertions=[{"id": SIGNED_ID, "revocationReason": "Error"}]
            )
        ),
        "revoked",
        "It is in the issuer's list of revoked badges.",
    ),
    "older badge whose list of revocations does not answer": left_open(
        jws(world={REVOCATIONS: None}), "status_unreachable", "The list does not answer."
    ),
    "older badge with a list of revocations that cannot be read": left_open(
        jws(world=changed(REVOCATIONS, revokedAssertions=[SIGNED_ID, 7])),
        "status_unreadable",
        "An entry of the list of revocations is a number.",
    ),
    "older badge with the list of another issuer": left_open(
        jws(world=changed(REVOCATIONS, issuer="https://stranger.example/issuer")),
        "status_unreadable",
        "Another issuer's list stands at the address of the list.",
    ),
    "older badge, signed, with a copy of its class that names another issuer": refused(
        jws(
            signed(badge={**BADGE_CLASS, "issuer": "https://stranger.example/issuer"}),
            world={
                "https://stranger.example/issuer": {
                    **PROFILE,
                    "id": "https://stranger.example/issuer",
                    "publicKey": "https://stranger.example/key",
                }
            },
        ),
        "key_source",
        "The academy's key signed a badge in the name of another issuer.",
    ),
    "badge older than Open Badges 2.0": left_open(
        Case(
            data=json.dumps({**assertion(), "@context": "https://w3id.org/openbadges/v1"}).encode()
        ),
        "unsupported_format",
        "An assertion of Open Badges 1.1.",
    ),
    "older badge with an escaped step back in its address": refused(
        in_folder("/badges/%2e%2e/uploads/1"),
        "hosted_scope",
        "Its address leaves the folder of its issuer by an escaped step back.",
    ),
    "older badge with a step back and a parameter": refused(
        in_folder("/badges/..;/uploads/1"),
        "hosted_scope",
        "Its address leaves the folder of its issuer by a step back that some servers understand.",
    ),
    "older badge that vouches for its own address": refused(
        hosted(VOUCHING, world={VOUCHING["id"]: VOUCHING}),
        "hosted_scope",
        "The badge itself says that it may stand on a stranger's host; its issuer does not.",
    ),
    "older badge on a host with a name before it": refused(
        hosted(assertion(id=NAMED), world={NAMED: assertion(id=NAMED)}),
        "hosted_scope",
        "The issuer's host stands in its address as the name of a user.",
    ),
}
