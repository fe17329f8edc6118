"""The weekly letter in words: whether it comes, in which language, and how it is stopped."""

from dataclasses import dataclass

from issuer.accounts.weekly import WeeklyChoice
from issuer.web.languages import LANGUAGES
from issuer.web.languages import gettext as _
from issuer.web.presenting.frame import Frame
from issuer.web.presenting.signing_in import Choice, NotePage

_HIDDEN = "noindex, nofollow, noarchive"


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklyPart:
    """The choice on the family's page."""

    lead: str
    wishes: tuple[Choice, ...]
    languages: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StopPage:
    """The page behind the link of a letter; opening it stops nothing."""

    frame: Frame
    action: str


def weekly_part(choice: WeeklyChoice) -> WeeklyPart:
    """Present what a guardian chose."""
    lead = _(
        "On Friday evening we write what changed: handed in, returned, met, earned, and what comes"
        " next. In a week without news nothing comes."
    )
    if not choice.reachable:
        lead = _(
            "The school knows no e-mail address of yours, so no letter can come. Ask the school to"
            " add one."
        )
    return WeeklyPart(
        lead=lead,
        wishes=(
            Choice(value="yes", text=_("Yes, once a week"), chosen=choice.wanted),
            Choice(value="no", text=_("No letter"), chosen=not choice.wanted),
        ),
        languages=tuple(
            Choice(value=code, text=name, chosen=code == choice.language)
            for code, name in LANGUAGES.items()
        ),
    )


def stop_page(secret: str) -> StopPage:
    """Present the one question."""
    return StopPage(frame=_frame(_("Stop the weekly letter")), action=f"/letters/{secret}")


def stopped_page() -> NotePage:
    """Say that it is stopped, and how it comes back."""
    title = _("The weekly letter is stopped")
    return NotePage(
        frame=_frame(title),
        title=title,
        sentences=(
            _("No weekly letter comes any more. Nothing else changed."),
            _("If you want it again, sign in and turn it on at the end of your family page."),
        ),
        href="/family#letters",
        label=_("Open my family page"),
    )


def _frame(title: str) -> Frame:
    return Frame(
        title=f"{title} - Issuer", description=_("The weekly letter to families."), robots=_HIDDEN
    )
