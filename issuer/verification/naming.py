"""The named checks of a report: every one is always there, with pass, fail or not checked.

What `Finding` says in detail is gathered here under names that a person can follow. Decides
nothing that the findings have not decided.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from issuer.documents import Json
from issuer.verification.findings import Finding, Outcome, worst


class Result(StrEnum):
    """What a named check says; an issuer that nobody vouches for is not checked, not failed."""

    PASS = "pass"  # noqa: S105 # a word, not a password
    FAIL = "fail"
    NOT_CHECKED = "not_checked"


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedCheck:
    """One named check.

    Attributes:
        name: stable snake_case name.
        code: of the finding that decides, or of why there is none.
        pointer: JSON Pointer (RFC 6901) into the document, where one place is at fault.
        further: sentences of the other findings of this check, notes included.
        is_open: it could not be made, and so keeps the whole from being valid.
    """

    name: str
    title: str
    result: Result
    code: str
    sentence: str
    pointer: str | None = None
    further: tuple[str, ...] = ()
    is_open: bool = False

    def to_dict(self) -> dict[str, Json]:
        """Return the JSON form; members without a value are left out."""
        members: dict[str, Json] = {
            "name": self.name,
            "title": self.title,
            "result": self.result.value,
            "code": self.code,
            "sentence": self.sentence,
        }
        if self.pointer is not None:
            members["pointer"] = self.pointer
        if self.further:
            members["further"] = list(self.further)
        return members


@dataclass(frozen=True, slots=True, kw_only=True)
class _Name:
    """A row of the table: where its findings come from, and what to say if there is none."""

    name: str
    title: str
    check: str
    code: str
    silent: str


_NAMES = (
    _Name(
        name="readable", title="Readable", check="reading", code="readable",
        silent="It could be read.",
    ),
    _Name(
        name="well_formed", title="Well formed", check="structure", code="not_reached",
        silent="",
    ),
    _Name(name="signature", title="Signature", check="proof", code="not_reached", silent=""),
    _Name(
        name="key_of_issuer", title="Key belongs to issuer", check="controller",
        code="not_reached", silent="",
    ),
    _Name(
        name="issuer_known", title="Issuer known", check="issuer", code="not_reached", silent="",
    ),
    _Name(name="dates", title="Dates", check="dates", code="not_reached", silent=""),
    _Name(
        name="revocation", title="Revocation", check="status", code="revocation_unpublished",
        silent="Its issuer names no list of revocations for it.",
    ),
    _Name(
        name="suspension", title="Suspension", check="suspension", code="suspension_unpublished",
        silent="Its issuer names no list of suspensions for it.",
    ),
    _Name(
        name="schema", title="Schema", check="schema", code="schema_none",
        silent="It names no schema beside the rules of the standard.",
    ),
    _Name(
        name="evidence_digests", title="Evidence", check="evidence", code="evidence_none",
        silent="It names no evidence with a digest.",
    ),
    _Name(
        name="endorsements", title="Endorsements", check="endorsements", code="endorsement_none",
        silent="It carries no endorsements.",
    ),
)  # fmt: skip
#: The same for a presentation, whose badges have their own names each.
_PRESENTATION_NAMES = (
    _NAMES[0],
    _NAMES[1],
    _Name(name="holder", title="Signed by its holder", check="holder", code="", silent=""),
    _Name(name="occasion", title="Made for you", check="occasion", code="", silent=""),
    _Name(name="presented", title="Badges in it", check="presented", code="", silent=""),
)
#: Shown only where there is something to say.
_OPTIONAL = (
    _Name(name="hosted", title="Found at its address", check="hosted", code="", silent=""),
    _Name(name="edition", title="Edition", check="edition", code="", silent=""),
    _Name(name="recipient", title="Recipient", check="recipient", code="", silent=""),
    _Name(name="newer_version", title="Newer version", check="refresh", code="", silent=""),
    _Name(name="remarks", title="Remarks", check="remarks", code="", silent=""),
)
_GATES = ("reading", "structure", "proof", "controller")
_WORST: Mapping[Outcome, Result] = {
    Outcome.VALID: Result.PASS,
    Outcome.INDETERMINATE: Result.NOT_CHECKED,
    Outcome.INVALID: Result.FAIL,
}


def named_checks(findings: Iterable[Finding], *, presented: bool = False) -> tuple[NamedCheck, ...]:
    """Gather the findings under their names, in the order in which a person reads them."""
    by_check: dict[str, list[Finding]] = {}
    for finding in findings:
        by_check.setdefault(finding.check, []).append(finding)
    stopped = _stopped(by_check)
    names = _PRESENTATION_NAMES if presented else _NAMES
    named = [_named(row, by_check.get(row.check, []), stopped) for row in names]
    named += [_decided(row, by_check[row.check]) for row in _OPTIONAL if row.check in by_check]
    return tuple(named)


def _stopped(by_check: Mapping[str, list[Finding]]) -> bool:
    """Say whether one of the gates ended the list, so that later checks were never made."""
    reached = [finding for gate in _GATES for finding in by_check.get(gate, [])]
    return not reached or any(finding.outcome is not Outcome.VALID for finding in reached)


def _named(row: _Name, findings: list[Finding], stopped: bool) -> NamedCheck:
    if findings:
        return _decided(row, findings)
    if row.check == "reading":
        return _silent(row, Result.PASS)
    if stopped or not row.silent:
        sentence = "This was not looked at, because a step before it did not hold."
        return NamedCheck(
            name=row.name,
            title=row.title,
            result=Result.NOT_CHECKED,
            code="not_reached",
            sentence=sentence,
        )
    return _silent(row, Result.NOT_CHECKED)


def _silent(row: _Name, result: Result) -> NamedCheck:
    return NamedCheck(
        name=row.name, title=row.title, result=result, code=row.code, sentence=row.silent
    )


def _decided(row: _Name, findings: list[Finding]) -> NamedCheck:
    """Let the worst finding speak; a note speaks only where there is nothing else."""
    outcome = worst(tuple(finding.outcome for finding in findings))
    deciding = next(
        (each for each in findings if each.outcome is outcome and not each.is_note), findings[0]
    )
    return NamedCheck(
        name=row.name,
        title=row.title,
        result=Result.NOT_CHECKED if deciding.is_note else _WORST[outcome],
        code=deciding.code,
        sentence=deciding.sentence,
        pointer=deciding.pointer,
        further=tuple(each.sentence for each in findings if each is not deciding),
        is_open=outcome is Outcome.INDETERMINATE or deciding.code == "issuer_unknown",
    )
