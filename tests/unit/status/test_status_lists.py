"""Status lists: bits in order, bounded reading, entries and lists held to their rules."""

import base64
import gzip
import time
import tracemalloc
import zlib
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from issuer.errors import MalformedError
from issuer.status import (
    MAX_BYTES,
    MIN_LENGTH,
    StatusEntry,
    StatusList,
    entry,
    read_entry,
    read_status_list,
    status_list_credential,
)
from issuer.vocab import Shape, require_shape
from tests import specimens

URL = "https://a.example/status/1"
WANTED = StatusEntry(list_url=URL, purpose="revocation", index=5)
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def encoded(bits: bytes, **options: Any) -> str:
    """Encode with the standard library alone."""
    return multibase(gzip.compress(bits, **options))


def multibase(data: bytes) -> str:
    """Write `u` and base64url."""
    return "u" + base64.urlsafe_b64encode(data).decode("ascii").rstrip("=")


def credential(**subject: Any) -> dict[str, Any]:
    """Return a list credential with bit 5 set, other subject members as asked."""
    written = dict(
        status_list_credential(
            list_url=URL,
            issuer="did:web:a.example",
            purpose="revocation",
            status_list=StatusList.from_bits([5]),
            valid_from=NOW,
            valid_until=NOW + timedelta(days=1),
            ttl=timedelta(minutes=5),
        )
    )
    members = {**specimens.at(written, "/credentialSubject"), **subject}
    written["credentialSubject"] = {name: value for name, value in members.items() if value != "-"}
    return written


def code_of(text: str) -> str:
    """Return the code with which an encoded list is refused."""
    with pytest.raises(MalformedError) as caught:
        StatusList.decode(text)
    return caught.value.code


def test_bits_survive_writing_and_reading() -> None:
    """What was set is set, and nothing else."""
    indices = {0, 1, 7, 8, 4242, MIN_LENGTH - 1}
    read = StatusList.decode(StatusList.from_bits(indices).encode())
    assert indices == {index for index in range(len(read)) if read.bit(index)}


def test_equal_bits_give_equal_text() -> None:
    """No time and no system is written, so the text depends on the bits alone."""
    assert StatusList.from_bits([1, 2]).encode() == StatusList.from_bits([2, 1, 1]).encode()
    header = base64.urlsafe_b64decode(StatusList.from_bits([]).encode()[1:17])
    assert header[:10] == b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x04\xff"


def test_our_text_is_gzip_for_others() -> None:
    """The standard library reads what we write, checksum included."""
    text = StatusList.from_bits([9], length=MIN_LENGTH * 2).encode()[1:]
    bits = gzip.decompress(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    assert bytes([0, 0x40]) + bytes(MIN_LENGTH // 4 - 2) == bits


@pytest.mark.parametrize("length", [0, -8, 8, MIN_LENGTH - 8, MIN_LENGTH + 1, MAX_BYTES * 8 + 8])
def test_list_of_another_length_is_not_made(length: int) -> None:
    """Fewer entries would tell on a holder; parts of bytes and giants are refused."""
    with pytest.raises(MalformedError) as caught:
        StatusList.from_bits([], length=length)
    assert caught.value.code == "status_size"


@pytest.mark.parametrize("index", [-1, MIN_LENGTH, 2**63])
def test_index_outside_is_refused(index: int) -> None:
    """Neither set nor asked beyond the ends."""
    for refuse in (
        lambda: StatusList.from_bits([index]),
        lambda: StatusList.from_bits([]).bit(index),
    ):
        with pytest.raises(MalformedError) as caught:
            refuse()
        assert caught.value.code == "status_range"


GOOD = gzip.compress(bytes(16384), mtime=0)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "status_encoding"),
        ("u", "status_encoding"),
        (multibase(GOOD)[1:], "status_encoding"),
        ("m" + base64.b64encode(GOOD).decode(), "status_encoding"),
        ("u" + base64.urlsafe_b64encode(GOOD).decode() + "=", "status_encoding"),
        (multibase(GOOD) + "\n", "status_encoding"),
        (multibase(GOOD) + "A", "status_encoding"),
        (multibase(GOOD).replace("-", "+"), "status_encoding"),
        (multibase(GOOD + GOOD), "status_encoding"),
        (multibase(GOOD + b"\0"), "status_encoding"),
        (multibase(GOOD[:-1]), "status_encoding"),
        (multibase(GOOD[:-8] + bytes(8)), "status_encoding"),
        (multibase(zlib.compress(bytes(16384))), "status_encoding"),
        (multibase(bytes(16384)), "status_encoding"),
        (multibase(gzip.compress(GOOD, mtime=0)), "status_size"),
        (multibase(gzip.compress(bytes(16383), mtime=0)), "status_size"),
        (multibase(gzip.compress(b"", mtime=0)), "status_size"),
        (multibase(gzip.compress(bytes(MAX_BYTES + 1), mtime=0)), "status_size"),
        ("u" + "A" * (1024 * 1024), "status_size"),
    ],
)  # fmt: skip
def test_near_miss_of_an_encoded_list_has_its_code(text: str, code: str) -> None:
    """One encoding, one member, no trailing byte, bounded both ways (rows 40, 41)."""
    assert code == code_of(text)


