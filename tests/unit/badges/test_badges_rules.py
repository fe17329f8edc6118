"""What `check_rules` and `check_issuing` refuse, one near miss per row."""

import copy
import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest

from issuer.badges import (
    EXTENSIONS,
    AchievementCredential,
    EndorsementCredential,
    check_issuing,
    check_rules,
    same_credential,
)
from issuer.errors import IssuerError
from tests.corpora import shared

NOW = datetime(2026, 5, 1, tzinfo=UTC)
GONE = object()

RUBRIC = "https://badges.example/achievements/teamwork/1#rubric"
LEVEL = "https://badges.example/achievements/teamwork/1#proficient"


def badge() -> dict[str, Any]:
    """Return a badge in which every rule has something to hold on to."""
    return {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "id": "https://badges.example/credentials/1",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Teamwork",
        "validFrom": "2026-04-10T15:00:00Z",
        "validUntil": "2028-04-10T15:00:00Z",
        "awardedDate": "2026-04-10T15:00:00Z",
        "image": {"id": "https://badges.example/1.png", "type": "Image"},
        "issuer": {
            "id": "did:web:badges.example",
            "type": ["Profile"],
            "name": "Riverbend Demo Academy",
            "url": "https://badges.example",
            "otherIdentifier": [
                {"type": "IdentifierEntry", "identifier": "R1", "identifierType": "sourcedId"}
            ],
        },
        "credentialSubject": {
            "id": "urn:uuid:2b0c7f66-3f0e-4f0e-8c55-6b1d2e9c4f02",
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "hashed": False,
                    "identityHash": "kestrel",
                    "identityType": "userName",
                }
            ],
            "creditsEarned": 1.5,
            "activityStartDate": "2026-01-12T08:00:00Z",
            "result": [
                {"type": ["Result"], "resultDescription": RUBRIC, "achievedLevel": LEVEL},
                {
                    "type": ["Result"],
                    "resultDescription": "https://badges.example/a#status",
                    "status": "Completed",
                },
            ],
            "achievement": {
                "id": "https://badges.example/achievements/teamwork/1",
                "type": ["Achievement"],
                "name": "Teamwork",
                "description": "Works with others.",
                "criteria": {"narrative": "Lead one project."},
                "achievementType": "Badge",
                "inLanguage": "en-US",
                "alignment": [
                    {
                        "type": ["Alignment"],
                        "targetName": "Teamwork",
                        "targetUrl": "https://case.example/1",
                        "targetType": "CFItem",
                    }
                ],
                "related": [{"id": "https://badges.example/es", "type": ["Related"]}],
                "resultDescription": [
                    {
                        "id": RUBRIC,
                        "type": ["ResultDescription"],
                        "name": "Technique",
                        "resultType": "RubricCriterionLevel",
                        "requiredLevel": LEVEL,
                        "rubricCriterionLevel": [
                            {
                                "id": LEVEL,
                                "type": ["RubricCriterionLevel"],
                                "name": "Proficient",
                                "level": "1",
                            }
                        ],
                    },
                    {
                        "id": "https://badges.example/a#status",
                        "type": ["ResultDescription"],
                        "name": "Status",
                        "resultType": "Status",
                    },
                ],
            },
        },
        "evidence": [{"id": "urn:uuid:1", "type": ["Evidence"], "name": "Record"}],
        "endorsement": [endorsement()],
        "credentialStatus": {
            "id": "https://badges.example/status/1#7",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": "7",
            "statusListCredential": "https://badges.example/status/1",
        },
    }


def endorsement() -> dict[str, Any]:
    """Return an endorsement with a proof of its own, whose value nobody checks here."""
    return {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "id": "urn:uuid:7d1f5a0e-3f4b-4d0e-8a55-5f2f6f0b9d21",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "Endorsement of Teamwork",
        "issuer": {
            "id": "did:web:guild.example",
            "type": ["Profile"],
            "name": "Guild",
            "url": "https://guild.example",
        },
        "validFrom": "2026-03-01T00:00:00Z",
        "credentialSubject": {
            "id": "https://badges.example/achievements/teamwork/1",
            "type": ["EndorsementSubject"],
            "endorsementComment": "What we ask for.",
        },
        "proof": [{"type": "DataIntegrityProof", "proofValue": "z1"}],
    }


