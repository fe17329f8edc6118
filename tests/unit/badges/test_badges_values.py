"""Identity hashes, typed text, status entries and standings."""

import hashlib

import pytest

from issuer.badges import (
    Alignment,
    IdentityObject,
    StatusListEntry,
    Valid,
    check_name,
    check_text,
    identity_hash,
)
from issuer.documents import Document
from issuer.errors import MalformedError

VECTOR = "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399"


def identity(value: str, *, hashed: bool = True, salt: str | None = "Kosher") -> IdentityObject:
    """Return an identity object for an e-mail address."""
    return IdentityObject(
        hashed=hashed, identity_hash=value, identity_type="emailAddress", salt=salt
    )


def test_ob_21_identity_hash_appends_the_salt() -> None:
    """The vector of the specification."""
    assert VECTOR == identity_hash("a@example.com", "Kosher")


def test_an_email_is_hashed_in_lower_case() -> None:
    """Two spellings of one address give one hash."""
    assert VECTOR == IdentityObject.of_email(" A@Example.com ", "Kosher").identity_hash


@pytest.mark.parametrize(
    ("known", "matches"),
    [
        (identity(VECTOR), True),
        (identity("SHA256$" + VECTOR[7:].upper()), True),
        (identity("md5$" + hashlib.md5(b"a@example.comKosher").hexdigest()), True),  # noqa: S324
        (identity("sha256$" + hashlib.sha256(b"a@example.com").hexdigest(), salt=None), True),
        (identity("a@example.com", hashed=False, salt=None), True),
        (identity(VECTOR, salt="kosher"), False),
        (identity(VECTOR, salt=None), False),
        (identity("sha512$" + VECTOR[7:]), False),
        (identity("a@example.com"), False),
        (identity(VECTOR, hashed=False), False),
    ],
)
def test_a_known_address_is_compared_under_the_rules_of_the_object(
    known: IdentityObject, matches: bool
) -> None:
    """OB-48: an employer compares the address they have, hashed or plain."""
    assert matches == known.matches("a@example.com")


def test_text_is_normalized() -> None:
    """Composed and decomposed spelling are one text."""
    assert "Caf\u00e9" == check_text("Cafe\u0301", "the name", 10)


def test_text_keeps_lines_tabs_and_emoji_sequences() -> None:
    """Ordinary writing in any language passes as it is."""
    text = "One\r\n\ttwo: \U0001f469\u200d\U0001f393 \u05e9\u05dc\u05d5\u05dd \u4f60\u597d"
    assert text == check_text(text, "the narrative", 100)


@pytest.mark.parametrize(
    "character",
    [
        "\u0000", "\u0008", "\u001b", "\u007f", "\u0085", "\u061c", "\u200e", "\u200f", "\u202a",
        "\u202e", "\u2066", "\u2069", "\ud800", "\ufffe", "\uffff", "\u0378", "\U000e0fff",
    ],
)  # fmt: skip
def test_text_refuses_characters_that_deceive_or_cannot_be_signed(character: str) -> None:
    """RDF-5 and row 32: the place is named, so that a person finds the invisible."""
    with pytest.raises(MalformedError, match=r"U\+[0-9A-F]{4,} at position 4 ") as caught:
        check_text(f"abc{character}d", "the name", 10)
    assert "text" == caught.value.code


@pytest.mark.parametrize(("text", "limit"), [("abcd", 3), ("\ufb2c" * 2, 2)])
def test_text_is_measured_after_normalization(text: str, limit: int) -> None:
    """What is stored is what is measured."""
    with pytest.raises(MalformedError, match=f"to {limit} characters"):
        check_text(text, "the name", limit)


@pytest.mark.parametrize("name", ["", "  ", "two\nlines", "tab\there"])
def test_a_name_has_one_line_that_says_something(name: str) -> None:
    """Names stand in headings and mail subjects."""
    with pytest.raises(MalformedError, match="the name"):
        check_name(name, "the name", 20)


def test_a_name_is_trimmed() -> None:
    """White space around a name is a slip."""
    assert "Kestrel" == check_name(" Kestrel ", "the name", 20)


def test_a_status_entry_is_named_after_list_and_index() -> None:
    """OB-41, in the form that differing schemas all accept."""
    entry = StatusListEntry.at(purpose="revocation", index=7, status_list="https://b.example/s/1")
    assert {
        "id": "https://b.example/s/1#7",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "7",
        "statusListCredential": "https://b.example/s/1",
    } == entry.to_dict()


def test_unknown_members_are_kept() -> None:
    """A member that we do not know may be signed, so it is never lost."""
    document: Document = {
        "type": ["Alignment"],
        "targetName": "Teamwork",
        "targetUrl": "https://case.example/1",
        "ext:weight": {"empty": [], "none": None},
    }
    assert document == Alignment.from_dict(document).to_dict()


def test_standings_are_values() -> None:
    """Two answers that say the same are equal."""
    assert Valid() == Valid()
