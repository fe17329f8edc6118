"""Strict JSON-LD: whatever would go unsigned is refused before signing and at verification."""

import threading
import time
from datetime import UTC, datetime
from typing import Any

import pytest

from issuer.errors import ComplexityError, ContextError, MalformedError, UndefinedTermError
from issuer.proofs import verify_proof
from issuer.proofs.jsonld import to_quads
from issuer.proofs.strictness import ISSUING, VERIFYING, Strictness, with_examples
from issuer.status import StatusList, status_list_credential
from tests import specimens

BOTH = pytest.mark.parametrize("strictness", [ISSUING, VERIFYING], ids=["signing", "verifying"])
SUBJECT = "/credentialSubject"
ACHIEVEMENT = "/credentialSubject/achievement"


def status_list() -> dict[str, Any]:
    """Return a status list credential."""
    now = datetime(2026, 1, 1, tzinfo=UTC)
    return dict(
        status_list_credential(
            list_url="https://a.example/status/1",
            issuer="did:web:a.example",
            purpose="revocation",
            status_list=StatusList.from_bits([3]),
            valid_from=now,
            valid_until=now,
        )
    )


DOCUMENTS = {
    "complete badge": specimens.unsigned_badge(),
    "signed badge": specimens.signed_badge(),
    "small badge": specimens.small_badge(),
    "endorsement": specimens.endorsement(),
    "status list": status_list(),
}
DEPTHS = [
    (name, pointer)
    for name, document in DOCUMENTS.items()
    for pointer in specimens.object_pointers(document)
]


@BOTH
@pytest.mark.parametrize(("name", "pointer"), DEPTHS)
def test_undefined_term_is_refused_at_every_depth(
    name: str, pointer: str, strictness: Strictness
) -> None:
    """An unknown member in any object is refused, and named by its pointer (row 21, RDF-1)."""
    document = specimens.with_value(DOCUMENTS[name], f"{pointer}/evil", 1)
    with pytest.raises(UndefinedTermError) as caught:
        to_quads(document, strictness)
    assert ("undefined_term", f"{pointer}/evil") == (caught.value.code, caught.value.pointer)


@BOTH
@pytest.mark.parametrize(("name", "pointer"), DEPTHS)
def test_undefined_type_is_refused_at_every_depth(
    name: str, pointer: str, strictness: Strictness
) -> None:
    """A type without meaning in any object is refused: PyLD alone would invent an IRI for it."""
    document = specimens.with_value(DOCUMENTS[name], f"{pointer}/type", ["Evil"])
    with pytest.raises(UndefinedTermError) as caught:
        to_quads(document, strictness)
    assert caught.value.code == "undefined_term"


Malformed, Undefined = MalformedError, UndefinedTermError
V2 = "https://www.w3.org/ns/credentials/v2"
OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
EXAMPLES = "https://www.w3.org/ns/credentials/examples/v2"
DATE = "2026-04-10T15:00:00Z"
CREDITS = f"{SUBJECT}/creditsEarned"

