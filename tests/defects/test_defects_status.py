"""Status lists that must not be read as "not revoked"; and dates that are not today's."""

import base64
import gzip
from datetime import timedelta

import pytest

from issuer.badges import Expired, NotYetValid, Revoked, Suspended, Valid
from issuer.clock import format_instant
from issuer.documents import write_document
from issuer.verification import verify
from tests.defects.rows_status import MIN_BYTES, TABLE, entry, listed
from tests.defects.world import (
    NOW,
    Change,
    changed_before_signing,
    good_case,
    own_notes,
    put,
    remove,
)
from tests.interop.credentials import (
    ACADEMY,
    LIST_URL,
    services_for,
    status_list,
)


@pytest.mark.parametrize("name", TABLE)
def test_status_that_is_not_good(name: str) -> None:
    """Whatever is wrong with the list, the badge is not shown as valid."""
    case, code, outcome, _ = TABLE[name]
    report = case.report()
    assert ((code,), outcome) == (report.codes, report.outcome)


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
    assert ((), ["status_undated"]) == (report.codes, own_notes(report))


def test_badge_without_status_is_valid_and_says_so() -> None:
    """Not every issuer can revoke."""
    report = changed_before_signing(remove("credentialStatus")).report()
    assert ((), ["status_none"]) == (report.codes, own_notes(report))


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
    "revoked": (TABLE["revoked"].case, Revoked()),
    "suspended": (TABLE["suspended"].case, Suspended()),
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
