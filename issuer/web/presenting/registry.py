"""Pages of the registry: what the school issued, and one badge with what may be done to it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from issuer.access import Action, Role
from issuer.badges import Expired, NotYetValid, Revoked, Standing, Suspended, Valid
from issuer.documents import read_document
from issuer.issuance import CredentialFacts, CredentialPage, ReasonCode, RevocationProposal
from issuer.web.languages import day
from issuer.web.languages import gettext as _
from issuer.web.presenting.frame import Banner, Fact, Frame, Link, Visitor
from issuer.web.presenting.office import Tag, may, office_frame
from issuer.web.presenting.reasons import reason_word
from issuer.web.presenting.signing_in import Choice, Fault

STANDINGS: Mapping[str, type[Any]] = {
    "valid": Valid,
    "expired": Expired,
    "suspended": Suspended,
    "revoked": Revoked,
    "not-yet": NotYetValid,
}
HEADINGS = ("learner", "badge", "awarded_on", "valid_until", "standing", "address")
_REVOKING = (
    ReasonCode.ISSUED_IN_ERROR,
    ReasonCode.MISATTRIBUTED_WORK,
    ReasonCode.ACADEMIC_INTEGRITY,
    ReasonCode.REQUIREMENT_LAPSED,
    ReasonCode.LEARNER_REQUEST,
    ReasonCode.OTHER,
)
_SUSPENDING = (ReasonCode.UNDER_INVESTIGATION, *_REVOKING)
_LIFTING = (ReasonCode.RESOLVED, ReasonCode.OTHER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the reader looks for, as it came."""

    badge: str = ""
    standing: str = ""
    within: str = ""

    @property
    def query(self) -> str:
        """Return it as the part of an address."""
        return f"badge={self.badge}&standing={self.standing}&within={self.within}"


@dataclass(frozen=True, slots=True, kw_only=True)
class BadgeRow:
    """One badge of the registry."""

    learner: str
    badge: str
    href: str
    awarded: str
    until: str
    tag: Tag


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalRow:
    """A revocation that waits for a second person."""

    learner: str
    reason: str
    since: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryPage:
    """What the school issued, as it was asked for."""

    frame: Frame
    token: str
    rows: tuple[BadgeRow, ...]
    badges: tuple[Choice, ...]
    standings: tuple[Choice, ...]
    given: Asked
    file: str
    more: str
    is_filtered: bool
    proposals: tuple[ProposalRow, ...]
    field: str
    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryPage:
    """One badge: what holds today, what was done to it, and what may be done."""

    frame: Frame
    token: str
    id: str
    learner: str
    badge: str
    banner: Banner
    facts: tuple[Fact, ...]
    page_href: str
    marks: tuple[Fact, ...]
    proposal: str
    proposal_says: str
    is_own_proposal: bool
    may_answer: bool
    may_suspend: bool
    may_reinstate: bool
    may_revoke: bool
    needs_two: bool
    suspend_reasons: tuple[Choice, ...]
    lift_reasons: tuple[Choice, ...]
    revoke_reasons: tuple[Choice, ...]
    field: str
    fault: str


def registry_page(  # noqa: PLR0913 # what a list with filters gathers
    found: CredentialPage,
    visitor: Visitor,
    *,
    names: Mapping[str, str],
    badges: Iterable[tuple[str, str]],
    asked: Asked,
    proposals: Sequence[RevocationProposal],
    fault: Fault | None = None,
) -> RegistryPage:
    """Present what the school issued."""
    return RegistryPage(
        frame=office_frame(_("Registry of badges"), visitor),
        token=visitor.token,
        rows=tuple(_row(each, names) for each in found.credentials),
        badges=tuple(
            Choice(value=value, text=text, chosen=value == asked.badge) for value, text in badges
        ),
        standings=tuple(
            Choice(value=value, text=standing_word(value), chosen=value == asked.standing)
            for value in STANDINGS
        ),
        given=asked,
        file=f"/registry/file?{asked.query}",
        more=f"/registry?{asked.query}&after={found.next_after}" if found.next_after else "",
        is_filtered=asked != Asked(),
        proposals=tuple(
            ProposalRow(
                learner=names.get(each.learner, each.learner),
                reason=reason_word(each.reason_code),
                since=day(each.proposed_at),
                href=f"/registry/{each.credential_id.rsplit('/', 1)[-1]}",
            )
            for each in proposals
        ),
        field=fault.field if fault else "",
        fault=fault.sentence if fault else "",
    )


