"""Letters: sealed under a person's key until they are sent, then only counted."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Protocol

import sqlalchemy as sa

from issuer.clock import format_instant, parse_instant
from issuer.documents import Document, read_document, write_document
from issuer.letters import Letter, LetterKind, Line
from issuer.post.model import StoredLetter
from issuer.records.stored_rows import StoredRows
from issuer.records.tables import letters as tables

_MAIL = tables.mail


class Box(Protocol):
    """Seals what a row holds for that row; `issuer.keyring.Box` fits."""

    def seal(self, data: bytes, place: str) -> bytes:
        """Seal bytes for one place."""
        ...

    def open(self, sealed: bytes, place: str) -> bytes:
        """Open what was sealed for this place; UnavailableError."""
        ...

    def fingerprint(self, text: str) -> str:
        """Return a keyed name for a text."""
        ...


class SqlLetters:
    """Letters on one open transaction."""

    def __init__(self, connection: sa.Connection, box: Box) -> None:
        self._connection = connection
        self._box = box
        self._rows = StoredRows(connection, _MAIL, tables.MailRow)

    def post(self, letter: Letter) -> bool:
        """Keep a letter; False if there is one of this id already, which stays as it is."""
        if self._rows.first(_MAIL.c.id == letter.id) is not None:
            return False
        self._rows.insert(
            tables.MailRow(
                id=letter.id,
                organisation=letter.organisation,
                person=letter.person,
                about=letter.about,
                recipient=self._box.fingerprint(f"{letter.organisation} {letter.to.lower()}"),
                kind=letter.kind,
                created_at=letter.at,
                sealed=_bytes_of(letter),
            )
        )
        return True

    def get(self, letter_id: str) -> StoredLetter:
        """Return one; NotFoundError."""
        return _stored(self._rows.one(_MAIL.c.id == letter_id, lock=True))

    def waiting_for(self, recipient: str) -> tuple[StoredLetter, ...]:
        """Return what waits for a recipient, oldest first, and keep others from it (PostgreSQL)."""
        return self._many(
            _MAIL.c.recipient == recipient,
            _MAIL.c.sealed.is_not(None),
            _MAIL.c.sent_with.is_(None),
        )

    def sent_since(self, recipient: str, since: datetime) -> tuple[datetime, ...]:
        """Return when letters were sent to a recipient, since an instant, oldest first."""
        found = self._connection.execute(
            sa.select(_MAIL.c.sent_at)
            .where(
                _MAIL.c.recipient == recipient, _MAIL.c.sent_at > since, _MAIL.c.sent_with.is_(None)
            )
            .order_by(_MAIL.c.sent_at)
        )
        return tuple(found.scalars())

    def join(self, letters: Iterable[StoredLetter], leader: str) -> None:
        """Say that one letter carries the news of these."""
        names = [each.id for each in letters]
        self._connection.execute(
            _MAIL.update().where(_MAIL.c.id.in_(names)).values(sent_with=leader)
        )

    def carried_by(self, leader: str) -> tuple[StoredLetter, ...]:
        """Return the letters whose news this one carries, oldest first."""
        return self._many(_MAIL.c.sent_with == leader)

    def mark_sent(self, leader: str, at: datetime) -> None:
        """Note that a letter went out with all it carries, and forget what they said to whom."""
        self._connection.execute(
            _MAIL.update()
            .where(sa.or_(_MAIL.c.id == leader, _MAIL.c.sent_with == leader))
            .values(sent_at=at, sealed=None)
        )

    def _many(self, *where: sa.ColumnElement[bool]) -> tuple[StoredLetter, ...]:
        found = self._rows.many(*where, order=(_MAIL.c.created_at, _MAIL.c.id), lock=True)
        return tuple(map(_stored, found))


def _stored(row: tables.MailRow) -> StoredLetter:
    return StoredLetter(
        id=row.id,
        organisation=row.organisation,
        letter=None if row.sealed is None else _letter_of(row, row.sealed),
        recipient=row.recipient,
        sent_at=row.sent_at,
        sent_with=row.sent_with,
    )


def _bytes_of(letter: Letter) -> bytes:
    lines = [_line_to(line) for line in letter.lines]
    return write_document(
        {
            "to": letter.to,
            "at": format_instant(letter.at),
            "words": dict(letter.words),
            "lines": lines,
        }
    )


def _letter_of(row: tables.MailRow, data: bytes) -> Letter:
    found: Any = read_document(data)
    return Letter(
        id=row.id,
        organisation=row.organisation,
        person=row.person,
        about=row.about,
        to=found["to"],
        kind=LetterKind(row.kind),
        at=parse_instant(found["at"]),
        words=dict(found["words"]),
        lines=tuple(_line_from(line) for line in found["lines"]),
    )


def _line_to(line: Line) -> Document:
    return {
        "text": line.text,
        "url": line.url,
        "under": line.under,
        "happened": list(line.happened),
        "rests": line.rests,
    }


def _line_from(found: Any) -> Line:
    """Read a line; one that an earlier release stored has text and address alone."""
    return Line(
        text=found["text"],
        url=found["url"],
        under=found.get("under", ""),
        happened=tuple(found.get("happened", ())),
        rests=found.get("rests", ""),
    )
