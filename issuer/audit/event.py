"""One append-only event, written in the transaction of the act that it records."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An act: who, in which role, did what to what. Holds no name, text, comment or reason.

    Attributes:
        name: dotted and past tense, such as `rating.recorded` (the list is in education.md 4.3).
        actor: pseudonymous person id, or `system`.
        role: the role acted in, or `system`.
        subject: what it was done to: id of a submission, credential, definition, person or key.
        learner: the learner it is about, if any, so that a family can read its own history.
        object_hash: `sha256:...` of the document involved, if any.
        codes: short codes only (state before and after, reason code, revision), never free text.
    """

    id: str
    at: datetime
    organisation: str
    actor: str
    role: str
    name: str
    subject: str
    learner: str | None = None
    object_hash: str | None = None
    codes: Mapping[str, str] = field(default_factory=dict)
