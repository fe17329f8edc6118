"""Add evidence to a draft or to returned work, and take it out again."""

import hashlib
import io
import re
from dataclasses import replace
from typing import Any, BinaryIO, cast
from urllib.parse import urlsplit

from issuer import images
from issuer.access import Action, Actor
from issuer.assessment.commands import (
    AddFile,
    AddLink,
    AddObservation,
    AddText,
    ConfirmConditions,
    RemoveEvidence,
)
from issuer.assessment.media import TypedStream
from issuer.assessment.model import (
    EvidenceItem,
    EvidenceStatus,
    SubmissionEvent,
    SubmissionState,
)
from issuer.assessment.ports import Services
from issuer.assessment.quotas import Room, room_of
from issuer.assessment.reassessing import ASSESSED, settle
from issuer.assessment.work import Work, take, work_on
from issuer.badges import check_name, check_text
from issuer.criteria.leaves import EvidenceLeaf
from issuer.criteria.vocabulary import CONDITIONS
from issuer.errors import (
    LimitError,
    MalformedError,
    NotFoundError,
    RepeatError,
    StateError,
)

_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")
_SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_SALT_BYTES = 16
_CHUNK = 1024 * 1024
_MAX_TITLE = 200
_MAX_URL = 2048
_MAX_TEXT = 100_000
_MAX_FILE_NAME = 200
_FILE_KINDS = frozenset({"file", "video"})
_LINK_KINDS = frozenset({"url", "repository", "video"})


def add_file(command: AddFile, services: Services) -> EvidenceItem:
    """Store uploaded bytes under their digest and add them.

    Raises:
        MalformedError: a type that is not on the list (code `file_type`), no video (`kind`), a
            name that holds control characters (`file_name`), or a photo or film that is damaged
            (`image`, `image_size`, `film`, `film_place`).
        LimitError: too large (code `size`) or beyond the learner's quota (`quota`).
        StorageFullError: beyond the quota of all (code `quota_organisation`), or a full disk.
    """
    _check_choice(command.kind, _FILE_KINDS, "kind")
    _check_words(command)
    file_name = _safe_name(command.file_name)
    # Who may not write here shall not fill the disk either, so the door is asked twice.
    work, room = _peek(command.actor, command.submission, Action.EDIT, services)
    stream = TypedStream(command.stream)
    if command.kind == "video" and not stream.media_type.startswith("video/"):
        raise MalformedError("Send a video as MP4, WebM or MOV", code="kind")
    kept, is_cleaned = _without_metadata(stream, work, services)
    files = services.blobs.of(work.submission.organisation, work.submission.learner)
    blob = room.store(files, kept)
    return _add(
        command,
        services,
        kind=command.kind,
        digest=f"sha256:{blob.sha256}",
        blob=blob.sha256,
        size=blob.size,
        media_type=stream.media_type,
        file_name=file_name,
        metadata_removed=is_cleaned,
    )


def _without_metadata(stream: TypedStream, work: Work, services: Services) -> tuple[BinaryIO, bool]:
    """Return what is to be kept of an upload, and whether that is less than was sent.

    A photo or a film tells where a child was; only criteria that say so keep that (row 69).
    """
    if stream.media_type not in images.PHOTOS | images.FILMS:
        # Blobs only ever read; TypedStream is the part of BinaryIO that this takes.
        return cast("BinaryIO", stream), False
    sent = _whole(stream, services.max_evidence_bytes)
    if stream.media_type in images.FILMS:
        clean = images.clean_film(sent)
    else:
        clean = images.clean_photo(sent, stream.media_type)
    # One that is damaged, or too large to be shown, is refused even where originals are kept.
    kept = sent if any(leaf.originals for _, leaf in work.leaves(EvidenceLeaf)) else clean
    return io.BytesIO(kept), kept != sent


def _whole(stream: TypedStream, max_bytes: int) -> bytes:
    parts, size = [], 0
    while chunk := stream.read(_CHUNK):
        size += len(chunk)
        if size > max_bytes:
            raise LimitError(f"Send a file of at most {max_bytes} bytes", code="size")
        parts.append(chunk)
    return b"".join(parts)


