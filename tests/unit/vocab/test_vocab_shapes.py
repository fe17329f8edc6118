"""Shapes: what we emit passes, and every near miss is refused at its place."""

from typing import Any

import pytest

from issuer import vocab
from issuer.errors import ShapeError
from issuer.vocab import Shape
from tests import specimens

STATUS_LIST: dict[str, Any] = {
    "@context": ["https://www.w3.org/ns/credentials/v2"],
    "id": "https://a.example/status/1",
    "type": ["VerifiableCredential", "BitstringStatusListCredential"],
    "issuer": "did:web:a.example",
    "validFrom": "2026-01-01T00:00:00Z",
    "validUntil": "2026-01-02T00:00:00Z",
    "credentialSubject": {
        "id": "https://a.example/status/1#list",
        "type": "BitstringStatusList",
        "statusPurpose": "revocation",
        "encodedList": "uH4sIAAAA",
        "ttl": 300000,
    },
}
SUBJECT = "/credentialSubject"
ACHIEVEMENT = "/credentialSubject/achievement"
MISSING = object()

#: Rule, place, value there, pointer of the fault. MISSING takes the member away.
NEAR_MISSES: list[tuple[str, str, Any, str]] = [
    ("OB-3 id", "/id", MISSING, ""),
    ("OB-3 name", "/name", MISSING, ""),
    ("OB-3 issuer", "/issuer", MISSING, ""),
    ("OB-3 validFrom", "/validFrom", MISSING, ""),
    ("OB-3 credentialSubject", "/credentialSubject", MISSING, ""),
    ("OB-4 context order", "/@context/0", "https://www.w3.org/2018/credentials/v1", "/@context/0"),
    (
        "OB-4 other revision",
        "/@context/1",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json",
        "/@context/1",
    ),
    ("OB-4 extensions missing", "/@context/2", MISSING, "/@context"),
    ("OB-4 context as text", "/@context", "https://www.w3.org/ns/credentials/v2", "/@context"),
    ("OB-5 type as text", "/type", "OpenBadgeCredential", "/type"),
    ("OB-5 only one type", "/type/0", MISSING, "/type"),
    ("OB-6 date only", "/validFrom", "2026-04-10", "/validFrom"),
    ("OB-6 no offset", "/validFrom", "2026-04-10T15:00:00", "/validFrom"),
    ("OB-6 fraction", "/validFrom", "2026-04-10T15:00:00.5Z", "/validFrom"),
    ("OB-6 31 February", "/validFrom", "2026-02-31T15:00:00Z", "/validFrom"),
    ("OB-6 issuanceDate", "/issuanceDate", "2026-04-10T15:00:00Z", ""),
    ("DM-6 until before from", "/validUntil", "2026-04-10T14:59:59Z", "/validUntil"),
    ("OB-7 subject as array", "/credentialSubject", [{}], "/credentialSubject"),
    ("OB-7 subject type", f"{SUBJECT}/type", ["Person"], f"{SUBJECT}/type"),
    ("OB-7 no achievement", f"{SUBJECT}/achievement", MISSING, SUBJECT),
    ("OB-8 credits as text", f"{SUBJECT}/creditsEarned", "1.5", f"{SUBJECT}/creditsEarned"),
    (
        "OB-8 end before start",
        f"{SUBJECT}/activityEndDate",
        "2026-01-01T00:00:00Z",
        f"{SUBJECT}/activityEndDate",
    ),
    ("OB-9 no criteria", f"{ACHIEVEMENT}/criteria", MISSING, ACHIEVEMENT),
    ("OB-9 empty criteria", f"{ACHIEVEMENT}/criteria", {}, f"{ACHIEVEMENT}/criteria"),
    ("OB-9 no description", f"{ACHIEVEMENT}/description", MISSING, ACHIEVEMENT),
    ("OB-10 language", f"{ACHIEVEMENT}/inLanguage", "english", f"{ACHIEVEMENT}/inLanguage"),
    ("OB-10 tag as text", f"{ACHIEVEMENT}/tag", "clinical", f"{ACHIEVEMENT}/tag"),
    ("OB-10 tag twice", f"{ACHIEVEMENT}/tag", ["a", "a"], f"{ACHIEVEMENT}/tag"),
    (
        "OB-11 achievementType",
        f"{ACHIEVEMENT}/achievementType",
        "Medal",
        f"{ACHIEVEMENT}/achievementType",
    ),
    (
        "OB-12 ext anchored",
        f"{ACHIEVEMENT}/achievementType",
        "ext:a b",
        f"{ACHIEVEMENT}/achievementType",
    ),
    ("OB-13 issuer as text", "/issuer", "did:web:a.example", "/issuer"),
    ("OB-13 issuer without url", "/issuer/url", MISSING, "/issuer"),
    ("OB-13 issuer type", "/issuer/type", ["Organization"], "/issuer/type"),
    ("OB-14 image as text", "/image", "https://a.example/a.png", "/image"),
    ("OB-14 image closed", "/image/alt", "a", "/image"),
    ("OB-14 GIF", "/image/id", "data:image/gif;base64,AA", "/image/id"),
    ("OB-15 evidence data URI", "/evidence/0/id", "data:text/plain,a", "/evidence/0/id"),
    ("OB-15 evidence type", "/evidence/0/type", ["Document"], "/evidence/0/type"),
    ("OB-15 evidence as object", "/evidence", {"type": ["Evidence"]}, "/evidence"),
    (
        "OB-16 number",
        f"{ACHIEVEMENT}/resultDescription/1/valueMax",
        50,
        f"{ACHIEVEMENT}/resultDescription/1/valueMax",
    ),
    (
        "OB-16 same id twice",
        f"{ACHIEVEMENT}/resultDescription/1/id",
        "https://badges.riverbend.example/achievements/patient-vital-signs/3#rubric",
        f"{ACHIEVEMENT}/resultDescription/1",
    ),
    (
        "OB-17 level outside",
        f"{ACHIEVEMENT}/resultDescription/0/requiredLevel",
        "urn:a:b",
        f"{ACHIEVEMENT}/resultDescription/0/requiredLevel",
    ),
    (
        "OB-18 description outside",
        f"{SUBJECT}/result/1/resultDescription",
        "urn:a:b",
        f"{SUBJECT}/result/1/resultDescription",
    ),
    (
        "OB-18 level outside",
        f"{SUBJECT}/result/0/achievedLevel",
        "urn:a:b",
        f"{SUBJECT}/result/0/achievedLevel",
    ),
    (
        "OB-18 status missing",
        f"{SUBJECT}/result/2",
        {
            "type": ["Result"],
            "value": "a",
            "resultDescription": "https://badges.riverbend.example/achievements/patient-vital-signs/3#status",
        },
        f"{SUBJECT}/result/2",
    ),
    ("OB-18 status word", f"{SUBJECT}/result/2/status", "Done", f"{SUBJECT}/result/2/status"),
    (
        "OB-19 targetName",
        f"{ACHIEVEMENT}/alignment/0/targetName",
        MISSING,
        f"{ACHIEVEMENT}/alignment/0",
    ),
    (
        "OB-19 targetType",
        f"{ACHIEVEMENT}/alignment/0/targetType",
        "Thing",
        f"{ACHIEVEMENT}/alignment/0/targetType",
    ),
    ("OB-20 identity closed", f"{SUBJECT}/identifier/0/name", "a", f"{SUBJECT}/identifier/0"),
    (
        "OB-21 md5",
        f"{SUBJECT}/identifier/0/identityHash",
        "md5$abc",
        f"{SUBJECT}/identifier/0/identityHash",
    ),
    ("OB-22 identifier closed", "/issuer/otherIdentifier/0/name", "a", "/issuer/otherIdentifier/0"),
    ("OB-23 empty array", "/evidence", [], "/evidence"),
    ("OB-23 null", "/description", None, "/description"),
    ("OB-26 endorsement unsigned", "/endorsement/0/proof", MISSING, "/endorsement/0"),
    ("OB-41 status as array", "/credentialStatus", [], "/credentialStatus"),
    (
        "OB-41 index number",
        "/credentialStatus/statusListIndex",
        5,
        "/credentialStatus/statusListIndex",
    ),
    (
        "OB-41 index 05",
        "/credentialStatus/statusListIndex",
        "05",
        "/credentialStatus/statusListIndex",
    ),
    ("DM-3 relative id", "/id", "credentials/1", "/id"),
    ("DM-3 id with a space", "/id", "https://a.example/a b", "/id"),
    ("unknown member", f"{ACHIEVEMENT}/honours", True, ACHIEVEMENT),
]


