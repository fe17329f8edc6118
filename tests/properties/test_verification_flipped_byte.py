"""A badge is valid as a whole or not at all."""

from hypothesis import given
from hypothesis import strategies as st

from issuer.documents import read_document, write_document
from issuer.errors import IssuerError
from issuer.verification import Outcome
from tests.defects.world import Case, good_document

GOOD = write_document(good_document())


def says_the_same(data: bytes) -> bool:
    """Tell whether the bytes still read as the very same document."""
    try:
        return read_document(data) == read_document(GOOD)
    except IssuerError:
        return False


@given(st.integers(0, len(GOOD) - 1), st.integers(1, 255))
def test_flipped_byte_is_never_valid(place: int, mask: int) -> None:
    """Whatever byte is changed, and how: never valid, unless it reads as the same document."""
    data = GOOD[:place] + bytes([GOOD[place] ^ mask]) + GOOD[place + 1 :]
    assert says_the_same(data) == (Case(data=data).report().outcome is Outcome.VALID)


@given(st.integers(0, len(GOOD) - 1), st.integers(1, 40))
def test_removed_bytes_are_never_valid(place: int, count: int) -> None:
    """Whatever is cut out: never valid."""
    data = GOOD[:place] + GOOD[place + count :]
    assert Case(data=data).report().outcome is not Outcome.VALID


@given(st.binary(max_size=300))
def test_any_bytes_are_answered(data: bytes) -> None:
    """Nothing that can be sent raises, and nothing that is not a badge is valid."""
    assert Case(data=data).report().outcome is not Outcome.VALID


@given(st.integers(0, len(GOOD) - 1), st.text(max_size=12))
def test_any_insertion_is_never_valid(place: int, text: str) -> None:
    """What is put in between the signed bytes is noticed, but for white space."""
    data = GOOD[:place] + text.encode("utf-8", "replace") + GOOD[place:]
    assert says_the_same(data) == (Case(data=data).report().outcome is Outcome.VALID)
