"""The list of what a key signed for the school, with proofs that a stranger can check.

For each copy: the entry of the log that tells the digest of its bytes, and the path from it to a
signed checkpoint. The entry that ends the key has its own: an older entry has a smaller number, and
a log that only grows cannot be given one afterwards (reliability.md 2.10 and 4.7).
"""

import base64
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from issuer import audit
from issuer.audit import Checkpoint, NoteKey
from issuer.auditing.keeping import log_key
from issuer.auditing.model import Entry, StoredCheckpoint
from issuer.auditing.ports import Services, UnitOfWork
from issuer.auditing.proving import newest_checkpoint, proof_of
from issuer.auditing.replaying import Check
from issuer.documents import Document, Json, read_document
from issuer.errors import InvalidProofError, IssuerError, ShapeError
from issuer.proofs import verify_signature

SPEC = "issuer-genuine/1"
#: A list of a hundred thousand badges with their paths.
MAX_LIST = 256 * 1024 * 1024
_AT_ONCE = 500
_ENDED = "key.compromised"
_ISSUED = frozenset({"credential.issued", "credential.reissued", "token.issued"})


class Copy(Protocol):
    """One signed form of one badge."""

    @property
    def credential_id(self) -> str:
        """Which badge."""
        ...

    @property
    def sha256(self) -> str:
        """Hex digest of its bytes."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """An entry as a list shows it."""

    index: int
    data: bytes
    record: Document
    path: tuple[bytes, ...]


def prove_genuine(
    organisation: str, key_id: str, copies: Sequence[Copy], services: Services
) -> Document:
    """Return the log's part of a list: its key, a checkpoint, the key's end and each copy's entry.

    `entries` maps the SHA-256 of a copy to its entry; a copy that is older than the log, or newer
    than the checkpoint, has none.

    Raises:
        NotFoundError: no checkpoint was made yet.
    """
    newest = newest_checkpoint(services)
    with services.read_only() as uow:
        entries = {
            name: shown
            for some in _some_at_once({copy.credential_id for copy in copies})
            for name, shown in _entries(organisation, some, newest, uow)
        }
        ended = next(_ended(organisation, key_id, newest, uow), None)
    wanted = {copy.sha256 for copy in copies}
    return {
        "spec": SPEC,
        "key": key_id,
        "log": {"key": log_key(services).public.text, "checkpoint": newest.note},
        "ended": ended,
        "entries": {name: shown for name, shown in entries.items() if name in wanted},
    }


def check_genuine(
    data: bytes, key: NoteKey | None = None, badge: str | None = None
) -> tuple[Check, ...]:
    """Check a list offline; `key` is the log's key as somebody else keeps it.

    `badge` is the hex SHA-256 of a badge's bytes, asked for by whoever holds them.

    Raises:
        MalformedError: it is not such a list.
    """
    document = read_document(data, max_bytes=MAX_LIST)
    if document.get("spec") != SPEC:
        raise _misshapen("/spec")
    own, said, genuine = _log(document)
    checks = [_key_check(own, key)]
    try:
        checkpoint = audit.open_checkpoint(said, own, verify_signature)
        ended = _ended_at(document, checkpoint)
        proven = {each for each in genuine if _is_proven(each, document, checkpoint, ended)}
    except (IssuerError, InvalidProofError) as error:
        return (*checks, Check(name="log", holds=False, sentence=error.detail))
    checks += [
        Check(
            name="log",
            holds=True,
            sentence=f"The log of {checkpoint.size} entries was signed by {checkpoint.origin}.",
        ),
        _end_check(ended),
        _count_check(len(genuine), len(proven)),
    ]
    return tuple(checks) if badge is None else (*checks, _badge_check(badge, genuine, proven))


def _some_at_once(names: set[str]) -> Iterator[list[str]]:
    """Yield names in lists that one question takes."""
    ordered = sorted(names)
    for at in range(0, len(ordered), _AT_ONCE):
        yield ordered[at : at + _AT_ONCE]


def _entries(
    organisation: str, subjects: Iterable[str], newest: StoredCheckpoint, uow: UnitOfWork
) -> Iterator[tuple[str, Json]]:
    for entry in uow.audit_log.entries_about(organisation, frozenset(subjects)):
        event = entry.event
        if event is None or event.name not in _ISSUED or event.object_hash is None:
            continue
        shown = _shown(entry, newest, uow)
        if shown is not None:
            yield event.object_hash.removeprefix("sha256:"), shown


def _ended(
    organisation: str, key_id: str, newest: StoredCheckpoint, uow: UnitOfWork
) -> Iterator[Json]:
    for entry in uow.audit_log.entries_about(organisation, frozenset({key_id})):
        shown = _shown(entry, newest, uow)
        if entry.event is None or entry.event.name != _ENDED or shown is None:
            continue
        salt = entry.salts.subject
        subject = {"id": key_id, "salt": _text(salt)} if salt is not None else None
        yield {**shown, "subject": subject}


def _shown(entry: Entry, newest: StoredCheckpoint, uow: UnitOfWork) -> dict[str, Json] | None:
    leaf = entry.leaf
    if leaf is None or leaf.index is None or leaf.index >= newest.size:
        return None
    proof = proof_of(leaf, newest, uow)
    return {
        "index": proof.index,
        "record": proof.record.decode(),
        "path": [_text(each) for each in proof.path],
    }


def _log(document: Document) -> tuple[NoteKey, str, tuple[str, ...]]:
    log, genuine = document.get("log"), document.get("genuine")
    if not isinstance(log, Mapping) or not isinstance(genuine, list):
        raise _misshapen("/log")
    digests = [each.get("sha256") for each in genuine if isinstance(each, Mapping)]
    if len(digests) != len(genuine):
        raise _misshapen("/genuine")
    return (
        audit.read_note_key(str(log.get("key"))),
        str(log.get("checkpoint")),
        tuple(str(each) for each in digests),
    )


def _ended_at(document: Document, checkpoint: Checkpoint) -> int | None:
    """Return the number of the entry that ends the key; None where nothing ended it.

    Raises:
        InvalidProofError: it is not in the log, or about another key.
    """
    ended = document.get("ended")
    if ended is None:
        return None
    entry = _entry(ended)
    _require_included(entry, checkpoint)
    subject = ended.get("subject") if isinstance(ended, Mapping) else None
    named = isinstance(subject, Mapping) and subject.get("id") == document.get("key")
    if not named or entry.record["name"] != _ENDED:
        raise InvalidProofError("The entry that should end the key is about something else")
    salt = _bytes(subject["salt"] if isinstance(subject, Mapping) else None)
    if audit.tag(salt, str(document["key"])) != entry.record["subject"]:
        raise InvalidProofError("The entry that should end the key is about something else")
    return entry.index


def _is_proven(sha256: str, document: Document, checkpoint: Checkpoint, ended: int | None) -> bool:
    """Tell whether a copy has an entry, older than the end of the key.

    Raises:
        InvalidProofError: it has one that is not in the log, or tells of other bytes.
    """
    entries = document.get("entries")
    found = entries.get(sha256) if isinstance(entries, Mapping) else None
    if found is None:
        return False
    entry = _entry(found)
    _require_included(entry, checkpoint)
    record = entry.record
    if record["name"] not in _ISSUED or record["object_hash"] != f"sha256:{sha256}":
        raise InvalidProofError(f"The entry of {sha256} tells of other bytes")
    return ended is None or entry.index < ended


def _require_included(entry: _Shown, checkpoint: Checkpoint) -> None:
    leaf = audit.leaf_hash(entry.data)
    audit.require_included(leaf, entry.index, checkpoint.size, entry.path, checkpoint.root)


def _entry(value: Json) -> _Shown:
    if not isinstance(value, Mapping):
        raise _misshapen("/entries")
    index, record, path = value.get("index"), value.get("record"), value.get("path")
    if isinstance(index, bool) or not isinstance(index, int) or not isinstance(path, list):
        raise _misshapen("/entries")
    data = str(record).encode()
    return _Shown(
        index=index,
        data=data,
        record=audit.read_record(data),
        path=tuple(_bytes(each) for each in path),
    )


def _key_check(own: NoteKey, key: NoteKey | None) -> Check:
    if key is None:
        sentence = f"Nobody gave the log's key to compare with; the list names {own.text}"
        return Check(name="log_key", holds=None, sentence=sentence)
    sentence = (
        "The log's key is the one given."
        if own == key
        else "The list's log has another key than the one given"
    )
    return Check(name="log_key", holds=own == key, sentence=sentence)


def _end_check(ended: int | None) -> Check:
    sentence = (
        "The list names no entry that ends the key."
        if ended is None
        else f"The key was ended by entry {ended + 1} of the log."
    )
    return Check(name="ended", holds=None if ended is None else True, sentence=sentence)


def _count_check(listed: int, proven: int) -> Check:
    without = listed - proven
    sentence = f"{proven} of {listed} badges were in the log before the key was ended."
    if without:
        sentence += f" {without} are listed without a proof: only the school's word is for them."
    return Check(name="entries", holds=None if without else True, sentence=sentence)


def _badge_check(badge: str, genuine: tuple[str, ...], proven: set[str]) -> Check:
    if badge in proven:
        sentence = "This badge was in the log before the key was ended: it is genuine."
        return Check(name="badge", holds=True, sentence=sentence)
    sentence = (
        "This badge is on the list without a proof."
        if badge in genuine
        else "This badge is not on the list: the school never signed these bytes."
    )
    return Check(name="badge", holds=None if badge in genuine else False, sentence=sentence)


def _bytes(value: Json) -> bytes:
    try:
        return base64.b64decode(str(value), validate=True)
    except ValueError as error:
        raise _misshapen("/entries") from error


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _misshapen(place: str) -> ShapeError:
    return ShapeError("This is not a list of genuine badges", code="shape", pointer=place)
