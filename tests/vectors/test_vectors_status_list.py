"""Known answers of Bitstring Status List: the empty list of the standard, bits in order."""

import base64
import gzip

import pytest

from issuer.status import StatusList

#: Printed in the standard.
EMPTY = "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA"
LENGTH = 131_072


def inflated(text: str) -> bytes:
    """Decode by the standard library alone."""
    data = text.removeprefix("u")
    return gzip.decompress(base64.urlsafe_b64decode(data + "=" * (-len(data) % 4)))


def test_empty_list_of_the_standard_has_no_bit_set() -> None:
    """Its 131,072 decoded bits are those of our empty list (BSL-6)."""
    assert StatusList.from_bits(()) == StatusList.decode(EMPTY)
    assert len(StatusList.decode(EMPTY)) == LENGTH


@pytest.mark.parametrize(
    ("index", "byte", "value"),
    [
        (0, 0, 0x80),
        (1, 0, 0x40),
        (7, 0, 0x01),
        (8, 1, 0x80),
        (48213, 6026, 0x04),
        (131071, 16383, 1),
    ],
)
def test_bit_lies_where_the_standard_says(index: int, byte: int, value: int) -> None:
    """Index 0 is the most significant bit of byte 0 (BSL-5); computed by hand."""
    expected = bytearray(LENGTH // 8)
    expected[byte] = value
    assert bytes(expected) == inflated(StatusList.from_bits([index]).encode())
    foreign = "u" + base64.urlsafe_b64encode(gzip.compress(bytes(expected))).decode().rstrip("=")
    decoded = StatusList.decode(foreign)
    assert [index] == [one for one in range(LENGTH) if decoded.bit(one)]
