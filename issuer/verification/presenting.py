"""A presentation on a page or at the command line: its holder, then each badge one by one.

The whole is as good as its weakest part. A presentation is an answer to a question; where none was
asked, that it was made for this occasion is an open point, however good the badges in it are.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from issuer.documents import Document
from issuer.errors import ComplexityError, IssuerError, MalformedError, UnavailableError
from issuer.verification.findings import Finding, Outcome
from issuer.verification.holding import (
    credentials_in,
    holder_of,
    is_proven,
    names_audience,
    require_form,
    require_held,
)
from issuer.verification.lookups import Lookups
from issuer.verification.model import CredentialFacts, Shape, VerificationReport
from issuer.verification.occasion import Expected
from issuer.verification.reading import Presentation
from issuer.vocab import UNSUPPORTED_CONTEXT

#: Verifies one credential of a presentation by all checks of a badge.
VerifyOne = Callable[[Document | str, Lookups], VerificationReport]
_TITLES = {
    "structure": "Form",
    "holder": "Signed by its holder",
    "occasion": "Made for you",
    "presented": "Badges in it",
}
_SIGNED = "It was signed by the holder that it names, and not one letter was changed since."


def verify_presented(
    presentation: Presentation, expected: Expected, lookups: Lookups, verify_one: VerifyOne
) -> VerificationReport:
    """Verify form, holder and occasion, and every credential inside."""
    form = _form(presentation, lookups)
    if form.outcome is not Outcome.VALID:
        return VerificationReport(findings=(form,), shape=Shape.PRESENTATION)
    findings = [form, *_holder(presentation, expected, lookups)]
    reports = tuple(verify_one(each, lookups) for each in credentials_in(presentation))
    findings.extend(_presented(reports, holder_of(presentation)))
    return VerificationReport(
        findings=tuple(findings),
        trusted=bool(reports) and all(report.trusted for report in reports),
        lists=lookups.lists,
        shape=Shape.PRESENTATION,
        presented=reports,
    )


def _form(presentation: Presentation, lookups: Lookups) -> Finding:
    try:
        require_form(presentation, lookups)
    except MalformedError as error:
        is_open = isinstance(error, ComplexityError) or error.code == UNSUPPORTED_CONTEXT
        outcome = Outcome.INDETERMINATE if is_open else Outcome.INVALID
        sentence = f"It is not in the form of a presentation: {error.detail.rstrip('.')}."
        return _finding("structure", error.code, outcome, sentence, error.pointer)
    return _finding("structure", "structure", Outcome.VALID, "It has the form of a presentation.")


def _holder(presentation: Presentation, expected: Expected, lookups: Lookups) -> Iterator[Finding]:
    if not is_proven(presentation):
        sentence = "Nobody signed the presentation, so it does not tell who shows it."
        yield _finding("holder", "holder_unproven", Outcome.INDETERMINATE, sentence)
        return
    try:
        require_held(presentation, expected, lookups)
    except UnavailableError as error:
        sentence = f"Its holder could not be checked: {error.detail.rstrip('.')}."
        code = "key_unreachable" if error.code == UnavailableError.default_code else error.code
        yield _finding("holder", code, Outcome.INDETERMINATE, sentence)
    except IssuerError as error:
        yield _refused(error)
    else:
        yield _finding("holder", "holder", Outcome.VALID, _SIGNED)
        yield _occasion(presentation, expected)


def _refused(error: IssuerError) -> Finding:
    is_occasion = error.code in ("challenge", "domain")
    check, start = (
        ("occasion", "It was not made for this occasion")
        if is_occasion
        else ("holder", "The signature of its holder does not hold")
    )
    is_open = isinstance(error, ComplexityError) or error.code == "suite"
    outcome = Outcome.INDETERMINATE if is_open else Outcome.INVALID
    return _finding(
        check, error.code, outcome, f"{start}: {error.detail.rstrip('.')}.", error.pointer
    )


def _occasion(presentation: Presentation, expected: Expected) -> Finding:
    """Say whether it was made for this verifier, now: both were asked, or it names no verifier."""
    if expected.challenge is None:
        sentence = (
            "Whether it was made for you and just now is not known: no question was asked that it"
            " answers."
        )
        return _finding("occasion", "occasion_open", Outcome.INDETERMINATE, sentence)
    if expected.domain is None and names_audience(presentation):
        sentence = "It says for whom it was made; whether that is you was not asked."
        return _finding("occasion", "occasion_open", Outcome.INDETERMINATE, sentence)
    return _finding(
        "occasion", "occasion", Outcome.VALID, "It answers the question that you asked."
    )


def _presented(reports: tuple[VerificationReport, ...], holder: str | None) -> Iterator[Finding]:
    if not reports:
        sentence = "There is no badge in this presentation."
        yield _finding("presented", "presented_none", Outcome.INDETERMINATE, sentence)
    several = len(reports) > 1
    for index, report in enumerate(reports):
        at = f"/verifiableCredential/{index}" if several else "/verifiableCredential"
        yield _about(report, at)
        if report.facts is not None:
            yield from _whose(report.facts, holder, at)


def _whose(facts: CredentialFacts, holder: str | None, at: str) -> Iterator[Finding]:
    """Compare the learner with who presents; an id made for one badge tells nobody who that is."""
    if facts.subject_id is not None and facts.subject_id == holder:
        return
    if facts.subject_kind in ("did", "url"):
        sentence = f"{facts.name[:80]} was given to another than the one who shows it."
        yield _finding("presented", "holder_other", Outcome.INDETERMINATE, sentence, at)
    else:
        sentence = (
            f"{facts.name[:80]} does not say whether the one who shows it has earned it: anyone who"
            " has a copy could show it."
        )
        finding = _finding("presented", "holder_unnamed", Outcome.VALID, sentence, at)
        yield replace(finding, is_note=True)


def _about(report: VerificationReport, at: str) -> Finding:
    """Pass on what decides about one badge: its name only once its signature holds."""
    name = "A badge in it" if report.facts is None else report.facts.name[:80]
    said = f"{name}: {report.verdict.words}."
    if report.outcome is Outcome.VALID:
        return _finding("presented", "presented", Outcome.VALID, said, at)
    decisive = next(each for each in report.findings if each.outcome is report.outcome)
    return _finding("presented", decisive.code, report.outcome, f"{said} {decisive.sentence}", at)


def _finding(
    check: str, code: str, outcome: Outcome, sentence: str, pointer: str | None = None
) -> Finding:
    return Finding(
        check=check,
        code=code,
        outcome=outcome,
        title=_TITLES[check],
        sentence=sentence,
        pointer=pointer,
    )
