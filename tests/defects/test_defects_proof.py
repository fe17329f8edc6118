"""Proofs that do not hold, keys that are not the issuer's, and what could not be checked."""

import json
from datetime import timedelta
from typing import Any

import pytest

from issuer.clock import format_instant
from issuer.documents import write_document
from issuer.verification import Outcome
from tests.defects.rows_proof import (
    TABLE,
    academy_method,
    add_proof,
    after_signing,
    dated,
    unchanged,
)
from tests.defects.world import (
    NOW,
    Case,
    good_case,
    good_document,
)
from tests.interop.credentials import (
    ACADEMY,
    badge,
    signed,
)


@pytest.mark.parametrize("name", TABLE)
def test_proof_that_does_not_hold(name: str) -> None:
    """Each defect has its code, and nothing is shown of a badge that nobody signed."""
    case, code, outcome, _ = TABLE[name]
    report = case.report()
    assert ((code,), outcome, None, None, False) == (
        report.codes,
        report.outcome,
        report.facts,
        report.standing,
        report.trusted,
    )


SHAPES: dict[str, Any] = {
    "null": None,
    "true": True,
    "zero": 0,
    "fraction": 1.5,
    "empty text": "",
    "empty array": [],
    "empty object": {},
    "array in array": [[]],
    "nested object": {"a": {"b": []}},
    "long text": "x" * 10_000,
    "array of texts": ["assertionMethod", "x"],
    "array of objects": [{}, {"id": "urn:x:1"}],
}
MEMBERS = (
    "type",
    "cryptosuite",
    "created",
    "expires",
    "verificationMethod",
    "proofPurpose",
    "proofValue",
    "id",
    "nonce",
    "domain",
    "challenge",
    "previousProof",
    "@context",
)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("member", MEMBERS)
def test_t16_member_of_unexpected_type_is_never_valid(member: str, shape: str) -> None:
    """Each member of a proof is asked for its type before it is used; nothing is raised."""
    report = after_signing("proof", 0, member, value=SHAPES[shape]).report()
    assert report.outcome is not Outcome.VALID


def test_second_good_proof_is_accepted() -> None:
    """A set of proofs that all hold is valid."""
    document = good_document()
    add_proof(unchanged, created=format_instant(NOW - timedelta(minutes=1)))(document)
    assert () == Case(data=write_document(document)).report().codes


def test_clock_of_the_signer_may_be_a_little_fast() -> None:
    """T14: 300 seconds of skew are forgiven, for two honest clocks differ."""
    assert () == dated("created", NOW + timedelta(seconds=299)).report().codes


def test_t19_retired_key_still_verifies_what_it_signed() -> None:
    """A key that was revoked later leaves what it signed before."""
    case = good_case().with_documents(
        academy_method(revoked=format_instant(NOW + timedelta(seconds=1)))
    )
    assert () == case.report().codes


def test_proof_as_a_single_object_is_accepted() -> None:
    """The standard lets others write one proof without an array."""
    document = signed(badge(ACADEMY, NOW), ACADEMY, NOW)
    document["proof"] = document["proof"][0]
    assert () == Case(data=json.dumps(document).encode()).report().codes


def test_members_in_another_order_are_the_same_badge() -> None:
    """JSON has no order of members, so neither has the signature."""
    document = dict(reversed(good_document().items()))
    assert () == Case(data=write_document(document)).report().codes
