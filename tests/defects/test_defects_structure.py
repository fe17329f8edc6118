"""Documents that are not in the form of a badge; each with its code, and no key looked up."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from issuer.badges import (
    ACHIEVEMENT_CREDENTIAL_SCHEMA,
    CREDENTIALS_V1,
    CREDENTIALS_V2,
    EXTENSIONS,
    OB_3_0_3,
)
from issuer.documents import Document
from issuer.verification import Outcome, verify
from tests.defects.world import (
    NOW,
    Change,
    changed_after_signing,
    changed_before_signing,
    good_document,
    put,
    remove,
)
from tests.interop.credentials import services_for

SUBJECT = "credentialSubject"
VOCAB = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#"

TABLE: dict[str, tuple[Change, set[str]]] = {
    "context_unpinned": (
        lambda d: d["@context"].append("https://evil.example/context.json"),
        {"context"},
    ),
    "context missing": (remove("@context"), {"context"}),
    "context as one text": (put("@context", value=CREDENTIALS_V2), {"context"}),
    "context list empty": (put("@context", value=[]), {"context"}),
    "contexts in another order": (
        put("@context", value=[OB_3_0_3, CREDENTIALS_V2]),
        {"context"},
    ),
    "context of Open Badges missing": (put("@context", value=[CREDENTIALS_V2]), {"undefined_term"}),
    "T22 inline context": (
        lambda d: d["@context"].append({"honours": "https://evil.example/#honours"}),
        {"context"},
    ),
    "T22 context of its own in the subject": (
        put(SUBJECT, "@context", value=[CREDENTIALS_V2]),
        {"context"},
    ),
    "context of the older data model": (
        put("@context", 0, value=CREDENTIALS_V1),
        {"context", "undefined_term"},
    ),
    "revision of the context that contradicts v2": (
        put("@context", 1, value="https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json"),
        {"context"},
    ),
    "T21 term_undefined": (put("honours", value=True), {"undefined_term"}),
    "null": (put("description", value=None), {"unsigned_value"}),
    "empty object": (put("evidence", 0, value={}), {"unsigned_value"}),
    "T22 full IRI instead of a term": (
        put(VOCAB + "validUntil", value="2099-01-01T00:00:00Z"),
        {"undefined_term"},
    ),
    "T22 graph": (put("@graph", value=[]), {"keyword"}),
    "T22 included": (put("@included", value=[]), {"keyword"}),
    "T22 reverse": (put("@reverse", value={}), {"keyword"}),
    "T22 nest": (put("@nest", value={}), {"keyword"}),
    "T22 alias of id": (put("@id", value="urn:x:1"), {"keyword"}),
    "T22 alias of type": (put("@type", value="OpenBadgeCredential"), {"keyword"}),
    "T22 array in an array": (put("evidence", value=[[{"type": ["Evidence"]}]]), {"array"}),
    "T22 date as a value object": (
        put("validUntil", value={"@value": "2099-01-01T00:00:00Z"}),
        {"keyword"},
    ),
    "T22 date as a set": (put("validUntil", value={"@set": ["2099-01-01T00:00:00Z"]}), {"keyword"}),
    "T22 date as a list": (put("validUntil", value=["2099-01-01T00:00:00Z"]), {"shape"}),
    "T22 subject as a reference": (put(SUBJECT, value="urn:x:1"), {"shape"}),
    "T22 subjects in an array": (
        lambda d: d.update({SUBJECT: [d[SUBJECT], d[SUBJECT]]}),
        {"shape"},
    ),
    "T22 status as a reference": (put("credentialStatus", value="urn:x:1"), {"shape"}),
    "relative id": (put("id", value="credentials/1"), {"id"}),
    "id missing": (remove("id"), {"required"}),
    "type of another credential": (
        put("type", value=["VerifiableCredential"]),
        {"type"},
    ),
    "type unknown": (
        lambda d: d["type"].append("HonoursCredential"),
        {"undefined_term"},
    ),
    "issuer missing": (remove("issuer"), {"required"}),
    "issuer without id": (remove("issuer", "id"), {"required"}),
    "subject without achievement": (remove(SUBJECT, "achievement"), {"required"}),
    "subject without any name": (remove(SUBJECT, "id"), {"required"}),
    "achievement without criteria": (remove(SUBJECT, "achievement", "criteria"), {"required"}),
    "start missing": (remove("validFrom"), {"required"}),
    "T33 start without offset": (put("validFrom", value="2026-01-01T00:00:00"), {"date"}),
    "T33 start without time": (put("validFrom", value="2026-01-01"), {"date"}),
    "T33 leap second": (put("validFrom", value="2026-01-01T00:00:60Z"), {"date"}),
    "T33 offset of a day": (put("validFrom", value="2026-01-01T00:00:00+24:00"), {"date"}),
    "T33 year beyond": (put("validUntil", value="9999-12-31T23:59:59-05:00"), {"date"}),
    "end before start": (put("validUntil", value="2020-01-01T00:00:00Z"), {"date"}),
    "result of no description": (
        put(SUBJECT, "result", 0, "resultDescription", value="urn:x:none"),
        {"reference"},
    ),
    "level of no rubric": (
        put(SUBJECT, "result", 0, "achievedLevel", value="urn:x:none"),
        {"reference"},
    ),
    "evidence as a data URI": (put("evidence", 0, "id", value="data:,x"), {"uri"}),
    "image as a text": (
        put(SUBJECT, "achievement", "image", value="https://x.example/i.png"),
        {"shape"},
    ),
    "one id with two meanings": (
        put(SUBJECT, "achievement", "creator", value={
            "id": "did:web:badges.riverbend.example:issuers:academy",
            "type": ["Profile"],
            "name": "Somebody Else",
        }),
        {"repeated_id"},
    ),
    "status with a purpose that is no word": (
        put("credentialStatus", "statusPurpose", value=["revocation"]),
        {"status_purpose"},
    ),
    "status without a list": (remove("credentialStatus", "statusListCredential"), {"required"}),
}  # fmt: skip


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
    change, codes = TABLE[name]
    silent = replace(services_for(NOW), resolver=NoLookups(), status_lists=NoLookups())
    report = verify(changed_after_signing(change).data, silent)
    finding = report.findings[0]
    assert (Outcome.INVALID, True, 1) == (
        finding.outcome,
        finding.code in codes,
        len(report.findings),
    ), finding


def object_paths(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the path of each object of a document, proof included."""
    if isinstance(value, dict):
        yield path
        for name, member in value.items():
            yield from object_paths(member, (*path, name))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from object_paths(item, (*path, index))


@pytest.mark.parametrize("path", list(object_paths(good_document())), ids=str)
def test_t21_undefined_member_at_every_depth_is_refused(path: tuple[str | int, ...]) -> None:
    """A member without a meaning was signed by nobody, wherever it stands."""
    case = changed_after_signing(put(*path, "evil", value=1))
    assert ("undefined_term",) == case.report().codes


@pytest.mark.parametrize("path", list(object_paths(good_document()))[1:], ids=str)
def test_t45_removed_object_is_noticed(path: tuple[str | int, ...]) -> None:
    """Nothing that was signed can be left out: the status entry least of all."""
    report = changed_after_signing(remove(*path)).report()
    assert Outcome.INVALID == report.outcome


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
    notes = [finding.code for finding in report.findings if finding.is_note]
    assert ((), codes) == (report.codes, notes)


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
