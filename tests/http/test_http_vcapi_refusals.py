"""What issuing refuses before anything is kept, allocated or signed, and verifying too.

VC specification, section 8, list of refusals 1 to 12; section 2, DM-1 to DM-10.
"""

import hashlib
from base64 import b64encode
from typing import Any

import pytest

from issuer.vocab import (
    CREDENTIALS_V1,
    CREDENTIALS_V2,
    EXAMPLES_V2,
    UNDEFINED_TERMS_V2,
    held_bytes,
)
from tests.vcapi import ENDPOINTS, Change, Generic, with_context, with_members, without

MALFORMED = "https://www.w3.org/TR/vc-data-model#MALFORMED_VALUE_ERROR"
DATA_LOSS = "https://w3id.org/security#DATA_LOSS_DETECTION_ERROR"
RANGE = "https://www.w3.org/TR/vc-data-model#RANGE_ERROR"
KINDS = {"undefined_term": DATA_LOSS, "unsigned_value": DATA_LOSS, "status_range": RANGE}


def sri(data: bytes, name: str = "sha256") -> str:
    """Return the digest of bytes as Subresource Integrity writes it."""
    return f"{name}-{b64encode(hashlib.new(name, data).digest()).decode()}"


def subject(**members: Any) -> Change:
    """Return a change of the subject."""
    return lambda document: document["credentialSubject"].update(members)


def related(*entries: Any) -> Change:
    """Return a change that names related resources."""
    return with_members(relatedResource=list(entries))


def inline(**words: Any) -> Change:
    """Return a change that puts a context into the document; `_x` stands for `@x`."""
    context = {("@" + n[1:] if n.startswith("_") else n): v for n, v in words.items()}
    return with_context(context, EXAMPLES_V2)


ENTRY = {
    "id": "https://status.example/1#7",
    "type": "BitstringStatusListEntry",
    "statusPurpose": "revocation",
    "statusListIndex": "7",
    "statusListCredential": "https://status.example/1",
}
CONTEXT = held_bytes(CREDENTIALS_V2) or b""
GOOD = sri(CONTEXT)
FILE = "https://files.example/a"

