"""Status lists that must not be read as "not revoked"; and dates that are not today's."""

import base64
import gzip
import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from issuer.badges import Expired, NotYetValid, Revoked, Suspended, Valid
from issuer.clock import format_instant
from issuer.documents import write_document
from issuer.verification import Outcome, verify
from tests.defects.world import NOW, Case, Change, changed_before_signing, good_case, put, remove
from tests.interop.credentials import (
    ACADEMY,
    GUILD,
    LIST_URL,
    STRANGER,
    SUSPENSIONS_URL,
    good_lists,
    services_for,
    signed_anyhow,
    status_list,
)

VALID, INVALID, OPEN = Outcome.VALID, Outcome.INVALID, Outcome.INDETERMINATE
MIN_BYTES = 16_384
WHOLE = write_document(status_list(ACADEMY, NOW, [7]))


def served(data: bytes) -> Case:
    """Return the good badge in a world that serves these bytes for its list."""
    return good_case().with_lists({LIST_URL: data})


def listed(**changes: Any) -> Case:
    """Return the good badge with a list of the academy, changed and then signed."""
    return served(write_document(status_list(ACADEMY, NOW, [7], **changes)))


def encoded(bits: bytes, extra: bytes = b"", prefix: str = "u") -> Case:
    """Return the good badge with a signed list of exactly these encoded bytes."""
    data = gzip.compress(bits, mtime=0) + extra
    text = prefix + base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")
    return listed(subject={"encodedList": text})


def forged(change: Change) -> Case:
    """Return the good badge with a list that was changed after signing."""
    document = json.loads(WHOLE)
    change(document)
    return served(write_document(document))


def entry(**members: Any) -> Case:
    """Return a badge signed with other members of its status entry."""

    def change(document: dict[str, Any]) -> None:
        document["credentialStatus"].update(members)

    return changed_before_signing(change)


def suspended_entry(lists: Mapping[str, bytes]) -> Case:
    """Return a badge whose status is in the academy's list of suspensions."""
    case = entry(
        id=f"{SUSPENSIONS_URL}#48213",
        statusPurpose="suspension",
        statusListCredential=SUSPENSIONS_URL,
    )
    return case.with_lists({**good_lists(NOW), **lists})


def suspensions(indices: list[int]) -> dict[str, bytes]:
    """Return the academy's list of suspensions."""
    document = status_list(ACADEMY, NOW, indices, url=SUSPENSIONS_URL, purpose="suspension")
    return {SUSPENSIONS_URL: write_document(document)}