def changed(document: dict[str, Any], place: str, value: Any) -> dict[str, Any]:
    """Return the document with one change."""
    if value is MISSING:
        return specimens.without(document, place)
    return specimens.with_value(document, place, value)


def test_complete_badge_has_the_shape() -> None:
    """The badge with every member passes, signed and unsigned."""
    vocab.require_shape(specimens.signed_badge(), Shape.ACHIEVEMENT_CREDENTIAL)
    vocab.require_shape(specimens.unsigned_badge(), Shape.ACHIEVEMENT_CREDENTIAL)


@pytest.mark.parametrize(
    ("place", "value", "pointer"),
    [row[1:] for row in NEAR_MISSES],
    ids=[row[0] for row in NEAR_MISSES],
)
def test_near_miss_of_a_badge_is_refused_at_its_place(place: str, value: Any, pointer: str) -> None:
    """One change against one rule is refused, and the pointer leads there."""
    with pytest.raises(ShapeError) as caught:
        vocab.require_shape(
            changed(specimens.signed_badge(), place, value), Shape.ACHIEVEMENT_CREDENTIAL
        )
    assert ("shape", pointer) == (caught.value.code, caught.value.pointer)


def test_other_shapes_accept_their_specimens() -> None:
    """Endorsement, profile and status list pass as we emit them."""
    vocab.require_shape(specimens.endorsement(), Shape.ENDORSEMENT_CREDENTIAL)
    vocab.require_shape(specimens.signed_badge()["issuer"], Shape.PROFILE)
    vocab.require_shape(STATUS_LIST, Shape.STATUS_LIST_CREDENTIAL)


