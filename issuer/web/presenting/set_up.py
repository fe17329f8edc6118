"""Pages of the first run: school and person, first badge, first learner, and what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from issuer.documents import Document
from issuer.verification import VerificationReport
from issuer.web.languages import gettext as _
from issuer.web.presenting.frame import Banner, Fact, Frame, Visitor
from issuer.web.presenting.looks import FIRST_COLOUR
from issuer.web.presenting.signing_in import Fault

STEPS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPage:
    """The form for school and first person."""

    frame: Frame
    token: str
    step: str
    secret: str
    given: Mapping[str, str]
    first_colour: str
    field: str
    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Starter:
    """One badge to begin with."""

    slug: str
    title: str
    summary: str
    statement: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BadgePage:
    """The choice of the first badge."""

    frame: Frame
    token: str
    step: str
    starters: tuple[Starter, ...]
    field: str
    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnerPage:
    """The form for the first learner, and the sentence to sign."""

    frame: Frame
    token: str
    step: str
    badge: str
    statement: str
    alone: bool
    given: str
    field: str
    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DonePage:
    """The first badge, checked as a stranger would check it."""

    frame: Frame
    banner: Banner
    facts: tuple[Fact, ...]
    entry: str
    alone: str


def found_page(
    secret: str, token: str, *, given: Mapping[str, str], fault: Fault | None = None
) -> FoundPage:
    """Present the first step."""
    return FoundPage(
        frame=_frame(_("Set up your school"), None),
        token=token,
        step=_step(1),
        secret=secret,
        given=given,
        first_colour=FIRST_COLOUR,
        field=fault.field if fault else "",
        fault=fault.sentence if fault else "",
    )


def badge_page(
    documents: Mapping[str, Document], visitor: Visitor, fault: Fault | None = None
) -> BadgePage:
    """Present the second step."""
    return BadgePage(
        frame=_frame(_("Choose a first badge"), visitor),
        token=visitor.token,
        step=_step(2),
        starters=tuple(
            _starter(slug, document, chosen=place == 0)
            for place, (slug, document) in enumerate(documents.items())
        ),
        field=fault.field if fault else "",
        fault=fault.sentence if fault else "",
    )


def learner_page(  # what the last step gathers
    visitor: Visitor,
    *,
    badge: str,
    statement: str,
    alone: bool,
    given: str = "",
    fault: Fault | None = None,
) -> LearnerPage:
    """Present the third step."""
    return LearnerPage(
        frame=_frame(_("Give the first badge"), visitor),
        token=visitor.token,
        step=_step(3),
        badge=badge,
        statement=statement,
        alone=alone,
        given=given,
        field=fault.field if fault else "",
        fault=fault.sentence if fault else "",
    )


def done_page(
    report: VerificationReport, visitor: Visitor, *, badge: str, learner: str, public_id: str
) -> DonePage:
    """Present the badge with what checking it said."""
    return DonePage(
        frame=_frame(_("Your first badge"), visitor),
        banner=_checked(holds=report.is_valid, codes=_codes(report)),
        facts=(Fact(label=_("Learner"), value=learner), Fact(label=_("Badge"), value=badge)),
        entry=f"/registry/{public_id}",
        alone=_(
            "One adult assessed and approved it. The badge says so, so that whoever reads it knows."
        ),
    )


def _codes(report: VerificationReport) -> Sequence[str]:
    return [finding.code for finding in report.findings if finding.outcome.value != "valid"]


def _checked(*, holds: bool, codes: Sequence[str]) -> Banner:
    if holds:
        return Banner(
            tone="good",
            icon="check",
            word=_("Valid"),
            headline=_("The badge is issued, and it is valid."),
            meaning=_(
                "It was checked as a stranger would: signature, status list, dates and shape."
            ),
        )
    return Banner(
        tone="wait",
        icon="question",
        word=_("Not fully checked"),
        headline=_("The badge is issued. Not everything could be checked."),
        meaning=_("What is open: {codes}.", codes=", ".join(codes)),
    )


def _starter(slug: str, document: Document, *, chosen: bool) -> Starter:
    criteria: Any = document["criteria"]
    return Starter(
        slug=slug,
        title=str(document["title"]),
        summary=str(document["summary"]),
        statement=str(criteria["signoff"]["statement"]),
        chosen=chosen,
    )


def _step(number: int) -> str:
    return _("Step {number} of {count}", number=number, count=STEPS)


def _frame(title: str, visitor: Visitor | None) -> Frame:
    return Frame(
        title=f"{title} - Issuer",
        description=_("Setting up a new school."),
        robots="noindex, nofollow",
        visitor=visitor,
        keeps_cookie=True,
    )