def example() -> dict[str, Any]:
    """Return the complete signed badge of the specification (section 13)."""
    text = shared("spec/open-badges.md").read_text(encoding="utf-8")
    found = re.search(r"## 13\..*?```json\n(.*?)```", text, re.DOTALL)
    assert found is not None
    document: dict[str, Any] = json.loads(found[1])
    return document


def altered(document: dict[str, Any], pointer: str, value: object) -> dict[str, Any]:
    """Return the document with one member replaced, added or, with GONE, removed."""
    changed = copy.deepcopy(document)
    *path, last = pointer[1:].split("/")
    target: Any = changed
    for step in path:
        target = target[int(step) if isinstance(target, list) else step]
    name: Any = int(last) if isinstance(target, list) else last
    if value is GONE:
        del target[name]
    else:
        target[name] = value
    return changed


def test_the_complete_example_passes_and_round_trips() -> None:
    """The badge of the specification keeps every member and every character."""
    document = example()
    check_rules(document)
    check_issuing(document, now=NOW)
    assert document == AchievementCredential.from_dict(document).to_dict()


def test_the_badge_of_this_file_has_no_fault_before_it_is_altered() -> None:
    """Each near miss below differs from a good badge in one place."""
    check_rules(badge())
    check_issuing(badge(), now=NOW)


def test_an_endorsement_of_its_own_passes_and_round_trips() -> None:
    """An endorsement is a credential too, signed or not."""
    document = endorsement()
    check_rules(altered(document, "/proof", GONE))
    check_issuing(document, now=NOW)
    assert document == EndorsementCredential.from_dict(document).to_dict()


S = "/credentialSubject"
A = "/credentialSubject/achievement"
R = "/credentialSubject/achievement/resultDescription"
V2, OB = badge()["@context"]

