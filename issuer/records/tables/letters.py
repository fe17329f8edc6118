"""The table of letters, with its row: what is sealed is opened by the repository."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from issuer.letters import LetterKind
from issuer.records.tables.metadata import Instant, metadata
from issuer.records.tables.sealed import SealedBytes
from issuer.records.tables.types import WordOf, column_id, of_person, organisation_column


@dataclass(frozen=True, slots=True, kw_only=True)
class MailRow:
    """One row; `sealed` is NULL once the letter was sent.

    `person` is under whose key it waits, `about` the learner it tells of, if that is another.
    """

    id: str
    organisation: str
    person: str
    recipient: str
    kind: LetterKind
    created_at: datetime
    sealed: bytes | None
    sent_at: datetime | None = None
    sent_with: str | None = None
    about: str | None = None


mail = sa.Table(
    "mail",
    metadata,
    column_id(primary_key=True),
    organisation_column(),
    *of_person("person"),
    *of_person("about", nullable=True),
    sa.Column("recipient", sa.String(64), nullable=False),
    sa.Column("kind", WordOf(LetterKind), nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("sealed", SealedBytes("person")),
    sa.Column("sent_at", Instant),
    column_id("sent_with"),
    sa.ForeignKeyConstraint(["organisation"], ["organisation.id"]),
    sa.ForeignKeyConstraint(["sent_with"], ["mail.id"]),
    sa.Index("ix_mail_recipient", "recipient", "sent_at"),
    sa.Index("ix_mail_sent_with", "sent_with"),
)
