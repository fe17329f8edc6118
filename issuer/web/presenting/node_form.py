"""The form of one node of a badge's tree: a field per setting of its kind, in plain words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from issuer import criteria
from issuer.assessment.model import Definition, InstrumentVersion, RubricVersion
from issuer.criteria import SETTINGS, Criteria, Input, Setting
from issuer.criteria.vocabulary import ADULT_ROLES, GROUPS
from issuer.web.presenting.design_parts import NO_FAULT, design_frame
from issuer.web.presenting.frame import Frame, Link, Visitor
from issuer.web.presenting.leaf_words import (
    choice_name,
    kind_hint,
    kind_name,
    setting_hint,
    setting_name,
)
from issuer.web.presenting.signing_in import Choice, Fault
from issuer.web.presenting.words import title_of

#: What a form shows or sent, by field.
Texts = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What a node may refer to: published rubrics and instruments, by ref."""

    rubrics: Mapping[str, RubricVersion]
    instruments: Mapping[str, InstrumentVersion]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field; `look` is line, area, ticks, choice, switch or levels."""

    name: str
    label: str
    hint: str
    look: str
    value: str
    choices: tuple[Choice, ...]
    rows: tuple["Field", ...] = ()
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NodePage:
    """The form of a node that is new or there already."""

    frame: Frame
    token: str
    action: str
    back: str
    seen: str
    heading: str
    hint: str
    parent: str
    kind: str
    title: str
    help: str
    fields: tuple[Field, ...]
    waivable: tuple[Choice, ...]
    can_be_waived: bool
    refreshes: bool
    is_new: bool
    field: str
    fault: str


def node_page(  # noqa: PLR0913 # what a form of a node gathers
    definition: Definition,
    sources: Sources,
    visitor: Visitor,
    *,
    kind: str,
    texts: Texts,
    node: str = "",
    parent: str = "",
    fault: Fault = NO_FAULT,
) -> NodePage:
    """Present the form; `texts` is what its fields show."""
    document = criteria.parse(definition.document)
    heading = kind_name(kind)
    return NodePage(
        frame=_frame(definition, heading, visitor),
        token=visitor.token,
        action=f"/design/{definition.id}/nodes/{node}" if node else f"/design/{definition.id}/add",
        back=f"/design/{definition.id}#node-{node or parent}",
        seen=definition.content_hash,
        heading=heading,
        hint=kind_hint(kind),
        parent=parent,
        kind=kind,
        title=_first(texts, "title"),
        help=_first(texts, "help"),
        fields=tuple(_field(kind, each, texts, document, sources) for each in _asked(kind)),
        waivable=tuple(
            Choice(value=each, text=choice_name(each), chosen=each in texts.get("waivable", ()))
            for each in ADULT_ROLES
        ),
        can_be_waived=node != document.root.id,
        refreshes=kind in {"rubric", "peers"},
        is_new=not node,
        field=fault.field,
        fault=fault.sentence,
    )


def _frame(definition: Definition, heading: str, visitor: Visitor) -> Frame:
    frame = design_frame(heading, visitor)
    above = Link(text=definition.title, href=f"/design/{definition.id}")
    return Frame(
        title=f"{heading}, {definition.title} - Issuer",
        description=frame.description,
        section=frame.section,
        robots=frame.robots,
        visitor=visitor,
        trail=(*frame.trail[:-1], above, frame.trail[-1]),
    )


def _asked(kind: str) -> tuple[Setting, ...]:
    if kind == "n_of":
        return (Setting(name="n", input=Input.WHOLE, required=True, initial=("1",)),)
    return () if kind in GROUPS else SETTINGS[kind]


def _field(
    kind: str, setting: Setting, texts: Texts, document: Criteria, sources: Sources
) -> Field:
    name = setting.name
    looks = {
        Input.SEVERAL: "ticks",
        Input.ONE: "choice",
        Input.RUBRIC: "choice",
        Input.INSTRUMENT: "choice",
        Input.LEVEL: "choice",
        Input.YES: "switch",
        Input.LINES: "area",
        Input.LEVELS: "levels",
    }
    separator = "\n" if setting.input is Input.LINES else ""
    return Field(
        name=name,
        label=setting_name(kind, name),
        hint=setting_hint(kind, name),
        look=looks.get(setting.input, "line"),
        value=separator.join(texts.get(name, ())),
        choices=_choices(setting, texts, document, sources),
        rows=_levels(kind, texts, document, sources) if setting.input is Input.LEVELS else (),
        required=setting.required,
    )


def _choices(
    setting: Setting, texts: Texts, document: Criteria, sources: Sources
) -> tuple[Choice, ...]:
    chosen = texts.get(setting.name, ())
    known: Mapping[str, str]
    match setting.input:
        case Input.RUBRIC:
            known = {
                ref: f"{each.document['title']} ({ref})" for ref, each in sources.rubrics.items()
            }
        case Input.INSTRUMENT:
            known = {
                ref: f"{each.document['title']} ({ref})"
                for ref, each in sources.instruments.items()
            }
        case Input.LEVEL:
            known = {level: title_of(level) for level in document.scale.names}
        case _:
            known = {each: choice_name(each) for each in setting.choices}
    return tuple(
        Choice(value=value, text=text, chosen=value in chosen) for value, text in known.items()
    )


def _levels(kind: str, texts: Texts, document: Criteria, sources: Sources) -> tuple[Field, ...]:
    """Return a choice of levels per criterion of the chosen rubric, or item of the instrument."""
    return tuple(
        Field(
            name=f"levels.{name}",
            label=label,
            hint="",
            look="choice",
            value="",
            choices=tuple(
                Choice(
                    value=level,
                    text=title_of(level),
                    chosen=level in texts.get(f"levels.{name}", ()),
                )
                for level in document.scale.names[1:]
            ),
        )
        for name, label in _rated(kind, texts, sources)
    )


def _rated(kind: str, texts: Texts, sources: Sources) -> tuple[tuple[str, str], ...]:
    if kind == "rubric":
        rubric = sources.rubrics.get(_first(texts, "rubric"))
        parsed = criteria.parse_rubric(rubric.document).criteria if rubric else ()
        return tuple((each.id, each.title) for each in parsed)
    instrument = sources.instruments.get(_first(texts, "instrument"))
    items = criteria.parse_instrument(instrument.document).items if instrument else ()
    return tuple((each.id, each.statement or each.label) for each in items)


def _first(texts: Texts, name: str) -> str:
    return next(iter(texts.get(name, ())), "")
