"""The settings of each kind of node as a form asks for them: names, inputs and choices.

Whoever draws a form reads this table and needs to know nothing else of the language. A name with
a dot is a member inside a member, such as `by.roles`. What a form gives is turned into JSON
without judging it; `parse` judges, and its pointer names the setting again.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import count
from typing import Any

from issuer.criteria.editing import children_of
from issuer.criteria.metrics import METRICS
from issuer.criteria.vocabulary import (
    ADULT_ROLES,
    COMPARISONS,
    CONDITIONS,
    EVIDENCE_KINDS,
    PROOFS,
    SPEC,
)
from issuer.documents import Document, Json

#: Room for a number behind a slug, within the 64 characters of the language.
_LONGEST = 58
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


def missing_setting(kind: str, node: Document) -> str | None:
    """Return the name of the first setting of a node that must be there and is not."""
    settings: Any = node.get(kind, {})
    for setting in SETTINGS.get(kind, ()):
        if setting.required and _member(settings, setting.name) in (None, {}):
            return setting.name
    return None


def setting_at(kind: str, tail: str) -> str | None:
    """Return the setting that a JSON Pointer below a leaf is about, such as `/by/min`."""
    dotted = tail.strip("/").replace("/", ".")
    if dotted.startswith("levels."):
        return dotted
    names = [setting.name for setting in SETTINGS.get(kind, ())]
    about = [name for name in names if dotted == name or dotted.startswith(f"{name}.")]
    return max(about, key=len, default=None)


def node_from(kind: str, given: Given, *, node_id: str, before: Document | None = None) -> Document:
    """Turn what a form gave into a node; a group keeps its children, or begins with one leaf."""
    node: dict[str, Any] = {"id": node_id}
    for name in ("title", "help"):
        if text := "".join(given.get(name, ())).strip().replace("\r\n", "\n"):
            node[name] = text
    if roles := [text for text in given.get("waivable", ()) if text]:
        node["waivable"] = roles
    held: Any = (before or {}).get(kind)
    if kind in SETTINGS:
        node[kind] = settings_from(kind, given, held)
        return node
    children = list(children_of(before)) if before else [_first_leaf(f"{node_id}-work")]
    if kind == "n_of":
        node[kind] = {"n": _number("".join(given.get("n", ())).strip() or "1"), "of": children}
    else:
        node[kind] = children
    return node


def first_draft(badge: str, title: str, summary: str) -> Document:
    """Return the smallest badge that makes sense: the learner shows work, an adult signs."""
    statement = "I saw the work, and the learner made it."
    return {
        "spec": SPEC,
        "badge": badge,
        "version": 1,
        "title": title,
        "summary": summary,
        "criteria": {
            "id": "everything",
            "title": "All of these",
            "all_of": [
                _first_leaf("work"),
                {
                    "id": "seen",
                    "title": "A teacher saw it",
                    "signoff": {"role": "teacher", "statement": statement},
                },
            ],
        },
    }


def slug_of(text: str, taken: Collection[str] = ()) -> str:
    """Make a slug of words in any script, unlike those taken."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST].strip("-")
    slug = slug if slug[:1].isalpha() else f"part-{slug}".strip("-")
    if slug not in taken:
        return slug
    return next(f"{slug}-{n}" for n in count(2) if f"{slug}-{n}" not in taken)


def _first_leaf(node_id: str) -> Document:
    kinds = list(EVIDENCE_KINDS[:3])
    return {"id": node_id, "title": "Show the work", "evidence": {"kinds": kinds}}


def node_texts(node: Document) -> dict[str, tuple[str, ...]]:
    """Turn a node into what a form shows; the inverse of `node_from`."""
    shown = {name: _texts(node.get(name)) for name in ("title", "help", "waivable")}
    kind = next((each for each in SETTINGS if each in node), None)
    if kind is not None:
        settings: Any = node[kind]
        return {**shown, **texts_of(kind, settings)}
    if "n_of" in node:
        members: Any = node["n_of"]
        shown["n"] = _texts(members["n"])
    return shown
