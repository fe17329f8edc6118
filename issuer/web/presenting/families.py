"""What a family sees on one page: where each child stands, what it means, and who decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from issuer import criteria
from issuer.accounts.model import Consent, Person
from issuer.accounts.weekly import WeeklyChoice
from issuer.assessment.rows import ProgressRow, WorkView
from issuer.issuance import CredentialFacts
from issuer.web.languages import gettext as _
from issuer.web.languages import ngettext
from issuer.web.presenting.agreeing import Agreement, agreements_of
from issuer.web.presenting.backpack import Held, held_of
from issuer.web.presenting.frame import Frame, Link, Visitor
from issuer.web.presenting.learning import HIDDEN, Challenge, challenge_of
from issuer.web.presenting.progress import Step, steps_of
from issuer.web.presenting.signing_in import Fault
from issuer.web.presenting.tree import Branch, tree_of
from issuer.web.presenting.weekly import WeeklyPart, weekly_part
from issuer.web.presenting.work import rules_path


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of one child, as the use cases gave it; `works` are those under way."""

    child: Person
    progress: tuple[ProgressRow, ...]
    works: tuple[WorkView, ...]
    credentials: tuple[CredentialFacts, ...]
    consents: tuple[Consent, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One badge under way: where it stands, the steps, and each criterion in words."""

    challenge: Challenge
    steps: tuple[Step, ...]
    rules: str
    tree: Branch


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildPart:
    """One child."""

    id: str
    name: str
    lead: str
    ways: tuple[Way, ...]
    finished: tuple[Challenge, ...]
    badges: tuple[Held, ...]
    agreements: tuple[Agreement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyPage:
    """All children of a guardian."""

    frame: Frame
    token: str
    children: tuple[ChildPart, ...]
    weekly: WeeklyPart | None
    field: str
    fault: str


def family_page(
    known: Sequence[Known],
    visitor: Visitor,
    *,
    now: datetime,
    weekly: WeeklyChoice | None = None,
    fault: Fault | None = None,
) -> FamilyPage:
    """Present what a guardian may read."""
    return FamilyPage(
        frame=Frame(
            title=_("My family") + " - Issuer",
            description=_("For families."),
            section="family",
            robots=HIDDEN,
            visitor=visitor,
            trail=(
                Link(text=_("My start page"), href="/home"),
                Link(text=_("My family"), href=""),
            ),
        ),
        token=visitor.token,
        children=tuple(_child(each, now, fault) for each in known),
        weekly=None if weekly is None else weekly_part(weekly),
        field=fault.field if fault else "",
        fault=fault.sentence if fault else "",
    )


def _child(known: Known, now: datetime, fault: Fault | None) -> ChildPart:
    name, works = known.child.name, {work.view.submission.id: work for work in known.works}
    return ChildPart(
        id=known.child.id,
        name=name,
        lead=_lead(len(works), len(known.credentials)),
        ways=tuple(
            _way(row, works[row.submission], name)
            for row in known.progress
            if row.submission in works
        ),
        finished=tuple(
            _challenge(row, name) for row in known.progress if row.submission not in works
        ),
        badges=tuple(held_of(each, "/learn/badges", fault) for each in known.credentials),
        agreements=agreements_of(known.consents, now),
    )


def _lead(under_way: int, held: int) -> str:
    ways = ngettext("One badge is under way.", "{count} badges are under way.", under_way)
    badges = ngettext("One badge is held.", "{count} badges are held.", held)
    if not under_way:
        ways = _("No badge is under way.")
    if not held:
        badges = _("No badge is held yet.")
    return f"{ways} {badges}"


def _way(row: ProgressRow, work: WorkView, name: str) -> Way:
    document = criteria.parse(work.view.definition.document)
    return Way(
        challenge=_challenge(row, name),
        steps=steps_of(row.state),
        rules=rules_path(work.view),
        tree=tree_of(work.standing, document, work.rubrics, family=True),
    )


def _challenge(row: ProgressRow, name: str) -> Challenge:
    return challenge_of(row, name, f"/learn/{row.submission}")
