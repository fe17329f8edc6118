"""Presentations whose badge or whose own proof was changed: never valid, whoever reads them."""

from typing import Any

from issuer.documents import Document, write_document
from tests.defects.rows_tokens import ES256, GOOD, held, tampered
from tests.defects.world import NOW, Case, Row, good_document, left_open
from tests.interop.credentials import TUTOR, signed_anyhow
from tests.interop.tokens import header, token

CREDENTIALS_V2 = "https://www.w3.org/ns/credentials/v2"


def holding(*held_ones: Any) -> dict[str, Any]:
    """Return an unsigned presentation."""
    return {
        "@context": [CREDENTIALS_V2],
        "type": ["VerifiablePresentation"],
        "holder": TUTOR.did,
        "verifiableCredential": list(held_ones),
    }


def presented(credential: Document, **changes: Any) -> Case:
    """Return a presentation that its holder signed; `changes` after signing."""
    document = holding(credential)
    proof = signed_anyhow(document, TUTOR, NOW, proofPurpose="authentication")["proof"]
    return Case(data=write_document({**document, "proof": proof, **changes}))


def renamed() -> dict[str, Any]:
    """Return the good badge with another name."""
    return {**good_document(), "name": "Patient Vital Signs, with Honours"}


ENVELOPE = {
    "@context": CREDENTIALS_V2,
    "type": "EnvelopedVerifiableCredential",
    "id": "data:application/vc+jwt," + tampered(GOOD.decode("ascii")),
}

TABLE: dict[str, Row] = {
    "presentation of a tampered badge": left_open(
        presented(renamed()),
        "unsupported_format",
        "The holder's proof holds, the badge inside was changed after signing.",
    ),
    "presentation of a tampered badge without a proof of its holder": left_open(
        Case(data=write_document(holding(renamed()))),
        "unsupported_format",
        "Nobody signed the presentation, and the badge inside was changed after signing.",
    ),
    "presentation changed after signing": left_open(
        presented(good_document(), holder="did:web:stranger.example"),
        "unsupported_format",
        "The badge inside holds, the holder was exchanged after signing.",
    ),
    "presentation of a tampered JWT": left_open(
        held(write_document(holding(ENVELOPE))),
        "unsupported_format",
        "The token inside was changed after signing.",
    ),
    "JWT presentation of a tampered badge": left_open(
        held(token(header(typ="vp+jwt"), holding(renamed()), ES256)),
        "unsupported_format",
        "The token of the presentation holds, the badge inside was changed after signing.",
    ),
}
