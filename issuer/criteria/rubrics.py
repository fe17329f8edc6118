"""Rubrics and peer instruments, with their two hashes (education.md 2.4)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from issuer.criteria.decision import Pin
from issuer.criteria.phrases import readable
from issuer.criteria.reading import (
    Members,
    Place,
    boolean,
    choice,
    distinct,
    hash_text,
    integer,
    line,
    listed,
    mapped,
    prose,
    slug,
)
from issuer.criteria.scales import Scale
from issuer.criteria.vocabulary import FEEDBACK, INSTRUMENT_SPEC, RUBRIC_SPEC
from issuer.documents import Document, Json, digest


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricCriterion:
    """One thing to look at; `levels` holds a family text per level name."""

    id: str
    title: str
    levels: Mapping[str, str]
    competency: str | None = None
    feedback: str = "optional"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rubric:
    """A published way to rate work; `document` is what was read, unchanged."""

    rubric: str
    version: int
    title: str
    scale: Scale
    criteria: tuple[RubricCriterion, ...]
    document: Document = field(repr=False)

    @property
    def ref(self) -> str:
        """Return the pinned name."""
        return f"{self.rubric}@{self.version}"

    def criterion(self, criterion_id: str) -> RubricCriterion | None:
        """Return the criterion of that id, or None."""
        return next((item for item in self.criteria if item.id == criterion_id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentItem:
    """One observable behaviour; a missing statement is a finding of lint (E15)."""

    id: str
    levels: Mapping[str, str]
    statement: str | None = None

    @property
    def label(self) -> str:
        """Return the id as words, as an endorsement comment names it (3.6)."""
        return readable(self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """A work that teachers have rated, on which peers calibrate (3.3)."""

    artifact: str
    levels: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """A published set of behaviours that peers attest; `document` is what was read, unchanged."""

    instrument: str
    version: int
    title: str
    scale: Scale
    items: tuple[InstrumentItem, ...]
    example_required: bool
    anchors: tuple[Anchor, ...]
    document: Document = field(repr=False)

    @property
    def ref(self) -> str:
        """Return the pinned name."""
        return f"{self.instrument}@{self.version}"

    def item(self, item_id: str) -> InstrumentItem | None:
        """Return the item of that id, or None."""
        return next((item for item in self.items if item.id == item_id), None)


read_scale = distinct(slug, least=2, most=7)
_texts = mapped(slug, prose(2000))


def parse_rubric(document: Document) -> Rubric:
    """Read a `cbe-rubric/1` document.

    Raises:
        ShapeError: a member is missing, unknown or malformed.
    """
    members = Members(document, Place())
    members.required("spec", choice(RUBRIC_SPEC))
    rubric = Rubric(
        rubric=members.required("rubric", slug),
        version=members.required("version", integer(1)),
        title=members.required("title", line(120)),
        scale=Scale.of(members.required("scale", read_scale)),
        criteria=members.required("criteria", listed(_read_criterion, least=1)),
        document=document,
    )
    members.finish()
    return rubric


def parse_instrument(document: Document) -> Instrument:
    """Read a `cbe-instrument/1` document.

    Raises:
        ShapeError: a member is missing, unknown or malformed.
    """
    members = Members(document, Place())
    members.required("spec", choice(INSTRUMENT_SPEC))
    instrument = Instrument(
        instrument=members.required("instrument", slug),
        version=members.required("version", integer(1)),
        title=members.required("title", line(120)),
        scale=Scale.of(members.required("scale", read_scale)),
        items=members.required("items", listed(_read_item, least=1)),
        example_required=members.optional("example_required", boolean, default=True),
        anchors=members.optional("anchors", listed(_read_anchor), ()),
        document=document,
    )
    members.finish()
    return instrument


def content_hash(document: Document) -> str:
    """Return `sha256:` and hex over the JCS bytes of a whole document."""
    return digest(document)


def structure_hash(source: Rubric | Instrument) -> str:
    """Hash a rubric or instrument without its texts and version.

    What stays is what facts point at and what rules hang on: slugs, order, scale, ids. A typo
    that is mended in a new version leaves it as it was.
    """
    return digest(_rubric_shape(source) if isinstance(source, Rubric) else _item_shape(source))


def pin(source: Rubric | Instrument) -> Pin:
    """Return the two hashes that are recorded when a definition is published."""
    return Pin(content=content_hash(source.document), structure=structure_hash(source))


def _rubric_shape(rubric: Rubric) -> dict[str, Any]:
    return {
        "spec": RUBRIC_SPEC,
        "rubric": rubric.rubric,
        "scale": list(rubric.scale.names),
        "criteria": [
            {
                "id": criterion.id,
                "feedback": criterion.feedback,
                "levels": sorted(criterion.levels),
                **({"competency": criterion.competency} if criterion.competency else {}),
            }
            for criterion in rubric.criteria
        ],
    }


def _item_shape(instrument: Instrument) -> dict[str, Any]:
    return {
        "spec": INSTRUMENT_SPEC,
        "instrument": instrument.instrument,
        "scale": list(instrument.scale.names),
        "items": [{"id": item.id, "levels": sorted(item.levels)} for item in instrument.items],
        "example_required": instrument.example_required,
        "anchors": [
            {"artifact": anchor.artifact, "levels": dict(anchor.levels)}
            for anchor in instrument.anchors
        ],
    }


def _read_criterion(value: Json, place: Place) -> RubricCriterion:
    members = Members(value, place)
    criterion = RubricCriterion(
        id=members.required("id", slug),
        title=members.required("title", line(200)),
        competency=members.optional("competency", line(200), None),
        feedback=members.optional("feedback", choice(*FEEDBACK), "optional"),
        levels=members.required("levels", _texts),
    )
    members.finish()
    return criterion


def _read_item(value: Json, place: Place) -> InstrumentItem:
    members = Members(value, place)
    item = InstrumentItem(
        id=members.required("id", slug),
        statement=members.optional("statement", prose(500), None),
        levels=members.required("levels", _texts),
    )
    members.finish()
    return item


def _read_anchor(value: Json, place: Place) -> Anchor:
    members = Members(value, place)
    anchor = Anchor(
        artifact=members.required("artifact", hash_text),
        levels=members.required("levels", mapped(slug, slug, least=1)),
    )
    members.finish()
    return anchor
