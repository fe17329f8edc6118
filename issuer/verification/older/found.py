"""Findings about older badges: an end of the way, and the words of each check."""

from issuer.errors import IssuerError
from issuer.verification.findings import Finding, Outcome

_TITLES = {
    "reading": "File",
    "structure": "Form",
    "hosted": "Found at its address",
    "proof": "Signature",
    "controller": "Signer",
    "dates": "Dates",
    "status": "Status",
    "issuer": "Issuer",
    "edition": "Edition",
}


class StoppedError(Exception):
    """Ends the checks with this finding: those after it would rest on it."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.sentence)
        self.finding = finding


def good(check: str, code: str, sentence: str, *, is_note: bool = False) -> Finding:
    """Return the finding of a check that was passed, or of one that says nothing against it."""
    return _finding(check, code, Outcome.VALID, sentence, is_note=is_note)


def refused(check: str, code: str, sentence: str, pointer: str | None = None) -> Finding:
    """Return the finding of a check that failed."""
    return _finding(check, code, Outcome.INVALID, sentence, pointer)


def left_open(check: str, code: str, sentence: str) -> Finding:
    """Return the finding of a check that could not be made."""
    return _finding(check, code, Outcome.INDETERMINATE, sentence)


def told(error: IssuerError) -> str:
    """Return an error's own words without their end."""
    return error.detail.rstrip(".")


def _finding(
    check: str,
    code: str,
    outcome: Outcome,
    sentence: str,
    pointer: str | None = None,
    *,
    is_note: bool = False,
) -> Finding:
    return Finding(
        check=check,
        code=code,
        outcome=outcome,
        title=_TITLES[check],
        sentence=sentence,
        pointer=pointer,
        is_note=is_note,
    )
