"""The way of a key, and its end: rotation with a wait, compromise, re-issue, on both databases."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from issuer import accounts, assessment, issuance, jobs, proofs, records
from issuer.access import Role
from issuer.app.lookups import OwnDocuments, OwnLists, OwnStandings
from issuer.clock import format_instant
from issuer.documents import read_document
from issuer.errors import ConflictError, NotFoundError, UnavailableError
from issuer.issuance.model import CredentialRecord, KeyRecord, KeyState
from issuer.verification import Outcome, SeenInMemory, verify
from issuer.verification import Services as Verification
from tests import awarding
from tests.awarding import ACADEMY, BASE, SettableClock
from tests.databases import upgraded
from tests.plain_keys import PLAIN_KEYS
from tests.posting import people_on, post_on, retention_on
from tests.sign_in import plain_sign_in

__all__ = ["upgraded"]

_DAY = timedelta(hours=24)


class Nothing:
    """Knows no other host and trusts nobody."""

    def resolve(self, identifier: str) -> Any:
        """Find no document."""
        raise UnavailableError(f"{identifier} is out of reach")

    def fetch(self, url: str) -> bytes:
        """Find no list."""
        raise UnavailableError(f"{url} is out of reach")

    def is_trusted(self, issuer_id: str) -> bool:
        """Trust nobody."""
        return issuer_id == ""


@dataclass(frozen=True, kw_only=True)
class School:
    """A school on a fresh database."""

    engine: sa.Engine
    services: issuance.Services
    clock: SettableClock
    reached: list[str]

    def issue(self, name: str, **changes: Any) -> CredentialRecord:
        """Approve and issue an award."""
        issuance.issue_award(awarding.add_award(self.services, name, **changes), self.services)
        return self.record(name)

    def record(self, name: str) -> CredentialRecord:
        """Return the newest issued version."""
        with self.services.read_only() as uow:
            return uow.credentials.by_id(f"{BASE}/credentials/{name}")

    def key(self, algorithm: str = "Ed25519") -> KeyRecord:
        """Return the active key."""
        with self.services.read_only() as uow:
            found = uow.keys.active(ACADEMY, algorithm)
        assert found is not None
        return found

    def states(self, algorithm: str = "Ed25519") -> list[str]:
        """Return the states of all keys, by their names."""
        keys = issuance.list_keys(ACADEMY, self.services)
        return sorted(key.state.value for key in keys if key.algorithm == algorithm)

    def published(self) -> set[str]:
        """Return the ids that the DID document lists for assertions."""
        document = issuance.did_document_of(ACADEMY, self.services)
        return set(document["assertionMethod"])  # type: ignore[arg-type] # a list by construction

    def sql(self, statement: str, **values: object) -> list[tuple[object, ...]]:
        """Run plain SQL and return its rows."""
        with self.engine.connect() as connection:
            return [tuple(row) for row in connection.execute(sa.text(statement), values)]

    def codes(self, data: bytes) -> set[tuple[str, Outcome]]:
        """Verify as this installation does, and return what was found about the proof."""
        nothing = Nothing()
        people = _accounts(self.services)
        services = Verification(
            clock=self.clock,
            resolver=OwnDocuments(people, self.services, nothing),
            status_lists=OwnLists(self.services, nothing),
            seen_lists=SeenInMemory(),
            trusted_issuers=nothing,
            local_standings=OwnStandings(self.services),
        )
        report = verify(data, services)
        return {(each.code, each.outcome) for each in report.findings if each.check == "proof"}


def _accounts(services: issuance.Services) -> Any:
    return accounts.Services(
        unit_of_work=services.unit_of_work,  # type: ignore[arg-type] # the same unit of work
        read_only=services.read_only,  # type: ignore[arg-type] # the same unit of work
        clock=services.clock,
        ids=services.ids,
        sign_in=plain_sign_in(),
    )


@pytest.fixture
def school(upgraded: str) -> Iterator[School]:
    """Give a school with keys on an upgraded database."""
    engine = records.open_engine(upgraded)
    clock, reached = SettableClock(), list[str]()
    services = awarding.services_on(engine, clock=clock, reached=reached.append)
    awarding.open_school(services)
    reached.clear()
    yield School(engine=engine, services=services, clock=clock, reached=reached)
    engine.dispose()


def data_of(record: CredentialRecord) -> bytes:
    """Return the bytes of an issued version."""
    assert record.data is not None
    return record.data


def test_a_rotation_goes_through_its_steps_in_their_order(school: School) -> None:
    """Made, stored, proven, published; then, a day later, switched, and the lists signed."""
    school.issue("k1")
    school.reached.clear()
    issuance.begin_rotation(ACADEMY, school.services)
    school.clock.now += _DAY
    issuance.switch_key(ACADEMY, school.services)
    assert [
        "after_key_made",
        "after_key_created",
        "after_key_proved",
        "inside_key_publication",
        "after_key_publication",
        "inside_rotation",
        "after_rotation",
        "after_list_signature",
        "after_list_publication",
        "after_lists",
    ] == school.reached


def test_a_new_key_is_published_before_it_signs(school: School) -> None:
    """Others may keep the DID document for a while, so the next key stands in it first."""
    old = school.key()
    new = issuance.begin_rotation(ACADEMY, school.services)
    assert (KeyState.PUBLISHED, school.clock.now + _DAY) == (new.state, new.switch_at)
    assert {old.id, new.id} <= school.published()
    assert old.id == school.issue("k1").key_id


def test_a_key_that_is_only_created_is_not_published(school: School) -> None:
    """Nobody learns of a key whose private half may still be lost."""
    _die_at("after_key_created", school)
    assert ["active", "created"] == school.states()
    assert 2 == len(school.published())


def test_beginning_again_goes_on_with_the_same_key(school: School) -> None:
    """A repeated request makes no second key, before and after publication."""
    _die_at("after_key_created", school)
    first = issuance.begin_rotation(ACADEMY, school.services)
    second = issuance.begin_rotation(ACADEMY, school.services)
    assert first == second
    assert ["active", "published"] == school.states()


def test_switching_too_early_is_refused_with_the_time(school: School) -> None:
    """The sentence says from when on."""
    new = issuance.begin_rotation(ACADEMY, school.services)
    school.clock.now += _DAY - timedelta(seconds=1)
    with pytest.raises(ConflictError) as refused:
        issuance.switch_key(ACADEMY, school.services)
    assert new.switch_at is not None
    assert ("too_early", True) == (
        refused.value.code,
        format_instant(new.switch_at) in refused.value.detail,
    )


def test_switching_without_a_rotation_is_refused(school: School) -> None:
    """There is nothing to switch to."""
    with pytest.raises(ConflictError) as refused:
        issuance.switch_key(ACADEMY, school.services, early=True)
    assert "no_rotation" == refused.value.code


def test_the_job_switches_when_the_time_has_come(school: School) -> None:
    """No operator has to get up for it, and nothing happens before."""
    new = issuance.begin_rotation(ACADEMY, school.services)
    early = issuance.switch_due_keys(school.services)
    school.clock.now += _DAY
    due = issuance.switch_due_keys(school.services)
    assert ((0, 1), new.id) == ((early, due), school.key().id)
    assert ["active", "retired"] == school.states()


def test_a_wait_of_ones_own_is_kept(school: School) -> None:
    """`--wait` replaces the wait of the settings."""
    new = issuance.begin_rotation(ACADEMY, school.services, wait=timedelta(hours=2))
    assert school.clock.now + timedelta(hours=2) == new.switch_at


def test_keys_of_two_kinds_walk_apart(school: School) -> None:
    """A rotation of one kind does not touch the other."""
    issuance.begin_rotation(ACADEMY, school.services, "ES256")
    issuance.begin_rotation(ACADEMY, school.services)
    issuance.switch_key(ACADEMY, school.services, "ES256", early=True)
    assert (["active", "published"], ["active", "retired"]) == (
        school.states(),
        school.states("ES256"),
    )


def test_a_crash_after_the_switch_leaves_the_lists_to_the_sweep(school: School) -> None:
    """The wish for a new signature is stored with the switch."""
    school.issue("k1")
    issuance.begin_rotation(ACADEMY, school.services)
    _die_at("after_rotation", school, switch=True)
    issuance.republish_due_lists(school.services)
    ((data,),) = school.sql("SELECT data FROM status_list")
    proof = json.loads(bytes(data))["proof"][0]  # type: ignore[call-overload] # a blob
    assert school.key().id == proof["verificationMethod"]


def test_three_rotations_leave_every_credential_valid(school: School) -> None:
    """Row 19: whatever a retired key signed verifies with the document of today."""
    issued = []
    for number in range(4):
        issued.append(school.issue(f"k{number}"))
        issuance.begin_rotation(ACADEMY, school.services)
        school.clock.now += _DAY
        issuance.switch_due_keys(school.services)
    document = issuance.did_document_of(ACADEMY, school.services)
    for record in issued:
        credential = read_document(data_of(record))
        (method,) = proofs.proof_method_ids(credential)
        proofs.verify_proof(credential, proofs.find_method(document, method))
        assert {("proof", Outcome.VALID)} == school.codes(data_of(record))
    assert 4 == len({record.key_id for record in issued})


FORBIDDEN = {
    "a created key that signs": "UPDATE key SET state = 'active' WHERE state = 'created'",
    "a published key that is unpublished": "UPDATE key SET published_at = NULL",
    "an active key that is published again": (
        "UPDATE key SET state = 'published' WHERE state = 'active'"
    ),
    "a key that changes its place": "UPDATE key SET backend = 'vault'",
    "an ended key that signs again": "UPDATE key SET state = 'active' WHERE state = 'compromised'",
    "a key that is forgotten": "DELETE FROM key",
}


@pytest.mark.parametrize("statement", FORBIDDEN.values(), ids=FORBIDDEN.keys())
def test_the_database_lets_keys_go_forward_only(school: School, statement: str) -> None:
    """No hasty hand takes a step that the table of steps has not."""
    issuance.compromise_key(school.key("ES256").id, school.services)
    _die_at("after_key_created", school)
    with (
        school.engine.connect() as connection,
        pytest.raises((IntegrityError, ConflictError)),
    ):
        connection.execute(sa.text(statement))


def test_a_document_grows_no_larger_than_verifiers_read(school: School) -> None:
    """The 91st key is refused to a rotation, and granted to an emergency."""
    retired = replace(school.key(), state=KeyState.RETIRED, retired_at=school.clock.now)
    with school.services.unit_of_work() as uow:
        for _ in range(88):
            name = school.services.keyring.make(ACADEMY).public_key_multibase
            uow.keys.add(
                replace(
                    retired, id=f"{retired.id.partition('#')[0]}#{name}", public_key_multibase=name
                )
            )
        uow.commit()
    with pytest.raises(ConflictError) as refused:
        issuance.begin_rotation(ACADEMY, school.services)
    assert "too_many_keys" == refused.value.code
    ended = issuance.compromise_key(school.key("ES256").id, school.services)
    assert KeyState.ACTIVE == ended.successor.state


def test_two_next_keys_of_one_kind_are_refused(school: School) -> None:
    """The database allows one rotation at a time."""
    new = issuance.begin_rotation(ACADEMY, school.services)
    with pytest.raises(ConflictError), school.services.unit_of_work() as uow:
        uow.keys.add(replace(new, id=new.id + "x", public_key_multibase="z6MkOther"))


def test_a_compromised_key_is_ended_and_another_signs(school: School) -> None:
    """It is out of assertionMethod, listed with its end, and the next badge has a new key."""
    old = school.key()
    ended = issuance.compromise_key(old.id, school.services)
    document = issuance.did_document_of(ACADEMY, school.services)
    (entry,) = (each for each in _methods(document) if each["id"] == old.id)
    assert old.id not in school.published()
    assert format_instant(school.clock.now) == entry["revoked"]
    assert ended.successor.id == school.issue("k1").key_id


def test_a_key_that_was_to_come_takes_over_at_once(school: School) -> None:
    """A rotation that was under way needs no wait any more."""
    new = issuance.begin_rotation(ACADEMY, school.services)
    ended = issuance.compromise_key(school.key().id, school.services)
    assert (new.id, ["active", "compromised"]) == (ended.successor.id, school.states())


def test_ending_a_key_twice_changes_nothing(school: School) -> None:
    """The operator may run the command again."""
    key = school.key()
    first = issuance.compromise_key(key.id, school.services)
    school.clock.pass_time(hours=1)
    assert first == issuance.compromise_key(key.id, school.services)


def test_a_did_key_cannot_be_ended(school: School) -> None:
    """Its name is the key; the sentence says what to do instead."""
    made = issuance.make_key("finch", school.services)
    with awarding.records_of(school.services) as uow:
        uow.organisations.add(awarding.organisation("finch", did=issuance.did_of(made)))
        uow.commit()
    key = issuance.create_key("finch", school.services, made)
    with pytest.raises(ConflictError) as refused:
        issuance.compromise_key(key.id, school.services)
    assert "did_key" == refused.value.code


def test_an_unknown_key_is_not_ended(school: School) -> None:
    """A misspelt id is said."""
    with pytest.raises(NotFoundError):
        issuance.compromise_key("did:web:nobody#z6Mk", school.services)


def test_lists_are_signed_by_the_new_key_at_once(school: School) -> None:
    """A list by a stolen key proves nothing."""
    school.issue("k1")
    ended = issuance.compromise_key(school.key().id, school.services)
    ((data,),) = school.sql("SELECT data FROM status_list")
    proof = json.loads(bytes(data))["proof"][0]  # type: ignore[call-overload] # a blob
    assert ended.successor.id == proof["verificationMethod"]


def _end(school: School, algorithm: str = "Ed25519") -> issuance.Reissued:
    key = school.key(algorithm)
    school.clock.pass_time(minutes=5)
    issuance.compromise_key(key.id, school.services)
    return issuance.reissue_key(key.id, school.services)


def test_live_credentials_are_signed_again(school: School) -> None:
    """Same id, place in the list and award date; a newer beginning; the old bytes are kept."""
    old = school.issue("k1")
    outcome = _end(school)
    new = school.record("k1")
    assert issuance.Reissued(done=1, failed=0, left=False) == outcome
    before, after = json.loads(data_of(old)), json.loads(data_of(new))
    changed = {name for name in before if before[name] != after[name]}
    assert ({"validFrom", "proof"}, 2, school.key().id) == (changed, new.row_version, new.key_id)
    assert after["validFrom"] == format_instant(school.clock.now)
    assert [(old.sha256, "issued"), (new.sha256, "issued")] == school.sql(
        "SELECT sha256, state FROM credential ORDER BY row_version"
    )


def test_the_newest_bytes_are_served_and_verify(school: School) -> None:
    """Whoever asks for the badge gets the version by the new key."""
    school.issue("k1")
    _end(school)
    served = issuance.credential_bytes("k1", school.services)
    assert 2 == served.row_version
    assert {("proof", Outcome.VALID)} == school.codes(data_of(served))


def test_the_token_is_made_again_with_the_badge(school: School) -> None:
    """The JWT form follows the newest version, with the same document."""
    school.issue("k1")
    old = issuance.credential_token("k1", school.services)
    _end(school)
    token = issuance.credential_token("k1", school.services)
    assert (1, 2) == (old.row_version, token.row_version)
    assert token.document == school.record("k1").document


def test_a_stolen_key_for_tokens_ends_its_tokens(school: School) -> None:
    """Badge and token stay one document, so both get a new version; others are left alone."""
    school.issue("k1")
    school.issue("k2")
    old = issuance.credential_token("k1", school.services)
    _end(school, "ES256")
    token = issuance.credential_token("k1", school.services)
    assert (2, 2, 1) == (
        school.record("k1").row_version, token.row_version, school.record("k2").row_version
    )  # fmt: skip
    assert {("proof", Outcome.VALID)} == school.codes(data_of(token))
    assert {("reissued", Outcome.INDETERMINATE)} == school.codes(data_of(old))


def test_revoked_and_expired_credentials_are_not_signed_again(school: School) -> None:
    """They are not to live again; a suspended one is, and stays suspended."""
    for name in ("revoked", "suspended"):
        school.issue(name)
    school.issue("expired", valid_until=school.clock.now + timedelta(minutes=1))
    issuance.revoke_credential(_change("revoked"), school.services)
    issuance.suspend_credential(_change("suspended"), school.services)
    outcome = _end(school)
    versions = [school.record(n).row_version for n in ("revoked", "suspended", "expired")]
    assert (1, [1, 2, 1]) == (outcome.done, versions)
    with school.services.read_only() as uow:
        marks = uow.credentials.marks(school.record("suspended").id)
    assert ["suspension"] == [mark.purpose.value for mark in marks]


def test_signing_again_twice_changes_nothing(school: School) -> None:
    """The second run finds nothing to do, and one version is added, not two."""
    school.issue("k1")
    _end(school)
    key = next(
        k for k in issuance.list_keys(ACADEMY, school.services) if k.state is KeyState.COMPROMISED
    )
    again = issuance.reissue_key(key.id, school.services)
    assert (0, 2) == (again.done, school.record("k1").row_version)


def test_the_outbox_signs_again_by_itself(school: School, tmp_path: Path) -> None:
    """Whoever ends the key and is interrupted then has started the rest all the same."""
    for number in range(3):
        school.issue(f"k{number}")
    school.clock.pass_time(minutes=5)
    issuance.compromise_key(school.key().id, school.services)
    assessing = assessment.Services(
        unit_of_work=lambda: records.SqlUnitOfWork(school.engine, write=True, sealer=PLAIN_KEYS),
        read_only=lambda: records.SqlUnitOfWork(school.engine, write=False, sealer=PLAIN_KEYS),
        clock=school.clock,
        ids=awarding.CountingIds("assess"),
        blobs=records.FileBlobs(tmp_path / "blobs"),
        base_url=BASE,
    )
    log = awarding.audit_on(school.engine, school.services)
    jobs.drain(
        jobs.Services(
            accounts=people_on(school.engine, school.clock),
            assessment=assessing,
            issuance=school.services,
            auditing=log,
            post=post_on(school.engine, school.clock),
            retention=retention_on(school.engine, school.clock, assessing.blobs),
        )
    )
    versions = [school.record(f"k{number}").row_version for number in range(3)]
    assert [2, 2, 2] == versions


@pytest.mark.parametrize(
    "name",
    [
        "inside_reissue_intent",
        "after_reissue_intent",
        "after_rehearsal",
        "after_signature",
        "inside_publication",
        "after_publication",
    ],
)
def test_a_death_while_signing_again_is_healed_by_repeating(school: School, name: str) -> None:
    """Wherever it died, the next run leaves one new version, and nothing prepared."""
    school.issue("k1")
    key = school.key()
    school.clock.pass_time(minutes=5)
    issuance.compromise_key(key.id, school.services)
    with pytest.raises(_KilledError):
        issuance.reissue_key(key.id, _dying(name, school))
    issuance.reissue_key(key.id, school.services)
    assert [(1, "issued"), (2, "issued")] == school.sql(
        "SELECT row_version, state FROM credential ORDER BY row_version"
    )


def test_the_sweep_finishes_a_version_that_was_begun(school: School) -> None:
    """A row left `prepared` is not mistaken for the first version."""
    school.issue("k1")
    key = school.key()
    school.clock.pass_time(minutes=5)
    issuance.compromise_key(key.id, school.services)
    with pytest.raises(_KilledError):
        issuance.reissue_key(key.id, _dying("after_reissue_intent", school))
    school.clock.pass_time(minutes=5)
    issuance.sweep(school.services)
    assert 2 == school.record("k1").row_version


def test_what_a_stolen_key_signs_is_not_valid(school: School) -> None:
    """Row 18: our own documents, changed by a thief and signed with the true key."""
    school.issue("k1")
    key = school.key()
    with school.services.read_only() as uow:
        signer = school.services.keyring.signer(uow.keys.get(key.id))
    forged = read_document(school.record("k1").document)
    forged = {**forged, "name": "A badge that nobody earned"}
    data = proofs.sign(
        proofs.prepare(forged, proofs.proof_options(awarding.START, key.id)), signer
    ).data
    assert {("proof", Outcome.VALID)} == school.codes(data)
    _end(school)
    assert {("key_compromised", Outcome.INVALID)} == school.codes(data)


def test_a_genuine_copy_is_known_by_its_bytes(school: School) -> None:
    """Before it is signed again the issuer vouches for it; afterwards it names the newer one."""
    old = data_of(school.issue("k1"))
    key = school.key()
    issuance.compromise_key(key.id, school.services)
    before = school.codes(old)
    school.clock.pass_time(minutes=5)
    issuance.reissue_key(key.id, school.services)
    indented = json.dumps(json.loads(old), indent=2).encode()
    assert {("reissue_needed", Outcome.INDETERMINATE)} == before
    assert {("reissued", Outcome.INDETERMINATE)} == school.codes(old) == school.codes(indented)


def test_the_list_of_genuine_copies_is_complete(school: School) -> None:
    """Every form that was handed out, by the SHA-256 of its bytes, and nothing of other keys."""
    badge = school.issue("k1")
    key = school.key()
    issuance.credential_token("k1", school.services)
    _end(school)
    school.issue("k2")
    (copy,) = issuance.genuine_copies(key.id, school.services)
    assert (badge.id, "ldp", hashlib.sha256(data_of(badge)).hexdigest()) == (
        copy.credential_id,
        copy.form,
        copy.sha256,
    )


def test_every_step_of_a_key_left_its_event(school: School) -> None:
    """INV6: who looks back finds when a key ended and what took its place."""
    school.issue("k1")
    _end(school)
    names = [name for (name,) in school.sql("SELECT name FROM event ORDER BY number")]
    assert [
        "key.compromised",
        "did.version",
        "key.created",
        "key.activated",
        "did.version",
        "status_list.published",
        "reissue.intent",
        "credential.reissued",
    ] == names[names.index("key.compromised") :]


def test_a_clock_that_jumped_back_issues_nothing_and_verifies(school: School) -> None:
    """Row 100: an hour behind the newest event, signing would date the badge into the past."""
    data = data_of(school.issue("k1"))
    awarding.add_award(school.services, "k2", awarded_at=awarding.START - timedelta(days=2))
    school.clock.now -= timedelta(hours=1)
    with pytest.raises(UnavailableError) as refused:
        issuance.issue_award("award-k2", school.services)
    assert "clock" == refused.value.code
    school.clock.now += timedelta(hours=1)
    assert {("proof", Outcome.VALID)} == school.codes(data)


def test_a_clock_that_is_a_little_behind_issues(school: School) -> None:
    """Hosts on one database differ by seconds."""
    school.issue("k1")
    awarding.add_award(school.services, "k2", awarded_at=awarding.START - timedelta(days=2))
    school.clock.now -= timedelta(seconds=59)
    assert issuance.issue_award("award-k2", school.services)


def _change(name: str) -> issuance.ChangeStatus:
    return issuance.ChangeStatus(
        actor=awarding.actor(awarding.REGISTRAR, Role.REGISTRAR),
        credential_id=issuance.CredentialId(f"{BASE}/credentials/{name}"),
        reason_code=issuance.ReasonCode.OTHER,
    )


def _methods(document: Any) -> list[dict[str, Any]]:
    return [each for each in document["verificationMethod"] if isinstance(each, dict)]


class _KilledError(Exception):
    """Stands for the death of the process."""


def _dying(name: str, school: School) -> issuance.Services:
    def die(reached: str) -> None:
        if reached == name:
            raise _KilledError

    return awarding.services_on(
        school.engine, clock=school.clock, ids=awarding.CountingIds("dead"), reached=die
    )


def _die_at(name: str, school: School, *, switch: bool = False) -> None:
    act = partial(issuance.switch_key, early=True) if switch else issuance.begin_rotation
    with pytest.raises(_KilledError):
        act(ACADEMY, _dying(name, school))
