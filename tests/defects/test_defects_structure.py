"""Documents that are not in the form of a badge; each with its code, and no key looked up."""

from dataclasses import replace
from typing import Any

import pytest

from issuer.badges import (
    ACHIEVEMENT_CREDENTIAL_SCHEMA,
    EXTENSIONS,
)
from issuer.documents import Document
from issuer.verification import verify
from tests.defects.rows_structure import SUBJECT, TABLE
from tests.defects.world import (
    NOW,
    Change,
    changed_before_signing,
    own_notes,
    put,
)
from tests.interop.credentials import services_for


class NoLookups:
    """A Resolver and StatusLists that nobody may ask."""

    def resolve(self, identifier: str) -> Document:
        """Fail the test."""
        raise AssertionError(f"{identifier} was looked up for a document that is malformed")

    def fetch(self, url: str) -> bytes:
        """Fail the test."""
        raise AssertionError(f"{url} was fetched for a document that is malformed")


@pytest.mark.parametrize("name", TABLE)
def test_document_in_another_form_is_refused_before_any_lookup(name: str) -> None:
    """A malformed document is named by its fault, and reaches out to nobody (T23)."""
    case, code, outcome, _ = TABLE[name]
    silent = replace(services_for(NOW), resolver=NoLookups(), status_lists=NoLookups())
    findings = verify(case.data, silent).findings
    assert [(code, outcome)] == [(each.code, each.outcome) for each in findings]


SCHEMA = "1EdTechJsonSchemaValidator2019"
NOTES: dict[str, tuple[Change, list[str]]] = {
    "a further schema": (
        put("credentialSchema", value=[{"id": "https://x.example/s.json", "type": SCHEMA}]),
        ["schema_unchecked"],
    ),
    "the published schema": (
        put("credentialSchema", value=[{"id": ACHIEVEMENT_CREDENTIAL_SCHEMA, "type": SCHEMA}]),
        [],
    ),
    "a newer version elsewhere": (
        put(
            "refreshService",
            value={"id": "https://x.example/new", "type": "1EdTechCredentialRefresh"},
        ),
        ["refresh_unchecked"],
    ),
    "a further file": (
        put(
            "relatedResource",
            value=[{"id": "https://x.example/f", "digestMultibase": "uEiAAAA"}],
        ),
        ["related_unchecked"],
    ),
}


@pytest.mark.parametrize("name", NOTES)
def test_step_that_is_not_taken_is_noted(name: str) -> None:
    """What was not looked at is said, though the badge is valid without it (OB-51)."""
    change, codes = NOTES[name]

    def extended(document: dict[str, Any]) -> None:
        document["@context"].append(EXTENSIONS)
        change(document)

    report = changed_before_signing(extended).report()
    assert ((), codes) == (report.codes, own_notes(report))


@pytest.mark.parametrize(
    ("subject", "kind"),
    [
        ("did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK", "did"),
        ("urn:uuid:6f5f5c0e-2b1d-4f0a-9a77-3d2c1b0a9f8e", "urn"),
        ("https://people.example/1", "url"),
        ("mailto:somebody@example.com", "other"),
    ],
)
def test_kind_of_subject_is_told(subject: str, kind: str) -> None:
    """A page says how the learner is named, without showing the name."""
    report = changed_before_signing(put(SUBJECT, "id", value=subject)).report()
    assert kind == (report.facts.subject_kind if report.facts else None)