def entry_page(  # noqa: PLR0913 # what a page about one badge gathers
    facts: CredentialFacts,
    visitor: Visitor,
    *,
    learner: str,
    role: Role,
    me: str,
    needs_two: bool,
    proposal: RevocationProposal | None,
    issued: bool = False,
    fault: Fault | None = None,
) -> EntryPage:
    """Present one badge."""
    marks = facts.marks
    open_to_change = marks.revoked is None
    above = Link(text=_("Registry of badges"), href="/registry")
    return EntryPage(
        frame=office_frame(learner, visitor, above),
        token=visitor.token,
        id=facts.record.public_id,
        learner=learner,
        badge=badge_name(facts),
        banner=_banner(facts, issued=issued),
        facts=_facts(facts, learner),
        page_href=""
        if facts.record.visibility.value == "private"
        else f"/badges/{facts.record.public_id}",
        marks=_marks(facts),
        proposal="" if proposal is None else proposal.id,
        proposal_says="" if proposal is None else _proposed(proposal),
        is_own_proposal=proposal is not None and proposal.proposed_by == me,
        may_answer=proposal is not None
        and proposal.proposed_by != me
        and may(role, Action.SECOND_REVOCATION),
        may_suspend=open_to_change and marks.suspended is None and may(role, Action.SUSPEND),
        may_reinstate=open_to_change and marks.suspended is not None and may(role, Action.SUSPEND),
        may_revoke=open_to_change and proposal is None and may(role, Action.REVOKE),
        needs_two=needs_two,
        suspend_reasons=_reasons(_SUSPENDING),
        lift_reasons=_reasons(_LIFTING),
        revoke_reasons=_reasons(_REVOKING),
        field=fault.field if fault else "",
        fault=fault.sentence if fault else "",
    )


def file_rows(
    found: Iterable[CredentialFacts], names: Mapping[str, str]
) -> Iterable[tuple[str, ...]]:
    """Return the rows of the file to download."""
    for facts in found:
        record = facts.record
        until = record.valid_until
        yield (
            names.get(record.learner, record.learner),
            badge_name(facts),
            record.awarded_at.date().isoformat(),
            "" if until is None else until.date().isoformat(),
            standing_word(_key_of(facts.standing)),
            str(record.id),
        )


def badge_name(facts: CredentialFacts) -> str:
    """Return the name that the credential gives its badge."""
    document: Any = read_document(facts.record.document)
    return str(document["credentialSubject"]["achievement"]["name"])


def standing_word(key: str) -> str:
    """Say a standing in a word or two."""
    return {
        "valid": _("Valid"),
        "expired": _("Expired"),
        "suspended": _("On hold"),
        "revoked": _("Withdrawn"),
        "not-yet": _("Not yet valid"),
    }[key]


def _key_of(standing: Standing) -> str:
    return next(key for key, kind in STANDINGS.items() if isinstance(standing, kind))


def _tag(standing: Standing) -> Tag:
    tone, icon = {
        "valid": ("good", "check"),
        "expired": ("wait", "hourglass"),
        "suspended": ("wait", "pause"),
        "revoked": ("stop", "cross"),
        "not-yet": ("calm", "clock"),
    }[_key_of(standing)]
    return Tag(tone=tone, icon=icon, text=standing_word(_key_of(standing)))


def _row(facts: CredentialFacts, names: Mapping[str, str]) -> BadgeRow:
    record = facts.record
    return BadgeRow(
        learner=names.get(record.learner, record.learner),
        badge=badge_name(facts),
        href=f"/registry/{record.public_id}",
        awarded=day(record.awarded_at),
        until=_("No end") if record.valid_until is None else day(record.valid_until),
        tag=_tag(facts.standing),
    )


def _reasons(codes: Iterable[ReasonCode]) -> tuple[Choice, ...]:
    return tuple(Choice(value=code.value, text=reason_word(code)) for code in codes)


def _banner(facts: CredentialFacts, *, issued: bool) -> Banner:
    tag = _tag(facts.standing)
    meaning = {
        "valid": _("The school signed it and stands behind it today."),
        "expired": _("It was in force until its last day."),
        "suspended": _("Nobody should rely on it for now."),
        "revoked": _("The school no longer stands behind it. That is final."),
        "not-yet": _("It is signed, and not in force yet."),
    }[_key_of(facts.standing)]
    if facts.suspension_is_local and facts.marks.revoked is None:
        meaning += " " + _(
            "Only the pages and answers of this service say so: other programs learn of"
            " revocations alone."
        )
    headline = _("Approved and issued.") if issued else f"{tag.text}."
    return Banner(tone=tag.tone, icon=tag.icon, word=tag.text, headline=headline, meaning=meaning)


def _facts(facts: CredentialFacts, learner: str) -> tuple[Fact, ...]:
    record = facts.record
    return (
        Fact(label=_("Learner"), value=learner),
        Fact(label=_("Badge"), value=badge_name(facts)),
        Fact(label=_("Awarded"), value=day(record.awarded_at)),
        Fact(
            label=_("Valid until"),
            value=_("No end") if record.valid_until is None else day(record.valid_until),
        ),
        Fact(
            label=_("Who may see it"),
            value={
                "private": _("The learner, the family and the school"),
                "link": _("Whoever has its address"),
                "public": _("Everybody"),
            }.get(record.visibility.value, record.visibility.value),
        ),
        Fact(label=_("Id"), value=str(record.id), plain=False),
    )


def _marks(facts: CredentialFacts) -> tuple[Fact, ...]:
    marks = facts.marks
    found = (
        (_("Withdrawn on {day}"), marks.revoked),
        (_("On hold since {day}"), marks.suspended),
    )
    return tuple(
        Fact(
            label=label.format(day=day(mark.at)),
            value=reason_word(mark.reason_code)
            + (f". {mark.reason_text}" if mark.reason_text else ""),
        )
        for label, mark in found
        if mark is not None
    )


def _proposed(proposal: RevocationProposal) -> str:
    said = _(
        "Somebody wants to withdraw this badge: {reason}. A second person agrees or declines.",
        reason=reason_word(proposal.reason_code),
    )
    return f"{said} {proposal.reason_text}".strip()
