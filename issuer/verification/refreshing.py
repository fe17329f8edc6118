"""Is there a newer version of it? Asked once, after the proof has held (OB-45, OB-46 step 3).

Whatever goes wrong leaves the original: a refresh can replace a badge, never break one.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import NamedTuple

from issuer.badges import same_credential
from issuer.clock import parse_instant
from issuer.errors import InvalidProofError, LimitError, MalformedError, UnavailableError
from issuer.verification.lookups import Lookups
from issuer.verification.model import Finding, Outcome
from issuer.verification.reading import Candidate, read_candidate

_REFRESH = "1EdTechCredentialRefresh"
#: Checks a candidate up to its signer and returns its findings, and whether all of them held.
Gate = Callable[[Candidate, Lookups], tuple[tuple[Finding, ...], bool]]


class Refreshed(NamedTuple):
    """The version to go on with; `gates` are its findings if it is the newer one."""

    candidate: Candidate
    note: Finding | None = None
    gates: tuple[Finding, ...] | None = None


def refresh(candidate: Candidate, lookups: Lookups, gate: Gate) -> Refreshed:
    """Return the newest version that the credential's own refresh service offers."""
    service = candidate.document.get("refreshService")
    if service is None:
        return Refreshed(candidate)
    url = service.get("id") if isinstance(service, Mapping) else None
    kind = service.get("type") if isinstance(service, Mapping) else None
    if kind != _REFRESH or not isinstance(url, str):
        return Refreshed(candidate, _unchecked())
    try:
        newer = read_candidate(lookups.linked(url))
    except UnavailableError:
        return Refreshed(candidate, _unchecked())
    except (InvalidProofError, LimitError, MalformedError):
        return Refreshed(candidate, _refused("What stands there is no badge"))
    return _choose(candidate, newer, lookups, gate)


def _choose(candidate: Candidate, newer: Candidate, lookups: Lookups, gate: Gate) -> Refreshed:
    if not same_credential(candidate.document, newer.document):
        return Refreshed(candidate, _refused("Another badge stands there"))
    if not _is_later(newer, candidate):
        return Refreshed(candidate, _newest())
    findings, held = gate(newer, lookups)
    if not held:
        return Refreshed(candidate, _refused("What stands there does not hold"))
    note = _note(
        "refreshed", "Its issuer has a newer version of it, which was checked in its place."
    )
    return Refreshed(newer, note, findings)


def _is_later(newer: Candidate, older: Candidate) -> bool:
    """Compare the beginnings of validity: the newer one replaces the older (OB-24)."""
    begins, began = _start(newer), _start(older)
    return begins is not None and began is not None and begins > began


def _start(candidate: Candidate) -> datetime | None:
    document = candidate.document
    value = document.get("validFrom", document.get("issuanceDate"))
    try:
        return parse_instant(value) if isinstance(value, str) else None
    except MalformedError:
        return None


def _unchecked() -> Finding:
    return _note(
        "refresh_unchecked", "It names a place for a newer version, where we did not look."
    )


def _refused(reason: str) -> Finding:
    return _note(
        "refresh_refused",
        f"It names a place for a newer version. {reason}, so this one was checked.",
    )


def _newest() -> Finding:
    return _note("refresh_none", "Its issuer has no newer version of it.")


def _note(code: str, sentence: str) -> Finding:
    return Finding(
        check="refresh",
        code=code,
        outcome=Outcome.VALID,
        title="Newer version",
        sentence=sentence,
        is_note=True,
    )
