"""Documents that are not in the form of a badge."""

from issuer.badges import (
    CREDENTIALS_V1,
    CREDENTIALS_V2,
    OB_3_0_3,
)
from tests.defects.world import (
    Change,
    Row,
    changed_after_signing,
    put,
    refused,
    remove,
)

SUBJECT = "credentialSubject"
VOCAB = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#"


def malformed(change: Change, code: str, what: str) -> Row:
    """Return a row of a badge that was changed into another form."""
    return refused(changed_after_signing(change), code, what)


TABLE: dict[str, Row] = {
    "context_unpinned": malformed(
        lambda d: d["@context"].append("https://evil.example/context.json"),
        "context",
        "A context of a stranger was added.",
    ),
    "context missing": malformed(remove("@context"), "context", "There is no context."),
    "context as one text": malformed(
        put("@context", value=CREDENTIALS_V2),
        "context",
        "The context is one text, without that of Open Badges.",
    ),
    "context list empty": malformed(
        put("@context", value=[]), "context", "The list of contexts is empty."
    ),
    "context named twice": malformed(
        lambda d: d["@context"].append(d["@context"][1]),
        "context",
        "The context of Open Badges is named a second time.",
    ),
    "contexts in another order": malformed(
        put("@context", value=[OB_3_0_3, CREDENTIALS_V2]),
        "context",
        "The context of Open Badges stands before that of the data model.",
    ),
    "context of Open Badges missing": malformed(
        put("@context", value=[CREDENTIALS_V2]),
        "undefined_term",
        "The context of Open Badges was taken away, so its words lose their meaning.",
    ),
    "T22 inline context": malformed(
        lambda d: d["@context"].append({"honours": "https://evil.example/#honours"}),
        "context",
        "A context object in the document defines a word of its own.",
    ),
    "T22 context of its own in the subject": malformed(
        put(SUBJECT, "@context", value=[CREDENTIALS_V2]),
        "context",
        "The subject has a context of its own.",
    ),
    "context of the older data model": malformed(
        put("@context", 0, value=CREDENTIALS_V1),
        "undefined_term",
        "The context of VC 1.1 stands in place of that of VC 2.0.",
    ),
    "revision of the context that contradicts v2": malformed(
        put("@context", 1, value="https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json"),
        "context",
        "The context is a revision of Open Badges that redefines words of VC 2.0.",
    ),
    "T21 term_undefined": malformed(
        put("honours", value=True),
        "undefined_term",
        "A member was added that no context defines, so no signature covers it.",
    ),
    "null": malformed(
        put("description", value=None),
        "unsigned_value",
        "A member is null, which no signature covers.",
    ),
    "empty object": malformed(
        put("evidence", 0, value={}),
        "unsigned_value",
        "A piece of evidence is an empty object, which no signature covers.",
    ),
    "T22 full IRI instead of a term": malformed(
        put(VOCAB + "validUntil", value="2099-01-01T00:00:00Z"),
        "undefined_term",
        "validUntil was added under its full IRI.",
    ),
    "T22 graph": malformed(put("@graph", value=[]), "keyword", "The keyword @graph was added."),
    "T22 included": malformed(
        put("@included", value=[]), "keyword", "The keyword @included was added."
    ),
    "T22 reverse": malformed(
        put("@reverse", value={}), "keyword", "The keyword @reverse was added."
    ),
    "T22 nest": malformed(put("@nest", value={}), "keyword", "The keyword @nest was added."),
    "T22 alias of id": malformed(
        put("@id", value="urn:x:1"), "keyword", "@id was added beside id."
    ),
    "T22 alias of type": malformed(
        put("@type", value="OpenBadgeCredential"), "keyword", "@type was added beside type."
    ),
    "T22 array in an array": malformed(
        put("evidence", value=[[{"type": ["Evidence"]}]]),
        "array",
        "The evidence is an array in an array, which JSON-LD flattens.",
    ),
    "T22 date as a value object": malformed(
        put("validUntil", value={"@value": "2099-01-01T00:00:00Z"}),
        "keyword",
        "validUntil is written as a value object.",
    ),
    "T22 date as a set": malformed(
        put("validUntil", value={"@set": ["2099-01-01T00:00:00Z"]}),
        "keyword",
        "validUntil is written as @set, which JSON-LD reads as a plain date.",
    ),
    "T22 date as a list": malformed(
        put("validUntil", value=["2099-01-01T00:00:00Z"]),
        "shape",
        "validUntil is written as an array, which JSON-LD reads as a plain date.",
    ),
    "T22 subject as a reference": malformed(
        put(SUBJECT, value="urn:x:1"), "shape", "The subject is a reference instead of an object."
    ),
    "T22 subjects in an array": malformed(
        lambda d: d.update({SUBJECT: [d[SUBJECT], d[SUBJECT]]}),
        "shape",
        "There are two subjects, which JSON-LD merges.",
    ),
    "T22 status as a reference": malformed(
        put("credentialStatus", value="urn:x:1"),
        "shape",
        "The status is a reference, so there is no index to look up.",
    ),
    "relative id": malformed(put("id", value="credentials/1"), "id", "The id is a relative URL."),
    "id missing": malformed(remove("id"), "required", "The id is missing."),
    "type of another credential": malformed(
        put("type", value=["VerifiableCredential"]), "type", "The type of an Open Badge is missing."
    ),
    "type unknown": malformed(
        lambda d: d["type"].append("HonoursCredential"),
        "undefined_term",
        "A type was added that no context defines.",
    ),
    "issuer missing": malformed(remove("issuer"), "required", "The issuer is missing."),
    "issuer without id": malformed(remove("issuer", "id"), "required", "The issuer has no id."),
    "subject without achievement": malformed(
        remove(SUBJECT, "achievement"), "required", "The subject has no achievement."
    ),
    "subject without any name": malformed(
        remove(SUBJECT, "id"), "required", "The subject has neither id nor identifier."
    ),
    "achievement without criteria": malformed(
        remove(SUBJECT, "achievement", "criteria"), "required", "The achievement has no criteria."
    ),
    "start missing": malformed(remove("validFrom"), "required", "validFrom is missing."),
    "T33 start without offset": malformed(
        put("validFrom", value="2026-01-01T00:00:00"), "date", "validFrom has no time zone."
    ),
    "T33 start without time": malformed(
        put("validFrom", value="2026-01-01"), "date", "validFrom is a day without a time."
    ),
    "T33 leap second": malformed(
        put("validFrom", value="2026-01-01T00:00:60Z"),
        "date",
        "validFrom is a leap second that never was.",
    ),
    "T33 offset of a day": malformed(
        put("validFrom", value="2026-01-01T00:00:00+24:00"),
        "date",
        "validFrom has an offset of 24 hours.",
    ),
    "T33 year beyond": malformed(
        put("validUntil", value="9999-12-31T23:59:59-05:00"),
        "date",
        "validUntil is in the year 10000 once its offset is applied.",
    ),
    "end before start": malformed(
        put("validUntil", value="2020-01-01T00:00:00Z"), "date", "It ends before it begins."
    ),
    "result of no description": malformed(
        put(SUBJECT, "result", 0, "resultDescription", value="urn:x:none"),
        "reference",
        "A result refers to a description that the achievement does not have.",
    ),
    "level of no rubric": malformed(
        put(SUBJECT, "result", 0, "achievedLevel", value="urn:x:none"),
        "reference",
        "A result refers to a level that no rubric has.",
    ),
    "evidence as a data URI": malformed(
        put("evidence", 0, "id", value="data:,x"), "uri", "The evidence is a data: URL."
    ),
    "image as a text": malformed(
        put(SUBJECT, "achievement", "image", value="https://x.example/i.png"),
        "shape",
        "The image is a text where Open Badges 3.0 asks for an object.",
    ),
    "one id with two meanings": malformed(
        put(
            SUBJECT,
            "achievement",
            "creator",
            value={
                "id": "did:web:badges.riverbend.example:issuers:academy",
                "type": ["Profile"],
                "name": "Somebody Else",
            },
        ),
        "repeated_id",
        "Two objects of one id carry different names, which one signature merges.",
    ),
    "status with a purpose that is no word": malformed(
        put("credentialStatus", "statusPurpose", value=["revocation"]),
        "status_purpose",
        "The purpose of the status is an array.",
    ),
    "status without a list": malformed(
        remove("credentialStatus", "statusListCredential"), "required", "The status names no list."
    ),
}
