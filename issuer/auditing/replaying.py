"""`issuer audit replay`: everything in a bundle checked again, offline, without a database.

Hashes, proofs and signatures are computed anew, and the criteria are evaluated on the facts again:
the decision has to come out byte for byte. Each check says in plain words what was compared.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from issuer import audit, criteria, proofs, status
from issuer.audit import Checkpoint, NoteKey
from issuer.auditing.bundle_reading import Bundle, ShownEntry, read_bundle
from issuer.criteria import Instrument, Rubric
from issuer.documents import (
    Document,
    canonical_bytes,
    digest,
    digest_multibase,
    read_document,
    write_document,
)
from issuer.errors import InvalidProofError, IssuerError
from issuer.proofs import verify_signature

_ASSESSMENT = "Assessment record"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that was compared; the sentence says what came of it.

    `holds` is None where nothing was given to compare with.
    """

    name: str
    holds: bool | None
    sentence: str

    def to_dict(self) -> dict[str, str | bool | None]:
        """Shape the check."""
        return {"name": self.name, "holds": self.holds, "sentence": self.sentence}


def replay(data: bytes, key: NoteKey | None = None) -> tuple[Check, ...]:
    """Check a bundle; `key` is the log's public key as somebody else keeps it.

    Raises:
        MalformedError: it is not a bundle.
    """
    bundle = read_bundle(data)
    checks = tuple(_run(name, check, bundle) for name, check in _CHECKS)
    return (*checks, _key_check(bundle, key))


def _run(name: str, check: Callable[[Bundle], str], bundle: Bundle) -> Check:
    try:
        return Check(name=name, holds=True, sentence=check(bundle))
    except IssuerError as error:
        return Check(name=name, holds=False, sentence=error.detail)


def _signature(bundle: Bundle) -> str:
    document = read_document(bundle.credential)
    _verify(document, bundle.did_document)
    return "The badge was signed with a key that its school publishes."


def _criteria(bundle: Bundle) -> str:
    _require(
        digest(bundle.criteria) == bundle.decision.get("criteria"),
        "The rules are not those that the decision names",
    )
    return "The rules are those that the decision names."


def _pins(bundle: Bundle) -> str:
    read: dict[str, Rubric | Instrument] = {
        **{ref: criteria.parse_rubric(each) for ref, each in bundle.rubrics.items()},
        **{ref: criteria.parse_instrument(each) for ref, each in bundle.instruments.items()},
    }
    pinned = {ref: criteria.pin(each).to_dict() for ref, each in read.items()}
    _require(
        pinned == bundle.decision.get("pins"),
        "Rubrics and question sheets are not those that the decision names",
    )
    return f"The {len(pinned)} rubrics and question sheets are those that the decision names."


def _facts(bundle: Bundle) -> str:
    _require(
        criteria.facts_from_dict(bundle.facts).hash() == bundle.decision.get("facts")
        and digest(bundle.facts) == bundle.decision.get("facts"),
        "The facts are not those that the decision was made from",
    )
    return "The facts are those that the decision was made from."


def _evaluation(bundle: Bundle) -> str:
    again = criteria.evaluate(
        criteria.parse(bundle.criteria), criteria.facts_from_dict(bundle.facts)
    )
    _require(
        canonical_bytes(again.to_dict()) == canonical_bytes(bundle.decision),
        "The same rules on the same facts give another decision",
    )
    return f"The same rules on the same facts give the same decision again: {again.result.value}."


def _signed_decision(bundle: Bundle) -> str:
    evidence = read_document(bundle.credential).get("evidence", [])
    wanted = digest_multibase(bytes.fromhex(digest(bundle.decision).removeprefix("sha256:")))
    records = [
        each
        for each in (evidence if isinstance(evidence, list) else [])
        if isinstance(each, dict) and each.get("genre") == _ASSESSMENT
    ]
    _require(
        [wanted] == [each.get("digestMultibase") for each in records],
        "The badge was signed for another decision",
    )
    return "The badge carries the fingerprint of this decision."


def _checkpoint(bundle: Bundle) -> str:
    said = _opened(bundle)
    return f"The log of {said.size} entries was signed by {said.origin}."


def _entries(bundle: Bundle) -> str:
    said = _opened(bundle)
    for entry in bundle.entries:
        leaf = audit.leaf_hash(entry.data)
        audit.require_included(leaf, entry.index, said.size, entry.path, said.root)
    return f"All {len(bundle.entries)} entries are in that log, unchanged."