ROWS: list[tuple[str, Change, str]] = [
    ("1 no context", without("@context"), "context"),
    ("1 a number as context", with_members(**{"@context": 7}), "context"),
    ("1 an object as context", with_members(**{"@context": {"a": "https://a.example"}}), "context"),
    ("1 a text as context", with_members(**{"@context": CREDENTIALS_V2}), "context"),
    ("1 no contexts", with_members(**{"@context": []}), "context"),
    ("1 null as context", with_members(**{"@context": None}), "context"),
    ("1 another first context",
     with_members(**{"@context": [EXAMPLES_V2, CREDENTIALS_V2]}), "context"),
    ("1 no URL as context", with_context("not a url"), "context"),
    ("1 a number among contexts", with_context(7), "context"),
    ("1 a context of elsewhere", with_context("https://elsewhere.example/v1"), "context"),
    ("2 no type", without("type"), "type"),
    ("2 null as type", with_members(type=None), "type"),
    ("2 no types", with_members(type=[]), "type"),
    ("2 a number among types", with_members(type=["VerifiableCredential", 7]), "type"),
    ("2 without VerifiableCredential", with_members(type=["ExampleSkillCredential"]), "type"),
    ("2 another type as text", with_members(type="ExampleSkillCredential"), "type"),
    ("2 a type without meaning",
     lambda d: d.update({"@context": [CREDENTIALS_V2]}), "undefined_term"),
    ("2 a type mapped to no URL", inline(ExampleSkillCredential="notaurl"), "jsonld"),
    ("3 null as id", with_members(id=None), "id"),
    ("3 an array as id", with_members(id=["urn:a:b"]), "id"),
    ("3 no URL as id", with_members(id="not-a-url"), "id"),
    ("3 a space in the id", with_members(id="urn:a b"), "id"),
    ("3 a number as id", with_members(id=7), "id"),
    ("3 null as id of the subject", subject(id=None), "id"),
    ("3 no URL as id of the subject", subject(id="kestrel"), "id"),
    ("3 two ids of the subject", subject(id=["did:a:b", "did:a:c"]), "id"),
    ("3 no URL deep inside", subject(skill={"id": "knots", "name": "Knots"}), "id"),
    ("3 null as id of a status", with_members(credentialStatus={**ENTRY, "id": None}), "id"),
    ("3 no URL as id of a status", with_members(credentialStatus={**ENTRY, "id": "x"}), "id"),
    ("3 no URL as id of evidence", with_members(evidence={"id": "x", "type": "Seen"}), "id"),
    ("3 no URL as id of terms", with_members(termsOfUse={"id": "x", "type": "Seen"}), "id"),
    ("3 no URL as id of a refresh service",
     with_members(refreshService={"id": "x", "type": "Seen"}), "id"),
    ("4 no issuer", without("issuer"), "id"),
    ("4 null as issuer", with_members(issuer=None), "id"),
    ("4 a number as issuer", with_members(issuer=7), "id"),
    ("4 two issuers", with_members(issuer=["did:a:b"]), "id"),
    ("4 no URL as issuer", with_members(issuer="academy"), "id"),
    ("4 an issuer without id", with_members(issuer={"name": "Academy"}), "id"),
    ("4 an issuer with null as id", with_members(issuer={"id": None}), "id"),
    ("5 no subject", without("credentialSubject"), "subject"),
    ("5 null as subject", with_members(credentialSubject=None), "subject"),
    ("5 a text as subject", with_members(credentialSubject="did:example:kestrel"), "subject"),
    ("5 a subject without a claim", with_members(credentialSubject={}), "subject"),
    ("5 no subjects", with_members(credentialSubject=[]), "subject"),
    ("5 one of two without a claim",
     with_members(credentialSubject=[{"id": "did:a:b"}, {}]), "subject"),
    ("5 a number among subjects", with_members(credentialSubject=[7]), "subject"),
    ("6 an undefined term",
     lambda d: d.update({"@context": [CREDENTIALS_V2], "type": ["VerifiableCredential"]}),
     "undefined_term"),
    ("6 an undefined term deep inside",
     lambda d: d.update({
         "@context": [CREDENTIALS_V2, {"skill": "https://a.example/skill"}],
         "type": ["VerifiableCredential"],
         "credentialSubject": {"skill": {"id": "urn:a:b", "depth": "no meaning"}},
     }), "undefined_term"),
    ("6 undefined terms admitted before the last context",
     with_context(UNDEFINED_TERMS_V2, EXAMPLES_V2), "context"),
    ("6 type defined anew", inline(type="https://a.example/type"), "context"),
    ("6 id defined anew", inline(id="https://a.example/id"), "context"),
    ("6 a protected type defined anew",
     inline(VerifiableCredential="https://a.example/VC"), "context"),
    ("6 a protected term defined anew", inline(issuer="https://a.example/issuer"), "context"),
    ("6 a base", inline(_base="https://a.example/"), "context"),
    ("6 an import", inline(_import="https://a.example/"), "context"),
    ("6 a relative vocabulary", inline(_vocab="words/"), "context"),
    ("6 blank nodes as vocabulary", inline(_vocab="_:b"), "context"),
    ("6 a word like a keyword", inline(_nothing="https://a.example/"), "context"),
    ("6 a keyword under another name", inline(skill="@nest"), "context"),
    ("6 a word without meaning by null", inline(skill=None), "context"),
    ("6 a reverse property", inline(skill={"@reverse": "https://a.example/s"}), "context"),
    ("6 a container of graphs",
     inline(skill={"@id": "https://a.example/s", "@container": "@graph"}), "context"),
    ("6 a container of indices",
     inline(skill={"@id": "https://a.example/s", "@container": ["@index"]}), "context"),
    ("6 JSON as a value",
     inline(skill={"@id": "https://a.example/s", "@type": "@json"}), "context"),
    ("6 a scoped context of elsewhere",
     inline(skill={"@id": "https://a.example/s", "@context": "https://a.example/c"}), "context"),
    ("6 a scoped context with a base",
     inline(skill={"@id": "https://a.example/s", "@context": {"@base": "https://a.example"}}),
     "context"),
    ("6 a word without a name", with_context({"": "https://a.example/"}, EXAMPLES_V2), "context"),
    ("7 a date without a zone", with_members(validFrom="2026-01-01T00:00:00"), "date"),
    ("7 a day alone", with_members(validFrom="2026-01-01"), "date"),
    ("7 a day that never was", with_members(validFrom="2026-02-30T00:00:00Z"), "date"),
    ("7 an offset of a day", with_members(validFrom="2026-01-01T00:00:00+24:00"), "date"),
    ("7 a number as date", with_members(validUntil=1767225600), "date"),
    ("7 null as date", with_members(validUntil=None), "date"),
    ("7 an end before its beginning", with_members(validUntil="2025-12-31T00:00:00Z"), "date"),
    ("7 an end before its beginning by the zone",
     with_members(validUntil="2026-01-01T00:30:00+01:00"), "date"),
    *(
        (f"8 {name} without type", with_members(**{name: {"id": FILE}}), "required")
        for name in ("credentialStatus", "credentialSchema", "evidence", "termsOfUse",
                     "refreshService", "confidenceMethod", "renderMethod")
    ),
    *(
        (f"8 {name} as text", with_members(**{name: FILE}), "required")
        for name in ("credentialStatus", "evidence", "termsOfUse", "refreshService")
    ),
    ("8 one of two without type",
     with_members(evidence=[{"type": "Seen"}, {"id": FILE}]), "required"),
    ("8 null as type of evidence", with_members(evidence={"type": None}), "type"),
    ("8 a schema without id", with_members(credentialSchema={"type": "JsonSchema"}), "required"),
    ("8 a schema with no URL as id",
     with_members(credentialSchema={"id": "x", "type": "JsonSchema"}), "id"),
    ("8 a status type without meaning",
     lambda d: d.update({
         "@context": [CREDENTIALS_V2], "type": "VerifiableCredential",
         "credentialSubject": {"id": "did:example:a"},
         "credentialStatus": {"id": "urn:a:b", "type": "Unheard"},
     }), "undefined_term"),
    ("8 a number as index", with_members(credentialStatus={**ENTRY, "statusListIndex": 7}),
     "status_range"),
    ("8 words as index", with_members(credentialStatus={**ENTRY, "statusListIndex": "one"}),
     "status_range"),
    ("8 a negative index", with_members(credentialStatus={**ENTRY, "statusListIndex": "-1"}),
     "status_range"),
    ("8 a padded index", with_members(credentialStatus={**ENTRY, "statusListIndex": "07"}),
     "status_range"),
    ("8 no purpose", with_members(credentialStatus={**ENTRY, "statusPurpose": ""}),
     "status_purpose"),
    ("8 no list", with_members(credentialStatus={**ENTRY, "statusListCredential": "list"}),
     "status_entry"),
    ("9 texts as related resources", with_members(relatedResource=[FILE]), "related"),
    ("9 a related resource without id", related({"digestSRI": GOOD}), "related"),
    ("9 a related resource with no URL as id", related({"id": "x", "digestSRI": GOOD}), "id"),
    ("9 a related resource twice",
     related({"id": FILE, "digestSRI": GOOD}, {"id": FILE, "digestSRI": GOOD}), "related"),
    ("9 a related resource without digest", related({"id": FILE}), "related"),
    ("9 a digest of another kind", related({"id": FILE, "digestSRI": "md5-AAAA"}), "related"),
    ("9 a digest that is no base64", related({"id": FILE, "digestSRI": "sha256-A"}), "related"),
    ("9 a number as digest", related({"id": FILE, "digestSRI": 7}), "related"),
    ("9 another multihash", related({"id": FILE, "digestMultibase": "uAAAA"}), "related"),
    ("9 another multibase", related({"id": FILE, "digestMultibase": "f1220"}), "related"),
    ("9 no base58", related({"id": FILE, "digestMultibase": "z0OIl"}), "related"),
    ("9 a wrong digest of what is held",
     related({"id": CREDENTIALS_V2, "digestSRI": sri(b"other")}), "related_digest"),
    ("9 a wrong strongest digest",
     related({"id": CREDENTIALS_V2, "digestSRI": f"{GOOD} {sri(b'other', 'sha384')}"}),
     "related_digest"),
    ("10 a number as name", with_members(name=7), "language"),
    ("10 a language without text", with_members(name={"@language": "en"}), "language"),
    ("10 a number as text", with_members(name={"@value": 7}), "language"),
    ("10 a third member", with_members(description={"@value": "x", "url": FILE}), "language"),
    ("10 one of two", with_members(name=["Knots", {"@value": None}]), "language"),
    ("10 an ill-formed language", with_members(name={"@value": "x", "@language": "en_GB"}),
     "language"),
    ("10 another direction", with_members(name={"@value": "x", "@direction": "up"}), "language"),
    ("10 the issuer's name", lambda d: d.update(issuer={"id": d["issuer"], "name": 7}), "language"),
    ("11 a control character", subject(skill="knots\u0007"), "characters"),
    ("11 a half-precise number", subject(skill=1e-7), "number"),
    ("11 null", subject(skill=None), "unsigned_value"),
    ("11 an empty object", subject(skill={}), "unsigned_value"),
    ("11 an array in an array", subject(skill=[["knots"]]), "array"),
    ("11 a keyword", subject(**{"@graph": [{"skill": "knots"}]}), "keyword"),
    ("12 the older data model", with_members(**{"@context": [CREDENTIALS_V1]}), "context"),
]  # fmt: skip