def add_link(command: AddLink, services: Services) -> EvidenceItem:
    """Add an address, with the digest of a captured copy where one was taken.

    Raises:
        MalformedError: no web address (code `url`), or no such digest (`digest`).
        RepeatError: the same address is there already.
    """
    _check_choice(command.kind, _LINK_KINDS, "kind")
    address = urlsplit(command.url)
    if address.scheme not in {"http", "https"} or not address.hostname:
        raise MalformedError("Give a full web address, as in https://example.org/work", code="url")
    if len(command.url) > _MAX_URL or not command.url.isprintable() or " " in command.url:
        raise MalformedError(f"Give an address of at most {_MAX_URL} characters", code="url")
    if command.captured is not None and _DIGEST.fullmatch(command.captured) is None:
        raise MalformedError("Give the digest as sha256: and 64 hex digits", code="digest")
    salt = services.ids.secret(_SALT_BYTES)
    return _add(
        command,
        services,
        kind=command.kind,
        digest=command.captured or _salted(salt, command.url),
        url=command.url,
        salt=salt.hex(),
        captured_at=command.captured_at if command.captured else None,
    )


def add_text(command: AddText, services: Services) -> EvidenceItem:
    """Add a text; its digest is salted, because short texts can be guessed (5.2).

    Raises:
        MalformedError: empty or too long, code `text`.
        RepeatError: the same text is there already.
    """
    return _add(command, services, kind="text", **_written(command.text, services))


def add_observation(command: AddObservation, services: Services) -> EvidenceItem:
    """Add what an adult saw; the learner cannot write it.

    Raises:
        ForbiddenError: not an adult of the staff, or about oneself.
    """
    _check_choice(command.conditions, frozenset(CONDITIONS), "conditions")
    return _add(
        command,
        services,
        action=Action.OBSERVE,
        kind="observation",
        conditions=command.conditions,
        watched_by=command.actor.person,
        **_written(command.text, services),
    )


def confirm_conditions(command: ConfirmConditions, services: Services) -> EvidenceItem:
    """Record under which conditions an item was made, as the adult who watched.

    Raises:
        ForbiddenError: not an adult of the staff, or about oneself.
        StateError: the work is decided.
    """
    _check_choice(command.conditions, frozenset(CONDITIONS), "conditions")
    with services.unit_of_work() as uow:
        work = take(command.actor, command.submission, uow, services)
        work.require(Action.OBSERVE)
        work.require_another()
        _require_undecided(work)
        item = _item(work, command.evidence)
        item = replace(item, conditions=command.conditions, watched_by=command.actor.person)
        uow.evidence.save(item)
        codes = {"conditions": command.conditions}
        work.record("evidence.conditions_confirmed", subject=item.id, codes=codes)
        settle(work, work.submission)
        uow.commit()
    return item


def remove_evidence(command: RemoveEvidence, services: Services) -> EvidenceItem:
    """Take an item out of the next hand-in; earlier revisions keep it.

    Raises:
        StateError: work in review does not change.
    """
    with services.unit_of_work() as uow:
        work = take(command.actor, command.submission, uow, services)
        work.require(Action.EDIT)
        work.submission.after(SubmissionEvent.EDIT)
        item = _item(work, command.evidence)
        last = work.submission.next_revision - 1
        status = EvidenceStatus.WITHDRAWN if last < item.since else item.status
        item = replace(item, until=last, status=status)
        uow.evidence.save(item)
        work.record("evidence.removed", subject=item.id)
        uow.commit()
    return item