#: What is wrong, where, with which value, error and code. For signing and verifying alike.
REFUSED: list[tuple[str, str, Any, type[MalformedError], str]] = [
    ("relative id", "/id", "credentials/1", Malformed, "id"),
    ("network path id", "/id", "//other.example/x", Malformed, "id"),
    ("id is not text", "/id", 5, Malformed, "id"),
    ("id is null", "/id", None, Malformed, "id"),
    ("id with a space", "/id", "https://a.example/a b", Undefined, "undefined_term"),
    ("id with U+00A0", "/id", "https://a.example/\u00a0", Undefined, "undefined_term"),
    ("id with U+2028", "/id", "https://a.example/\u2028", Undefined, "undefined_term"),
    ("id with a brace", "/id", "https://a.example/{}", Undefined, "undefined_term"),
    ("blank node id", "/id", "_:b0", Undefined, "undefined_term"),
    ("relative reference", f"{ACHIEVEMENT}/image/id", "a.png", Malformed, "id"),
    ("type is a number", f"{SUBJECT}/type", 5, Malformed, "type"),
    ("type is empty", f"{SUBJECT}/type", [], Malformed, "type"),
    ("type holds null", f"{SUBJECT}/type", [None], Malformed, "type"),
    ("type is an object", f"{SUBJECT}/type", {"a": "b"}, Malformed, "type"),
    ("null member", "/name", None, Undefined, "unsigned_value"),
    ("null in an array", f"{ACHIEVEMENT}/tag/0", None, Undefined, "unsigned_value"),
    ("empty object", "/credentialStatus", {}, Undefined, "unsigned_value"),
    ("empty object in an array", "/evidence/0", {}, Undefined, "unsigned_value"),
    ("array in an array", f"{ACHIEVEMENT}/tag/0", ["a"], Malformed, "array"),
    ("whole IRI as a member", "/urn:a:name", "a", Undefined, "undefined_term"),
    ("compact IRI as a member", "/xsd:date", "a", Undefined, "undefined_term"),
    ("@id", "/@id", "https://a.example", Malformed, "keyword"),
    ("@type", "/@type", "VerifiableCredential", Malformed, "keyword"),
    ("@graph", "/@graph", [{"id": "urn:a:b"}], Malformed, "keyword"),
    ("@included", "/@included", [{"id": "urn:a:b"}], Malformed, "keyword"),
    ("@reverse", "/@reverse", {"issuer": "urn:a:b"}, Malformed, "keyword"),
    ("@nest", "/@nest", {"name": "a"}, Malformed, "keyword"),
    ("@index", "/@index", "a", Malformed, "keyword"),
    ("keyword-like word", "/@evil", "a", Malformed, "keyword"),
    ("@list", "/validUntil", {"@list": ["2026-04-10T15:00:00Z"]}, Malformed, "keyword"),
    ("@set", "/validUntil", {"@set": ["2026-04-10T15:00:00Z"]}, Malformed, "keyword"),
    ("@value elsewhere", "/validUntil", {"@value": DATE}, Malformed, "keyword"),
    ("@value with a type", "/name", {"@value": "a", "@type": "urn:a:b"}, Malformed, "keyword"),
    ("@value is null", "/name", {"@value": None}, Malformed, "language"),
    ("ill-formed tag", "/name", {"@value": "a", "@language": "a tag"}, Malformed, "language"),
    ("language is null", "/name", {"@value": "a", "@language": None}, Malformed, "language"),
    ("direction unknown", "/name", {"@value": "a", "@direction": "up"}, Malformed, "language"),
    ("lone surrogate", "/name", "\ud800", Malformed, "characters"),
    ("integer beyond 2^53-1", CREDITS, 2**53, Malformed, "number"),
    ("float beyond 2^53-1", CREDITS, 1e20, Malformed, "number"),
    ("tiny fraction", CREDITS, 1e-7, Malformed, "number"),
    ("16 digits lie halfway", CREDITS, 974157110271324.25, Malformed, "number"),
    ("16 digits lie halfway downwards", CREDITS, -123456789.12890625, Malformed, "number"),
    ("NaN", CREDITS, float("nan"), Malformed, "number"),
    ("infinity", CREDITS, float("inf"), Malformed, "number"),
    ("-0.0", CREDITS, -0.0, Malformed, "number"),
    ("context in a nested object", f"{SUBJECT}/@context", [V2], ContextError, "context"),
    ("inline context", "/@context/1", {"name": "urn:a:b"}, ContextError, "context"),
    ("unknown context", "/@context/1", "https://a.example/context", ContextError, "context"),
    ("context is text", "/@context", V2, ContextError, "context"),
    ("context is empty", "/@context", [], ContextError, "context"),
    ("context is a number", "/@context", 5, ContextError, "context"),
    ("credentials context not first", "/@context", [OB, V2], ContextError, "context"),
    ("unknown context inside", "/endorsement/0/@context/1", "urn:a:c", ContextError, "context"),
    ("examples context", "/@context/1", EXAMPLES, ContextError, "context"),
]  # fmt: skip


@BOTH
@pytest.mark.parametrize(
    ("pointer", "value", "error", "code"),
    [row[1:] for row in REFUSED],
    ids=[row[0] for row in REFUSED],
)
def test_what_json_ld_would_bend_is_refused(
    pointer: str, value: Any, error: type[MalformedError], code: str, strictness: Strictness
) -> None:
    """Each way to say something unsigned or twofold is refused with its code (S1 to S6)."""
    document = _set(specimens.unsigned_badge(), pointer, value)
    with pytest.raises(error) as caught:
        to_quads(document, strictness)
    assert code == caught.value.code


