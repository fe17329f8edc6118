"""Badge versions, rubrics and instruments as they are stored; pure values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypedDict

from issuer.assessment.model.states import DefinitionState
from issuer.documents import Document


class Pin(TypedDict):
    """The hashes that tie a ref to one published document."""

    content: str
    structure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricVersion:
    """One published rubric; `ref` is `slug@version`."""

    id: str
    organisation: str
    ref: str
    slug: str
    version: int
    document: Document
    content_hash: str
    structure_hash: str
    published_by: str
    published_at: datetime
    retired_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentVersion:
    """One published peer instrument; `ref` is `slug@version`."""

    id: str
    organisation: str
    ref: str
    slug: str
    version: int
    document: Document
    content_hash: str
    structure_hash: str
    published_by: str
    published_at: datetime
    retired_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """One version of a badge.

    Attributes:
        badge: slug, stable within the organisation.
        public_slug: the slug in public addresses; unique in the installation.
        document: the criteria document as JSON; its `digest` is `content_hash`.
        pins: hashes of every rubric and instrument it names, fixed when it is published.
        achievement: the whole Achievement, built and stored when it is published.
        art: settings of the badge art (colour, shape, text), or None for the defaults.
        status_purpose: `revocation`, or `suspension` (README ruling 3).
        superseded_by: id of the next published version, if any.
    """

    id: str
    organisation: str
    badge: str
    version: int
    public_slug: str
    title: str
    state: DefinitionState
    document: Document
    content_hash: str
    drafted_by: str
    drafted_at: datetime
    pins: Mapping[str, Pin] = field(default_factory=dict)
    achievement: Document | None = None
    art: Document | None = None
    status_purpose: str = "revocation"
    published_by: str | None = None
    published_at: datetime | None = None
    retired_at: datetime | None = None
    superseded_by: str | None = None
