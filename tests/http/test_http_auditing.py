"""The public audit log over HTTP, and the bundle for auditors."""

import base64
import hashlib
import json
from typing import Any

import pytest

from issuer import audit, auditing
from issuer.app import flask_app
from issuer.documents import canonical_bytes
from issuer.proofs import verify_signature
from tests.schooling import School

UNKNOWN = "2" * 22


@pytest.fixture
def signed(school: School) -> School:
    """Give a school whose log was signed, then grew, then was signed again."""
    auditing.checkpoint(school.house.auditing)
    school.made("registrar", "/api/v1/people", {"name": "Avocet", "roles": ["peer"]})
    auditing.checkpoint(school.house.auditing)
    return school


def _got(school: School, path: str) -> Any:
    return school.call(None, "GET", path).json


def _checkpoint(school: School) -> audit.Checkpoint:
    key = audit.read_note_key(school.call(None, "GET", "/audit/key").text.strip())
    note = school.call(None, "GET", "/audit/checkpoint")
    assert "text/plain; charset=utf-8" == note.content_type
    return audit.open_checkpoint(note.text, key, verify_signature)


def test_checkpoint_is_signed_with_the_served_key(signed: School) -> None:
    """Anyone can fetch checkpoint and key, and check one with the other."""
    said = _checkpoint(signed)
    with signed.house.auditing.read_only() as uow:
        expected = audit.root(uow.audit_log.size(), uow.audit_log.node)
    assert ("localhost:8000/audit", expected) == (said.origin, said.root)


def test_inclusion_proof_of_a_badge_holds(signed: School) -> None:
    """The proof of a badge leads from its entry to the root in the checkpoint."""
    said = _checkpoint(signed)
    public_id = signed.ids["badge of osprey"]
    proof = _got(signed, f"/credentials/{public_id}/audit-proof")
    path = tuple(base64.b64decode(each) for each in proof["path"])
    leaf = audit.leaf_hash(canonical_bytes(proof["entry"]))
    audit.require_included(leaf, proof["index"], proof["size"], path, said.root)
    assert "credential.issued" == proof["entry"]["name"]


def test_entry_speaks_of_the_bytes_that_are_served(signed: School) -> None:
    """The digest in the entry is that of the badge's own address."""
    public_id = signed.ids["badge of osprey"]
    data = signed.call(None, "GET", f"/credentials/{public_id}.json").data
    proof = _got(signed, f"/credentials/{public_id}/audit-proof")
    assert "sha256:" + hashlib.sha256(data).hexdigest() == proof["entry"]["object_hash"]


def test_private_badges_answer_as_unknown_ones(signed: School) -> None:
    """Whether a private badge exists is not told by its proof."""
    private = signed.call(None, "GET", f"/credentials/{signed.ids['badge of wren']}/audit-proof")
    unknown = signed.call(None, "GET", f"/credentials/{UNKNOWN}/audit-proof")
    assert (404, unknown.json) == (private.status_code, private.json)


def test_badge_without_checkpoint_says_when_to_ask_again(school: School) -> None:
    """Before the first signature there is no proof yet, and the answer says so."""
    public_id = school.ids["badge of osprey"]
    answer = school.call(None, "GET", f"/credentials/{public_id}/audit-proof")
    assert (503, "audit_pending") == (answer.status_code, json.loads(answer.data)["code"])


def test_consistency_proof_holds(signed: School) -> None:
    """Whoever kept the older checkpoint sees that nothing before it was changed."""
    with signed.house.auditing.read_only() as uow:
        old, new = uow.audit_log.checkpoints()
    answer = _got(signed, f"/audit/proof/consistency?from={old.size}&to={new.size}")
    path = tuple(base64.b64decode(each) for each in answer["path"])
    audit.require_consistent(old.size, new.size, path, old.root, new.root)
    assert (old.size, new.size) == (answer["from"], answer["to"])


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?from=0",
        "?from=-1",
        "?from=01",
        "?from=x",
        "?from=2&to=1",
        "?from=1&to=999999",
        "?to=3",
    ],
)
def test_sizes_that_no_log_has_are_refused(signed: School, query: str) -> None:
    """A proof is made between two sizes that were signed, and between no others."""
    assert 400 == signed.call(None, "GET", f"/audit/proof/consistency{query}").status_code


def test_page_of_a_badge_names_its_entry(signed: School) -> None:
    """A person reads which entry it is, and finds the proof."""
    public_id = signed.ids["badge of osprey"]
    proof = _got(signed, f"/credentials/{public_id}/audit-proof")
    page = signed.call(None, "GET", f"/badges/{public_id}").text
    assert f"This badge is entry {proof['index'] + 1} in the school&#39;s public log." in page


def test_bundle_of_an_auditor_replays(signed: School) -> None:
    """What an auditor downloads holds in every check, without a database."""
    public_id = signed.ids["badge of osprey"]
    answer = signed.call("auditor", "GET", f"/api/v1/credentials/{public_id}/audit-bundle")
    key = audit.read_note_key(signed.call(None, "GET", "/audit/key").text.strip())
    checks = auditing.replay(answer.data, key)
    assert [] == [check for check in checks if not check.holds]


def test_bundle_holds_no_name(signed: School) -> None:
    """No code-name, group or birth date is in it."""
    public_id = signed.ids["badge of wren"]
    data = signed.call("auditor", "GET", f"/api/v1/credentials/{public_id}/audit-bundle").text
    told = [word for word in ("wren", "Wren", "kites", "2014-05-01", "teal") if word in data]
    assert [] == told


def test_reading_a_bundle_is_itself_an_entry(signed: School) -> None:
    """Every auditor's reading is in the log (education.md, table row 53)."""
    public_id = signed.ids["badge of osprey"]
    signed.call("auditor", "GET", f"/api/v1/credentials/{public_id}/audit-bundle")
    with signed.house.auditing.read_only() as uow:
        *_, last = (each.event for each in uow.audit_trail.leaves())
    assert ("export.created", "auditor") == (last.name, last.role) if last else False


def test_app_without_checkpoints_says_so(school: School) -> None:
    """There is no checkpoint before the first round of the background work."""
    answer = flask_app(school.house).test_client().get("/audit/checkpoint")
    assert (404, "not_found") == (answer.status_code, json.loads(answer.data)["code"])
