"""The audit bundle of one credential: everything that an auditor needs to repeat the decision.

It holds criteria, facts, decision, signed bytes and the log's entries with their proofs, and no
name, free text or file: people in it are random ids (education.md, table row 52).
"""

import base64
from collections.abc import Iterable, Iterator

from issuer.access import Action, Actor, Target, require
from issuer.audit import Event
from issuer.auditing.keeping import checkpoint, log_key
from issuer.auditing.model import Entry, StoredCheckpoint
from issuer.auditing.ports import Credential, Services, UnitOfWork
from issuer.auditing.proving import pending, proof_of
from issuer.badges.award import Award
from issuer.clock import format_instant
from issuer.documents import Document, Json, digest
from issuer.errors import GoneError, NotFoundError

SPEC = "issuer-audit-bundle/1"
#: Of the events about submission and badge version, those that the decision rests on.
_TOLD = frozenset(
    {"decision.approved", "definition.published", "rubric.published", "instrument.published"}
)


def bundle_of(public_id: str, services: Services, actor: Actor | None = None) -> Document:
    """Return the bundle of an issued credential; without an actor it is for the operator.

    The reading itself is an entry of the log (education.md, table row 53).

    Raises:
        NotFoundError: unknown, of another organisation, or of a learner of other units.
        ForbiddenError: the actor may not read decisions whole.
        GoneError: the learner was erased, code `erased`.
        UnavailableError: the log could not be signed, or the status list is not published.
    """
    with services.unit_of_work() as uow:
        credential = _credential(public_id, uow)
        if actor is not None:
            require(actor, Action.READ_BUNDLE, _target_of(credential, uow))
        _require_there(credential, uow)
        uow.events.append(_read(credential, actor, services))
        uow.commit()
    checkpoint(services)
    did_document = services.did_document(credential.organisation)
    with services.read_only() as uow:
        return _bundle(_credential(public_id, uow), did_document, uow, services)


def _require_there(credential: Credential, uow: UnitOfWork) -> None:
    """An erased learner's facts, decision and badge are noise: nobody can bundle them any more."""
    if uow.people.get(credential.organisation, credential.learner).erased_at is not None:
        raise GoneError(
            "The person behind this badge was erased, so nothing of it can be shown; a bundle from"
            " before can still be checked",
            code="erased",
        )


def _target_of(credential: Credential, uow: UnitOfWork) -> Target:
    learner = uow.people.get(credential.organisation, credential.learner)
    return Target(
        organisation=credential.organisation, learner=credential.learner, units=learner.units
    )


def _bundle(
    credential: Credential, did_document: Document, uow: UnitOfWork, services: Services
) -> Document:
    award = uow.awards.get(credential.award)
    newest, listed = uow.audit_log.newest_checkpoint(), uow.status_lists.get(credential.list_id)
    if newest is None or listed.data is None or credential.data is None:
        raise pending()
    definition = uow.definitions.get(award.organisation, award.definition)
    entries = uow.audit_log.entries_about(
        award.organisation, frozenset(_subjects(credential, award, definition.pins, uow))
    )
    return {
        "spec": SPEC,
        "made_at": format_instant(services.clock()),
        "credential": credential.data.decode(),
        "criteria": definition.document,
        "rubrics": _versions("rubrics", definition.pins, award, uow),
        "instruments": _versions("instruments", definition.pins, award, uow),
        "facts": award.facts,
        "decision": award.decision,
        "did_document": did_document,
        "status_list": listed.data.decode(),
        "log": {"key": log_key(services).public.text, "checkpoint": newest.note},
        "entries": list(_shown(entries, newest, digest(did_document), uow)),
    }


def _subjects(
    credential: Credential, award: Award, pins: Iterable[str], uow: UnitOfWork
) -> Iterator[str]:
    yield from (credential.id, credential.key_id, award.submission, award.definition)
    yield uow.organisations.get(award.organisation).did
    for ref in pins:
        for versions in (uow.rubrics, uow.instruments):
            version = versions.by_ref(award.organisation, ref)
            if version is not None:
                yield version.id


def _versions(kind: str, pins: Iterable[str], award: Award, uow: UnitOfWork) -> dict[str, Json]:
    versions = uow.rubrics if kind == "rubrics" else uow.instruments
    found = {ref: versions.by_ref(award.organisation, ref) for ref in pins}
    return {ref: version.document for ref, version in found.items() if version is not None}


def _shown(
    entries: tuple[Entry, ...], newest: StoredCheckpoint, document: str, uow: UnitOfWork
) -> Iterator[Json]:
    for entry in entries:
        event, leaf = entry.event, entry.leaf
        if event is None or leaf is None or not _is_wanted(event, document):
            continue
        if leaf.index is None or leaf.index >= newest.size:
            # Written after the checkpoint of this bundle; the next one has it.
            continue
        proof = proof_of(leaf, newest, uow)
        shown: dict[str, Json] = {
            "index": proof.index,
            "record": proof.record.decode(),
            "path": [_text(each) for each in proof.path],
        }
        if entry.salts.subject is not None:
            shown["subject"] = {"id": event.subject, "salt": _text(entry.salts.subject)}
        yield shown


def _is_wanted(event: Event, document: str) -> bool:
    if event.name == "did.version":
        return event.object_hash == document
    if event.name.startswith(("credential.", "issue.", "token.", "key.")):
        return True
    return event.name in _TOLD


def _read(credential: Credential, actor: Actor | None, services: Services) -> Event:
    return Event(
        id=services.ids.new_id(),
        at=services.clock(),
        organisation=credential.organisation,
        actor="system" if actor is None else actor.person,
        role="system" if actor is None else actor.role.value,
        name="export.created",
        subject=credential.id,
        learner=credential.learner,
        codes={"kind": "audit-bundle"},
    )


def _credential(public_id: str, uow: UnitOfWork) -> Credential:
    found = uow.credentials.by_public_id(public_id)
    if found is None:
        raise NotFoundError("There is no such badge", code="not_found")
    return found


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
