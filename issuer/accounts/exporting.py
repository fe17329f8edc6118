"""Hand out everything that is held about one person as one ZIP, written as it is read.

Names inside are the same each time. Other people appear as `person-1`, `person-2`: whoever reads
this may know who they are, but does not learn it here (reliability.md section 5).
"""

import hashlib
import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

from issuer import access
from issuer.access import Action
from issuer.accounts.commands import ExportPerson
from issuer.accounts.model import HeldCredential, HeldFile
from issuer.accounts.privacy import Privacy
from issuer.accounts.recording import act_of
from issuer.accounts.relating import target_of
from issuer.documents import Document, Json, write_document
from issuer.errors import NotFoundError

_CHUNK = 256 * 1024
#: The earliest day that a ZIP can tell: files of an export have no day of their own.
_NO_DAY = (1980, 1, 1, 0, 0, 0)
_EXTENSIONS: Mapping[str, str] = {
    "application/pdf": "pdf",
    "application/zip": "zip",
    "audio/mpeg": "mp3",
    "audio/ogg": "ogg",
    "audio/wav": "wav",
    "image/gif": "gif",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "text/plain": "txt",
    "video/mp4": "mp4",
    "video/quicktime": "mov",
    "video/webm": "webm",
}
_FORMS: Mapping[str, str] = {"ldp": "json", "jwt": "jwt"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """The pieces of a ZIP file, made while they are read."""

    file_name: str
    pieces: Iterator[bytes]


def export_person(command: ExportPerson, privacy: Privacy) -> Export:
    """Return everything that is held about a person; an event says who took it.

    The first entry is `person.json`, the last one `manifest.json` with the SHA-256 of all others.

    Raises:
        ForbiddenError: neither the learner, nor a guardian, nor registrar or administrator.
        NotFoundError: no such person, or an erased one.
    """
    services, actor = privacy.accounts, command.actor
    with services.unit_of_work() as uow:
        person = uow.people.get(command.organisation, command.person)
        if actor is not None:
            access.require(actor, Action.EXPORT_PERSON, target_of(person, uow, services.clock()))
        if person.erased_at is not None:
            raise NotFoundError("There is nothing of that name here")
        uow.events.append(
            act_of(
                actor,
                person.organisation,
                "export.created",
                person.id,
                services,
                learner=person.id,
            )
        )
        uow.commit()
    return Export(
        file_name=f"issuer-export-{person.id}.zip",
        pieces=_pieces(person.organisation, person.id, privacy),
    )


def _pieces(organisation: str, person: str, privacy: Privacy) -> Iterator[bytes]:
    archive = _Archive()
    for name, document in _documents(organisation, person, privacy):
        yield from archive.add(name, io.BytesIO(write_document(document)))
    with privacy.accounts.read_only() as uow:
        files = uow.holdings.files(organisation, person)
        credentials = uow.holdings.credentials(organisation, person)
    for file in files:
        with privacy.files.of(organisation, person).open(file.sha256) as stream:
            yield from archive.add(_name_of(file), stream)
    for held in credentials:
        name = f"credentials/{held.public_id}-v{held.version}"
        yield from archive.add(f"{name}.{_FORMS.get(held.form, 'bin')}", io.BytesIO(held.data))
        if held.form == "ldp":
            yield from archive.add(f"{name}.png", io.BytesIO(_baked(held, privacy)))
    yield from archive.finish()


def _documents(organisation: str, person: str, privacy: Privacy) -> Iterator[tuple[str, Document]]:
    """Yield one document per kind; each is read by itself, so no transaction stays open."""
    with privacy.accounts.read_only() as uow:
        kinds = uow.holdings.kinds()
        strangers = _Pseudonyms(uow.holdings.people(organisation) - {person})
    for kind in kinds:
        with privacy.accounts.read_only() as uow:
            rows = uow.holdings.rows(kind, organisation, person)
        if rows:
            yield f"{kind}.json", {"items": [strangers.hide(row) for row in rows]}


def _baked(held: HeldCredential, privacy: Privacy) -> bytes:
    return privacy.bake(held.achievement, held.data)


def _name_of(file: HeldFile) -> str:
    return f"evidence/{file.id}.{_EXTENSIONS.get(file.media_type, 'bin')}"


class _Pseudonyms:
    """Replaces the ids of other people wherever they stand; the same person gets the same name."""

    def __init__(self, people: frozenset[str]) -> None:
        self._people = people
        self._given: dict[str, str] = {}

    def hide(self, value: Json) -> Json:
        """Return the value without any id of another person."""
        if isinstance(value, str):
            return self._name(value)
        if isinstance(value, Mapping):
            return {self._name(name): self.hide(each) for name, each in value.items()}
        if isinstance(value, list | tuple):
            return [self.hide(each) for each in value]
        return value

    def _name(self, text: str) -> str:
        if text not in self._people:
            return text
        return self._given.setdefault(text, f"person-{len(self._given) + 1}")


class _Sink(io.RawIOBase):
    """Collects what is written until it is taken."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting: list[bytes] = []

    def writable(self) -> bool:
        """Tell that it takes bytes."""
        return True

    def write(self, data: object, /) -> int:
        """Take bytes."""
        piece = bytes(data)  # type: ignore[call-overload] # whatever zipfile gives is bytes-like
        self._waiting.append(piece)
        return len(piece)

    def take(self) -> bytes:
        """Return what waits, and forget it."""
        taken, self._waiting = b"".join(self._waiting), []
        return taken


@dataclass(slots=True)
class _Archive:
    """A ZIP that is written to nowhere: what it wrote is handed on at once."""

    sink: _Sink = field(default_factory=_Sink)
    digests: dict[str, Json] = field(default_factory=dict)
    zip: zipfile.ZipFile = field(init=False)

    def __post_init__(self) -> None:
        self.zip = zipfile.ZipFile(self.sink, "w", zipfile.ZIP_DEFLATED)

    def add(self, name: str, stream: BinaryIO) -> Iterator[bytes]:
        """Add one file and yield what is ready of the archive."""
        sha256 = hashlib.sha256()
        entry = zipfile.ZipInfo(name, date_time=_NO_DAY)
        entry.compress_type = zipfile.ZIP_DEFLATED
        with self.zip.open(entry, "w", force_zip64=True) as file:
            while chunk := stream.read(_CHUNK):
                sha256.update(chunk)
                file.write(chunk)
                yield self.sink.take()
        self.digests[name] = sha256.hexdigest()
        yield self.sink.take()

    def finish(self) -> Iterator[bytes]:
        """Add the manifest and yield the rest."""
        manifest: Document = {"sha256": dict(self.digests)}
        yield from self.add("manifest.json", io.BytesIO(write_document(manifest)))
        self.zip.close()
        yield self.sink.take()