@pytest.mark.parametrize(
    ("shape", "document", "place", "value", "pointer"),
    [
        (Shape.ENDORSEMENT_CREDENTIAL, specimens.endorsement(), "/name", MISSING, ""),
        (Shape.ENDORSEMENT_CREDENTIAL, specimens.endorsement(), "/type/1", "Other", "/type/1"),
        (Shape.ENDORSEMENT_CREDENTIAL, specimens.endorsement(), "/proof", {}, "/proof"),
        (Shape.STATUS_LIST_CREDENTIAL, STATUS_LIST, "/issuer", {"id": "did:web:a"}, "/issuer"),
        (Shape.STATUS_LIST_CREDENTIAL, STATUS_LIST, "/validUntil", MISSING, ""),
        (
            Shape.STATUS_LIST_CREDENTIAL,
            STATUS_LIST,
            "/credentialSubject/statusPurpose",
            ["revocation"],
            "/credentialSubject/statusPurpose",
        ),
        (
            Shape.STATUS_LIST_CREDENTIAL,
            STATUS_LIST,
            "/credentialSubject/encodedList",
            "H4sI",
            "/credentialSubject/encodedList",
        ),
        (
            Shape.STATUS_LIST_CREDENTIAL,
            STATUS_LIST,
            "/credentialSubject/statusSize",
            2,
            "/credentialSubject",
        ),
    ],
)
def test_near_miss_of_another_shape_is_refused(
    shape: Shape, document: dict[str, Any], place: str, value: Any, pointer: str
) -> None:
    """Endorsements and status lists are held to their rules too."""
    with pytest.raises(ShapeError) as caught:
        vocab.require_shape(changed(document, place, value), shape)
    assert pointer == caught.value.pointer


def test_message_does_not_repeat_the_value() -> None:
    """A fault's sentence is safe to log: it holds no part of the document's values."""
    document = specimens.with_value(specimens.signed_badge(), "/validFrom", "Kestrel's secret")
    with pytest.raises(ShapeError) as caught:
        vocab.require_shape(document, Shape.ACHIEVEMENT_CREDENTIAL)
    assert "Kestrel" not in str(caught.value)


@pytest.mark.parametrize("value", [None, True, 0, 1.5, "", "text", [], [1], {}])
@pytest.mark.parametrize("shape", list(Shape))
def test_any_json_value_gets_an_answer(shape: Shape, value: Any) -> None:
    """A value of another kind is refused, never a traceback."""
    with pytest.raises(ShapeError):
        vocab.require_shape(value, shape)


@pytest.mark.parametrize("name", vocab.schema_names())
def test_every_schema_of_the_repository_is_readable(name: str) -> None:
    """All our JSON files pass the strict door."""
    assert vocab.schema_bytes(name).startswith(b"{")
