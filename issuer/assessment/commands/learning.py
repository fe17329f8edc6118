"""Commands of learners about their own work; guards and effects are the verbs' own."""

from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from issuer.access import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSubmission:
    """Open a submission for a learner: oneself, or another's work by a teacher (marked)."""

    actor: Actor
    definition: str
    learner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddFile:
    """Add uploaded bytes; the type is told by the content, never by the name."""

    actor: Actor
    submission: str
    stream: BinaryIO
    title: str
    tags: tuple[str, ...] = ()
    file_name: str | None = None
    kind: str = "file"  # file or video


@dataclass(frozen=True, slots=True, kw_only=True)
class AddLink:
    """Add an address; `captured` is the `sha256:...` of a copy taken at `captured_at`."""

    actor: Actor
    submission: str
    url: str
    title: str
    tags: tuple[str, ...] = ()
    kind: str = "url"  # url, repository or video
    captured: str | None = None
    captured_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddText:
    """Add a text that the learner wrote."""

    actor: Actor
    submission: str
    text: str
    title: str
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AddObservation:
    """Add what an adult saw, and under which conditions."""

    actor: Actor
    submission: str
    text: str
    title: str
    tags: tuple[str, ...] = ()
    conditions: str = "supervised"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmConditions:
    """Say as the adult who watched under which conditions an item was made."""

    actor: Actor
    submission: str
    evidence: str
    conditions: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveEvidence:
    """Take an item out of the next hand-in."""

    actor: Actor
    submission: str
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Submit:
    """Hand in the first revision with a statement of authorship."""

    actor: Actor
    submission: str
    authorship: str
    ai_disclosure: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Resubmit:
    """Hand in the next revision of returned work."""

    actor: Actor
    submission: str
    authorship: str
    ai_disclosure: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw:
    """Take a submission back for good."""

    actor: Actor
    submission: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Repin:
    """Move a draft to a newer published version of the same badge."""

    actor: Actor
    submission: str
    definition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OptIn:
    """Move handed-in work to a newer version, as a new revision."""

    actor: Actor
    submission: str
    definition: str
    authorship: str
