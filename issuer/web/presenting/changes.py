"""What changed between two versions of a badge, one sentence per change."""

from collections.abc import Mapping, Sequence

from issuer.criteria import Change, ChangeKind
from issuer.documents import Json
from issuer.web.languages import gettext as _
from issuer.web.presenting.leaf_words import choice_name, setting_name
from issuer.web.presenting.words import title_of

_LONGEST = 160


def change_sentence(change: Change) -> str:
    """Say one change."""
    match change.kind:
        case ChangeKind.ADDED:
            return _("New: “{label}”.", label=change.label)
        case ChangeKind.REMOVED:
            return _("No longer asked for: “{label}”.", label=change.label)
        case ChangeKind.MOVED:
            return _("“{label}” stands in another group now.", label=change.label)
        case ChangeKind.CHANGED:
            return _member(change)


def _member(change: Change) -> str:
    name = _name(change.member, change.rule)
    values = {"before": _said(change.before), "after": _said(change.after)}
    if change.node is None:
        return _("{name}: {after} instead of {before}.", name=name, **values)
    return _(
        "“{label}”, {name}: {after} instead of {before}.",
        label=change.label,
        name=name[:1].lower() + name[1:],
        **values,
    )


def _name(member: str, rule: str) -> str:
    known: Mapping[str, str] = {
        "title": _("Title"),
        "summary": _("Summary"),
        "help": _("Help"),
        "waivable": _("Who may do without it"),
        "kind": _("Kind"),
        "scale": _("Levels"),
        "alignment": _("Public frameworks"),
        "award.achievement_type": _("What it is"),
        "award.valid_for": _("How long it counts"),
        "award.second_approver": _("Second adult approves"),
        "award.results": _("Levels that the badge shows"),
    }
    if member in known:
        return known[member]
    if member.startswith("levels."):
        return _("Level of {name}", name=title_of(member.removeprefix("levels.")))
    return setting_name(rule, member)


def _said(value: Json) -> str:
    if value is None:
        return _("nothing")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(_said(each) for each in value) or _("nothing")
    if isinstance(value, Mapping):
        return str(value.get("name", value.get("url", "")))
    text = str(value)
    shown = choice_name(text) if text.isascii() and text.islower() and " " not in text else text
    return shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}…"