def _set(document: dict[str, Any], pointer: str, value: Any) -> dict[str, Any]:
    parent, _, name = pointer.rpartition("/")
    place = specimens.at(document, parent)
    place[int(name) if isinstance(place, list) else name] = value
    return document


def test_id_that_a_context_would_rewrite_is_refused() -> None:
    """Context credentials/v1 gives `cred:x` another meaning than the one a reader sees."""
    document = {
        "@context": ["https://www.w3.org/2018/credentials/v1"],
        "id": "urn:a:b",
        "type": ["VerifiableCredential"],
        "issuer": "urn:a:c",
    }
    assert to_quads(document, VERIFYING)
    with pytest.raises(MalformedError) as caught:
        to_quads({**document, "credentialSubject": {"id": "cred:x"}}, VERIFYING)
    assert ("id", "/credentialSubject/id") == (caught.value.code, caught.value.pointer)


@BOTH
def test_contexts_that_redefine_protected_terms_are_refused(strictness: Strictness) -> None:
    """Context 3.0.1 cannot stand beside credentials v2 (open-badges, section 10, trap 3)."""
    url = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json"
    document = specimens.with_value(specimens.unsigned_badge(), "/@context/1", url)
    with pytest.raises(ContextError):
        to_quads(document, strictness)


def test_context_for_verifying_only_is_not_issued() -> None:
    """Context 3.0.2 verifies and is refused before signing."""
    url = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json"
    document = specimens.with_value(specimens.small_badge(), "/@context/1", url)
    assert to_quads(document, VERIFYING)
    with pytest.raises(ContextError):
        to_quads(document, ISSUING)


