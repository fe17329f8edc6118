"""Rows of issuance against the events that speak of them, both ways: no row without its leaf."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime

from issuer.audit import Event
from issuer.auditing.faults import Fault
from issuer.auditing.model import CredentialRow, KeyRow, MarkRow
from issuer.auditing.ports import AuditTrail
from issuer.documents import Document, digest

_ISSUED = {"ldp": "credential.issued", "jwt": "token.issued"}
_INTENT = {"ldp": "issue.intent", "jwt": "token.intent"}
_MARKS = {
    ("revocation", True): "credential.revoked",
    ("suspension", True): "credential.suspended",
    ("suspension", False): "credential.reinstated",
}
_KEYS = {"key.created", "key.retired", "key.compromised"}


class Told:
    """What all events said about credentials, marks, keys and DID documents."""

    def __init__(self) -> None:
        self._of: dict[str, dict[tuple[str, str | None], str]] = defaultdict(dict)
        self._marks: dict[str, list[tuple[str, datetime, str]]] = defaultdict(list)
        self._keys: dict[str, set[str]] = defaultdict(set)
        self._documents: dict[str, str | None] = {}

    def hear(self, event: Event, place: str) -> None:
        """Take one event in."""
        if event.name in _MARKS.values():
            told = (event.name, event.at, event.codes.get("reason", ""))
            self._marks[event.subject].append(told)
        elif event.name in _KEYS:
            self._keys[event.subject].add(event.name)
        elif event.name == "did.version":
            self._documents[event.organisation] = event.object_hash
        elif event.name in {*_ISSUED.values(), *_INTENT.values()}:
            digest_told = None if event.name == "token.intent" else event.object_hash
            self._of[event.name][event.subject, digest_told] = place

    def credential_faults(self, trail: AuditTrail) -> Iterator[Fault]:
        """Yield rows of credentials without their events, and events without their rows."""
        seen: dict[str, set[tuple[str, str | None]]] = defaultdict(set)
        for row in trail.credentials():
            place = f"credential row {row.id} ({row.form})"
            if not row.digests_fit:
                yield Fault(
                    code="credential_bytes",
                    place=place,
                    sentence="its bytes are not those whose digest is stored beside them",
                )
            for name, key in _wanted(row):
                seen[name].add(key)
                if key not in self._of[name]:
                    yield Fault(
                        code="credential_unlogged",
                        place=place,
                        sentence=f"the log has no {name} of these bytes",
                    )
        for name, told in self._of.items():
            for key in told.keys() - seen[name]:
                yield Fault(
                    code="credential_gone",
                    place=told[key],
                    sentence=f"it says {name} of {key[0]}, and there is no such row",
                )

    def mark_faults(self, trail: AuditTrail) -> Iterator[Fault]:
        """Yield marks without their events, and events without their marks."""
        rows: dict[str, list[tuple[str, datetime, str]]] = defaultdict(list)
        for mark in trail.marks():
            rows[mark.credential_id].append(_told_of(mark))
        for credential in sorted(rows.keys() | self._marks.keys()):
            # Two marks may be made in one instant, so only what they are is compared.
            stored, told = sorted(rows[credential]), sorted(self._marks[credential])
            if stored != told:
                yield Fault(
                    code="mark_unlogged" if len(stored) > len(told) else "mark_changed",
                    place=f"revocation rows of {credential}",
                    sentence=f"{len(stored)} are stored, {len(told)} are in the log, and they"
                    " differ",
                )

    def key_faults(
        self, trail: AuditTrail, did_document: Callable[[str], Document]
    ) -> Iterator[Fault]:
        """Yield keys that nobody created, states that nobody gave, documents never recorded."""
        organisations: set[str] = set()
        rows = {row.id: row for row in trail.key_rows()}
        for row in rows.values():
            organisations.add(row.organisation)
            sentence = _key_fault(row, self._keys[row.id])
            if sentence:
                yield Fault(code="key_unlogged", place=f"key row {row.id}", sentence=sentence)
        for key in sorted(key for key, told in self._keys.items() if told and key not in rows):
            yield Fault(code="key_gone", place=f"key row {key}", sentence="it is in the log only")
        for organisation in sorted(organisations | self._documents.keys()):
            yield from self._document_fault(organisation, did_document)

    def _document_fault(
        self, organisation: str, did_document: Callable[[str], Document]
    ) -> Iterator[Fault]:
        document = did_document(organisation)
        if self._documents.get(organisation) == digest(document):
            return
        sentence = "it is not the version that was recorded last"
        if organisation not in self._documents:
            sentence = "no version of it was recorded; run issuer audit checkpoint once"
        yield Fault(code="did_unlogged", place=f"DID document {document['id']}", sentence=sentence)


def _wanted(row: CredentialRow) -> Iterator[tuple[str, tuple[str, str | None]]]:
    document = None if row.form == "jwt" else f"sha256:{row.document_sha256}"
    yield _INTENT[row.form], (row.id, document)
    if row.state == "issued":
        yield _ISSUED[row.form], (row.id, f"sha256:{row.sha256}")


def _told_of(mark: MarkRow) -> tuple[str, datetime, str]:
    return _MARKS[mark.purpose, mark.on], mark.at, mark.reason_code


def _key_fault(row: KeyRow, told: set[str]) -> str | None:
    if not row.id.endswith(f"#{row.public_key_multibase}"):
        return "its name is not that of its public half"
    if "key.created" not in told:
        return "the log has no key.created of it"
    expected = "compromised" if "key.compromised" in told else "retired"
    if not told & {"key.retired", "key.compromised"}:
        expected = "active"
    if row.state != expected:
        return f"it is {row.state}, and the log says {expected}"
    return None
