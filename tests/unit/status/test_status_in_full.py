"""Entries of several bits, several purposes, StatusList2021 and the lists of older badges."""

import base64
import gzip
from typing import Any

import pytest

from issuer.errors import MalformedError
from issuer.status import (
    StatusEntry,
    StatusList,
    entry,
    read_entry,
    read_status_list,
    revocation_in,
)

URL = "https://a.example/status/1"
ISSUER = "did:web:a.example"
MEANINGS = [
    {"status": "0x0", "message": "nothing to say"},
    {"status": "0x1", "message": "under review"},
    {"status": "0x2", "message": "accepted"},
    {"status": "0x3", "message": "refused"},
]


def sized(messages: Any, size: int = 2) -> dict[str, Any]:
    """Return an entry of several bits."""
    written = dict(entry(URL, "revocation", 5))
    return {**written, "statusSize": size, "statusMessage": messages}


def list_of(bits: bytes, **subject: Any) -> dict[str, Any]:
    """Return an unsigned list credential of exactly these bits."""
    text = base64.urlsafe_b64encode(gzip.compress(bits, mtime=0)).decode("ascii").rstrip("=")
    return {
        "id": URL,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": ISSUER,
        "credentialSubject": {
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": "u" + text,
            **subject,
        },
    }


def test_bsl_2_entry_of_two_bits_has_four_messages() -> None:
    """The value is a number, its message is what people read."""
    read = read_entry(sized(MEANINGS))
    assert (2, "refused", 4) == (read.size, (read.messages or {})[3], len(read.messages or {}))


@pytest.mark.parametrize(
    "messages",
    [
        MEANINGS[:3],
        [*MEANINGS[:3], MEANINGS[0]],
        [*MEANINGS[:3], {"status": "0x4", "message": "too high"}],
        [*MEANINGS[:3], {"status": "3", "message": "not hexadecimal"}],
        [*MEANINGS[:3], {"status": "0x03", "message": "written in two ways"}],
        [*MEANINGS[:3], {"status": "0x3"}],
        [*MEANINGS[:3], "refused"],
        {},
        None,
    ],
    ids=range(9),
)
def test_bsl_2_near_miss_of_messages_is_refused(messages: Any) -> None:
    """Each value has exactly one message, or nobody knows what a value means."""
    with pytest.raises(MalformedError) as caught:
        read_entry(sized(messages))
    assert "status_entry" == caught.value.code


@pytest.mark.parametrize(
    ("bits", "index", "size", "value"),
    [
        (b"\x80", 0, 1, 1),
        (b"\x40", 0, 2, 1),
        (b"\x40", 1, 2, 0),
        (b"\x0c", 2, 2, 3),
        (b"\x00\xb0", 2, 4, 0xB),
        (b"\x01\x80", 2, 3, 0b011),
        (b"\x00\x00\x00\xff", 3, 8, 255),
    ],
)
def test_value_of_several_bits_begins_with_the_highest(
    bits: bytes, index: int, size: int, value: int
) -> None:
    """Computed by hand: entry i of n bits begins at bit i times n."""
    assert value == StatusList(bits.ljust(20_000, b"\0")).value(index, size)


def test_bsl_8_least_length_counts_entries_and_not_bits() -> None:
    """131,072 entries of two bits are 32 KiB; half of that hides too few people."""
    two_bits = StatusEntry(list_url=URL, purpose="revocation", index=131_071, size=2)
    assert 0 == read_status_list(list_of(bytes(32_768)), two_bits).value(131_071, 2)
    with pytest.raises(MalformedError) as caught:
        read_status_list(list_of(bytes(32_767)), two_bits)
    assert "status_size" == caught.value.code


def test_bsl_4_list_may_serve_several_purposes() -> None:
    """The standard allows it to others; ours serve one."""
    wanted = StatusEntry(list_url=URL, purpose="revocation", index=5)
    served = list_of(bytes(16_384), statusPurpose=["suspension", "revocation"])
    assert not read_status_list(served, wanted).bit(5)


def test_list_of_another_size_is_refused() -> None:
    """Read by another size, the bits would be those of somebody else."""
    wanted = StatusEntry(list_url=URL, purpose="revocation", index=5)
    with pytest.raises(MalformedError) as caught:
        read_status_list(list_of(bytes(32_768), statusSize=2), wanted)
    assert "status_size" == caught.value.code


@pytest.mark.parametrize("padded", [False, True])
def test_status_list_2021_is_read_in_its_own_form(*, padded: bool) -> None:
    """Other types, no multibase letter, padding or none (row 41)."""
    bits = bytearray(16_384)
    bits[0] = 0x04
    text = base64.urlsafe_b64encode(gzip.compress(bytes(bits), mtime=0)).decode("ascii")
    document: dict[str, Any] = list_of(b"")
    document["type"] = ["VerifiableCredential", "StatusList2021Credential"]
    document["credentialSubject"] = {
        "type": "StatusList2021",
        "statusPurpose": "revocation",
        "encodedList": text if padded else text.rstrip("="),
    }
    wanted = read_entry({**entry(URL, "revocation", 5), "type": "StatusList2021Entry"})
    assert read_status_list(document, wanted).bit(5)


@pytest.mark.parametrize("is_2021", [False, True])
def test_entry_and_list_are_of_one_kind(*, is_2021: bool) -> None:
    """A list of one kind answers no entry of the other."""
    wanted = StatusEntry(list_url=URL, purpose="revocation", index=5, is_2021=is_2021)
    document = list_of(bytes(16_384))
    if not is_2021:
        document["type"] = ["VerifiableCredential", "StatusList2021Credential"]
    with pytest.raises(MalformedError) as caught:
        read_status_list(document, wanted)
    assert "status_list" == caught.value.code


@pytest.mark.parametrize(
    ("listed", "reason"),
    [
        ([], None),
        ([{"id": "urn:b"}], None),
        ([{"id": "urn:a", "revoked": False}], None),
        ([{"id": "urn:a"}], ""),
        ([{"id": "urn:a", "revoked": True, "revocationReason": "Mistake"}], "Mistake"),
        ([{"id": "urn:a", "revoked": "false"}], ""),
        ([{"id": "urn:a", "revoked": False}, {"id": "urn:a"}], ""),
    ],
)
def test_ob_43_revocation_list_is_read(listed: list[Any], reason: str | None) -> None:
    """Listed is revoked, unless a plain `false` says otherwise."""
    document = {"id": URL, "issuer": ISSUER, "revokedCredential": listed}
    assert reason == revocation_in(document, URL, ISSUER, "urn:a")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"id": "https://a.example/other"}, "status_list"),
        ({"issuer": "did:web:b.example"}, "status_issuer"),
        ({"issuer": {"id": "did:web:b.example"}}, "status_issuer"),
        ({"revokedCredential": None}, "status_list"),
        ({"revokedCredential": ["urn:a"]}, "status_list"),
        ({"revokedCredential": [{"revoked": True}]}, "status_list"),
    ],
)
def test_ob_43_near_miss_of_a_revocation_list(changes: dict[str, Any], code: str) -> None:
    """What cannot be read is never read as "not revoked"."""
    document = {"id": URL, "issuer": ISSUER, "revokedCredential": [], **changes}
    with pytest.raises(MalformedError) as caught:
        revocation_in(document, URL, ISSUER, "urn:a")
    assert code == caught.value.code
