"""Presentations whose badge or whose own proof was changed: never valid, whoever reads them."""

import json
from dataclasses import replace
from typing import Any

from issuer.documents import Document, write_document
from tests.defects.rows_older_tokens import GOOD as OLDER_TOKEN
from tests.defects.rows_older_tokens import TAMPERED as OLDER_TAMPERED
from tests.defects.rows_older_tokens import V1
from tests.defects.rows_tokens import ES256, REVOKED, held, tampered, tampered_in
from tests.defects.world import NOW, Case, Row, lean, lean_document, left_open, refused
from tests.interop.credentials import ACADEMY, STRANGER, TUTOR, badge, signed_anyhow
from tests.tokens import Sign, header, token

CREDENTIALS_V2 = "https://www.w3.org/ns/credentials/v2"
CHALLENGE, DOMAIN = "q-4711", "https://employer.example"
ASKED = {"challenge": CHALLENGE, "domain": DOMAIN}


def holding(*held_ones: Any, **members: Any) -> dict[str, Any]:
    """Return an unsigned presentation; None takes a member away."""
    document = {
        "@context": [CREDENTIALS_V2],
        "type": ["VerifiablePresentation"],
        "holder": TUTOR.did,
        "verifiableCredential": list(held_ones),
        **members,
    }
    return {name: value for name, value in document.items() if value is not None}


def presented(credential: Document, changes: Any = None, **options: Any) -> Case:
    """Return a presentation that its holder signed as asked; `changes` after signing."""
    document = holding(credential)
    occasion = {"proofPurpose": "authentication", **ASKED, **options}
    proof = signed_anyhow(document, TUTOR, NOW, **occasion)["proof"]
    return asking(Case(data=write_document({**document, "proof": proof, **(changes or {})})))


def asking(case: Case) -> Case:
    """Return the case with what the verifier asked for."""
    return replace(case, challenge=CHALLENGE, domain=DOMAIN)


def by_tutor(**members: Any) -> dict[str, Any]:
    """Return the header of a token by its holder."""
    return header(**{"alg": "EdDSA", "kid": TUTOR.method_id, "typ": "vp+jwt", **members})


def as_token(*held_ones: Any, sign: Sign = TUTOR.sign, head: Any = None, **claims: Any) -> bytes:
    """Return a presentation as token, made as asked; claims and members by name."""
    said = {"nonce": CHALLENGE, "aud": DOMAIN, **claims}
    return token(head or by_tutor(), holding(*held_ones, **said), sign)


def shown(data: bytes) -> Case:
    """Return a token, as asked for, in the world where keys for tokens are published."""
    return asking(held(data))


def older_one(*held_ones: Any, head: Any = None, **claims: Any) -> bytes:
    """Return a presentation of VC 1.1 as token, made as asked."""
    inside = {
        "@context": [V1],
        "type": ["VerifiablePresentation"],
        "verifiableCredential": list(held_ones),
    }
    said = {"iss": TUTOR.did, "nonce": CHALLENGE, "aud": DOMAIN, "vp": inside, **claims}
    kept = {name: value for name, value in said.items() if value is not None}
    return token(head or by_tutor(typ="JWT"), kept, TUTOR.sign)


def in_envelope(text: str, **members: Any) -> dict[str, Any]:
    """Return a token of a credential in its envelope."""
    return {
        "@context": CREDENTIALS_V2,
        "type": "EnvelopedVerifiableCredential",
        "id": "data:application/vc+jwt," + text,
        **members,
    }


def enveloped(data: bytes, **members: Any) -> Case:
    """Return a token of a presentation in its envelope."""
    envelope = {
        "@context": CREDENTIALS_V2,
        "type": "EnvelopedVerifiablePresentation",
        "id": "data:application/vp+jwt," + data.decode("ascii"),
        **members,
    }
    return shown(json.dumps(envelope).encode())


def renamed() -> dict[str, Any]:
    """Return the good badge with another name."""
    return {**lean_document(), "name": "Patient Vital Signs, with Honours"}


def others_badge(learner: str = STRANGER.did) -> dict[str, Any]:
    """Return a good badge of another learner, who has a DID."""
    document = lean(badge(TUTOR, NOW, credential_status=None))
    document["credentialSubject"]["id"] = learner
    return signed_anyhow(document, TUTOR, NOW)


