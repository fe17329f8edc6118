"""Schemas, newer versions, recipients, evidence, names, suspensions: good and near misses."""

import base64
import gzip
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest

from issuer import badges
from issuer.badges import Suspended, Valid
from issuer.clock import format_instant
from issuer.documents import write_document
from issuer.errors import UnavailableError
from issuer.verification import (
    Outcome,
    Recipient,
    Result,
    Services,
    Verdict,
    VerificationReport,
    verify,
    verify_address,
)
from tests.defects.world import NOW, Change, good_case, put
from tests.interop.credentials import (
    ACADEMY,
    CREDENTIAL,
    LIST_URL,
    STRANGER,
    badge,
    good_lists,
    services_for,
    signed_anyhow,
    status_list,
)

EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
SCHEMA_URL = "https://schemas.harbor.example/badge.json"
NEWER_URL = "https://badges.riverbend.example/refresh/1"
DRAFT = "https://json-schema.org/draft/2019-09/schema"


class Files:
    """LinkedFiles and BadgePages that know these bytes only, and count who asks."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files
        self.asked: list[str] = []

    def fetch(self, url: str) -> bytes:
        """Return the bytes; UnavailableError."""
        self.asked.append(url)
        if url not in self._files:
            raise UnavailableError("Nothing answers there")
        return self._files[url]

    def find(self, address: str) -> bytes:
        """Return the bytes; UnavailableError."""
        return self.fetch(address)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standings:
    """LocalStandings with one answer for everything."""

    answer: bool | None

    def is_suspended(self, credential_id: str, issuer_id: str) -> bool | None:
        """Return the answer, for the academy's badge alone."""
        return self.answer if (credential_id, issuer_id) == (CREDENTIAL, ACADEMY.did) else None

    def copy_of(self, key_id: str, sha256: str) -> None:
        """Know of no stolen key."""


def made(change: Change = lambda _: None, **options: Any) -> bytes:
    """Return a badge of the academy, changed and then signed."""
    document = badge(ACADEMY, NOW, **options)
    document["@context"].append(EXTENSIONS)
    change(document)
    return write_document(signed_anyhow(document, ACADEMY, NOW))


def looked_up(files: Mapping[str, bytes] | None = None, **ports: Any) -> Services:
    """Return services that find these files."""
    return replace(services_for(NOW), linked_files=Files(files or {}), **ports)


def named(report: VerificationReport, name: str) -> tuple[Result, str]:
    """Return result and code of one named check."""
    return next((check.result, check.code) for check in report.checks if check.name == name)


# Schemas


def with_schema(schema: Any, url: str = SCHEMA_URL, kind: str = "JsonSchema") -> VerificationReport:
    """Verify a badge that names a schema, which is served as given."""
    data = made(put("credentialSchema", value=[{"id": url, "type": kind}]))
    body = schema if isinstance(schema, bytes) else json.dumps(schema).encode()
    return verify(data, looked_up({SCHEMA_URL: body}))


GOOD_SCHEMA: dict[str, Any] = {
    "$schema": DRAFT,
    "type": "object",
    "required": ["name"],
    "properties": {"name": {"type": "string", "pattern": "^[A-Z][A-Za-z ]+$"}},
    "$defs": {"short": {"maxLength": 200}},
    "allOf": [{"properties": {"name": {"$ref": "#/$defs/short"}}}],
}


@pytest.mark.parametrize("kind", ["JsonSchema", "1EdTechJsonSchemaValidator2019"])
def test_named_schema_that_fits_is_passed(kind: str) -> None:
    """The schema is fetched once, and the whole document fits it."""
    report = with_schema(GOOD_SCHEMA, kind=kind)
    assert ((), (Result.PASS, "schema")) == (report.codes, named(report, "schema"))


