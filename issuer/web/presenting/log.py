"""The audit log in words: the newest checkpoint, entries by search, a check, one badge's proof."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from issuer.access import Action, Role
from issuer.accounts.model import RoleGrant
from issuer.auditing import Entry, EntryPage, EntryProof, Fault, LogReport, StoredCheckpoint
from issuer.issuance import CredentialFacts
from issuer.web.languages import day, ngettext
from issuer.web.languages import gettext as _
from issuer.web.presenting.event_words import kinds, words_of
from issuer.web.presenting.frame import Banner, Fact, Frame, Link, Visitor
from issuer.web.presenting.office import Tag, may, office_frame
from issuer.web.presenting.registry import badge_name
from issuer.web.presenting.roles import role_name
from issuer.web.presenting.signing_in import Choice
from issuer.web.presenting.signing_in import Fault as FormFault
from issuer.web.presenting.words import minute

#: Faults that a page lists; the command line lists all.
_MOST_FAULTS = 20
_SYSTEM = "system"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedLog:
    """What the reader looks for, as it came."""

    kind: str = ""
    badge: str = ""
    learner: str = ""
    since: str = ""
    until: str = ""

    @property
    def query(self) -> str:
        """Return it as the part of an address."""
        names = ("kind", "badge", "learner", "since", "until")
        return urlencode({name: getattr(self, name) for name in names if getattr(self, name)})


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRow:
    """One entry: when, what happened, and what it is about."""

    when: str
    said: str
    facts: tuple[Fact, ...]
    tag: Tag


@dataclass(frozen=True, slots=True, kw_only=True)
class LogPage:
    """The log, as far as it was asked for."""

    frame: Frame
    token: str
    ends: str
    checkpoint: tuple[Fact, ...]
    result: Banner | None
    faults: tuple[Fact, ...]
    kinds: tuple[Choice, ...]
    badges: tuple[Choice, ...]
    given: AskedLog
    is_filtered: bool
    rows: tuple[EntryRow, ...]
    more: str
    field: str
    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LogBadgePage:
    """One badge in the log: where it stands, its proof, its bundle, and how to repeat it."""

    frame: Frame
    badge: str
    facts: tuple[Fact, ...]
    waits: str
    proof: str
    bundle: str
    command: str


def log_page(  # noqa: PLR0913 # what a log with its search gathers
    found: EntryPage,
    visitor: Visitor,
    *,
    role: Role,
    grants: Sequence[RoleGrant],
    newest: StoredCheckpoint | None,
    signer: str,
    badges: Iterable[tuple[str, str]],
    asked: AskedLog,
    report: LogReport | None = None,
    fault: FormFault | None = None,
) -> LogPage:
    """Present the log."""
    size = 0 if newest is None else newest.size
    return LogPage(
        frame=office_frame(_("Audit log"), visitor),
        token=visitor.token,
        ends=_ends(role, grants),
        checkpoint=_checkpoint(newest, signer),
        result=None if report is None else _result(report),
        faults=() if report is None else tuple(_fault(each) for each in report.faults),
        kinds=_choices(kinds().items(), asked.kind),
        badges=_choices(badges, asked.badge),
        given=asked,
        is_filtered=bool(asked.query),
        rows=tuple(_row(each, role, size) for each in found.entries),
        more=_more(asked, found.next_after),
        field=fault.field if fault else "",
        fault=fault.sentence if fault else "",
    )


def log_badge_page(
    facts: CredentialFacts, proof: EntryProof | None, visitor: Visitor, *, key: str
) -> LogBadgePage:
    """Present one badge in the log, without its learner's name."""
    public_id = facts.record.public_id
    path = f"/log/badges/{public_id}"
    name = f"{public_id}.bundle.json"
    above = Link(text=_("Audit log"), href="/log")
    return LogBadgePage(
        frame=office_frame(badge_name(facts), visitor, above),
        badge=badge_name(facts),
        facts=_badge_facts(facts, proof),
        waits=""
        if proof is not None
        else _("The log is signed once a minute. Come back in a minute for the proof."),
        proof=f"{path}/proof" if proof is not None else "",
        bundle=f"{path}/bundle",
        command=f"issuer audit replay {name} --key '{key}'",
    )


def _ends(role: Role, grants: Sequence[RoleGrant]) -> str:
    if role is not Role.AUDITOR:
        return ""
    ends = [each.until for each in grants if each.role is role and each.until is not None]
    until = day(max(ends)) if ends else ""
    return _(
        "You read as an auditor until {day}. You see codes, hashes and pseudonyms; what you read"
        " is written into the log.",
        day=until,
    )


def _checkpoint(newest: StoredCheckpoint | None, signer: str) -> tuple[Fact, ...]:
    if newest is None:
        return ()
    return (
        Fact(label=_("Entries"), value=f"{newest.size:,}"),
        Fact(label=_("Root"), value=newest.root.hex(), plain=False),
        Fact(label=_("Signed by"), value=signer, plain=False),
        Fact(label=_("Signed at"), value=minute(newest.at)),
        Fact(label=_("For everybody"), value="/audit/checkpoint", href="/audit/checkpoint"),
        Fact(label=_("Public key"), value="/audit/key", href="/audit/key"),
    )