@pytest.fixture(scope="module")
def house() -> Generic:
    """Return one profile for all rows: none of them leaves a trace."""
    return Generic()


@pytest.mark.parametrize("endpoint", ENDPOINTS)
@pytest.mark.parametrize(("says", "change", "code"), ROWS, ids=[row[0] for row in ROWS])
def test_issuing_refuses(
    house: Generic, endpoint: str, says: str, change: Change, code: str
) -> None:
    """Each row is 400 with its problem type, and nothing was taken, kept or signed."""
    document = house.credential(change)
    own_status = endpoint == "status/" and "credentialStatus" in document
    answer = house.issue(document, endpoint)

    expected = {code, "status_entry"} if own_status else {code}
    assert answer.get_json()["code"] in expected, says
    assert (400, KINDS.get(answer.get_json()["code"], MALFORMED)) == (
        answer.status_code,
        answer.get_json()["type"],
    )
    assert house.services.kept.taken() == 0


#: What we refuse to sign but must read from others (README ruling 11).
READ_FROM_OTHERS = ("11 a control character",)


@pytest.mark.parametrize(
    ("says", "change", "code"),
    [row for row in ROWS if row[0] not in READ_FROM_OTHERS],
    ids=[row[0] for row in ROWS if row[0] not in READ_FROM_OTHERS],
)
def test_verifying_refuses(house: Generic, says: str, change: Change, code: str) -> None:
    """The same rows are not verified, by the same code, whatever their proof says."""
    proof = house.issued(house.credential())["proof"]
    document = {**house.credential(change), "proof": proof}
    answer = house.verify(document)

    assert (400, False) == (answer.status_code, answer.get_json()["verified"]), says
    assert answer.get_json()["codes"] == [code]
    assert answer.get_json()["problemDetails"][0]["type"] == KINDS.get(code, MALFORMED)


def test_malformed_place_is_named(house: Generic) -> None:
    """The property path stands in `detail`, for people and for other programs (DM-15)."""
    document = house.credential(with_members(evidence=[{"type": "Seen"}, {"id": FILE}]))
    problem = house.verify({**document, "proof": {}}).get_json()["problemDetails"][0]

    assert problem["pointer"] == "/evidence/1/type"
    assert "/evidence/1/type" in problem["detail"]