@pytest.mark.parametrize(
    "url",
    [
        badges.ACHIEVEMENT_CREDENTIAL_SCHEMA,
        badges.ACHIEVEMENT_CREDENTIAL_SCHEMA.replace("achievement", "endorsement"),
    ],
)
def test_ob_51_official_schema_is_covered_by_our_own_rules(url: str) -> None:
    """Nothing is fetched for the schemas of the standard."""
    files = Files({})
    data = made(put("credentialSchema", value=[{"id": url, "type": "JsonSchema"}]))
    report = verify(data, replace(services_for(NOW), linked_files=files))
    assert ((Result.PASS, "schema"), []) == (named(report, "schema"), files.asked)


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"properties": {"name": {"const": "Another badge"}}}, "/name"),
        ({"required": ["awardedBy"]}, ""),
        ({"properties": {"evidence": {"maxItems": 0}}}, "/evidence"),
        ({"properties": {"name": {"pattern": "^[0-9]+$"}}}, "/name"),
    ],
)
def test_document_that_does_not_fit_its_schema_is_refused(
    change: dict[str, Any], pointer: str
) -> None:
    """The issuer promised a form, and the badge has another."""
    report = with_schema({"$schema": DRAFT, **change})
    finding = next(f for f in report.findings if f.check == "schema")
    assert (("schema_failed",), pointer) == (report.codes, finding.pointer)


_DOUBLING = {f"d{n}": {"allOf": [{"$ref": f"#/$defs/d{n + 1}"}] * 2} for n in range(40)}


@pytest.mark.parametrize(
    "schema",
    [
        b"<html>",
        {"$schema": "https://json-schema.org/draft-03/schema"},
        {"type": 5},
        {"$ref": "https://elsewhere.example/schema.json"},
        {"allOf": [{"$ref": "other.json"}]},
        {"$ref": "#/$defs/missing"},
        {"$ref": "#"},
        {"$ref": "#/$defs/d0", "$defs": {**_DOUBLING, "d40": {}}},
        {"properties": {"name": {"pattern": "^(a+)+$"}}},
        {"properties": {"name": {"pattern": "(a|b|c|d|e|f)x"}}},
        {"properties": {"name": {"pattern": ".*.*.*x"}}},
        {"patternProperties": {"(x+x+)+y": {}}},
        {"properties": {"name": {"pattern": "("}}},
        {"unevaluatedProperties": False},
    ],
    ids=range(14),
)
def test_schema_that_cannot_be_run_is_said_to_be_unchecked(schema: Any) -> None:
    """It is a note: the badge holds by the rules of the standard all the same."""
    report = with_schema(schema)
    assert ((), (Result.NOT_CHECKED, "schema_unchecked")) == (report.codes, named(report, "schema"))


def test_schema_out_of_reach_or_of_another_kind_is_unchecked() -> None:
    """Neither an address that is silent nor a strange validator is a refusal."""
    codes = [
        named(with_schema(GOOD_SCHEMA, url="https://silent.example/s"), "schema")[1],
        named(with_schema(GOOD_SCHEMA, kind="JsonSchemaCredential"), "schema")[1],
    ]
    assert ["schema_unchecked"] * 2 == codes


def test_nothing_is_fetched_before_the_proof_holds() -> None:
    """A stranger who changes an address makes nobody ask there."""
    data = made(put("credentialSchema", value=[{"id": SCHEMA_URL, "type": "JsonSchema"}]))
    files = Files({})
    verify(data.replace(b"harbor", b"hacker"), replace(services_for(NOW), linked_files=files))
    assert [] == files.asked


# Newer versions


def refreshing(newer: bytes | None) -> VerificationReport:
    """Verify a badge with a refresh service that answers as given."""
    data = made(put("refreshService", value={"id": NEWER_URL, "type": "1EdTechCredentialRefresh"}))
    return verify(data, looked_up({} if newer is None else {NEWER_URL: newer}))


