"""Is it revoked or suspended? A list that cannot be read or trusted is never read as "no".

Bitstring Status List 1.0, section 3.2, in our order: whose list it is, its proof, its dates, its
purpose, then the value. StatusList2021 and `1EdTechRevocationList` are read for older badges.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from issuer import status
from issuer.clock import parse_instant
from issuer.documents import Document, Json, read_document
from issuer.errors import InvalidProofError, LimitError, MalformedError, UnavailableError
from issuer.status import StatusEntry
from issuer.verification.checks.controller import check_controller
from issuer.verification.checks.dates import SKEW
from issuer.verification.checks.proof import check_proof
from issuer.verification.lookups import Lookups
from issuer.verification.model import Finding, ListFact, Outcome
from issuer.verification.reading import Candidate, read_secured

#: A list of 131,072 entries takes about 22 kB at worst; a mebibyte is 6 million entries.
MAX_LIST_BYTES = 1024 * 1024
_REVOCATION, _SUSPENSION = "revocation", "suspension"
_SET = {
    _REVOCATION: ("revoked", "The issuer has revoked it"),
    _SUSPENSION: ("suspended", "The issuer has suspended it for now"),
}
#: Longer messages of strangers are cut in our sentences; the document has them whole.
_LONGEST = 200


class _StatusError(Exception):
    """Ends the check early with this finding."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.sentence)
        self.finding = finding


def check_status(candidate: Candidate, lookups: Lookups) -> tuple[Finding, ...]:
    """Check the value of this credential in its issuer's own list (BSL-8, OB-46 step 4)."""
    document = candidate.document.get("credentialStatus")
    if document is None:
        return (_note("status_none", "It names no status list, so it cannot be revoked."),)
    try:
        if isinstance(document, Mapping) and document.get("type") == status.REVOCATION_LIST:
            return (_in_revocation_list(candidate, document, lookups),)
        entry = _entry_of(document)
        served = _read_list(entry, lookups)
        _require_own(served, entry, candidate)
        _require_proof(served, lookups)
        notes = _require_current(served.document, entry, lookups)
        found: tuple[Finding, ...] = (_value(served.document, entry), *notes)
    except _StatusError as fault:
        found = (fault.finding,)
    return tuple(replace(each, check=_check_of(document)) for each in found)


def _check_of(document: Json) -> str:
    """Tell under which name a reader looks for it: a list of suspensions is one of its own."""
    is_suspension = isinstance(document, Mapping) and document.get("statusPurpose") == _SUSPENSION
    return _SUSPENSION if is_suspension else "status"


def _entry_of(document: object) -> StatusEntry:
    kinds = (status.ENTRY, status.ENTRY_2021)
    if not isinstance(document, Mapping) or document.get("type") not in kinds:
        raise _unknown("status_type", "its status is of a kind that is not read here")
    try:
        return status.read_entry(document)
    except MalformedError as error:
        raise _refused(error.code, error.detail, "/credentialStatus") from error


def _in_revocation_list(candidate: Candidate, entry: Document, lookups: Lookups) -> Finding:
    """Look into the plain list of older badges; only its https address speaks for it (OB-43)."""
    url = entry.get("id")
    if not isinstance(url, str) or not url.startswith("https://"):
        raise _refused("status_entry", "it names no list by an https address", "/credentialStatus")
    data = _served(url, lookups)
    try:
        document = read_document(data, max_bytes=MAX_LIST_BYTES)
        credential_id = str(candidate.document.get("id"))
        reason = status.revocation_in(document, url, candidate.issuer_id, credential_id)
    except MalformedError as error:
        if error.code == "status_issuer":
            raise _refused(error.code, error.detail) from error
        raise _unknown("status_unreadable", error.detail) from error
    except LimitError as error:
        raise _unknown("status_unreadable", error.detail) from error
    lookups.note_list(ListFact(url=url, sha256=hashlib.sha256(data).hexdigest()))
    if reason is None:
        return _finding("status", Outcome.VALID, "The issuer's list shows no withdrawal.")
    return _finding("revoked", Outcome.INVALID, _with_message(_SET[_REVOCATION][1], reason))


def _served(url: str, lookups: Lookups) -> bytes:
    try:
        return lookups.status_list(url)
    except UnavailableError as error:
        raise _unknown("status_unreachable", error.detail) from error


def _read_list(entry: StatusEntry, lookups: Lookups) -> Candidate:
    """Read the list in either form: it is secured as its issuer secures credentials (BSL-9)."""
    data = _served(entry.list_url, lookups)
    try:
        return read_secured(data, max_bytes=MAX_LIST_BYTES)
    except (InvalidProofError, MalformedError, LimitError) as error:
        raise _unknown("status_unreadable", error.detail) from error


def _require_own(served: Candidate, entry: StatusEntry, candidate: Candidate) -> None:
    """Refuse another issuer's list or another list (BSL-9), before its key is looked up."""
    if served.issuer_id != candidate.issuer_id:
        raise _refused("status_issuer", "the list is of another issuer")
    if served.document.get("id") != entry.list_url:
        raise _refused("status_issuer", "another list stands at this address")


def _require_proof(served: Candidate, lookups: Lookups) -> None:
    if "credentialStatus" in served.document:
        # Nobody can follow lists of lists; one that may itself be withdrawn says nothing for sure.
        raise _unknown("status_unverified", "the list has a status of its own")
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
    names = ("issuanceDate", "expirationDate") if entry.is_2021 else ("validFrom", "validUntil")
    start, end = (
        _instant(credential, "validFrom") or _instant(credential, names[0]),
        _instant(credential, "validUntil") or _instant(credential, names[1]),
    )
    if end is not None and end < lookups.now:
        raise _unknown("status_stale", "the list is out of date")
    if start is not None and start > lookups.now + SKEW:
        raise _unknown("status_stale", "the list is dated in the future")
    if start is not None and start < lookups.newest_list(entry.list_url, start):
        raise _unknown("status_stale", "a newer list was seen before")
    sha256 = hashlib.sha256(lookups.status_list(entry.list_url)).hexdigest()
    lookups.note_list(
        ListFact(url=entry.list_url, sha256=sha256, valid_from=start, valid_until=end)
    )
    if end is None:
        return (_note("status_undated", "Its list does not say how long it may be relied on."),)
    return ()


def _value(credential: Document, entry: StatusEntry) -> Finding:
    try:
        value = status.read_status_list(credential, entry).value(entry.index, entry.size)
    except MalformedError as error:
        raise _refused(error.code, error.detail) from error
    if value == 0:
        sentence = "The issuer's list shows no withdrawal."
        return _finding("status", Outcome.VALID, sentence)
    message = (entry.messages or {}).get(value, "")
    if entry.purpose in _SET:
        code, sentence = _SET[entry.purpose]
        told = _with_message(sentence, message)
        return _finding(code, Outcome.INVALID, told)
    if entry.purpose == "refresh":
        # By the standard this says that there is a newer one, not that this one ended.
        return _note("status_refresh", "The issuer has a newer version of it; ask for that one.")
    told = _with_message(f"The issuer has set a mark for the purpose {entry.purpose!r}", message)
    return _finding("status_message", Outcome.INDETERMINATE, told)


def _with_message(sentence: str, message: str) -> str:
    said = message.strip()[:_LONGEST]
    return f"{sentence}, and says: {said.rstrip('.')}." if said else f"{sentence}."


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