NEAR_MISSES = [
    ("/@context", GONE, "/@context", "required"),
    ("/@context", V2, "/@context/1", "context"),
    ("/@context", [OB, V2], "/@context/0", "context"),
    ("/@context", [], "/@context/0", "context"),
    ("/@context/0", "https://www.w3.org/ns/credentials/v2/", "/@context/0", "context"),
    ("/@context/1", OB + "x", "/@context/1", "context"),
    ("/@context/1", "http" + OB[5:], "/@context/1", "context"),
    ("/@context/1", OB.replace("-3.0.3", ""), "/@context/1", "context"),
    ("/@context/1", OB.replace("3.0.3", "3.0.1"), "/@context/1", "context"),
    ("/@context/1", {"name": "https://schema.org/name"}, "/@context/1", "context"),
    ("/id", GONE, "/id", "required"),
    ("/id", "credentials/1", "/id", "uri"),
    ("/id", "https://badges.example/a b", "/id", "uri"),
    ("/id", 7, "/id", "shape"),
    ("/type", "OpenBadgeCredential", "/type", "type"),
    ("/type", ["VerifiableCredential"], "/type", "type"),
    ("/type/1", 7, "/type/1", "shape"),
    ("/name", ["Teamwork"], "/name", "shape"),
    ("/validFrom", GONE, "/validFrom", "required"),
    ("/validFrom", "2026-04-10", "/validFrom", "date"),
    ("/validFrom", "2026-04-10T15:00:00", "/validFrom", "date"),
    ("/validUntil", "2026-04-10T14:59:59Z", "/validUntil", "date"),
    ("/awardedDate", "2026-02-30T15:00:00Z", "/awardedDate", "date"),
    ("/issuer", GONE, "/issuer", "required"),
    ("/issuer", "Riverbend", "/issuer", "uri"),
    ("/issuer", ["did:web:badges.example"], "/issuer", "shape"),
    ("/issuer/id", GONE, "/issuer/id", "required"),
    ("/issuer/type", ["Organization"], "/issuer/type", "type"),
    ("/issuer/url", "badges.example", "/issuer/url", "uri"),
    ("/issuer/otherIdentifier/0/type", "Entry", "/issuer/otherIdentifier/0/type", "type"),
    (
        "/issuer/otherIdentifier/0/identifierType",
        "ext:with space",
        "/issuer/otherIdentifier/0/identifierType",
        "vocabulary",
    ),
    ("/issuer/otherIdentifier/0/note", "x", "/issuer/otherIdentifier/0/note", "closed"),
    ("/image", "https://badges.example/1.png", "/image", "shape"),
    ("/image/id", "http://badges.example/1.png", "/image/id", "uri"),
    ("/image/id", "data:text/html,x", "/image/id", "uri"),
    ("/image/type", ["Image"], "/image/type", "type"),
    ("/image/width", 5, "/image/width", "closed"),
    (S, [badge()["credentialSubject"]], S, "shape"),
    (
        S,
        {name: badge()["credentialSubject"][name] for name in ("type", "achievement")},
        f"{S}/id",
        "required",
    ),
    (f"{S}/type", ["Person"], f"{S}/type", "type"),
    (f"{S}/creditsEarned", "1.5", f"{S}/creditsEarned", "shape"),
    (f"{S}/creditsEarned", True, f"{S}/creditsEarned", "shape"),
    (f"{S}/activityStartDate", "2026-01-12", f"{S}/activityStartDate", "date"),
    (f"{S}/identifier/0/hashed", "false", f"{S}/identifier/0/hashed", "shape"),
    (f"{S}/identifier/0/identityHash", GONE, f"{S}/identifier/0/identityHash", "required"),
    (f"{S}/identifier/0/identityType", "email", f"{S}/identifier/0/identityType", "vocabulary"),
    (f"{S}/identifier/0/name", "Kestrel", f"{S}/identifier/0/name", "closed"),
    (f"{S}/result", {"type": ["Result"]}, f"{S}/result", "shape"),
    (f"{S}/result/0/type", ["Score"], f"{S}/result/0/type", "type"),
    (f"{S}/result/0/value", 46, f"{S}/result/0/value", "shape"),
    (f"{S}/result/0/resultDescription", LEVEL, f"{S}/result/0/resultDescription", "reference"),
    (f"{S}/result/0/resultDescription", GONE, f"{S}/result/0/achievedLevel", "reference"),
    (f"{S}/result/0/achievedLevel", RUBRIC, f"{S}/result/0/achievedLevel", "reference"),
    (f"{S}/result/1/status", "Done", f"{S}/result/1/status", "vocabulary"),
    (f"{S}/result/1/status", "ext:Done", f"{S}/result/1/status", "vocabulary"),
    (f"{S}/result/1/status", GONE, f"{S}/result/1/status", "required"),
    (A, GONE, A, "required"),
    (A, "https://badges.example/achievements/teamwork/1", A, "shape"),
    (f"{A}/name", GONE, f"{A}/name", "required"),
    (f"{A}/name", "", f"{A}/name", "required"),
    (f"{A}/description", GONE, f"{A}/description", "required"),
    (f"{A}/criteria", GONE, f"{A}/criteria", "required"),
    (f"{A}/criteria", {}, f"{A}/criteria/narrative", "required"),
    (f"{A}/criteria", {"type": "Criteria"}, f"{A}/criteria/narrative", "required"),
    (f"{A}/achievementType", "MicroBadge", f"{A}/achievementType", "vocabulary"),
    (f"{A}/achievementType", "my ext:Thing", f"{A}/achievementType", "vocabulary"),
    (f"{A}/achievementType", "ext:Thing!", f"{A}/achievementType", "vocabulary"),
    (f"{A}/achievementType", "ext:", f"{A}/achievementType", "vocabulary"),
    (f"{A}/inLanguage", "english", f"{A}/inLanguage", "language"),
    (f"{A}/inLanguage", "en_US", f"{A}/inLanguage", "language"),
    (f"{A}/creator", "https://badges.example/p", f"{A}/creator", "shape"),
    (f"{A}/tag", "team", f"{A}/tag", "shape"),
    (f"{A}/alignment/0/targetUrl", GONE, f"{A}/alignment/0/targetUrl", "required"),
    (f"{A}/alignment/0/targetUrl", "/items/1", f"{A}/alignment/0/targetUrl", "uri"),
    (f"{A}/alignment/0/targetType", "CFitem", f"{A}/alignment/0/targetType", "vocabulary"),
    (f"{A}/related/0/id", GONE, f"{A}/related/0/id", "required"),
    (f"{R}/0/resultType", "Rubric", f"{R}/0/resultType", "vocabulary"),
    (f"{R}/0/requiredLevel", RUBRIC, f"{R}/0/requiredLevel", "reference"),
    (f"{R}/0/requiredValue", 40, f"{R}/0/requiredValue", "shape"),
    (f"{R}/1/id", RUBRIC, f"{R}/1/id", "repeated_id"),
    (
        f"{R}/0/rubricCriterionLevel/0/points",
        2,
        f"{R}/0/rubricCriterionLevel/0/points",
        "shape",
    ),
    ("/evidence", {"type": ["Evidence"]}, "/evidence", "shape"),
    ("/evidence/0/type", ["Artifact"], "/evidence/0/type", "type"),
    ("/evidence/0/id", "data:text/plain,hello", "/evidence/0/id", "uri"),
    ("/credentialStatus", [badge()["credentialStatus"]], "/credentialStatus", "shape"),
    ("/credentialStatus/statusListIndex", 7, "/credentialStatus/statusListIndex", "shape"),
    ("/credentialStatus/statusListIndex", "07", "/credentialStatus/statusListIndex", "shape"),
    ("/endorsement/0/name", GONE, "/endorsement/0/name", "required"),
    ("/endorsement/0/proof", GONE, "/endorsement/0/proof", "required"),
    ("/endorsement/0/@context", GONE, "/endorsement/0/@context", "required"),
    ("/endorsement/0/type", ["VerifiableCredential"], "/endorsement/0/type", "type"),
    (
        "/endorsement/0/credentialSubject/type",
        ["AchievementSubject"],
        "/endorsement/0/credentialSubject/type",
        "type",
    ),
    (
        "/refreshService",
        {"id": "https://badges.example/r", "type": "1EdTechCredentialRefresh"},
        "/refreshService/type",
        "context",
    ),
    (
        f"{A}/creator",
        {"id": "did:web:badges.example", "type": ["Profile"], "name": "Another name"},
        f"{A}/creator/name",
        "repeated_id",
    ),
    (
        f"{A}/related/0",
        {"id": "urn:uuid:1", "type": ["Related"], "name": "Forged"},
        "/evidence/0/name",
        "repeated_id",
    ),
]