def test_ob_46_newer_version_is_checked_in_its_place() -> None:
    """Same issuer, same id, later beginning, and every check made anew."""
    later = format_instant(NOW - timedelta(hours=1))
    report = refreshing(made(put("name", value="Vital Signs, second edition"), valid_from=later))
    assert report.facts is not None
    assert ((), "refreshed", "Vital Signs, second edition") == (
        report.codes,
        named(report, "newer_version")[1],
        report.facts.name,
    )


def test_ob_46_newer_version_that_expired_has_expired() -> None:
    """The newer one counts, also when it says less."""
    later = format_instant(NOW - timedelta(hours=2))
    ended = format_instant(NOW - timedelta(hours=1))
    assert ("expired",) == refreshing(made(valid_from=later, valid_until=ended)).codes


def _by_stranger() -> bytes:
    later = format_instant(NOW - timedelta(hours=1))
    return write_document(signed_anyhow(badge(STRANGER, NOW, valid_from=later), STRANGER, NOW))


def _forged() -> bytes:
    later = format_instant(NOW - timedelta(hours=1))
    return made(valid_from=later).replace(b"Patient", b"Doctor!")


@pytest.mark.parametrize(
    ("newer", "code"),
    [
        (None, "refresh_unchecked"),
        (b"<html>", "refresh_refused"),
        (b"{}", "refresh_refused"),
        (_by_stranger(), "refresh_refused"),
        (_forged(), "refresh_refused"),
        (made(put("id", value="https://badges.riverbend.example/credentials/other")),
         "refresh_refused"),
        (made(), "refresh_none"),
        (made(valid_from=format_instant(NOW - timedelta(days=9))), "refresh_none"),
    ],
    ids=["silent", "page", "empty", "stranger", "forged", "another badge", "same", "older"],
)  # fmt: skip
def test_ob_46_without_a_good_newer_version_the_original_counts(
    newer: bytes | None, code: str
) -> None:
    """A refresh can replace a badge, never break one."""
    report = refreshing(newer)
    assert report.facts is not None
    assert ((), code, "Patient Vital Signs") == (
        report.codes,
        named(report, "newer_version")[1],
        report.facts.name,
    )


def test_refresh_is_followed_once() -> None:
    """A newer version that names a newer one ends there."""
    later = format_instant(NOW - timedelta(hours=1))
    service = put("refreshService", value={"id": NEWER_URL, "type": "1EdTechCredentialRefresh"})
    files = Files({NEWER_URL: made(service, valid_from=later)})
    verify(made(service), replace(services_for(NOW), linked_files=files))
    assert [NEWER_URL] == files.asked


# Recipients

SALT = "Kosher"
HASH = "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399"


def given_to(recipient: Recipient, *identities: badges.IdentityObject) -> VerificationReport:
    """Verify a badge with these identities for an expected person."""
    change = put("credentialSubject", "identifier", value=[each.to_dict() for each in identities])
    return verify(made(change if identities else lambda _: None), looked_up(), recipient=recipient)


MAIL = badges.IdentityObject(
    hashed=True, identity_hash=HASH, identity_type="emailAddress", salt=SALT
)
NAME = badges.IdentityObject(hashed=False, identity_hash="Kestrel Löwe", identity_type="name")


@pytest.mark.parametrize(
    "recipient",
    [
        Recipient(email="a@example.com"),
        Recipient(email=" A@Example.com "),
        Recipient(name="kestrel  löwe"),
        Recipient(name="Kestrel Lo\u0308we"),
        Recipient(email="a@example.com", name="Kestrel Löwe"),
        Recipient(id="urn:uuid:6f5f5c0e-2b1d-4f0a-9a77-3d2c1b0a9f8e"),
    ],
    ids=range(6),
)
def test_ob_21_expected_person_is_recognised(recipient: Recipient) -> None:
    """By the vector of the standard, by name and by id; case and spaces of typing do not count."""
    report = given_to(recipient, MAIL, NAME)
    assert ((), (Result.PASS, "recipient")) == (report.codes, named(report, "recipient"))