TABLE: dict[str, tuple[Case, str, Outcome]] = {
    "revoked": (served(write_document(status_list(ACADEMY, NOW, [48213]))), "revoked", INVALID),
    "suspended": (suspended_entry(suspensions([48213])), "suspended", INVALID),
    "T34 list unreachable": (good_case().with_lists({}), "status_unreachable", OPEN),
    "T34 list is a web page": (served(b"<!doctype html><p>Hello"), "status_unreadable", OPEN),
    "T34 list is empty": (served(b""), "status_unreadable", OPEN),
    "T34 list is cut off": (served(WHOLE[:-40]), "status_unreadable", OPEN),
    "T34 list is too large": (served(b" " * (1024 * 1024 + 1)), "status_unreadable", OPEN),
    "list as a JWT": (served(b"eyJhbGciOiJFUzI1NiJ9.e30.c2ln"), "status_unreadable", OPEN),
    "T35 status_list_of_another_issuer": (
        served(write_document(status_list(STRANGER, NOW, [7]))), "status_issuer", INVALID,
    ),
    "T35 list of another tenant": (
        served(write_document(status_list(GUILD, NOW, [7]))), "status_issuer", INVALID,
    ),
    "T35 another list of the issuer": (
        served(good_lists(NOW)[SUSPENSIONS_URL]), "status_issuer", INVALID,
    ),
    "list signed by another key": (
        served(
            write_document(
                signed_anyhow(
                    status_list(ACADEMY, NOW, [7]),
                    STRANGER,
                    NOW,
                    verificationMethod=ACADEMY.method_id,
                )
            )
        ),
        "status_proof",
        INVALID,
    ),
    "list signed by another party": (
        served(
            write_document(signed_anyhow(status_list(ACADEMY, NOW, [7]), STRANGER, NOW))
        ),
        "status_proof",
        INVALID,
    ),
    "list with a bit removed": (
        forged(put("credentialSubject", "encodedList", value="uH4sI")), "status_proof", INVALID,
    ),
    "list with its end put off": (
        forged(put("validUntil", value="2099-01-01T00:00:00Z")), "status_proof", INVALID,
    ),
    "list with an undefined term": (forged(put("note", value="x")), "status_proof", INVALID),
    "list of an unknown suite": (
        forged(put("proof", 0, "cryptosuite", value="ecdsa-rdfc-2019")), "status_unverified", OPEN,
    ),
    "list without a proof": (forged(remove("proof")), "status_proof", INVALID),
    "T36 list stale": (
        listed(valid_from=NOW - timedelta(hours=73), valid_until=NOW - timedelta(hours=1)),
        "status_stale",
        OPEN,
    ),
    "T36 list of the future": (
        listed(valid_from=NOW + timedelta(hours=1)), "status_stale", OPEN,
    ),
    "list with a date that is none": (
        listed(validUntil="tomorrow"), "status_unreadable", OPEN,
    ),
    "T37 list of suspensions": (listed(purpose="suspension"), "status_purpose", INVALID),
    "T37 entry of suspensions": (entry(statusPurpose="suspension"), "status_purpose", INVALID),
    "T37 list with several purposes": (
        listed(subject={"statusPurpose": ["revocation", "suspension"]}), "status_purpose", INVALID,
    ),
    "T39 list of two bits": (
        forged(put("credentialSubject", "statusSize", value=2)), "status_proof", INVALID,
    ),
    "T39 entry of two bits": (entry(statusSize=2), "status_size", OPEN),
    "T40 list that explodes": (encoded(bytes(64 * 1024 * 1024)), "status_size", INVALID),
    "T40 two members": (
        encoded(bytes(MIN_BYTES), gzip.compress(b"x")), "status_encoding", INVALID,
    ),
    "T40 a byte too many": (encoded(bytes(MIN_BYTES), b"x"), "status_encoding", INVALID),
    "T41 list short": (encoded(bytes(MIN_BYTES - 1)), "status_size", INVALID),
    "T41 without the letter of the base": (
        encoded(bytes(MIN_BYTES), prefix=""), "status_encoding", INVALID,
    ),
    "T41 in another base": (encoded(bytes(MIN_BYTES), prefix="m"), "status_encoding", INVALID),
    "credential that is no list": (
        listed(type=["VerifiableCredential"]), "status_list", INVALID,
    ),
    "status of an unknown kind": (
        changed_before_signing(
            put("credentialStatus", value={"id": f"{LIST_URL}#1", "type": "BitstringStatusList"})
        ),
        "status_type",
        OPEN,
    ),
    "status that is its own list": (entry(id=LIST_URL), "status_entry", INVALID),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLE)
def test_status_that_is_not_good(name: str) -> None:
    """Whatever is wrong with the list, the badge is not shown as valid."""
    case, code, outcome = TABLE[name]
    report = case.report()
    assert ((code,), outcome) == (report.codes, report.outcome)


@pytest.mark.parametrize(
    "index",
    ["-1", "131072", "9223372036854775808", "abc", "1.0", " 5", "0x1", "٤", "05", 5, None],
    ids=repr,
)
def test_t38_odd_index_is_refused(index: object) -> None:
    """An index is canonical decimal text inside the list, or no index at all."""

    def change(document: dict[str, Any]) -> None:
        document["credentialStatus"]["statusListIndex"] = index
        if index is None:
            del document["credentialStatus"]["statusListIndex"]

    assert ("status_range",) == changed_before_signing(change).report().codes