def _result(report: LogReport) -> Banner:
    counted = ngettext(
        "{count} entry and {checkpoints} checkpoints were computed anew and compared.",
        "{count} entries and {checkpoints} checkpoints were computed anew and compared.",
        report.size,
        checkpoints=report.checkpoints,
    )
    if not report.faults:
        kept = _(
            "Whoever can change the whole database could change all of it alike: keep checkpoints"
            " elsewhere, and compare them with: issuer audit verify --checkpoint."
        )
        return Banner(
            tone="good",
            icon="check",
            word=_("Whole"),
            headline=_("Nothing was changed."),
            meaning=f"{counted} {kept}",
        )
    headline = ngettext(
        "{count} place does not fit.", "{count} places do not fit.", len(report.faults)
    )
    return Banner(
        tone="stop",
        icon="cross",
        word=_("Changed"),
        headline=headline,
        meaning=counted + " " + _("Tell the person who runs the service, and show this page."),
    )


def _fault(fault: Fault) -> Fact:
    return Fact(label=fault.place, value=fault.sentence)


def _choices(choices: Iterable[tuple[str, str]], chosen: str) -> tuple[Choice, ...]:
    return tuple(Choice(value=value, text=text, chosen=value == chosen) for value, text in choices)


def _more(asked: AskedLog, after: str | None) -> str:
    if after is None:
        return ""
    query = f"{asked.query}&" if asked.query else ""
    return f"/log?{query}after={after}#entries"


def _row(entry: Entry, role: Role, size: int) -> EntryRow:
    event = entry.event
    if event is None:
        return EntryRow(
            when="",
            said=_("This entry cannot be read. Check the log now."),
            facts=(),
            tag=Tag(tone="stop", icon="cross", text=_("Unreadable")),
        )
    found = (fact(entry, role) for fact in (_number, _by, _learner, _about, _hash, _codes))
    return EntryRow(
        when=minute(event.at),
        said=words_of(event.name),
        facts=tuple(each for each in found if each is not None),
        tag=_signed(entry, size),
    )


def _signed(entry: Entry, size: int) -> Tag:
    place = None if entry.leaf is None else entry.leaf.index
    if place is not None and place < size:
        return Tag(tone="good", icon="check", text=_("Signed"))
    return Tag(tone="calm", icon="clock", text=_("Not signed yet"))


def _number(entry: Entry, _role: Role) -> Fact | None:
    if entry.leaf is None or entry.leaf.index is None:
        return None
    return Fact(label=_("Entry"), value=f"{entry.leaf.index + 1:,}")


def _by(entry: Entry, _role: Role) -> Fact | None:
    event = entry.event
    if event is None or event.actor == _SYSTEM:
        return Fact(label=_("By"), value=_("the service"))
    named = role_name(Role(event.role)) if event.role in set(Role) else event.role
    return Fact(label=named, value=event.actor, plain=False)


def _learner(entry: Entry, role: Role) -> Fact | None:
    learner = None if entry.event is None else entry.event.learner
    if learner is None:
        return None
    href = f"/people/{learner}" if may(role, Action.MANAGE_PEOPLE) else ""
    return Fact(label=_("Learner"), value=learner, href=href, plain=False)


def _about(entry: Entry, _role: Role) -> Fact | None:
    event = entry.event
    if event is None or event.subject in {event.learner, event.organisation, event.actor}:
        return None
    badge = event.subject.rpartition("/credentials/")[2]
    is_badge = badge != event.subject and "/" not in badge
    return Fact(
        label=_("Badge") if is_badge else _("About"),
        value=badge if is_badge else event.subject,
        href=f"/log/badges/{badge}" if is_badge else "",
        plain=False,
    )


def _hash(entry: Entry, _role: Role) -> Fact | None:
    found = None if entry.event is None else entry.event.object_hash
    if found is None:
        return None
    return Fact(label=_("Hash"), value=f"{found[:23]}…", plain=False)


def _codes(entry: Entry, _role: Role) -> Fact | None:
    codes: Mapping[str, str] = {} if entry.event is None else entry.event.codes
    if not codes:
        return None
    told = ", ".join(f"{name} {value}" for name, value in sorted(codes.items()))
    return Fact(label=_("Codes"), value=told, plain=False)


def _badge_facts(facts: CredentialFacts, proof: EntryProof | None) -> tuple[Fact, ...]:
    record = facts.record
    told = [
        Fact(label=_("Badge"), value=badge_name(facts)),
        Fact(label=_("Id"), value=str(record.id), plain=False),
        Fact(label=_("Awarded"), value=day(record.awarded_at)),
    ]
    if proof is not None:
        told += [
            Fact(label=_("Entry"), value=f"{proof.index + 1:,}"),
            Fact(label=_("In a log of"), value=f"{proof.size:,}"),
            Fact(
                label=_("Proof"),
                value=ngettext("{count} hash", "{count} hashes", len(proof.path)),
            ),
        ]
    return tuple(told)