def _subjects(bundle: Bundle) -> str:
    for entry in bundle.entries:
        if entry.subject is not None and entry.salt is not None:
            _require(
                audit.tag(entry.salt, entry.subject) == entry.record["subject"],
                f"Entry {entry.index} is about something else than is said here",
            )
    return "The entries are about what is said here."


def _recorded(bundle: Bundle) -> str:
    document = read_document(bundle.credential)
    unsigned = {name: value for name, value in document.items() if name != "proof"}
    sha256 = hashlib.sha256
    wanted = (
        ("issue.intent", "sha256:" + sha256(write_document(unsigned)).hexdigest(), document["id"]),
        ("credential.issued", "sha256:" + sha256(bundle.credential).hexdigest(), document["id"]),
        ("decision.approved", digest(bundle.decision), bundle.decision.get("submission")),
        ("definition.published", digest(bundle.criteria), None),
        ("did.version", digest(bundle.did_document), bundle.did_document.get("id")),
        ("key.created", None, proofs.proof_method_ids(document)[0]),
    )
    for name, told, subject in wanted:
        if not any(_tells(entry, name, told, subject) for entry in bundle.entries):
            raise InvalidProofError(f"The log has no entry {name} of what is in this bundle")
    return "Rules, decision, signing, key and DID document were recorded when they were made."


def _tells(entry: ShownEntry, name: str, told: str | None, subject: object) -> bool:
    record = entry.record
    if record["name"] != name or (told is not None and record["object_hash"] != told):
        return False
    return subject is None or entry.subject == subject


def _standing(bundle: Bundle) -> str:
    document, listed = read_document(bundle.credential), read_document(bundle.status_list)
    _verify(listed, bundle.did_document)
    entry = status.read_entry(document.get("credentialStatus"))
    _require(listed.get("id") == entry.list_url, "This is not the list that the badge names")
    is_set = status.read_status_list(listed, entry).bit(entry.index)
    marks = [str(each.record["name"]) for each in bundle.entries if _is_mark(each)]
    logged = _logged(entry.purpose, marks)
    _require(is_set == logged, "The status list and the log say different things about the badge")
    if not is_set:
        return "The school's list does not say that the badge was withdrawn, nor does the log."
    return f"The school's list says {entry.purpose}, and so does the log."


def _is_mark(entry: ShownEntry) -> bool:
    return entry.record["name"] in {
        "credential.revoked",
        "credential.suspended",
        "credential.reinstated",
    }


def _logged(purpose: str, marks: list[str]) -> bool:
    if "credential.revoked" in marks:
        return True
    suspended = [name for name in marks if name != "credential.revoked"]
    return purpose == "suspension" and suspended[-1:] == ["credential.suspended"]


def _key_check(bundle: Bundle, key: NoteKey | None) -> Check:
    if key is None:
        sentence = f"Nobody gave the log's key to compare with; the bundle names {bundle.key.text}"
        return Check(name="log_key", holds=None, sentence=sentence)
    if bundle.key != key:
        sentence = "The bundle's log has another key than the one given"
        return Check(name="log_key", holds=False, sentence=sentence)
    return Check(name="log_key", holds=True, sentence="The log's key is the one given.")


def _opened(bundle: Bundle) -> Checkpoint:
    return audit.open_checkpoint(bundle.checkpoint, bundle.key, verify_signature)


def _verify(document: Document, did_document: Document) -> None:
    (method_id,) = proofs.proof_method_ids(document)[:1] or ("",)
    method = proofs.find_method(did_document, method_id)
    proofs.require_issuer_binding(document, method)
    proofs.verify_proof(document, method)


def _require(holds: bool, sentence: str) -> None:
    if not holds:
        raise InvalidProofError(sentence)


_CHECKS: tuple[tuple[str, Callable[[Bundle], str]], ...] = (
    ("signature", _signature),
    ("criteria", _criteria),
    ("pins", _pins),
    ("facts", _facts),
    ("evaluation", _evaluation),
    ("signed_decision", _signed_decision),
    ("checkpoint", _checkpoint),
    ("entries", _entries),
    ("subjects", _subjects),
    ("recorded", _recorded),
    ("standing", _standing),
)
