"""The settings of each kind of node as a form asks for them: names, inputs and choices.

Whoever draws a form reads this table and needs to know nothing else of the language. A name with
a dot is a member inside a member, such as `by.roles`. What a form gives is turned into JSON
without judging it; `parse` judges, and its pointer names the setting again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from issuer.criteria.metrics import METRICS
from issuer.criteria.vocabulary import (
    ADULT_ROLES,
    COMPARISONS,
    CONDITIONS,
    EVIDENCE_KINDS,
    PROOFS,
)
from issuer.documents import Document, Json

#: Given to a form, how one setting reaches it: texts under the name of the setting.
Given = Mapping[str, Sequence[str]]


class Input(StrEnum):
    """What kind of answer a setting takes."""

    LINE = "line"
    WHOLE = "whole"
    NUMBER = "number"
    ONE = "one"  # one of the choices
    SEVERAL = "several"  # any of the choices
    YES = "yes"  # present and true, or absent
    LINES = "lines"  # one text per line
    RUBRIC = "rubric"  # a published rubric
    INSTRUMENT = "instrument"  # a published peer instrument
    LEVELS = "levels"  # criterion or item -> least level
    LEVEL = "level"  # one level of the scale


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One setting: its name, what it takes, whether it must be there, what it starts with."""

    name: str
    input: Input
    choices: tuple[str, ...] = ()
    required: bool = False
    initial: tuple[str, ...] = ()


def _line(name: str, *, required: bool = False) -> Setting:
    return Setting(name=name, input=Input.LINE, required=required)


def _whole(name: str, initial: str = "", *, required: bool = False) -> Setting:
    first = (initial,) if initial else ()
    return Setting(name=name, input=Input.WHOLE, required=required, initial=first)


def _several(name: str, choices: tuple[str, ...], *initial: str, required: bool = True) -> Setting:
    return Setting(
        name=name, input=Input.SEVERAL, choices=choices, required=required, initial=initial
    )


_LEVELS = Setting(name="levels", input=Input.LEVELS, required=True)
_GUARDIAN = Setting(name="accept_guardian", input=Input.YES)

#: Kind of leaf -> its settings, in the order in which a form asks for them.
SETTINGS: Mapping[str, tuple[Setting, ...]] = {
    "evidence": (
        _several("kinds", EVIDENCE_KINDS, "file", "text"),
        _whole("min", "1"),
        _line("tag"),
        _several("conditions", CONDITIONS, required=False),
        _line("max_age"),
    ),
    "rubric": (
        Setting(name="rubric", input=Input.RUBRIC, required=True),
        _LEVELS,
        _several("by.roles", ADULT_ROLES, "teacher"),
        _whole("by.min", "1"),
        _whole("max_spread"),
        _GUARDIAN,
    ),
    "peers": (
        Setting(name="instrument", input=Input.INSTRUMENT, required=True),
        _LEVELS,
        _whole("min", "3", required=True),
        _whole("mix.teammate"),
        _whole("mix.outside"),
    ),
    "signoff": (
        Setting(
            name="role", input=Input.ONE, choices=ADULT_ROLES, required=True, initial=("teacher",)
        ),
        _line("statement", required=True),
        _whole("min", "1"),
        _GUARDIAN,
    ),
    "badge": (
        Setting(name="any", input=Input.LINES, required=True),
        Setting(name="level", input=Input.LEVEL),
    ),
    "hours": (
        Setting(name="buckets", input=Input.LINES, required=True),
        Setting(name="min", input=Input.NUMBER, required=True),
        _several("verified_by", ADULT_ROLES, "teacher"),
        _line("max_age"),
    ),
    "external": (
        _line("certificate", required=True),
        _several("proof", PROOFS, "verifiable-credential", "registry-lookup"),
    ),
    "metric": (
        Setting(name="metric", input=Input.ONE, choices=tuple(METRICS), required=True),
        Setting(name="op", input=Input.ONE, choices=COMPARISONS, required=True, initial=(">=",)),
        Setting(name="value", input=Input.NUMBER, required=True),
        _whole("min_sample", "20", required=True),
    ),
    "statements": (
        _line("verb", required=True),
        Setting(name="activities", input=Input.LINES, required=True),
        _whole("min", "1"),
        Setting(name="min_score", input=Input.NUMBER),
    ),
}


def settings_from(kind: str, given: Given, before: Document | None = None) -> Document:
    """Turn what a form gave into the settings of a leaf; members that no form asks for stay."""
    asked = {each.name for each in SETTINGS[kind]}
    found: dict[str, Any] = {
        name: dict(value) if isinstance(value, Mapping) else value
        for name, value in (before or {}).items()
    }
    for setting in SETTINGS[kind]:
        _put(found, setting.name, _value(setting, given))
    # A group of settings that is empty now was not meant.
    return {
        name: value
        for name, value in found.items()
        if not (value == {} and any(each.startswith(f"{name}.") for each in asked))
    }


def texts_of(kind: str, settings: Document) -> dict[str, tuple[str, ...]]:
    """Turn the settings of a leaf into what a form shows; the inverse of `settings_from`."""
    shown: dict[str, tuple[str, ...]] = {}
    for setting in SETTINGS[kind]:
        value = _member(settings, setting.name)
        if setting.input is Input.LEVELS:
            levels = value if isinstance(value, Mapping) else {}
            shown |= {f"levels.{name}": (str(level),) for name, level in levels.items()}
        else:
            shown[setting.name] = _texts(value)
    return shown


def initial_of(kind: str) -> dict[str, tuple[str, ...]]:
    """Return what the form of a new leaf of this kind starts with."""
    return {setting.name: setting.initial for setting in SETTINGS[kind]}


def _value(setting: Setting, given: Given) -> Json:
    texts = [text.strip() for text in given.get(setting.name, ()) if text.strip()]
    match setting.input:
        case Input.LEVELS:
            return {
                name.removeprefix("levels."): texts[0]
                for name, texts in given.items()
                if name.startswith("levels.") and texts and texts[0]
            }
        case Input.SEVERAL:
            return texts or None
        case Input.LINES:
            lines = [line.strip() for text in texts for line in text.splitlines()]
            return [line for line in lines if line] or None
        case Input.YES:
            return True if texts else None
        case Input.WHOLE | Input.NUMBER:
            return _number(texts[0]) if texts else None
        case _:
            return texts[0] if texts else None


def _number(text: str) -> Json:
    """Return the number that was written, or the text itself for `parse` to refuse."""
    for read in (int, float):
        try:
            return read(text) if text.isascii() else text
        except ValueError:
            continue
    return text


def _member(settings: Document, name: str) -> Json:
    outer, _, inner = name.partition(".")
    value = settings.get(outer)
    return (
        value.get(inner) if inner and isinstance(value, Mapping) else value if not inner else None
    )


def _put(settings: dict[str, Any], name: str, value: Json) -> None:
    outer, _, inner = name.partition(".")
    place = settings.setdefault(outer, {}) if inner else settings
    if value is None:
        place.pop(inner or outer, None)
    else:
        place[inner or outer] = value


def _texts(value: Json) -> tuple[str, ...]:
    if value is None or value is False:
        return ()
    if value is True:
        return ("yes",)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return tuple(str(each) for each in value)
    return (f"{value:g}" if isinstance(value, float) else str(value),)
