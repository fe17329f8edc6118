"""Commands about badges, rubrics and instruments; guards and effects are the verbs' own."""

from dataclasses import dataclass

from issuer.access import Actor
from issuer.documents import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishRubric:
    """Publish a `cbe-rubric/1` document; the same content again changes nothing."""

    actor: Actor
    document: Document


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishInstrument:
    """Publish a `cbe-instrument/1` document; the same content again changes nothing."""

    actor: Actor
    document: Document


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftDefinition:
    """Create or replace the draft of one badge version (slug and version are in the document).

    `based_on` is the content hash of the draft that was read; another one by then is a conflict.
    """

    actor: Actor
    document: Document
    art: Document | None = None
    status_purpose: str = "revocation"
    based_on: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadPicture:
    """Keep a school's own badge picture (PNG or SVG), cleaned, for a later draft."""

    actor: Actor
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeDefinition:
    """Ask for the review of a draft."""

    actor: Actor
    definition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishDefinition:
    """Publish a draft for ever."""

    actor: Actor
    definition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RetireDefinition:
    """Allow no new starts; running submissions finish."""

    actor: Actor
    definition: str