@pytest.mark.parametrize(
    "recipient",
    [
        Recipient(email="b@example.com"),
        Recipient(email="a@example.com.attacker.example"),
        Recipient(email=HASH),
        Recipient(name="Wren Löwe"),
        Recipient(email="a@example.com", name="Wren Löwe"),
        Recipient(id="did:web:kestrel.example"),
    ],
    ids=range(6),
)
def test_ob_48_another_person_is_refused(recipient: Recipient) -> None:
    """One value that does not match is enough; a good signature does not help."""
    report = given_to(recipient, MAIL, NAME)
    assert (("recipient_mismatch",), Verdict.NOT_VALID) == (report.codes, report.verdict)


@pytest.mark.parametrize(
    ("recipient", "identities"),
    [
        (Recipient(email="a@example.com"), ()),
        (Recipient(email="a@example.com"), (NAME,)),
        (Recipient(name="Kestrel Löwe"), (MAIL,)),
    ],
    ids=["nobody named", "only a name", "only an address"],
)
def test_ob_48_what_cannot_be_compared_is_left_open(
    recipient: Recipient, identities: tuple[badges.IdentityObject, ...]
) -> None:
    """Not a refusal: many badges name nobody; and never a yes."""
    report = given_to(recipient, *identities)
    assert (("recipient_unknown",), Verdict.NOT_FULLY_CHECKED) == (report.codes, report.verdict)


def test_nobody_expected_nothing_asked() -> None:
    """The check appears only when somebody is expected."""
    report = given_to(Recipient(), MAIL)
    assert "recipient" not in {check.name for check in report.checks}


# Evidence

WORK = b"Twelve sets of readings."


def multihash(data: bytes) -> str:
    """Return the multibase multihash of SHA-256, written out by hand."""
    digest = b"\x12\x20" + hashlib.sha256(data).digest()
    return "u" + base64.urlsafe_b64encode(digest).decode().rstrip("=")


def with_evidence(digest: str, *files: bytes) -> VerificationReport:
    """Verify a badge whose evidence has this digest, with these files at hand."""
    data = made(put("evidence", 0, "digestMultibase", value=digest))
    return verify(data, looked_up(), evidence=files)


@pytest.mark.parametrize(
    ("digest", "files", "outcome", "code"),
    [
        (multihash(WORK), (WORK,), Outcome.VALID, "evidence_matches"),
        (multihash(WORK), (), Outcome.VALID, "evidence_unchecked"),
        (multihash(WORK), (WORK + b" ",), Outcome.INVALID, "evidence_differs"),
        (multihash(WORK), (b"",), Outcome.INVALID, "evidence_differs"),
        (multihash(WORK), (WORK, b"other"), Outcome.INVALID, "evidence_differs"),
        ("m" + multihash(WORK)[1:], (WORK,), Outcome.INDETERMINATE, "evidence_unknown"),
    ],
    ids=["same", "not given", "a blank more", "empty", "one of two", "another base"],
)
def test_evidence_is_compared_with_its_digest(
    digest: str, files: tuple[bytes, ...], outcome: Outcome, code: str
) -> None:
    """Files that are given are the signed ones, or the report says so."""
    report = with_evidence(digest, *files)
    assert (code, outcome) == (named(report, "evidence_digests")[1], report.outcome)


def test_evidence_in_base58_is_compared_too() -> None:
    """Known answer: multihash of SHA-256 of nothing in base58btc, as IPFS writes it."""
    empty = "zQmdfTbBqBPQ7VNxZEYEj14VmRuZBkqFbiwReogJgS1zR1n"
    assert () == with_evidence(empty, b"").codes


