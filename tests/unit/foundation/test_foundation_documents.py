"""The strict JSON door and the one way out (reliability.md rows 27 to 30; wallets.md 3)."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from issuer.documents import (
    MAX_DEPTH,
    Json,
    canonical_bytes,
    digest,
    digest_multibase,
    read_document,
    read_json,
    write_document,
)
from issuer.errors import IssuerError, LimitError, MalformedError

_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
#: Names that differ in case only are refused, so the strategy keeps to one case.
_NAME = st.text('abcdefgh{}"\\ \u20ac\U0001f600', max_size=8)
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | _TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_NAME, inner, max_size=4),
    max_leaves=20,
)

REFUSED = [
    pytest.param(b'{"issuer":1,"issuer":2}', "dup_key", id="a name twice"),
    pytest.param(b'{"issuer":1,"iss\\u0075er":2}', "dup_key", id="a name twice, once escaped"),
    pytest.param(b'[{"a":{"b":{"c":{"d":1,"d":2}}}}]', "dup_key", id="a name twice, deep down"),
    pytest.param(b'{"ISSUER":1,"issuer":2}', "dup_key", id="names that differ in case"),
    pytest.param('{"i\u017fsuer":1,"issuer":2}'.encode(), "dup_key", id="long s beside s"),
    pytest.param('{"\u212aey":1,"key":2}'.encode(), "dup_key", id="Kelvin sign beside k"),
    pytest.param(b"NaN", "number", id="NaN"),
    pytest.param(b"[Infinity]", "number", id="Infinity"),
    pytest.param(b"[-Infinity]", "number", id="minus Infinity"),
    pytest.param(b"1e999", "number", id="a number that overflows"),
    pytest.param(b"-0", "number", id="minus zero"),
    pytest.param(b"9007199254740992", "number", id="an integer beyond 2^53-1"),
    pytest.param(b"9" * 5000, "number", id="an integer of 5,000 digits"),
    pytest.param(b"[" * 100_000, "depth", id="100,000 open brackets"),
    pytest.param(b'[{"":' * 50_000, "depth", id="50,000 nested objects"),
    pytest.param(b"[" + b"1," * 10_000 + b"1]", "depth", id="more than 10,000 values"),
    pytest.param(b'"\\ud800"', "encoding", id="half a character"),
    pytest.param(b'"a\\u0000b"', "encoding", id="a null character"),
    pytest.param(b"\xef\xbb\xbf{}", "encoding", id="a byte order mark"),
    pytest.param('{"a":1}'.encode("utf-16"), "encoding", id="UTF-16"),
    pytest.param(b'"\xff"', "encoding", id="a byte that is not UTF-8"),
    pytest.param(b"\xc0\x80", "encoding", id="an overlong encoding"),
    pytest.param(b"{'a':1}", "json", id="single quotes"),
    pytest.param(b'{"a":1,}', "json", id="a trailing comma"),
    pytest.param(b'{"a":1}{"a":1}', "json", id="two values"),
    pytest.param(b"", "json", id="nothing"),
    pytest.param(b"01", "json", id="a leading zero"),
    pytest.param(b'"\t"', "json", id="a raw tab in a string"),
]


@pytest.mark.parametrize(("data", "code"), REFUSED)
def test_foreign_json_is_refused_with_its_code(data: bytes, code: str) -> None:
    """Each trick gets its own typed error, never a traceback."""
    with pytest.raises(IssuerError) as refused:
        read_json(data)
    assert code == refused.value.code


def test_too_many_bytes_are_refused_before_they_are_read() -> None:
    """Size comes first."""
    with pytest.raises(LimitError) as refused:
        read_json(b"x" * 11, max_bytes=10)
    assert "size" == refused.value.code


def test_a_document_is_an_object() -> None:
    """An array is JSON, but no document."""
    with pytest.raises(MalformedError) as refused:
        read_document(b"[]")
    assert "shape" == refused.value.code


def test_the_deepest_allowed_document_is_read() -> None:
    """The bound itself is allowed."""
    data = b"[" * MAX_DEPTH + b"]" * MAX_DEPTH
    assert json.loads(data) == read_json(data)


def test_brackets_and_quotes_inside_strings_are_text() -> None:
    """The scan of depth is not fooled by strings."""
    value = {"a": '[[[{{{"\\' * 50}
    assert value == read_json(json.dumps(value).encode())


@given(_JSON)
def test_what_is_written_is_read_back_equal(value: object) -> None:
    """Writing and reading lose nothing, braces inside strings included."""
    written = write_document(value)  # type: ignore[arg-type] # the strategy makes JSON
    assert value == read_json(written)


@given(_JSON)
def test_what_is_written_balances_its_braces_and_is_ascii(value: object) -> None:
    """A wallet that counts braces finds the end of a baked credential."""
    written = write_document(value).decode("ascii")  # type: ignore[arg-type] # likewise
    assert written.count("{") == written.count("}") == _objects(value)


def _objects(value: object) -> int:
    if isinstance(value, dict):
        return 1 + sum(_objects(item) for item in value.values())
    return sum(_objects(item) for item in value) if isinstance(value, list) else 0


def test_canonical_bytes_follow_rfc_8785() -> None:
    """Keys sorted by UTF-16 code unit, numbers in ECMAScript form (RFC 8785, 3.2)."""
    value: Json = {
        "\u20ac": "Euro Sign",
        "\r": "CR",
        "1": 1.0,
        "\U0001f600": 1e21,
        "\ufb33": 0.000001,
    }
    expected = '{"\\r":"CR","1":1,"\u20ac":"Euro Sign","\U0001f600":1e+21,"\ufb33":0.000001}'
    assert expected.encode() == canonical_bytes(value)


def test_digest_is_sha256_of_the_canonical_bytes() -> None:
    """The empty object has the digest that sha256sum gives for its two bytes."""
    empty = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
    assert f"sha256:{empty}" == digest({})


def test_digest_multibase_is_a_multihash_in_base64url() -> None:
    """The demo evidence of the reference has the digest written there."""
    sha256 = bytes.fromhex("4e314ab43f634349f52e0e1891b837d1d91f9dc8b2fb71ca037c59b78e9a7359")
    assert digest_multibase(sha256).startswith("uEiBOMU")


def test_digest_multibase_wants_32_bytes() -> None:
    """Another length is a bug of the caller."""
    with pytest.raises(ValueError, match="32 bytes"):
        digest_multibase(b"short")
