"""Pages of the administrator: what the school decides about itself, and the keys that sign."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from issuer.accounts.model import Organisation, RuleOfTwo, SettingsProposal
from issuer.issuance.model import KeyRecord
from issuer.issuance.model.key_proposals import KeyAct, KeyProposal
from issuer.web.languages import day
from issuer.web.languages import gettext as _
from issuer.web.presenting.frame import Frame, Link, Visitor
from issuer.web.presenting.office import Tag, office_frame
from issuer.web.presenting.signing_in import Fault
from issuer.web.presenting.words import minute

_TAGS = {
    "active": ("good", "check"),
    "published": ("calm", "clock"),
    "created": ("calm", "clock"),
    "retired": ("wait", "pause"),
    "compromised": ("stop", "cross"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedRow:
    """What waits for a second person; who asked has no buttons."""

    id: str
    says: str
    name: str
    may_answer: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsPage:
    """What the school decides about itself."""

    frame: Frame
    token: str
    given: Mapping[str, str]
    sole_teacher: bool
    two_to_revoke: bool
    two_for_keys: bool
    second_factor: bool
    proposals: tuple[AskedRow, ...]
    saved: bool
    field: str
    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRow:
    """One key."""

    kind: str
    name: str
    tag: Tag
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeysPage:
    """The keys of the school, and the way to a new one."""

    frame: Frame
    token: str
    keys: tuple[KeyRow, ...]
    proposals: tuple[AskedRow, ...]
    needs_two: bool
    is_under_way: bool
    field: str
    fault: str


def settings_page(
    school: Organisation,
    proposals: tuple[AskedRow, ...],
    visitor: Visitor,
    *,
    given: Mapping[str, str] | None = None,
    saved: bool = False,
    fault: Fault | None = None,
) -> SettingsPage:
    """Present the settings; after a fault, with what was written."""
    return SettingsPage(
        frame=office_frame(_("Settings of the school"), visitor),
        token=visitor.token,
        given=given
        or {
            "name": school.name,
            "description": school.description or "",
            "email": school.email or "",
            "appeal_days": str(school.appeal_days),
            "evidence_months": str(school.evidence_months),
            "withdrawn_days": str(school.withdrawn_days),
        },
        sole_teacher=school.sole_teacher,
        two_to_revoke=school.second_person_for_revocation,
        two_for_keys=school.second_person_for_keys,
        second_factor=school.staff_second_factor,
        proposals=proposals,
        saved=saved,
        field=fault.field if fault else "",
        fault=fault.sentence if fault else "",
    )


def keys_page(
    keys: Sequence[KeyRecord],
    proposals: Sequence[KeyProposal],
    visitor: Visitor,
    *,
    me: str,
    needs_two: bool,
    fault: Fault | None = None,
) -> KeysPage:
    """Present the keys, newest first, and what waits for a second person."""
    settings = Link(text=_("Settings of the school"), href="/settings")
    return KeysPage(
        frame=office_frame(_("Keys that sign badges"), visitor, settings),
        token=visitor.token,
        keys=tuple(_row(each) for each in reversed(keys)),
        proposals=tuple(_asked(each, me) for each in proposals),
        needs_two=needs_two,
        is_under_way=any(each.state.value == "published" for each in keys),
        field=fault.field if fault else "",
        fault=fault.sentence if fault else "",
    )


def ended_rules(proposals: Sequence[SettingsProposal], me: str) -> tuple[AskedRow, ...]:
    """Present the rules of two that somebody asked to switch off."""
    return tuple(_ended(each, me) for each in proposals)


def _ended(proposal: SettingsProposal, me: str) -> AskedRow:
    rules = {
        RuleOfTwo.REVOCATION: _("Somebody asks that one person alone may withdraw a badge."),
        RuleOfTwo.KEYS: _("Somebody asks that one person alone may change or end a key."),
    }
    return AskedRow(
        id=proposal.id,
        says=f"{rules[proposal.setting]} {_until(proposal.expires_at)}",
        name="",
        may_answer=proposal.proposed_by != me,
    )


def _until(moment: datetime) -> str:
    return _("Answer by {moment}; after that nothing happens.", moment=minute(moment))


def _asked(proposal: KeyProposal, me: str) -> AskedRow:
    ends = proposal.act is KeyAct.COMPROMISE
    what = (
        _("Somebody says that this key was stolen, and asks to end it. Badges are signed again.")
        if ends
        else _("Somebody asks for a new key in place of the one that signs.")
    )
    return AskedRow(
        id=proposal.id,
        says=f"{what} {_until(proposal.expires_at)}",
        name=proposal.subject if ends else "",
        may_answer=proposal.proposed_by != me,
    )


def _row(key: KeyRecord) -> KeyRow:
    tone, icon = _TAGS[key.state.value]
    words = {
        "active": _("Signs today"),
        "published": _("Signs next"),
        "created": _("Just made"),
        "retired": _("Signs no more"),
        "compromised": _("Stolen"),
    }
    return KeyRow(
        kind=_("For badges") if key.algorithm == "Ed25519" else _("For wallets and tokens"),
        name=key.public_key_multibase,
        tag=Tag(tone=tone, icon=icon, text=words[key.state.value]),
        says=_says(key),
    )


def _says(key: KeyRecord) -> str:
    made = _("Made on {day}.", day=day(key.created_at))
    if key.paused_at is not None:
        return f"{made} " + _("Paused: a signature did not hold. An operator has to look.")
    if key.state.value == "published" and key.switch_at is not None:
        return f"{made} " + _("It takes over from {day} on.", day=day(key.switch_at))
    if key.retired_at is not None:
        return f"{made} " + _(
            "Since {day} another one signs; old badges stay valid.", day=day(key.retired_at)
        )
    return made
