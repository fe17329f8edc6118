"""Older editions across programs: 2.0 with openbadgeslib, tokens of VC 1.1 with joserfc."""

import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from joserfc import jwt
from joserfc.jwk import ECKey, OKPKey
from openbadgeslib.ob2.models import Assertion
from openbadgeslib.ob2.signer import OB2Signer
from openbadgeslib.ob2.verifier import OB2VerificationError, OB2Verifier

from issuer.verification import VerificationReport, verify
from tests.defects import rows_older_badges as older
from tests.defects import rows_older_tokens as tokens
from tests.defects import rows_presentations as presentations
from tests.defects.world import NOW, Case
from tests.interop.credentials import ACADEMY, TUTOR, services_for
from tests.tokens import KID, P256, RSA, b64, ec_public, token_documents

pytestmark = pytest.mark.interop

#: `revoked` in a hosted assertion is not among them: the peer does not look at it, and we do.
FAULTS = {
    "good, hosted": older.hosted(),
    "another host": older.TABLE["older badge on a strangers host"].case,
    "a host that begins alike": older.TABLE[
        "older badge on a host whose name begins like the issuers"
    ].case,
    "good, signed": older.jws(),
    "tampered": older.TABLE["older badge tampered"].case,
    "another owner": older.TABLE["older badge under a key of another owner"].case,
    "a key of its own": older.TABLE["older badge under a key of its own"].case,
    "revoked in the list": older.TABLE["older badge, signed, that its issuer revoked"].case,
}


def pem_of(key: Any) -> bytes:
    """Return a private key as PEM."""
    return bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


def peer_accepts(case: Case) -> bool:
    """Ask openbadgeslib, which looks everything up in the world of the case."""

    def download(url: str) -> bytes:
        return case.keys[url]

    verifier = OB2Verifier(download=download)
    text = case.data.decode("ascii")
    try:
        if text.startswith("{"):
            verifier.verify_hosted(text, check_revocation=True)
        else:
            verifier.verify(text, check_revocation=True)
    except OB2VerificationError:
        return False
    return True


@pytest.mark.parametrize("name", FAULTS)
def test_peer_and_we_agree_about_older_badges(name: str) -> None:
    """What the peer accepts leaves the edition alone open here; what it refuses, we refuse."""
    codes = FAULTS[name].report().codes
    assert peer_accepts(FAULTS[name]) == (codes == ("older_badge",)), codes


@pytest.mark.parametrize(("key", "algorithm"), [(RSA, "RS256"), (P256, "ES256")])
def test_badge_that_the_peer_signed_holds_here(key: Any, algorithm: str) -> None:
    """Every check passes on the peer's own words and signature."""
    signer = OB2Signer(pem_of(key), algorithm)
    data = signer.sign(Assertion.from_dict(older.signed())).encode("ascii")
    world = older.changed(older.KEY, publicKeyPem=older.pem(key))
    report = older.found(data, world=world).report()
    results = {each.name: each.result for each in report.checks}
    assert ("older_badge",) == report.codes
    assert {"pass"} == {results[name] for name in ("signature", "key_of_issuer", "revocation")}


def report_of(token: str, **asked: Any) -> VerificationReport:
    """Verify a token in the world where keys for tokens are published."""
    case = Case(data=token.encode("ascii"), documents=token_documents(), **asked)
    return case.report()


def test_older_token_that_joserfc_signed_holds_here() -> None:
    """Another program's header, serialization and signature; the credential in its claim."""
    number = P256.private_numbers().private_value
    members: Any = {**ec_public(P256), "d": b64(number.to_bytes(32, "big"))}
    private = ECKey.import_key(members)
    token = jwt.encode({"alg": "ES256", "kid": KID}, tokens.claims(tokens.older()), private)
    report = report_of(token)
    assert (True, True) == (report.is_valid, report.trusted), report.codes


def test_older_presentation_that_joserfc_signed_holds_here() -> None:
    """A wallet of the older edition: `vp`, `nonce` and `aud` among the claims."""
    x = b64(TUTOR.public_key)
    private = OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "x": x, "d": b64(TUTOR.seed)})
    inside = {
        "@context": [tokens.V1],
        "type": ["VerifiablePresentation"],
        "verifiableCredential": [tokens.GOOD.decode("ascii")],
    }
    claims = {
        "iss": TUTOR.did,
        "vp": inside,
        "nonce": presentations.CHALLENGE,
        "aud": [presentations.DOMAIN],
        "exp": int(NOW.timestamp()) + 60,
    }
    head = {"alg": "Ed25519", "kid": TUTOR.method_id}
    token = jwt.encode(head, claims, private, algorithms=["Ed25519"])
    report = report_of(token, challenge=presentations.CHALLENGE, domain=presentations.DOMAIN)
    assert report.is_valid, report.codes


def test_token_of_ours_that_is_of_the_older_edition_is_read_by_joserfc() -> None:
    """The corpus itself is made of tokens that another program reads and verifies."""
    public: Any = ec_public(P256)
    found = jwt.decode(tokens.GOOD.decode("ascii"), ECKey.import_key(public))
    assert ACADEMY.did == found.claims["iss"]
    assert json.loads(json.dumps(tokens.older())) == found.claims["vc"]
    assert verify(tokens.GOOD, services_for(NOW, documents=token_documents())).is_valid