#: Accepted from others, refused from ourselves (README ruling 11).
LENIENT: list[tuple[str, str, Any, str]] = [
    *((f"U+{code:04X}", "/name", f"a{chr(code)}b", "characters")
      for code in (1, 8, 0xB, 0xC, 0xE, 0x1F, 0x7F, 0xFFFE, 0xFFFF)),
    ("@direction", "/name", {"@value": "a", "@language": "ar", "@direction": "rtl"}, "language"),
    ("empty array", f"{ACHIEVEMENT}/tag", [], "unsigned_value"),
    (
        "one id, two objects",
        f"{ACHIEVEMENT}/creator",
        {"id": specimens.ISSUER, "type": ["Profile"], "name": "Riverbend Demo Academy"},
        "node_conflict",
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("pointer", "value", "code"), [row[1:] for row in LENIENT], ids=[row[0] for row in LENIENT]
)
def test_what_others_may_write_is_not_signed_by_us(pointer: str, value: Any, code: str) -> None:
    """The standard allows it, so it verifies; we do not issue it."""
    document = specimens.with_value(specimens.unsigned_badge(), pointer, value)
    assert to_quads(document, VERIFYING)
    with pytest.raises(MalformedError) as caught:
        to_quads(document, ISSUING)
    assert code == caught.value.code


@pytest.mark.parametrize(
    "text", ["a\tb", "a\nb", "a\rb", 'quo"te', "back\\slash", "\u0085\u2028 \U0001f600"]
)
def test_ordinary_text_is_signed(text: str) -> None:
    """TAB, LF, CR, quotes and any script may stand in what we sign."""
    assert to_quads(specimens.with_value(specimens.small_badge(), "/name", text), ISSUING)


def test_language_tagged_name_keeps_tag_and_direction() -> None:
    """The direction is signed the way the JavaScript suites sign it (RDF-7)."""
    name = {"@value": "x", "@language": "ar-EG", "@direction": "rtl"}
    quads = to_quads(specimens.with_value(specimens.small_badge(), "/name", name), VERIFYING)
    expected = '"x"^^<https://www.w3.org/ns/i18n#ar-eg_rtl>'
    assert expected in {quad.object for quad in quads}


def test_language_tag_is_signed_in_lower_case() -> None:
    """A tagged name keeps its tag, lower-cased as all stacks do."""
    name = {"@value": "x", "@language": "en-GB"}
    quads = to_quads(specimens.with_value(specimens.small_badge(), "/name", name), VERIFYING)
    assert '"x"@en-gb' in {quad.object for quad in quads}


@BOTH
def test_document_that_says_nothing_is_refused(strictness: Strictness) -> None:
    """An id alone is no statement, so a signature would cover nothing."""
    with pytest.raises(UndefinedTermError) as caught:
        to_quads({"@context": [V2], "id": "urn:a:b"}, strictness)
    assert caught.value.code == "unsigned_value"


def test_same_object_twice_is_signed() -> None:
    """One id repeated word for word, or as a bare reference, has one meaning."""
    badge = specimens.unsigned_badge()
    badge["credentialSubject"]["source"] = badge["issuer"]
    badge["credentialSubject"]["achievement"]["creator"] = {"id": specimens.ISSUER}
    assert to_quads(badge, ISSUING)


def test_endorsement_may_not_restate_what_its_host_says() -> None:
    """An embedded credential that repeats the issuer otherwise would open a gap (trap 1)."""
    badge = specimens.unsigned_badge()
    badge["endorsement"][0]["issuer"] = {**badge["issuer"], "name": "Another name"}
    with pytest.raises(MalformedError) as caught:
        to_quads(badge, ISSUING)
    assert caught.value.code == "node_conflict"


def test_examples_context_opens_only_by_name() -> None:
    """The generic profile admits any word by an explicit call, and leaves no door open behind."""
    badge = specimens.small_badge()
    document = {**badge, "@context": [*badge["@context"], EXAMPLES], "evil": 1}
    assert to_quads(document, with_examples(ISSUING))
    with pytest.raises(ContextError):
        to_quads(document, ISSUING)


def nested(depth: int) -> dict[str, Any]:
    """Return a badge whose issuer has that many parents."""
    profile: dict[str, Any] = {"id": "urn:a:b", "type": ["Profile"], "name": "a"}
    for index in range(depth):
        profile = {"id": f"urn:a:{index}", "type": ["Profile"], "parentOrg": profile}
    return {**specimens.small_badge(), "issuer": profile}


@BOTH
@pytest.mark.parametrize(
    "document",
    [
        nested(40),
        specimens.with_value(
            specimens.small_badge(), f"{ACHIEVEMENT}/type", ["Achievement"] * 20_000
        ),
        specimens.with_value(specimens.small_badge(), f"{ACHIEVEMENT}/tag", ["a"] * 20_000),
    ],
    ids=["deep", "types repeated", "values repeated"],
)
def test_oversized_document_is_refused_before_json_ld(
    document: dict[str, Any], strictness: Strictness
) -> None:
    """Depth, types and values are bounded, and the refusal is quick (rows 24, 25)."""
    begin = time.thread_time()
    with pytest.raises(ComplexityError):
        to_quads(document, strictness)
    assert time.thread_time() - begin < 0.05


def test_threads_do_not_break_verification() -> None:
    """Eight threads verify a hundred times each, all valid (row 26, RDF-10)."""
    badge, method = (
        specimens.endorsement(),
        specimens.method_of(specimens.GUILD_SEED, specimens.GUILD),
    )
    done: list[int] = []

    def work() -> None:
        for _ in range(100):
            verify_proof(badge, method)
        done.append(100)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [100] * 8 == done


def test_input_is_left_alone() -> None:
    """Conversion changes nothing in the document it is given."""
    badge = specimens.unsigned_badge()
    to_quads(badge, ISSUING)
    assert specimens.unsigned_badge() == badge


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (974157110271324.5, "9.741571102713245E14"),
        (974157110271324.1, "9.741571102713241E14"),
        (123456789.125, "1.23456789125E8"),
        (0.1, "1.0E-1"),
        (1e-6, "1.0E-6"),
    ],
)
def test_number_that_every_program_writes_alike_is_accepted(number: float, text: str) -> None:
    """Beside the halves that are refused; the texts are those of JavaScript's toExponential."""
    document = specimens.with_value(specimens.small_badge(), CREDITS, number)
    assert any(f'"{text}"' in quad.object for quad in to_quads(document, ISSUING))