def _add(
    command: AddFile | AddLink | AddText | AddObservation,
    services: Services,
    *,
    kind: str,
    digest: str,
    action: Action = Action.EDIT,
    **members: Any,
) -> EvidenceItem:
    title = _check_words(command)
    with services.unit_of_work() as uow:
        work = take(command.actor, command.submission, uow, services)
        work.require(action)
        if action is Action.OBSERVE:
            work.require_another()
        work.submission.after(SubmissionEvent.EDIT)
        item = EvidenceItem(
            id=services.ids.new_id(),
            organisation=work.submission.organisation,
            submission=work.submission.id,
            learner=work.submission.learner,
            kind=kind,
            title=title,
            digest=digest,
            added_by=command.actor.person,
            at=work.now,
            since=work.submission.next_revision,
            tags=command.tags,
            **members,
        )
        room_of(item.organisation, item.learner, uow, services).require(item.size or 0)
        _require_new(work, item)
        uow.evidence.add(item)
        work.record("evidence.added", subject=item.id, object_hash=digest, codes={"kind": kind})
        uow.commit()
    return item


def _written(text: str, services: Services) -> dict[str, Any]:
    if not text.strip():
        raise MalformedError("Write something", code="text")
    text = check_text(text, "the text", _MAX_TEXT)
    salt = services.ids.secret(_SALT_BYTES)
    return {
        "text": text,
        "salt": salt.hex(),
        "digest": _salted(salt, text),
        "size": len(text.encode("utf-8")),
        "media_type": "text/plain",
    }


def _salted(salt: bytes, text: str) -> str:
    return "sha256:" + hashlib.sha256(salt + text.encode("utf-8")).hexdigest()


def _check_words(command: AddFile | AddLink | AddText | AddObservation) -> str:
    """Return the title; a wrong one is told before any file is stored."""
    for tag in command.tags:
        if _SLUG.fullmatch(tag) is None:
            raise MalformedError(
                f"Write the slot {tag[:64]!r} as the criteria do, as in plan", code="tag"
            )
    return check_name(command.title, "the title", _MAX_TITLE)


def _peek(
    actor: Actor, submission_id: str, action: Action, services: Services
) -> tuple[Work, Room]:
    with services.read_only() as uow:
        submission = uow.submissions.get(actor.organisation, submission_id)
        work = work_on(actor, submission, uow, services)
        work.require(action)
        submission.after(SubmissionEvent.EDIT)
        return work, room_of(submission.organisation, submission.learner, uow, services)


def _item(work: Work, evidence_id: str) -> EvidenceItem:
    """Return a current item of the submission; one of another submission is not found."""
    item = work.uow.evidence.get(work.submission.organisation, evidence_id)
    if item.submission != work.submission.id or item.until is not None:
        raise NotFoundError("There is no such evidence in this submission")
    return item


def _require_undecided(work: Work) -> None:
    open_states = {
        SubmissionState.DRAFT,
        SubmissionState.RETURNED,
        SubmissionState.SUBMITTED,
        *ASSESSED,
    }
    if work.submission.state not in open_states:
        raise StateError("This work is decided; its evidence no longer changes")


def _require_new(work: Work, item: EvidenceItem) -> None:
    """Refuse the same address or text twice: salted digests would not show the repetition."""
    for other in work.uow.evidence.of(item.organisation, item.submission):
        same = (item.url, item.text) == (other.url, other.text)
        if same and item.blob is None and other.blob is None and other.until is None:
            raise RepeatError("This is part of your work already")


def _check_choice(word: str, words: frozenset[str], code: str) -> None:
    if word not in words:
        raise MalformedError(f"Choose one of {', '.join(sorted(words))}", code=code)


def _safe_name(name: str | None) -> str | None:
    """Keep a file name for people only; it never becomes a path.

    Raises:
        MalformedError: control characters, which no file of a person bears and which end a line
            where a name is repeated in a header (row 60), code `file_name`.
    """
    if name is None:
        return None
    if _CONTROLS.search(name):
        raise MalformedError("Give the file a plain name and send it again", code="file_name")
    last = re.split(r"[\\/]", name)[-1]
    kept = "".join(letter for letter in last if letter.isprintable() and letter not in '"<>|:*?')
    return kept.strip(". ")[-_MAX_FILE_NAME:] or None