def test_not_canonical_base64_is_refused() -> None:
    """Spare bits at the end must be zero, or one list would have several texts."""
    texts = (StatusList.from_bits([index]).encode() for index in range(0, MIN_LENGTH, 7))
    text = next(text for text in texts if len(text[1:]) % 4)
    last = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    changed = text[:-1] + last[last.index(text[-1]) + 1]
    assert code_of(changed) == "status_encoding"


def test_gzip_bomb_is_stopped_early() -> None:
    """A gigabyte of zeros costs neither time nor memory (row 40)."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, 31)
    piece = bytes(1024 * 1024)
    bomb = b"".join(deflate.compress(piece) for _ in range(512)) + deflate.flush()
    text = multibase(bomb)
    tracemalloc.start()
    begin = time.thread_time()
    assert code_of(text) == "status_size"
    spent = time.thread_time() - begin
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert spent < 0.05
    assert peak < 20 * 1024 * 1024


def test_longest_list_is_read() -> None:
    """The bound itself still fits."""
    assert len(StatusList.decode(encoded(bytes(MAX_BYTES), mtime=0))) == MAX_BYTES * 8


def test_entry_is_written_as_the_standard_says() -> None:
    """The shape of OB-41, the index as a string."""
    assert entry(URL, "revocation", 48213) == {
        "id": f"{URL}#48213",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "48213",
        "statusListCredential": URL,
    }
    with pytest.raises(MalformedError):
        entry(URL, "revocation", -1)


def test_entry_is_read_back() -> None:
    """Reading finds what writing said; `id` may be missing in others' entries."""
    expected = StatusEntry(list_url=URL, purpose="suspension", index=7)
    written = dict(entry(URL, "suspension", 7))
    assert expected == read_entry(written)
    assert expected == read_entry({**written, "statusSize": 1, "type": [written["type"]]})
    assert expected == read_entry(specimens.without(written, "/id"))


#: Row 38, with Arabic-Indic five among them.
ODD_TEXTS = ("-1", "2147483648000", "abc", "1.0", " 5", "5 ", "0x1", "\u0665", "05", "", "+5")


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        *(
            ("statusListIndex", value, "status_range")
            for value in (*ODD_TEXTS, 5, None, ["5"], True)
        ),
        ("statusPurpose", ["revocation"], "status_purpose"),
        ("statusPurpose", "", "status_purpose"),
        ("statusPurpose", None, "status_purpose"),
        ("statusSize", 2, "status_entry"),
        ("statusSize", 0, "status_size"),
        ("statusSize", 9, "status_size"),
        ("statusSize", 1.5, "status_size"),
        ("statusSize", "1", "status_size"),
        ("statusSize", True, "status_size"),
        ("statusListCredential", None, "status_entry"),
        ("statusListCredential", "status/1", "status_entry"),
        ("id", URL, "status_entry"),
        ("statusReference", 5, "status_entry"),
        ("statusReference", ["https://a.example", "words"], "status_entry"),
        ("statusReference", [{}], "status_entry"),
        ("type", "RevocationList2020Status", "status_entry"),
        ("type", None, "status_entry"),
    ],
)  # fmt: skip
def test_near_miss_of_an_entry_has_its_code(name: str, value: Any, code: str) -> None:
    """Odd indices, arrays of purposes and several bits are refused (rows 37 to 39)."""
    with pytest.raises(MalformedError) as caught:
        read_entry({**entry(URL, "revocation", 5), name: value})
    assert code == caught.value.code


