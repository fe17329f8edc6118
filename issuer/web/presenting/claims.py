"""What a badge of anybody says, for a report page: shown only because its signature holds.

Every text passes `foreign`, and is escaped by the template like all others.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from issuer.verification import CredentialFacts, RecipientFact
from issuer.web.languages import day, mark, retold
from issuer.web.languages import gettext as _
from issuer.web.presenting.frame import NOT_OURS, Fact
from issuer.web.presenting.strangers import foreign, script_warning
from issuer.web.presenting.words import kind_of, safe_link, short, title_of

_IDENTITIES = {"emailAddress": mark("E-mail address"), "name": mark("Name")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One piece of evidence in a report."""

    title: str
    kind: str
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What the badge says, shown only because its signature holds."""

    name: str
    description: str
    issuer: str
    issuer_note: str
    domain: str
    warning: str
    facts: tuple[Fact, ...]
    proven: tuple[Fact, ...]
    evidence: tuple[Shown, ...]
    alignments: tuple[Fact, ...]


def claim_of(facts: CredentialFacts, *, trusted: bool) -> Claim:
    """Present what a badge says; only for one whose signature holds."""
    name = foreign(facts.issuer_name or _("No name given"))
    return Claim(
        name=foreign(facts.achievement_name or facts.name),
        description=foreign(facts.achievement_description or facts.description or ""),
        issuer=name,
        issuer_note=_issuer_note(trusted=trusted),
        domain=foreign(facts.issuer_domain or facts.issuer_id),
        warning=script_warning(facts.issuer_name or "")
        or script_warning(facts.achievement_name or facts.name),
        facts=tuple(_facts(facts)),
        proven=tuple(_proven(facts)),
        evidence=tuple(
            Shown(
                title=foreign(retold(item.name or item.description or "") or _("Evidence")),
                kind=retold(kind_of(foreign(item.genre or _("not said")))),
                fingerprint=foreign(short(item.digest or "none")),
            )
            for item in facts.evidence
        ),
        alignments=tuple(_alignments(facts)),
    )


def _proven(facts: CredentialFacts) -> Iterable[Fact]:
    """Say what an employer came for: for whom, which levels, and since when."""
    yield from _learner(facts)
    for result in facts.results:
        yield Fact(label=foreign(retold(result.name)), value=title_of(foreign(result.reached)))
    if facts.awarded_at is not None:
        yield Fact(label=_("Earned on"), value=day(facts.awarded_at))


def _learner(facts: CredentialFacts) -> Iterable[Fact]:
    """Say for whom it is; an id made for one badge tells nobody who that is."""
    for recipient in facts.recipients:
        label = _identity(recipient.type)
        yield Fact(label=label, value=_value_of(recipient))
    match facts.subject_kind:
        case "urn":
            yield Fact(
                label=_("Learner"), value=_("An id made for this badge alone; it names nobody")
            )
        case "identifier":
            if not facts.recipients:
                yield Fact(label=_("Learner"), value=_("Not said"))
        case _:
            shown = foreign(facts.subject_id or "")
            yield Fact(label=_("Learner"), value=shown, plain=False)


def _identity(kind: str) -> str:
    return _(_IDENTITIES[kind]) if kind in _IDENTITIES else title_of(foreign(kind))


def _value_of(recipient: RecipientFact) -> str:
    if recipient.value is None:
        return _("Hidden by a fingerprint; it can be compared, not read")
    return foreign(recipient.value)


def _alignments(facts: CredentialFacts) -> Iterable[Fact]:
    for each in facts.alignments:
        yield Fact(
            label=foreign(each.framework or _("Framework not named")),
            value=foreign(each.name),
            href=safe_link(each.url) or "",
            rel=NOT_OURS,
        )


def _issuer_note(*, trusted: bool) -> str:
    if trusted:
        return _("This issuer is on the list of issuers that are known here.")
    return _(
        "Issuer not confirmed. Anyone can write any name into a badge; only the address above"
        " belongs to the signature."
    )


def _facts(facts: CredentialFacts) -> Iterable[Fact]:
    yield Fact(label=_("Valid from"), value=day(facts.valid_from))
    until = _("No end date") if facts.valid_until is None else day(facts.valid_until)
    yield Fact(label=_("Valid until"), value=until)
    if facts.criteria_id:
        criteria = foreign(facts.criteria_id)
        link = safe_link(facts.criteria_id) or ""
        yield Fact(label=_("Rules"), value=criteria, href=link, rel=NOT_OURS, plain=False)
    if facts.endorsements:
        yield Fact(label=_("Endorsements"), value=str(facts.endorsements))
    yield Fact(label=_("Badge address"), value=foreign(facts.id), plain=False)
    yield Fact(label=_("Issuer id"), value=foreign(facts.issuer_id), plain=False)
