"""Pages of the administrator: what the school decides about itself, and the keys that sign."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from issuer.accounts.model import Organisation
from issuer.issuance.model import KeyRecord
from issuer.web.languages import day
from issuer.web.languages import gettext as _
from issuer.web.presenting.frame import Frame, Link, Visitor
from issuer.web.presenting.office import Tag, office_frame
from issuer.web.presenting.signing_in import Fault

_TAGS = {
    "active": ("good", "check"),
    "published": ("calm", "clock"),
    "created": ("calm", "clock"),
    "retired": ("wait", "pause"),
    "compromised": ("stop", "cross"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsPage:
    """What the school decides about itself."""

    frame: Frame
    token: str
    given: Mapping[str, str]
    sole_teacher: bool
    two_to_revoke: bool
    second_factor: bool
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
    is_under_way: bool
    field: str
    fault: str


def settings_page(
    school: Organisation,
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
        },
        sole_teacher=school.sole_teacher,
        two_to_revoke=school.second_person_for_revocation,
        second_factor=school.staff_second_factor,
        saved=saved,
        field=fault.field if fault else "",
        fault=fault.sentence if fault else "",
    )


def keys_page(keys: Sequence[KeyRecord], visitor: Visitor, fault: Fault | None = None) -> KeysPage:
    """Present the keys, newest first."""
    settings = Link(text=_("Settings of the school"), href="/settings")
    return KeysPage(
        frame=office_frame(_("Keys that sign badges"), visitor, settings),
        token=visitor.token,
        keys=tuple(_row(each) for each in reversed(keys)),
        is_under_way=any(each.state.value == "published" for each in keys),
        field=fault.field if fault else "",
        fault=fault.sentence if fault else "",
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