@pytest.mark.parametrize("value", [None, True, 5, "text", [], [{}], {}])
def test_status_of_another_kind_is_no_entry(value: Any) -> None:
    """Whatever else stands there is refused, never read."""
    with pytest.raises(MalformedError) as caught:
        read_entry(value)
    assert caught.value.code == "status_entry"


def test_list_credential_has_its_shape() -> None:
    """What we write passes our own shape, with the ttl in milliseconds (BSL-4, BSL-7)."""
    written = credential()
    require_shape(written, Shape.STATUS_LIST_CREDENTIAL)
    assert specimens.at(written, "/credentialSubject/ttl") == 300_000
    assert specimens.at(written, "/credentialSubject/id") == f"{URL}#list"
    assert written["issuer"] == "did:web:a.example"


def test_list_credential_is_read() -> None:
    """The right list answers for the right index."""
    status_list = read_status_list(credential(), WANTED)
    assert status_list.bit(5)
    assert not status_list.bit(4)


@pytest.mark.parametrize(
    ("subject", "code"),
    [
        ({"statusPurpose": "suspension"}, "status_purpose"),
        ({"statusPurpose": ["suspension", "message"]}, "status_purpose"),
        ({"statusPurpose": ["revocation", 5]}, "status_purpose"),
        ({"statusPurpose": []}, "status_purpose"),
        ({"ttl": "300000"}, "status_list"),
        ({"ttl": 0}, "status_list"),
        ({"ttl": True}, "status_list"),
        ({"statusPurpose": "-"}, "status_purpose"),
        ({"statusSize": 2}, "status_size"),
        ({"encodedList": "-"}, "status_encoding"),
        ({"encodedList": 5}, "status_encoding"),
        ({"encodedList": "uAAAA"}, "status_encoding"),
        ({"type": "StatusList2021"}, "status_list"),
    ],
)
def test_near_miss_of_a_list_has_its_code(subject: dict[str, Any], code: str) -> None:
    """Purpose, size and encoding of the list are compared with the entry's."""
    with pytest.raises(MalformedError) as caught:
        read_status_list(credential(**subject), WANTED)
    assert code == caught.value.code


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("id", "https://a.example/status/2"),
        ("type", ["VerifiableCredential"]),
        ("credentialSubject", None),
        ("credentialSubject", []),
    ],
)
def test_another_list_is_not_read(name: str, value: Any) -> None:
    """The list must be the one that the entry names (BSL-9)."""
    with pytest.raises(MalformedError) as caught:
        read_status_list({**credential(), name: value}, WANTED)
    assert caught.value.code == "status_list"


def test_index_beyond_the_end_of_the_list_is_refused() -> None:
    """An index that fits the grammar may still not fit the list (row 38)."""
    beyond = StatusEntry(list_url=URL, purpose="revocation", index=MIN_LENGTH)
    with pytest.raises(MalformedError) as caught:
        read_status_list(credential(), beyond)
    assert caught.value.code == "status_range"


def test_short_list_is_not_published() -> None:
    """A hand-made short list does not become a credential."""
    with pytest.raises(MalformedError) as caught:
        status_list_credential(
            list_url=URL,
            issuer="did:web:a.example",
            purpose="revocation",
            status_list=StatusList(bytes(8)),
            valid_from=NOW,
            valid_until=NOW,
        )
    assert caught.value.code == "status_size"
