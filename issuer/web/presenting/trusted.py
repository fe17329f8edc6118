"""The issuers that are known here: the list, and one that was looked up and is not on it yet."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from issuer.access import Action, Actor
from issuer.verification import FoundIssuer, TrustedIssuer, domain_of
from issuer.web.languages import day
from issuer.web.languages import gettext as _
from issuer.web.presenting.frame import Banner, Fact, Frame, Link, Visitor
from issuer.web.presenting.office import may, office_frame
from issuer.web.presenting.signing_in import Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustedRow:
    """One issuer on the list."""

    id: str
    name: str
    domain: str
    why: str
    by: str
    may_remove: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustedPage:
    """The list, and the form that looks somebody up."""

    frame: Frame
    token: str
    rows: tuple[TrustedRow, ...]
    may_change: bool
    several: bool
    text: str
    field: str
    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPage:
    """Who was found, before anything is kept."""

    frame: Frame
    token: str
    id: str
    name: str
    why: str
    domain: str
    banner: Banner
    facts: tuple[Fact, ...]
    keys: tuple[Fact, ...]
    field: str
    fault: str


def trusted_page(  # noqa: PLR0913 # what a list with its form gathers
    entries: tuple[TrustedIssuer, ...],
    visitor: Visitor,
    actor: Actor,
    *,
    names: Callable[[str], str],
    schools: Mapping[str, str],
    text: str = "",
    fault: Fault | None = None,
) -> TrustedPage:
    """Present the list; `names` tells people of the own school, `schools` those of the service."""
    may_change = may(actor.role, Action.MANAGE_TRUST) and actor.units is None
    return TrustedPage(
        frame=office_frame(_("Known issuers"), visitor),
        token=visitor.token,
        rows=tuple(_row(each, actor, names, schools, changes=may_change) for each in entries),
        may_change=may_change,
        several=len(schools) > 1,
        text=text,
        field=fault.field if fault else "",
        fault=fault.sentence if fault else "",
    )


def found_page(
    found: FoundIssuer,
    visitor: Visitor,
    *,
    name: str = "",
    why: str = "",
    fault: Fault | None = None,
) -> FoundPage:
    """Present who was found."""
    above = Link(text=_("Known issuers"), href="/trusted")
    return FoundPage(
        frame=office_frame(found.domain or found.id[:40], visitor, above),
        token=visitor.token,
        id=found.id,
        name=name or found.name,
        why=why,
        domain=found.domain or "",
        banner=_banner(found),
        facts=_facts(found),
        keys=tuple(
            Fact(
                label=_("Key {number}", number=number),
                value=each.public or each.id,
                plain=False,
            )
            for number, each in enumerate(found.keys, start=1)
        ),
        field=fault.field if fault else "",
        fault=fault.sentence if fault else "",
    )


def _row(
    entry: TrustedIssuer,
    actor: Actor,
    names: Callable[[str], str],
    schools: Mapping[str, str],
    *,
    changes: bool,
) -> TrustedRow:
    is_own = entry.organisation == actor.organisation
    by = _("whoever runs the service")
    if entry.added_by:
        school = schools.get(entry.organisation, _("another school"))
        by = names(entry.added_by) if is_own else school
    return TrustedRow(
        id=entry.id,
        name=entry.name,
        domain=domain_of(entry.id) or "",
        why=entry.why or _("No reason was written down."),
        by=by if entry.added_at is None else f"{by}, {day(entry.added_at)}",
        may_remove=changes and (is_own or not entry.organisation),
    )


def _banner(found: FoundIssuer) -> Banner:
    if found.is_known:
        return Banner(
            tone="good",
            icon="check",
            word=_("Known"),
            headline=_("This issuer is known here already."),
            meaning=_("You may write another name or reason; the issuer stays the same."),
        )
    meaning = (
        _("A badge whose signature holds names this issuer.")
        if found.by_badge
        else _("This is what its id leads to today.")
    )
    return Banner(
        tone="wait",
        icon="question",
        word=_("Not known yet"),
        headline=_("Compare before you trust."),
        meaning=meaning
        + " "
        + _("Nothing proves a name: compare the address with one that you know."),
    )


def _facts(found: FoundIssuer) -> tuple[Fact, ...]:
    told = [Fact(label=_("Id"), value=found.id, plain=False)]
    if found.domain:
        told.append(Fact(label=_("Address"), value=found.domain, plain=False))
    told.append(Fact(label=_("Calls itself"), value=found.name or _("It says no name")))
    if not found.keys:
        told.append(Fact(label=_("Keys"), value=_("Its list of keys could not be read")))
    return tuple(told)