GENERIC = token(header(typ="vc+jwt"), lean(badge(ACADEMY, NOW)), ES256)
ENVELOPE = in_envelope(tampered(GENERIC.decode("ascii")))
GOOD_ENVELOPE = in_envelope(GENERIC.decode("ascii"))
TAMPERED_TOKEN = tampered_in(as_token(lean_document()).decode("ascii"), "verifiableCredential", 0)

TABLE: dict[str, Row] = {
    "presentation with one": left_open(
        Case(data=write_document(holding(lean_document(), holder=None))),
        "holder_unproven",
        "A good credential stands in a presentation that nobody signed.",
    ),
    "presentation with two": left_open(
        Case(data=write_document(holding(lean_document(), others_badge(), holder=None))),
        "holder_unproven",
        "Two good credentials stand in a presentation that nobody signed.",
    ),
    "presentation of a tampered badge": refused(
        presented(renamed()),
        "proof",
        "The holder's proof holds, the badge inside was changed after signing.",
    ),
    "presentation of a tampered badge without a proof of its holder": refused(
        Case(data=write_document(holding(renamed()))),
        "proof",
        "Nobody signed the presentation, and the badge inside was changed after signing.",
    ),
    "presentation changed after signing": refused(
        presented(lean_document(), {"holder": "did:web:stranger.example"}),
        "issuer_vm_mismatch",
        "The badge inside holds, the holder was exchanged after signing.",
    ),
    "presentation of a tampered JWT": refused(
        held(write_document(holding(ENVELOPE))),
        "proof",
        "The token inside was changed after signing.",
    ),
    "T13 presentation for another question": refused(
        presented(lean_document(), challenge="q-0815"),
        "challenge",
        "The holder's proof answers another question than was asked.",
    ),
    "T13 presentation for another verifier": refused(
        presented(lean_document(), domain="https://stranger.example"),
        "domain",
        "The holder's proof was made for another verifier.",
    ),
    "presentation signed as an assertion": refused(
        presented(lean_document(), proofPurpose="assertionMethod"),
        "purpose",
        "The proof of the presentation was made as an assertion.",
    ),
    "presentation whose question nobody asked": left_open(
        replace(presented(lean_document()), challenge=None, domain=None),
        "occasion_open",
        "All holds, but no question was asked, so it may be a copy of an older answer.",
    ),
    "presentation with its badge taken out": refused(
        presented(lean_document(), {"verifiableCredential": []}),
        "proof",
        "The only badge was taken out after signing.",
    ),
    "JWT presentation of nothing": left_open(
        shown(as_token()), "presented_none", "Its holder signed a presentation without a badge."
    ),
    "presentation with a badge too many": refused(
        presented(lean_document(), {"verifiableCredential": [lean_document(), others_badge()]}),
        "proof",
        "A second good badge was put in after signing.",
    ),
    "presentation of a badge of another learner": left_open(
        shown(as_token(others_badge())),
        "holder_other",
        "The badge is another's, by the DID of its learner.",
    ),
    "JWT presentation by a key that is for assertions alone": refused(
        shown(
            token(
                header(typ="vp+jwt"),
                holding(lean_document(), holder=None, nonce=CHALLENGE, aud=DOMAIN),
                ES256,
            )
        ),
        "vm_not_authorised",
        "The key that signed is published for assertions, not for authentication.",
    ),
    "JWT presentation of a tampered badge": refused(
        shown(as_token(renamed())),
        "proof",
        "The token of the presentation holds, the badge inside was changed after signing.",
    ),
    "JWT presentation of a tampered badge beside a good one": refused(
        shown(as_token(lean_document(), renamed())),
        "proof",
        "Of two badges in the presentation the second was changed after signing.",
    ),
    "JWT presentation of a tampered JWT": refused(
        shown(as_token(ENVELOPE)), "proof", "The token inside the token was changed after signing."
    ),
    "JWT presentation of a revoked badge": refused(
        shown(as_token(GOOD_ENVELOPE)).with_lists(REVOKED),
        "revoked",
        "The badge inside was revoked by its issuer.",
    ),
    "JWT presentation of an unsigned badge": refused(
        shown(as_token(lean(badge(STRANGER, NOW)))),
        "proof_missing",
        "The badge inside has no proof; its holder's signature does not replace it.",
    ),
    "JWT presentation tampered": refused(
        shown(TAMPERED_TOKEN.encode("ascii")),
        "proof",
        "A badge in the token was exchanged after the holder signed.",
    ),
    "T13 JWT presentation for another question": refused(
        shown(as_token(lean_document(), nonce="q-0815")),
        "challenge",
        "The nonce is that of another question.",
    ),
    "T13 JWT presentation without an answer": refused(
        shown(as_token(lean_document(), nonce=None)), "challenge", "The token has no nonce."
    ),
    "T13 JWT presentation for another verifier": refused(
        shown(as_token(lean_document(), aud="https://stranger.example")),
        "domain",
        "The audience is another verifier.",
    ),
    "JWT presentation whose question nobody asked": left_open(
        held(as_token(lean_document())),
        "occasion_open",
        "All holds, but no question was asked, so it may be a copy of an older answer.",
    ),
    "JWT presentation whose audience nobody asked": left_open(
        replace(shown(as_token(lean_document())), domain=None),
        "occasion_open",
        "It answers the question, and says for which verifier; whether that is this one is open.",
    ),
    "T1 JWT presentation of algorithm none": refused(
        shown(as_token(lean_document(), sign=lambda _: b"", head=by_tutor(alg="none"))),
        "alg",
        "A token of a presentation says algorithm none.",
    ),
    "JWT presentation signed by a stranger": refused(
        shown(as_token(lean_document(), sign=STRANGER.sign)),
        "proof",
        "A stranger signed and named the holder's key.",
    ),
    "JWT presentation of another holder": refused(
        shown(as_token(lean_document(), holder=STRANGER.did)),
        "issuer_vm_mismatch",
        "The token names one holder and is signed by another.",
    ),
    "JWT presentation of two holders": refused(
        shown(as_token(lean_document(), iss=STRANGER.did)),
        "claims",
        "The claim iss and the member holder name two parties.",
    ),
    "JWT presentation that expired": refused(
        shown(as_token(lean_document(), exp=int(NOW.timestamp()) - 1)),
        "proof_date",
        "The token ended a second ago, though the badge inside did not.",
    ),
    "JWT presentation without a key": refused(
        shown(as_token(lean_document(), head=by_tutor(kid=None))),
        "key_source",
        "The header names no key.",
    ),
    "envelope of a JWT presentation of a tampered badge": refused(
        enveloped(as_token(renamed())),
        "proof",
        "An enveloped presentation holds; the badge inside was changed after signing.",
    ),
    "envelope of a presentation that holds a badge": refused(
        enveloped(GENERIC),
        "id",
        "The envelope says that it holds a presentation, and holds a badge.",
    ),
    "older JWT presentation of a tampered badge": refused(
        shown(older_one(OLDER_TAMPERED)),
        "proof",
        "A presentation of VC 1.1 holds; the token inside was changed after signing.",
    ),
    "older JWT presentation of another holder": refused(
        shown(older_one(OLDER_TOKEN.decode("ascii"), iss=STRANGER.did)),
        "issuer_vm_mismatch",
        "The claim iss names another holder than the one who signed.",
    ),
    "T13 older JWT presentation for another question": refused(
        shown(older_one(OLDER_TOKEN.decode("ascii"), nonce="q-0815")),
        "challenge",
        "The nonce is that of another question.",
    ),
    "older JWT presentation in a presentation": left_open(
        shown(older_one(older_one(OLDER_TOKEN.decode("ascii")).decode("ascii"))),
        "unsupported_format",
        "A presentation stands where a badge should.",
    ),
    "presentation of a badge at another address": left_open(
        shown(as_token(others_badge("https://people.example/1"))),
        "holder_other",
        "The badge was given to somebody with an address, and is shown by somebody with a DID.",
    ),
    "JWT presentation of one badge twice": refused(
        shown(as_token(lean_document(), renamed())),
        "proof",
        "The same badge stands in it twice, the second time with another name.",
    ),
    "JWT presentation of two holders in a list": refused(
        shown(as_token(lean_document(), holder=[TUTOR.did, ACADEMY.did])),
        "id",
        "It names two holders in a list.",
    ),
    "JWT presentation in the issuers name": refused(
        shown(as_token(lean_document(), holder=None, iss=ACADEMY.did)),
        "issuer_vm_mismatch",
        "A claim says that the academy presents it; another has signed.",
    ),
    "JWT presentation with its answer in a list": refused(
        shown(as_token(lean_document(), nonce=[CHALLENGE, "q-4712"])),
        "challenge",
        "It answers two questions at once.",
    ),
}