# Names


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("Riverbend Demo Academy", set()),
        ("École supérieure de Genève", set()),
        ("東京大学", set()),
        ("Riverb\u0435nd Academy", {"name_confusable"}),
        ("\u0420\u0430\u0443\u0440\u0430l", {"name_confusable"}),
        ("\u0391\u0392\u0395", {"name_confusable"}),
        ("River\u200bbend", {"name_hidden"}),
        ("River\u202ebend", {"name_hidden"}),
        ("Caf\u200dé", set()),
    ],
    ids=range(9),
)
def test_t32_names_that_may_deceive_are_remarked(name: str, codes: set[str]) -> None:
    """A warning, never a refusal: most names in other alphabets are honest."""
    report = verify(made(put("issuer", "name", value=name)), looked_up())
    found = {f.code for f in report.findings if f.check == "remarks"}
    assert ((), codes) == (report.codes, found)


def test_t32_name_of_a_badge_is_looked_at_too() -> None:
    """Row 32 speaks of school and badge."""
    change = put("credentialSubject", "achievement", "name", value="P\u0430tient")
    report = verify(made(change), looked_up())
    assert "name_confusable" in {f.code for f in report.findings}


# What only this installation knows


@pytest.mark.parametrize(
    ("answer", "codes", "code"),
    [
        (True, ("suspended_here",), "suspended_here"),
        (False, (), "not_suspended_here"),
        (None, (), "suspension_unpublished"),
    ],
    ids=["suspended", "not suspended", "not ours"],
)
def test_local_suspension_shows_in_our_answer(
    answer: bool | None, codes: tuple[str, ...], code: str
) -> None:
    """The public list is for revocation and cannot say it (README ruling 3)."""
    report = verify(made(), looked_up(local_standings=Standings(answer=answer)))
    standing = Suspended() if answer else Valid()
    assert (codes, code, standing) == (
        report.codes,
        named(report, "suspension")[1],
        report.standing,
    )


# Status in full


def status_entry(**members: Any) -> bytes:
    """Return a badge with other members of its status entry."""

    def change(document: dict[str, Any]) -> None:
        document["credentialStatus"].update(members)

    return made(change)


MEANINGS = [{"status": f"0x{n}", "message": text} for n, text in enumerate(("a", "b", "c", "d"))]


@pytest.mark.parametrize(
    ("purpose", "indices", "codes"),
    [
        ("revocation", [], ()),
        ("revocation", [10], ("revoked",)),
        ("message", [11], ("status_message",)),
        ("message", [], ()),
        ("refresh", [10], ()),
        ("colour", [10], ("status_message",)),
    ],
)
def test_bsl_2_entries_of_two_bits(
    purpose: str, indices: list[int], codes: tuple[str, ...]
) -> None:
    """Entry 5 of two bits are bits 10 and 11: only what revokes nothing is valid."""
    data = status_entry(
        statusListIndex="5", statusSize=2, statusMessage=MEANINGS, statusPurpose=purpose
    )
    bits = bytearray(32_768)
    for index in indices:
        bits[index >> 3] |= 0x80 >> (index & 7)
    served = status_list(ACADEMY, NOW, [], purpose=purpose, subject=_encoded(bytes(bits)))
    services = replace(looked_up(), status_lists=Files({LIST_URL: write_document(served)}))
    assert codes == verify(data, services).codes


def _encoded(bits: bytes) -> dict[str, str]:
    text = base64.urlsafe_b64encode(gzip.compress(bits, mtime=0)).decode().rstrip("=")
    return {"encodedList": "u" + text}


@pytest.mark.parametrize(
    ("served", "codes"),
    [
        ({"revokedCredential": []}, ()),
        ({"revokedCredential": [{"id": CREDENTIAL}]}, ("revoked",)),
        ({"revokedCredential": [{"id": CREDENTIAL, "revoked": False}]}, ()),
        ({"revokedCredential": 5}, ("status_unreadable",)),
        ({"revokedCredential": [], "issuer": STRANGER.did}, ("status_issuer",)),
        (b"<html>", ("status_unreadable",)),
        (None, ("status_unreachable",)),
    ],
    ids=["not listed", "listed", "taken back", "no list", "another issuer", "page", "silent"],
)
def test_ob_43_revocation_list_of_older_badges(served: Any, codes: tuple[str, ...]) -> None:
    """Read where the signed badge names it; what cannot be read is never "not revoked"."""
    url = "https://badges.riverbend.example/revoked.json"
    entry = put("credentialStatus", value={"id": url, "type": "1EdTechRevocationList"})
    body = served if isinstance(served, bytes) else json.dumps(served).encode()
    lists = Files({} if served is None else {url: body})
    report = verify(made(entry), replace(services_for(NOW), status_lists=lists))
    assert codes == report.codes


