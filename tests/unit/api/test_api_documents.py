"""Bodies against openapi.json: what passes and what is named as the fault."""

import json

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from issuer.api import presenting
from issuer.errors import ShapeError
from issuer.issuance.model.proposals import RevocationProposal
from issuer.vocab import openapi, schema_bytes

LINK = {"kind": "url", "title": "Plan", "url": "https://a.example/plan"}
TEXT = {"kind": "text", "title": "Plan", "text": "We agreed on three roles."}


def test_description_is_valid_openapi() -> None:
    """schemas/openapi.json passes an independent OpenAPI 3.1 validator."""
    document = json.loads(schema_bytes(openapi.FILE))

    assert list(OpenAPIV31SpecValidator(document).iter_errors()) == []


@pytest.mark.parametrize(
    ("operation", "body"),
    [
        ("open_submission", {"badge": "team-leadership@1"}),
        ("add_evidence", LINK),
        ("add_evidence", TEXT),
        ("add_evidence", {**TEXT, "kind": "observation", "conditions": "proctored"}),
        ("record_rating", {"rubric": "team@1", "levels": {"planning": "proficient"}}),
        ("decline_review", {}),
    ],
)
def test_documented_body_passes(operation: str, body: dict[str, object]) -> None:
    """A body as the description asks for it is let in."""
    openapi.require_body(operation, body)  # type: ignore[arg-type] # JSON, written as a literal


@pytest.mark.parametrize(
    ("operation", "body", "pointer"),
    [
        ("open_submission", {}, ""),
        ("open_submission", {"badge": "a", "more": 1}, ""),
        ("open_submission", {"badge": "a\n"}, "/badge"),
        ("open_submission", {"badge": ""}, "/badge"),
        ("add_evidence", {**LINK, "text": "both"}, "/text"),
        ("add_evidence", {**TEXT, "conditions": "proctored"}, "/conditions"),
        ("add_evidence", {**LINK, "url": "javascript:alert(1)"}, "/url"),
        ("add_evidence", {**LINK, "url": "https://a.example/\u202e"}, "/url"),
        ("add_evidence", {**TEXT, "title": "bell\u0007"}, "/title"),
        ("add_evidence", {**TEXT, "title": "   "}, "/title"),
        ("add_evidence", {**TEXT, "title": "two\nlines"}, "/title"),
        ("add_evidence", {**TEXT, "kind": "zip"}, "/kind"),
        ("enrol_person", {"name": "Wren", "roles": ["headmaster"]}, "/roles/0"),
        ("enrol_person", {"name": "Wren", "roles": []}, "/roles"),
        ("record_rating", {"rubric": "team@1", "levels": {}}, "/levels"),
        ("record_rating", {"rubric": "team", "levels": {"a": "b"}}, "/rubric"),
        ("record_signoff", {"node": "observed", "approve": "yes"}, "/approve"),
        ("log_hours", {"bucket": "clinical", "minutes": 1.5}, "/minutes"),
        ("log_hours", {"bucket": "clinical", "minutes": -5}, "/minutes"),
        ("extend_submission", {"reason": "ill", "until": "tomorrow"}, "/until"),
    ],
)
def test_other_body_is_refused_at_its_fault(
    operation: str, body: dict[str, object], pointer: str
) -> None:
    """What the description does not ask for is refused, with the place of the fault."""
    with pytest.raises(ShapeError) as caught:
        openapi.require_body(operation, body)  # type: ignore[arg-type] # JSON, written as a literal

    assert pointer == caught.value.pointer


def test_long_line_is_refused_in_no_time() -> None:
    """The pattern of a line looks at each character a bounded number of times."""
    title = "a" * 60_000 + "\u0007"

    with pytest.raises(ShapeError):
        openapi.require_body("add_evidence", {**TEXT, "title": title})


def test_no_secret_is_on_a_list_of_shown_members() -> None:
    """Salts, blobs, hashes of secrets and sealed keys are never shown."""
    shown = {name for names in presenting.SHOWN.values() for name in names}
    # Whoever is asked to agree to a revocation reads why; nobody else does.
    told = {kind for kind, names in presenting.SHOWN.items() if "reason_text" in names}

    assert shown.isdisjoint({"salt", "blob", "secret_hash", "sealed", "shuffle"})
    assert {RevocationProposal} == told