@pytest.mark.parametrize(("pointer", "value", "place", "code"), NEAR_MISSES)
def test_a_near_miss_is_refused_at_its_place(
    pointer: str, value: object, place: str, code: str
) -> None:
    """Whoever made the document learns which member to change, and why."""
    with pytest.raises(IssuerError) as caught:
        check_rules(altered(badge(), pointer, value))
    assert (place, code) == (caught.value.pointer, caught.value.code)


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("/issuer", "did:web:badges.example"),
        ("/type", ["VerifiableCredential", "AchievementCredential"]),
        ("/name", GONE),
        ("/@context/1", OB.replace("3.0.3", "3.0.2")),
        ("/validFrom", "2026-04-10T17:00:00.5+02:00"),
        ("/evidence", []),
        ("/issuer/image", {"id": "data:image/png;base64,AA", "type": "Image"}),
        ("/image/id", "http://127.0.0.1:8000/1.png"),
        (f"{A}/achievementType", "ext:Level.2_a-b"),
        (f"{A}/criteria", {"id": "https://badges.example/criteria"}),
        (f"{A}/type", "Achievement"),
        (f"{A}/creator", {"id": "did:web:badges.example", "type": ["Profile"]}),
        (f"{S}/id", GONE),
        (f"{S}/identifier", GONE),
        ("/termsOfUse", {"type": "https://badges.example/terms"}),
        ("/credentialStatus", {"id": "https://badges.example/r", "type": "Legacy"}),
    ],
)
def test_what_the_standard_allows_is_accepted_from_others(pointer: str, value: object) -> None:
    """Our own taste does not make a foreign badge invalid."""
    check_rules(altered(badge(), pointer, value))


