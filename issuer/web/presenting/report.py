"""The form that takes a badge, and the report of a verification, of any badge, ours or not.

Every text of a foreign badge passes `foreign`, and is escaped by the template like all others.
What could not be checked is never shown as good; an issuer that nobody vouches for is amber.
"""

import base64
from dataclasses import dataclass, replace
from datetime import datetime

from issuer.badges import Valid
from issuer.verification import (
    NamedCheck,
    Outcome,
    Recipient,
    Result,
    Shape,
    Verdict,
    VerificationReport,
    credential_text,
)
from issuer.web.languages import gettext as _
from issuer.web.languages import mark, retold
from issuer.web.presenting.claims import Claim, claim_of
from issuer.web.presenting.frame import Banner, Frame
from issuer.web.presenting.standings import standing_banner
from issuer.web.presenting.strangers import foreign
from issuer.web.presenting.words import minute

_NOINDEX = "noindex, nofollow"
#: What to do, after the sentence of the finding that decided.
_ADVICE = {
    Outcome.INVALID: mark(
        "Do not rely on it. Ask the person for the original file, or ask the issuer."
    ),
    Outcome.INDETERMINATE: mark("Do not rely on it yet. Try again later, or ask the issuer."),
}
_NOTHING = mark(
    "What this badge claims is not shown: without a signature that holds, anyone could have written"
    " it."
)
_MANY = mark("This is a presentation. Each badge in it has its own result below.")


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyPage:
    """The form; `fault` says what was wrong with the last attempt, beside `field`."""

    frame: Frame
    host: str
    limit: str
    fault: str = ""
    field: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One named check with its outcome as a word, a tone, an icon and a sentence."""

    tone: str
    icon: str
    word: str
    title: str
    sentence: str
    code: str
    further: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Resend:
    """What a report page sends back when a receipt is asked for: nothing is kept here."""

    credential: str
    email: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Presented:
    """One badge of a presentation: its own answer, its own words, its own checks."""

    banner: Banner
    verdict: str
    claim: Claim | None
    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPage:
    """The big answer, the checks one by one, and the badge's own words.

    Of a presentation `presented` has its badges, in its order, and `unproven` says what is missing
    where nothing may be shown of what was sent.
    """

    frame: Frame
    banner: Banner
    verdict: str
    source: str
    checks: tuple[Check, ...]
    claim: Claim | None
    resend: Resend | None
    unproven: str
    presented: tuple[Presented, ...] = ()


def verify_page(
    *,
    host: str,
    limit: int,
    fault: str = "",
    field: str = "",
    address: str = "",
    base_url: str = "",
) -> VerifyPage:
    """Present the form; `limit` is in bytes, `base_url` for the canonical address."""
    return VerifyPage(
        frame=Frame(
            title=_("Check a badge - Issuer"),
            description=_("Find out whether a badge is real and whether it holds today."),
            section="verify",
            script="scan.js",
            canonical=f"{base_url}/verify" if base_url else "",
        ),
        host=host,
        limit=f"{limit // (1024 * 1024)} MB",
        fault=fault,
        field=field,
        address=address,
    )


def resend_of(data: bytes, recipient: Recipient) -> Resend | None:
    """Return what a receipt needs, or None for what is too large to be sent back."""
    text = credential_text(data)
    if text is None:
        return None
    encoded = base64.urlsafe_b64encode(text).decode("ascii")
    return Resend(credential=encoded, email=recipient.email, name=recipient.name)


def report_page(
    report: VerificationReport,
    *,
    source: str,
    checked_at: datetime,
    resend: Resend | None = None,
    address: str = "",
) -> ReportPage:
    """Present a report; `source` says where the badge came from, such as `the file you chose`.

    `address` is set where the address of the page itself names the badge.
    """
    banner = _banner(report, checked_at)
    return ReportPage(
        frame=Frame(
            title=_("{word} - Check a badge - Issuer", word=banner.word),
            description=banner.headline,
            section="verify",
            robots=_NOINDEX,
            asked=(("url", address),) if address else (),
        ),
        banner=banner,
        verdict=retold(report.verdict.words),
        source=foreign(source),
        checks=tuple(check_line(check) for check in report.checks),
        claim=_claim(report),
        resend=resend,
        unproven=_(_MANY if report.presented else _NOTHING),
        presented=tuple(_presented(each, checked_at) for each in report.presented),
    )


def _presented(report: VerificationReport, checked_at: datetime) -> Presented:
    return Presented(
        banner=replace(_banner(report, checked_at), checked=""),
        verdict=retold(report.verdict.words),
        claim=_claim(report),
        checks=tuple(check_line(check) for check in report.checks),
    )


def _banner(report: VerificationReport, checked_at: datetime) -> Banner:
    facts = report.facts
    if facts is not None and report.standing is not None and not isinstance(report.standing, Valid):
        issuer = foreign(facts.issuer_name or facts.issuer_id)
        return standing_banner(
            report.standing, issuer=issuer, until=facts.valid_until, checked_at=checked_at
        )
    tone, icon, word, headline = _answer(report)
    if report.shape is Shape.PRESENTATION:
        headline = _(_HEADLINES[report.outcome])
    return Banner(
        tone=tone,
        icon=icon,
        word=word,
        headline=headline,
        meaning=_meaning(report),
        checked=_("Checked on {checked_at}.", checked_at=minute(checked_at)),
    )


#: Of a presentation, which is as good as its weakest part.
_HEADLINES = {
    Outcome.VALID: mark("This presentation holds, and so does every badge in it."),
    Outcome.INDETERMINATE: mark("This presentation could not be checked to the end."),
    Outcome.INVALID: mark("This presentation is not valid."),
}


def _answer(report: VerificationReport) -> tuple[str, str, str, str]:
    word = retold(report.verdict.words)
    match report.verdict:
        case Verdict.VALID:
            return "good", "check", word, _("This badge is valid.")
        case Verdict.VALID_ISSUER_UNKNOWN:
            headline = _("The badge is intact, but we do not know who made it.")
            return "wait", "question", word, headline
        case Verdict.NOT_FULLY_CHECKED:
            return "wait", "question", word, _("This badge could not be checked to the end.")
        case Verdict.NOT_VALID if report.codes == ("recipient_mismatch",):
            return "stop", "cross", word, _("This badge is for somebody else.")
        case Verdict.NOT_VALID:
            return "stop", "cross", word, _("This badge is not valid.")


def _meaning(report: VerificationReport) -> str:
    if report.outcome is Outcome.VALID and report.shape is Shape.PRESENTATION:
        return _("Its holder signed it for this occasion. Each badge has its own result below.")
    if report.outcome is Outcome.VALID and report.trusted:
        return _(
            "It is signed by an issuer that is known here, unchanged, in force and not withdrawn."
        )
    if report.outcome is Outcome.VALID:
        domain = report.facts.issuer_domain if report.facts else None
        whose = _("the address {domain}", domain=foreign(domain)) if domain else _("its key")
        return _(
            "Nobody changed it since it was signed. Whether you trust {whose} is for you to decide:"
            " compare it with an address that you already know.",
            whose=whose,
        )
    decisive = next(f for f in report.findings if f.outcome is report.outcome)
    return f"{foreign(retold(decisive.sentence)).rstrip('.')}. {_(_ADVICE[report.outcome])}"


def check_line(check: NamedCheck) -> Check:
    """Present one named check."""
    tone, icon, word = _mark(check)
    return Check(
        tone=tone,
        icon=icon,
        word=word,
        title=retold(check.title),
        sentence=foreign(retold(check.sentence)),
        code=check.code,
        further=tuple(foreign(retold(sentence)) for sentence in check.further),
    )


def _mark(check: NamedCheck) -> tuple[str, str, str]:
    """Tell apart what is open from what was simply not asked: only the first is amber."""
    match check.result:
        case Result.PASS:
            return "good", "check", _("Passed")
        case Result.NOT_CHECKED if check.is_open:
            return "wait", "question", _("Not checked")
        case Result.NOT_CHECKED:
            return "calm", "note", _("Not checked")
        case Result.FAIL:
            return "stop", "cross", _("Failed")


def _claim(report: VerificationReport) -> Claim | None:
    return None if report.facts is None else claim_of(report.facts, trusted=report.trusted)
