"""Is it revoked or suspended? A list that cannot be read or trusted is never read as "no".

Bitstring Status List 1.0, section 3.2, in our order: whose list it is, its proof, its dates, its
purpose, then the bit.
"""

from collections.abc import Mapping
from datetime import datetime

from issuer.clock import parse_instant
from issuer.documents import Document
from issuer.errors import InvalidProofError, LimitError, MalformedError, UnavailableError
from issuer.status import StatusEntry, read_entry, read_status_list
from issuer.verification.checks.controller import check_controller
from issuer.verification.checks.dates import SKEW
from issuer.verification.checks.proof import check_proof
from issuer.verification.lookups import Lookups
from issuer.verification.model import Finding, Outcome
from issuer.verification.reading import Candidate, read_secured

#: A list of 131,072 entries takes about 22 kB at worst; a mebibyte is 6 million entries.
MAX_LIST_BYTES = 1024 * 1024
_ENTRY = "BitstringStatusListEntry"
_SET = {
    "revocation": ("revoked", "The issuer has revoked it."),
    "suspension": ("suspended", "The issuer has suspended it for now."),
}


class _StatusError(Exception):
    """Ends the check early with this finding."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.sentence)
        self.finding = finding


def check_status(candidate: Candidate, lookups: Lookups) -> tuple[Finding, ...]:
    """Check the bit of this credential in its issuer's own list (BSL-8, OB-46 step 4)."""
    status = candidate.document.get("credentialStatus")
    if status is None:
        return (_note("status_none", "It names no status list, so it cannot be revoked."),)
    try:
        entry = _entry_of(status)
        served = _read_list(entry, lookups)
        credential = served.document
        _require_own(served, entry, candidate)
        _require_proof(served, lookups)
        notes = _require_current(credential, entry, lookups)
        return (_bit(credential, entry), *notes)
    except _StatusError as fault:
        return (fault.finding,)


def _entry_of(status: object) -> StatusEntry:
    if not isinstance(status, Mapping) or status.get("type") != _ENTRY:
        raise _unknown("status_type", "its status is of a kind that is not read here")
    try:
        return read_entry(status)
    except MalformedError as error:
        # Several bits for one entry are allowed by the standard, only not read here.
        if error.code == "status_size":
            raise _unknown(error.code, error.detail) from error
        raise _refused(error.code, error.detail, "/credentialStatus") from error


def _read_list(entry: StatusEntry, lookups: Lookups) -> Candidate:
    """Read the list in either form: it is secured as its issuer secures credentials (BSL-9)."""
    try:
        return read_secured(lookups.status_list(entry.list_url), max_bytes=MAX_LIST_BYTES)
    except UnavailableError as error:
        raise _unknown("status_unreachable", error.detail) from error
    except (InvalidProofError, MalformedError, LimitError) as error:
        raise _unknown("status_unreadable", error.detail) from error


def _require_own(served: Candidate, entry: StatusEntry, candidate: Candidate) -> None:
    """Refuse another issuer's list or another list (BSL-9), before its key is looked up."""
    if served.issuer_id != candidate.issuer_id:
        raise _refused("status_issuer", "the list is of another issuer")
    if served.document.get("id") != entry.list_url:
        raise _refused("status_issuer", "another list stands at this address")


def _require_proof(served: Candidate, lookups: Lookups) -> None:
    for check in (check_proof, check_controller):
        for finding in check(served, lookups):
            if finding.outcome is Outcome.INVALID:
                raise _refused("status_proof", f"the list itself fails: {finding.sentence}")
            if finding.outcome is Outcome.INDETERMINATE:
                raise _unknown("status_unverified", f"of the list itself: {finding.sentence}")


def _require_current(
    credential: Document, entry: StatusEntry, lookups: Lookups
) -> tuple[Finding, ...]:
    """Refuse lists of the past and the future, so that no old list hides a revocation."""
    start, end = _instant(credential, "validFrom"), _instant(credential, "validUntil")
    if end is not None and end < lookups.now:
        raise _unknown("status_stale", "the list is out of date")
    if start is not None and start > lookups.now + SKEW:
        raise _unknown("status_stale", "the list is dated in the future")
    if start is not None and start < lookups.newest_list(entry.list_url, start):
        raise _unknown("status_stale", "a newer list was seen before")
    if end is None:
        return (_note("status_undated", "Its list does not say how long it may be relied on."),)
    return ()


def _bit(credential: Document, entry: StatusEntry) -> Finding:
    try:
        is_set = read_status_list(credential, entry).bit(entry.index)
    except MalformedError as error:
        raise _refused(error.code, error.detail) from error
    if not is_set:
        return _finding("status", Outcome.VALID, "The issuer's list shows no withdrawal.")
    if entry.purpose in _SET:
        code, sentence = _SET[entry.purpose]
        return _finding(code, Outcome.INVALID, sentence)
    return _note("status_message", f"The issuer has set a mark for the purpose {entry.purpose!r}.")


def _instant(credential: Document, name: str) -> datetime | None:
    value = credential.get(name)
    if value is None:
        return None
    try:
        return parse_instant(str(value))
    except MalformedError as error:
        raise _unknown("status_unreadable", error.detail) from error


def _unknown(code: str, reason: str) -> _StatusError:
    sentence = f"Whether it was revoked is not known: {reason.rstrip('.')}."
    return _StatusError(_finding(code, Outcome.INDETERMINATE, sentence))


def _refused(code: str, reason: str, pointer: str | None = None) -> _StatusError:
    sentence = f"Its status does not hold: {reason.rstrip('.')}."
    return _StatusError(_finding(code, Outcome.INVALID, sentence, pointer))


def _note(code: str, sentence: str) -> Finding:
    return Finding(
        check="status",
        code=code,
        outcome=Outcome.VALID,
        title="Status",
        sentence=sentence,
        is_note=True,
    )


def _finding(code: str, outcome: Outcome, sentence: str, pointer: str | None = None) -> Finding:
    return Finding(
        check="status",
        code=code,
        outcome=outcome,
        title="Status",
        sentence=sentence,
        pointer=pointer,
    )