def test_the_old_data_model_is_read_with_its_own_dates() -> None:
    """OB-49: the first context decides the names of the dates."""
    document = badge()
    document["@context"] = ["https://www.w3.org/2018/credentials/v1", OB.replace("3.0.3", "3.0.1")]
    document["issuanceDate"] = document.pop("validFrom")
    document["expirationDate"] = document.pop("validUntil")
    check_rules(document)
    assert document == AchievementCredential.from_dict(document).to_dict()


STRICTER = [
    ("/issuer", "did:web:badges.example", "/issuer/name", "required"),
    ("/issuer/url", GONE, "/issuer/url", "required"),
    ("/name", GONE, "/name", "required"),
    ("/@context/1", OB.replace("3.0.3", "3.0.2"), None, "context"),
    ("/validFrom", "2026-04-10T15:00:00+00:00", "/validFrom", "date"),
    ("/validFrom", "2026-05-01T00:00:01Z", "/validFrom", "date"),
    ("/awardedDate", "2026-04-10T15:00:00.5Z", "/awardedDate", "date"),
    ("/evidence", [], "/evidence", "form"),
    ("/description", None, "/description", "form"),
    ("/evidence/0/note", None, "/evidence/0/note", "form"),
    (f"{A}/type", "Achievement", f"{A}/type", "form"),
    ("/termsOfUse", {"type": "https://badges.example/t"}, "/termsOfUse", "form"),
    (f"{A}/description", "Works\u202ewith", f"{A}/description", "text"),
    (f"{A}/description", "Works\u0007with", f"{A}/description", "text"),
    (f"{R}/0/rubricCriterionLevel/0/level", GONE, f"{R}/0/rubricCriterionLevel/0/level",
     "required"),
    (
        f"{A}/creator",
        {"id": "did:web:badges.example", "type": ["Profile"], "name": "Riverbend Demo Academy"},
        f"{A}/creator",
        "repeated_id",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("pointer", "value", "place", "code"), STRICTER)
def test_our_own_badges_follow_stricter_rules(
    pointer: str, value: object, place: str | None, code: str
) -> None:
    """What the standard lets pass, but some validator or reader trips over, we do not issue."""
    with pytest.raises(IssuerError) as caught:
        check_issuing(altered(badge(), pointer, value), now=NOW)
    assert (place, code) == (caught.value.pointer, caught.value.code)


def test_an_extension_type_passes_with_its_context() -> None:
    """OB-4: the third context gives the types of 1EdTech a meaning."""
    document = badge()
    document["refreshService"] = {"id": "https://b.example/r", "type": "1EdTechCredentialRefresh"}
    document["@context"].append(EXTENSIONS)
    check_rules(document)


@pytest.mark.parametrize(
    ("issuer", "name", "same"),
    [
        ({"id": "did:web:badges.example"}, "https://badges.example/credentials/1", True),
        ("did:web:badges.example", " https://badges.example/credentials/%31 ", True),
        ("did:web:other.example", "https://badges.example/credentials/1", False),
        ("did:web:badges.example", "https://badges.example/credentials/2", False),
    ],
)
def test_ob_24_same_credential_compares_issuer_and_id(
    issuer: object, name: str, same: bool
) -> None:
    """A re-issue replaces the older badge, and nothing else does."""
    other = {**badge(), "issuer": issuer, "id": name}
    assert same == same_credential(badge(), other)