@pytest.mark.parametrize("index", [0, 1, 7, 8, 131_071])
@pytest.mark.parametrize("is_set", [True, False])
def test_t42_first_index_is_the_most_significant_bit(index: int, *, is_set: bool) -> None:
    """BSL-5: the bits are built here by hand, not by the code under test."""
    bits = bytearray(b"\x00" * MIN_BYTES if is_set else b"\xff" * MIN_BYTES)
    bits[index // 8] ^= 1 << (7 - index % 8)
    text = "u" + base64.urlsafe_b64encode(gzip.compress(bytes(bits), mtime=0)).rstrip(b"=").decode()
    lists = {LIST_URL: write_document(status_list(ACADEMY, NOW, subject={"encodedList": text}))}
    report = entry(statusListIndex=str(index)).with_lists(lists).report()
    assert (("revoked",) if is_set else ()) == report.codes


def test_t36_older_list_than_one_seen_before_is_refused() -> None:
    """A list that was put back to before the revocation is not believed, though still in date."""
    data = good_case().data
    newer = write_document(status_list(ACADEMY, NOW, [48213]))
    older = write_document(status_list(ACADEMY, NOW, [], valid_from=NOW - timedelta(hours=2)))
    seen = services_for(NOW, lists={LIST_URL: newer})
    replayed = services_for(NOW, lists={LIST_URL: older})
    object.__setattr__(replayed, "seen_lists", seen.seen_lists)
    assert [("revoked",), ("status_stale",)] == [
        verify(data, seen).codes,
        verify(data, replayed).codes,
    ]


def test_t36_list_without_an_end_is_noted() -> None:
    """A foreign list may lack an end: it counts, and the report says so."""
    report = listed(validUntil=None).report()
    notes = [finding.code for finding in report.findings if finding.is_note]
    assert ((), ["status_undated"]) == (report.codes, notes)


def test_badge_without_status_is_valid_and_says_so() -> None:
    """Not every issuer can revoke."""
    report = changed_before_signing(remove("credentialStatus")).report()
    notes = [finding.code for finding in report.findings if finding.is_note]
    assert ((), ["status_none"]) == (report.codes, notes)


def test_mark_of_another_purpose_is_noted() -> None:
    """A message is for reading; it does not make a badge less valid."""
    lists = {
        LIST_URL: write_document(
            status_list(ACADEMY, NOW, [48213], subject={"statusPurpose": "message"})
        )
    }
    report = entry(statusPurpose="message").with_lists(lists).report()
    notes = [finding.code for finding in report.findings if finding.is_note]
    assert ((), ["status_message"]) == (report.codes, notes)


DATES: dict[str, tuple[Change, tuple[str, ...]]] = {
    "expired": (put("validUntil", value=format_instant(NOW - timedelta(seconds=1))), ("expired",)),
    "expired in another zone": (put("validUntil", value="2026-11-23T13:59:59+02:00"), ("expired",)),
    "expires this second": (put("validUntil", value=format_instant(NOW)), ()),
    "without an end": (remove("validUntil"), ()),
    "not_yet_valid": (
        put("validFrom", value=format_instant(NOW + timedelta(seconds=301))),
        ("not_yet_valid",),
    ),
    "begins within the skew": (
        put("validFrom", value=format_instant(NOW + timedelta(seconds=300))),
        (),
    ),
    "T33 midnight as 24:00": (put("validFrom", value="2026-11-22T24:00:00Z"), ()),
}


@pytest.mark.parametrize("name", DATES)
def test_dates_are_compared_as_instants(name: str) -> None:
    """A badge holds from its first to its last second, wherever its clock stood."""
    change, codes = DATES[name]
    assert codes == changed_before_signing(change).report().codes


STANDINGS = {
    "valid": (good_case(), Valid()),
    "revoked": (TABLE["revoked"][0], Revoked()),
    "suspended": (TABLE["suspended"][0], Suspended()),
    "unknown": (good_case().with_lists({}), None),
    "expired": (
        changed_before_signing(DATES["expired"][0]),
        Expired(at=NOW - timedelta(seconds=1)),
    ),
    "expired, list unreachable": (
        changed_before_signing(DATES["expired"][0]).with_lists({}),
        Expired(at=NOW - timedelta(seconds=1)),
    ),
    "expired and revoked": (
        changed_before_signing(DATES["expired"][0]).with_lists(
            {LIST_URL: write_document(status_list(ACADEMY, NOW, [48213]))}
        ),
        Revoked(),
    ),
    "not yet valid": (
        changed_before_signing(DATES["not_yet_valid"][0]),
        NotYetValid(at=NOW + timedelta(seconds=301)),
    ),
}


@pytest.mark.parametrize("name", STANDINGS)
def test_standing_says_what_holds_today(name: str) -> None:
    """A page shows one sentence about today, and none where the list is out of reach."""
    case, standing = STANDINGS[name]
    assert standing == case.report().standing