def test_lists_that_were_read_are_named_with_their_version() -> None:
    """A receipt says by which version of the list the badge was not revoked."""
    report = verify(made(), looked_up())
    data = good_lists(NOW)[LIST_URL]
    assert [(LIST_URL, hashlib.sha256(data).hexdigest(), NOW - timedelta(hours=1))] == [
        (each.url, each.sha256, each.valid_from) for each in report.lists
    ]


# The report as a whole


def test_every_named_check_is_there_whatever_happened() -> None:
    """Eleven names for a good badge, a forged one and rubbish."""
    reports = [verify(data, looked_up()) for data in (made(), _forged(), b"rubbish", b"{}")]
    assert [11] * 4 == [len(report.checks) for report in reports]


def test_checks_behind_a_failed_step_are_not_reached() -> None:
    """Nothing is shown as passed that nobody looked at."""
    report = verify(_forged(), looked_up())
    shown = {check.name: (check.result, check.code) for check in report.checks}
    assert (Result.FAIL, "proof") == shown["signature"]
    behind = ("key_of_issuer", "dates", "revocation", "suspension", "schema", "endorsements")
    assert {(Result.NOT_CHECKED, "not_reached")} == {shown[name] for name in behind}


@pytest.mark.parametrize(
    ("data", "trusted", "verdict"),
    [
        (made(), True, Verdict.VALID),
        (write_document(signed_anyhow(badge(STRANGER, NOW, credential_status=None), STRANGER, NOW)),
         False, Verdict.VALID_ISSUER_UNKNOWN),
        (_forged(), True, Verdict.NOT_VALID),
        (made(put("credentialStatus", "statusListCredential", value="https://silent.example/1")),
         True, Verdict.NOT_FULLY_CHECKED),
    ],
    ids=["valid", "issuer unknown", "not valid", "not fully checked"],
)  # fmt: skip
def test_verdict_is_one_of_four(data: bytes, verdict: Verdict, *, trusted: bool) -> None:
    """The four words, each by a badge that deserves it."""
    del trusted
    assert verdict == verify(data, looked_up()).verdict


def test_facts_name_alignment_and_learner() -> None:
    """What was proven, and for whom."""
    report = given_to(Recipient(), MAIL, NAME)
    facts = report.facts
    assert facts is not None
    assert ("Take vital signs", "Riverbend Health Sciences Framework") == (
        facts.alignments[0].name,
        facts.alignments[0].framework,
    )
    assert [("emailAddress", None), ("name", "Kestrel Löwe")] == [
        (each.type, each.value) for each in facts.recipients
    ]


def test_address_is_followed_to_its_badge() -> None:
    """The page of any host leads to the same report as its file."""
    pages = Files({"https://badges.riverbend.example/badges/1": made()})
    services = looked_up(badge_pages=pages)
    found = verify_address("https://badges.riverbend.example/badges/1", services)
    lost = verify_address("https://silent.example/1", services)
    assert (Verdict.VALID, ("address",), Verdict.NOT_FULLY_CHECKED) == (
        found.verdict,
        lost.codes,
        lost.verdict,
    )


def test_good_case_of_the_corpus_passes_every_check_that_was_made() -> None:
    """Nothing here makes an ordinary badge worse."""
    assert Verdict.VALID == good_case().report().verdict
