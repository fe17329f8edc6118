"""Badges that end soon: a list, a file, and letters that ask to renew them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from issuer.reporting import Ending
from issuer.web.languages import day, ngettext
from issuer.web.languages import gettext as _
from issuer.web.presenting.figures import reports_link
from issuer.web.presenting.frame import Frame, Link, Visitor
from issuer.web.presenting.office import office_frame
from issuer.web.presenting.signing_in import Fault

#: Rows of one page and letters of one print; the file has all.
SHOWN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class EndingRow:
    """One badge that ends."""

    learner: str
    badge: str
    href: str
    awarded: str
    ends: str
    left: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpiringPage:
    """What ends within some days."""

    frame: Frame
    within: str
    rows: tuple[EndingRow, ...]
    says: str
    beyond: str
    file: str
    letters: str
    field: str
    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One letter to a learner."""

    greeting: str
    sentences: tuple[str, ...]
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LettersPage:
    """Letters, each on a sheet of its own when printed."""

    frame: Frame
    school: str
    date: str
    letters: tuple[Letter, ...]
    back: str


def expiring_page(
    found: Sequence[Ending],
    visitor: Visitor,
    names: Mapping[str, str],
    *,
    now: datetime,
    within: str,
    fault: Fault | None = None,
) -> ExpiringPage:
    """Present what ends soon."""
    return ExpiringPage(
        frame=office_frame(_("Badges that end soon"), visitor, reports_link()),
        within=within,
        rows=tuple(_row(each, names, now) for each in found[:SHOWN]),
        says=ngettext("{count} badge ends.", "{count} badges end.", len(found)),
        beyond=_("The file has all of them; here are the first {count}.", count=SHOWN)
        if len(found) > SHOWN
        else "",
        file=f"/expiring/file?within={within}",
        letters=f"/expiring/letters?within={within}",
        field=fault.field if fault else "",
        fault=fault.sentence if fault else "",
    )


def letters_page(  # noqa: PLR0913 # what a letter tells
    found: Sequence[Ending],
    visitor: Visitor,
    names: Mapping[str, str],
    *,
    school: str,
    now: datetime,
    base_url: str,
    within: str,
) -> LettersPage:
    """Present one letter for each badge that ends."""
    above = Link(text=_("Badges that end soon"), href=f"/expiring?within={within}")
    return LettersPage(
        frame=office_frame(_("Letters"), visitor, reports_link(), above),
        school=school,
        date=day(now),
        letters=tuple(_letter(each, names, base_url) for each in found[:SHOWN]),
        back=above.href,
    )


def _row(ending: Ending, names: Mapping[str, str], now: datetime) -> EndingRow:
    return EndingRow(
        learner=names.get(ending.learner, ending.learner),
        badge=ending.title,
        href=f"/registry/{ending.public_id}",
        awarded=day(ending.awarded_at),
        ends=day(ending.valid_until),
        left=ngettext("{count} day", "{count} days", ending.days_left(now)),
    )


def _letter(ending: Ending, names: Mapping[str, str], base_url: str) -> Letter:
    return Letter(
        greeting=_("Dear {name},", name=names.get(ending.learner, ending.learner)),
        sentences=(
            _(
                "Your badge {badge}, awarded on {awarded}, counts until {ends}.",
                badge=ending.title,
                awarded=day(ending.awarded_at),
                ends=day(ending.valid_until),
            ),
            _(
                "To keep it without a gap, begin the badge again and hand in your work before that"
                " day. Sign in at the address below, choose the badge, and you will see what it"
                " asks for."
            ),
            _("If you do not need it any longer, there is nothing to do."),
        ),
        address=base_url,
    )
