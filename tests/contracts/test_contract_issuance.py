"""Issuing, revoking, showing and rotating on both databases."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from issuer import issuance, proofs, records
from issuer.access import Role
from issuer.badges import Expired, Revoked, Suspended, Valid
from issuer.errors import (
    ConflictError,
    ForbiddenError,
    NotFoundError,
    RuleError,
    StateError,
    UnavailableError,
)
from issuer.issuance.model import KeyRecord, KeyState, State, StatusPurpose, Visibility
from issuer.proofs import ed25519
from issuer.proofs.jose import JwtSigner
from issuer.status import StatusList
from tests import awarding
from tests.awarding import ACADEMY, BASE, KESTREL, WREN, SettableClock
from tests.databases import upgraded

__all__ = ["upgraded"]


@dataclass(frozen=True, kw_only=True)
class School:
    """A school on a fresh database."""

    engine: sa.Engine
    services: issuance.Services
    clock: SettableClock
    reached: list[str]

    def issue(self, name: str, **changes: object) -> str:
        """Approve and issue an award; returns the public id."""
        award = awarding.add_award(self.services, name, **changes)  # type: ignore[arg-type] # the test names the fields
        issuance.issue_award(award, self.services)
        return name

    def document(self, name: str) -> dict[str, Any]:
        """Return the stored credential as JSON."""
        with self.services.read_only() as uow:
            record = uow.credentials.by_id(f"{BASE}/credentials/{name}")
        assert record.data is not None
        document: dict[str, Any] = json.loads(record.data)
        return document

    def bits(self, name: str) -> bool:
        """Tell whether the published list has the bit of a credential set."""
        entry = self.document(name)["credentialStatus"]
        list_id = entry["statusListCredential"].rsplit("/", 1)[1]
        signed = issuance.published_status_list(list_id, self.services)
        assert signed.data is not None
        encoded = json.loads(signed.data)["credentialSubject"]["encodedList"]
        return StatusList.decode(encoded).bit(int(entry["statusListIndex"]))

    def change(
        self, name: str, role: Role = Role.REGISTRAR, school: str = ACADEMY
    ) -> issuance.ChangeStatus:
        """Return the command of a registrar about a credential."""
        return issuance.ChangeStatus(
            actor=awarding.actor(awarding.REGISTRAR, role, school),
            credential_id=issuance.CredentialId(f"{BASE}/credentials/{name}"),
            reason_code=issuance.ReasonCode.MISATTRIBUTED_WORK,
            reason_text="a private reason",
        )

    def sql(self, statement: str, **values: object) -> list[tuple[object, ...]]:
        """Run plain SQL and return its rows."""
        with self.engine.connect() as connection:
            return [tuple(row) for row in connection.execute(sa.text(statement), values)]


@pytest.fixture
def school(upgraded: str) -> Iterator[School]:
    """Give a school with a key on an upgraded database."""
    engine = records.open_engine(upgraded)
    clock, reached = SettableClock(), list[str]()
    services = awarding.services_on(engine, clock=clock, reached=reached.append)
    awarding.open_school(services)
    reached.clear()
    yield School(engine=engine, services=services, clock=clock, reached=reached)
    engine.dispose()


def test_issuing_goes_through_the_steps_in_their_order(school: School) -> None:
    """Intent is on disk before anything is checked, and all is checked before publication."""
    school.issue("k1")
    assert [
        "inside_intent",
        "after_intent",
        "after_rehearsal",
        "after_signature",
        "after_verification",
        "after_list_signature",
        "after_list_publication",
        "inside_publication",
        "after_publication",
    ] == school.reached


def test_an_issued_credential_verifies_with_the_published_key(school: School) -> None:
    """A stranger with the DID document and the bytes needs nothing else."""
    school.issue("k1")
    document = school.document("k1")
    did = issuance.did_document_of(ACADEMY, school.services)
    method = proofs.find_method(did, document["proof"][0]["verificationMethod"])
    proofs.verify_proof(document, method)
    assert document["issuer"]["id"] == method.controller


def test_a_credential_says_what_the_award_says(school: School) -> None:
    """Members and dates stand as open-badges.md section 2 asks."""
    school.issue("k1", valid_until=awarding.START + timedelta(days=365))
    document = school.document("k1")
    assert {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
            "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
        ],
        "id": f"{BASE}/credentials/k1",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Team Leadership",
        "awardedDate": "2026-11-20T11:50:00Z",
        "validFrom": "2026-11-20T12:00:00Z",
        "validUntil": "2027-11-20T12:00:00Z",
    } == {
        name: document[name]
        for name in ("@context", "id", "type", "name", "awardedDate", "validFrom", "validUntil")
    }


def test_the_credential_schema_survives_strict_expansion(school: School) -> None:
    """The extensions context gives its type a meaning, so it is signed and not dropped (OB-44)."""
    school.issue("k1")
    assert [
        {
            "id": "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/"
            "ob_v3p0_achievementcredential_schema.json",
            "type": "1EdTechJsonSchemaValidator2019",
        }
    ] == school.document("k1")["credentialSchema"]


def test_the_subject_is_a_random_urn_per_credential(school: School) -> None:
    """Two badges of one learner cannot be linked by their subject (education.md 5.2)."""
    school.issue("k1")
    school.issue("k2")
    ids = {school.document(name)["credentialSubject"]["id"] for name in ("k1", "k2")}
    assert (2, True) == (len(ids), all(one.startswith("urn:uuid:") for one in ids))


def test_a_learners_did_is_the_subject_where_the_award_names_it(school: School) -> None:
    """A wallet that proved its DID gets a bound credential."""
    did = "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"
    school.issue("k1", subject_id=did)
    assert did == school.document("k1")["credentialSubject"]["id"]


def test_repeating_gives_the_same_bytes(school: School) -> None:
    """A second call re-reads what the first one published."""
    school.issue("k1")
    before = school.document("k1")
    issuance.issue_award("award-k1", school.services)
    assert (before, [(1,)]) == (
        school.document("k1"),
        school.sql("SELECT count(*) FROM status_alloc"),
    )


def test_the_stored_digest_is_that_of_the_bytes(school: School) -> None:
    """The ETag of a credential is the SHA-256 of what is served."""
    school.issue("k1")
    record = issuance.credential_of_award("award-k1", school.services)
    assert record is not None
    assert record.data is not None
    assert hashlib.sha256(record.data).hexdigest() == record.sha256


def test_an_unknown_award_is_not_found(school: School) -> None:
    """There is no way around the assessment: no award, no credential."""
    with pytest.raises(NotFoundError):
        issuance.issue_award("award-of-nobody", school.services)


def test_issuing_by_a_person_asks_the_table_of_permissions(school: School) -> None:
    """A learner does not issue the own award."""
    award = awarding.add_award(school.services, "k1")
    command = issuance.IssueApproved(actor=awarding.actor(KESTREL, Role.LEARNER), award_id=award)
    with pytest.raises(ForbiddenError):
        issuance.issue_approved(command, school.services)


def test_issuing_an_award_of_another_school_is_not_found(school: School) -> None:
    """Nobody learns that another school's award exists."""
    awarding.open_school(school.services, awarding.HARBOR)
    award = awarding.add_award(school.services, "h1", school=awarding.HARBOR)
    command = issuance.IssueApproved(
        actor=awarding.actor(awarding.REGISTRAR, Role.REGISTRAR), award_id=award
    )
    with pytest.raises(NotFoundError):
        issuance.issue_approved(command, school.services)


def test_without_a_key_nothing_is_promised(school: School) -> None:
    """No intent is recorded that nobody could sign."""
    with awarding.records_of(school.services) as uow:
        uow.keys.retire(_active_key(school), school.clock())
        uow.commit()
    award = awarding.add_award(school.services, "k1")
    with pytest.raises(UnavailableError) as caught:
        issuance.issue_award(award, school.services)
    assert ("key_missing", [(0,)]) == (
        caught.value.code,
        school.sql("SELECT count(*) FROM credential"),
    )


def test_a_clock_that_runs_behind_signs_nothing(school: School) -> None:
    """A credential is never in force before it was earned (reliability row 100)."""
    award = awarding.add_award(school.services, "k1")
    school.clock.pass_time(minutes=-11)
    with pytest.raises(UnavailableError) as caught:
        issuance.issue_award(award, school.services)
    assert "clock" == caught.value.code


def test_a_refused_document_burns_its_index(school: School) -> None:
    """The next attempt takes another index: the first one may have been seen."""
    award = awarding.add_award(
        school.services, "k1", evidence=({"type": ["Evidence"], "name": "a\u202eb"},)
    )
    for _ in range(2):
        with pytest.raises(RuleError) as caught:
            issuance.issue_award(award, school.services)
        assert "lint_failed" == caught.value.code
    rows = school.sql("SELECT state, status_index FROM credential")
    given = school.sql("SELECT count(DISTINCT status_index) FROM status_alloc")
    assert (["lint_failed", "lint_failed"], [(2,)]) == ([state for state, _ in rows], given)


def test_a_refused_document_is_not_public(school: School) -> None:
    """INV7: nothing but an issued credential is ever handed out."""
    award = awarding.add_award(
        school.services, "k1", evidence=({"type": ["Evidence"], "name": "a\u202eb"},)
    )
    with pytest.raises(RuleError):
        issuance.issue_award(award, school.services)
    with pytest.raises(NotFoundError):
        issuance.credential_page_facts("k1", school.services)


def test_another_keys_signature_pauses_the_key(school: School) -> None:
    """What does not hold against the published key is never handed out (row 9)."""
    award = awarding.add_award(school.services, "k1")
    services = replace(school.services, keyring=StrangersKeyring())
    with pytest.raises(UnavailableError) as caught:
        issuance.issue_award(award, services)
    paused = school.sql("SELECT paused_at IS NOT NULL FROM key WHERE algorithm = 'Ed25519'")
    state = school.sql("SELECT state FROM credential")
    assert ("sign_failed", [(True,)], [("sign_failed",)]) == (
        caught.value.code,
        [(bool(one),) for (one,) in paused],
        state,
    )


def test_a_paused_key_signs_nothing_new(school: School) -> None:
    """An operator looks first."""
    with awarding.records_of(school.services) as uow:
        uow.keys.pause(_active_key(school), school.clock())
        uow.commit()
    award = awarding.add_award(school.services, "k1")
    with pytest.raises(UnavailableError) as caught:
        issuance.issue_award(award, school.services)
    assert "key_paused" == caught.value.code


def test_the_sweep_finishes_what_was_left_prepared(school: School) -> None:
    """A worker that died after its intent leaves nobody waiting."""
    award = awarding.add_award(school.services, "k1")
    _die_at("after_intent", award, school)
    school.clock.pass_time(seconds=61)
    swept = issuance.sweep(school.services)
    record = issuance.credential_of_award(award, school.services)
    assert record is not None
    assert (1, 0, State.ISSUED) == (swept.issued, swept.failed, record.state)


def test_the_sweep_leaves_young_rows_to_their_worker(school: School) -> None:
    """A row of the last minute is most likely in living hands."""
    award = awarding.add_award(school.services, "k1")
    _die_at("after_intent", award, school)
    assert 0 == issuance.sweep(school.services).issued


@pytest.mark.parametrize(
    "name", ["inside_intent", "after_rehearsal", "after_signature", "inside_publication"]
)
def test_a_death_at_any_step_is_healed_by_repeating(school: School, name: str) -> None:
    """The award ends with one issued credential, wherever the first worker died."""
    award = awarding.add_award(school.services, "k1")
    _die_at(name, award, school)
    issuance.issue_award(award, school.services)
    assert [("issued",)] == school.sql("SELECT state FROM credential")


def test_a_key_compromised_before_signing_abandons_the_intent(school: School) -> None:
    """The index is burned and a new intent names the new key (reliability.md 2.3)."""
    award = awarding.add_award(school.services, "k1")
    _die_at("after_intent", award, school)
    with awarding.records_of(school.services) as uow:
        uow.keys.compromise(_active_key(school), school.clock())
        uow.commit()
    issuance.create_key(ACADEMY, school.services)
    issuance.issue_award(award, school.services)
    assert {("abandoned",), ("issued",)} == set(school.sql("SELECT state FROM credential"))


def test_a_key_retired_before_signing_still_signs_its_intent(school: School) -> None:
    """Rotation in between costs nothing: the retired key is published for ever."""
    award = awarding.add_award(school.services, "k1")
    _die_at("after_intent", award, school)
    issuance.replace_key(ACADEMY, school.services)
    issuance.issue_award(award, school.services)
    assert [("issued", "retired")] == school.sql(
        "SELECT c.state, k.state FROM credential c JOIN key k ON k.id = c.key_id"
    )


def test_a_revocation_is_done_when_the_published_list_shows_it(school: School) -> None:
    """The answer comes after the publication, not before."""
    school.issue("k1")
    before = school.bits("k1")
    change = issuance.revoke_credential(school.change("k1"), school.services)
    assert (False, True, True) == (before, change.published, school.bits("k1"))


def test_a_revocation_touches_no_other_bit(school: School) -> None:
    """Bits are computed from the rows of one credential each."""
    school.issue("k1")
    school.issue("k2")
    issuance.revoke_credential(school.change("k1"), school.services)
    assert (True, False) == (school.bits("k1"), school.bits("k2"))


def test_revoking_twice_answers_alike_and_marks_once(school: School) -> None:
    """A repeated request is no second revocation."""
    school.issue("k1")
    first = issuance.revoke_credential(school.change("k1"), school.services)
    second = issuance.revoke_credential(school.change("k1"), school.services)
    assert (first, [(1,)]) == (second, school.sql("SELECT count(*) FROM revocation"))


def test_a_suspension_stays_on_our_page_where_the_list_is_for_revocations(school: School) -> None:
    """Ruling 3: one entry, purpose revocation; the registrar is told."""
    school.issue("k1")
    change = issuance.suspend_credential(school.change("k1"), school.services)
    facts = issuance.credential_page_facts("k1", school.services)
    assert (False, False, Suspended(reason_code="misattributed_work"), True) == (
        change.visible_to_others,
        school.bits("k1"),
        facts.standing,
        facts.suspension_is_local,
    )


def test_a_badge_may_choose_suspension_as_its_purpose(school: School) -> None:
    """Then everybody sees a suspension, and a reinstatement clears the bit."""
    school.issue("k1", status_purpose="suspension")
    issuance.suspend_credential(school.change("k1"), school.services)
    suspended = school.bits("k1")
    issuance.reinstate_credential(school.change("k1"), school.services)
    assert (True, False) == (suspended, school.bits("k1"))


def test_on_a_suspension_list_a_revocation_is_never_lifted(school: School) -> None:
    """Ruling 3: it is a suspension for ever."""
    school.issue("k1", status_purpose="suspension")
    issuance.revoke_credential(school.change("k1"), school.services)
    with pytest.raises(StateError):
        issuance.reinstate_credential(school.change("k1"), school.services)
    assert school.bits("k1")


@pytest.mark.parametrize("verb", [issuance.reinstate_credential, issuance.suspend_credential])
def test_nothing_follows_a_revocation(school: School, verb: Any) -> None:
    """A revocation is final."""
    school.issue("k1")
    issuance.revoke_credential(school.change("k1"), school.services)
    with pytest.raises(StateError):
        verb(school.change("k1"), school.services)


def test_what_is_not_suspended_cannot_be_reinstated(school: School) -> None:
    """The refusal says what is possible instead."""
    school.issue("k1")
    with pytest.raises(StateError, match="suspend or revoke"):
        issuance.reinstate_credential(school.change("k1"), school.services)


def test_only_a_registrar_revokes(school: School) -> None:
    """A teacher may propose, not revoke."""
    school.issue("k1")
    with pytest.raises(ForbiddenError):
        issuance.revoke_credential(school.change("k1", Role.TEACHER), school.services)


def test_another_schools_credential_is_not_found(school: School) -> None:
    """A registrar elsewhere learns nothing."""
    school.issue("k1")
    with pytest.raises(NotFoundError):
        issuance.revoke_credential(school.change("k1", school=awarding.HARBOR), school.services)


def test_a_half_issued_credential_can_be_revoked(school: School) -> None:
    """The mark holds from the intent on, and its bit appears once the list does."""
    award = awarding.add_award(school.services, "k1")
    _die_at("after_verification", award, school)
    issuance.revoke_credential(school.change("k1"), school.services)
    issuance.issue_award(award, school.services)
    assert school.bits("k1")


def test_a_revocation_without_a_key_is_late_but_not_lost(school: School) -> None:
    """The mark stands, the answer says that it is not published yet, and the outbox goes on."""
    school.issue("k1")
    key = _active_key(school)
    with awarding.records_of(school.services) as uow:
        uow.keys.pause(key, school.clock())
        uow.commit()
    change = issuance.revoke_credential(school.change("k1"), school.services)
    with awarding.records_of(school.services) as uow:
        uow.keys.pause(key, None)
        uow.commit()
    late = school.bits("k1")
    issuance.republish_due_lists(school.services)
    assert (False, False, True) == (change.published, late, school.bits("k1"))


def test_lists_are_signed_again_after_six_hours(school: School) -> None:
    """A list never lapses while somebody looks after it."""
    school.issue("k1")
    version = _list(school)[1]
    school.clock.pass_time(hours=5, minutes=59)
    early = issuance.republish_due_lists(school.services)
    school.clock.pass_time(minutes=1)
    due = issuance.republish_due_lists(school.services)
    assert (0, 1, version + 1) == (early, due, _list(school)[1])


def test_a_published_list_lapses_after_48_hours(school: School) -> None:
    """`validUntil` and `ttl` are those of reliability.md section 2.5."""
    school.issue("k1")
    signed = issuance.published_status_list(_list(school)[0], school.services)
    assert signed.data is not None
    document = json.loads(signed.data)
    assert ("2026-11-22T12:00:00Z", 300_000) == (
        document["validUntil"],
        document["credentialSubject"]["ttl"],
    )


def test_an_older_signature_of_a_list_is_not_stored(school: School) -> None:
    """Two publishers may both sign; only the newer version is served (INV5)."""
    school.issue("k1")
    list_id, version = _list(school)
    with awarding.records_of(school.services) as uow:
        old = uow.status_lists.get(list_id)
        uow.status_lists.want_next(list_id)
        uow.commit()
    issuance.publish_status_list(list_id, school.services)
    with awarding.records_of(school.services) as uow:
        stored = uow.status_lists.publish(old)
    assert (False, version + 1) == (stored, _list(school)[1])


def test_a_rotated_key_signs_and_the_old_one_still_verifies(school: School) -> None:
    """Rotation breaks no credential (reliability row 19)."""
    school.issue("k1")
    admin = awarding.actor(awarding.ADMIN, Role.ADMIN)
    school.clock.pass_time(seconds=1)
    issuance.rotate_key(issuance.ManageKeys(actor=admin), school.services)
    school.clock.pass_time(hours=24)
    issuance.switch_due_keys(school.services)
    school.issue("k2")
    did = issuance.did_document_of(ACADEMY, school.services)
    used = []
    for name in ("k1", "k2"):
        document = school.document(name)
        method = proofs.find_method(did, document["proof"][0]["verificationMethod"])
        proofs.verify_proof(document, method)
        used.append(method.id)
    assert 2 == len(set(used))


def test_rotation_signs_the_lists_again_at_once(school: School) -> None:
    """Readers of old credentials find a list by the new key."""
    school.issue("k1")
    list_id, version = _list(school)
    new = issuance.replace_key(ACADEMY, school.services)
    signed = issuance.published_status_list(list_id, school.services)
    assert signed.data is not None
    proof = json.loads(signed.data)["proof"][0]
    assert (new.id, version + 1) == (proof["verificationMethod"], signed.version)


def test_only_an_admin_rotates(school: School) -> None:
    """Keys are managed by the school's admin alone."""
    registrar = awarding.actor(awarding.REGISTRAR, Role.REGISTRAR)
    with pytest.raises(ForbiddenError):
        issuance.rotate_key(issuance.ManageKeys(actor=registrar), school.services)


def test_a_second_first_key_is_refused(school: School) -> None:
    """One active key per organisation."""
    with pytest.raises(ConflictError):
        issuance.create_key(ACADEMY, school.services)


def test_a_did_key_organisation_is_named_after_its_key(school: School) -> None:
    """Where there is no host, the key comes before the organisation."""
    made = issuance.make_key("finch", school.services)
    with awarding.records_of(school.services) as uow:
        uow.organisations.add(awarding.organisation("finch", did=issuance.did_of(made)))
        uow.commit()
    key = issuance.create_key("finch", school.services, made)
    did = made.public_key_multibase
    assert f"did:key:{did}#{did}" == key.id
    with pytest.raises(ConflictError):
        issuance.replace_key("finch", school.services)


def test_a_compromised_key_authorises_nothing(school: School) -> None:
    """It is listed with its end and is no longer an assertion method; the key beside it is."""
    with awarding.records_of(school.services) as uow:
        uow.keys.compromise(_active_key(school), school.clock())
        beside = uow.keys.active(ACADEMY, "ES256")
        uow.commit()
    document = issuance.did_document_of(ACADEMY, school.services)
    assert beside is not None
    assert ([beside.id], 1) == (
        document["assertionMethod"],
        json.dumps(document).count('"revoked"'),
    )


def test_minors_are_private_and_adults_reachable_by_link(school: School) -> None:
    """The default follows the age (ruling 6)."""
    school.issue("k1", learner=KESTREL)
    school.issue("w1", learner=WREN)
    assert [("k1", "link"), ("w1", "private")] == school.sql(
        "SELECT public_id, visibility FROM credential ORDER BY public_id"
    )


def test_unknown_and_private_look_the_same(school: School) -> None:
    """Nobody learns that a private badge exists."""
    school.issue("w1", learner=WREN)
    told = []
    for public_id in ("w1", "nothing-here"):
        with pytest.raises(NotFoundError) as caught:
            issuance.credential_page_facts(public_id, school.services)
        told.append((caught.value.code, caught.value.detail))
    assert told[0] == told[1]


def test_a_public_page_needs_consent(school: School) -> None:
    """The guardian of a minor agrees first."""
    school.issue("w1", learner=WREN)
    command = issuance.SetVisibility(
        actor=awarding.actor(awarding.GUARDIAN, Role.GUARDIAN),
        credential_id=issuance.CredentialId(f"{BASE}/credentials/w1"),
        visibility=Visibility.PUBLIC,
    )
    with pytest.raises(RuleError) as caught:
        issuance.set_visibility(command, school.services)
    awarding.give_consent(school.services, WREN)
    issuance.set_visibility(command, school.services)
    facts = issuance.credential_page_facts("w1", school.services)
    assert ("consent_missing", True) == (caught.value.code, facts.public)


def test_a_minors_visibility_is_not_the_minors_friends_choice(school: School) -> None:
    """Another learner may not publish a badge."""
    school.issue("w1", learner=WREN)
    command = issuance.SetVisibility(
        actor=awarding.actor(KESTREL, Role.LEARNER),
        credential_id=issuance.CredentialId(f"{BASE}/credentials/w1"),
        visibility=Visibility.LINK,
    )
    with pytest.raises(ForbiddenError):
        issuance.set_visibility(command, school.services)


def test_lists_of_credentials_come_in_pages(school: School) -> None:
    """The cursor continues where the page ended."""
    for name in ("k1", "k2", "k3"):
        school.issue(name)
        school.clock.pass_time(seconds=1)
    registrar = awarding.actor(awarding.REGISTRAR, Role.REGISTRAR)
    first = issuance.list_credentials(registrar, school.services, limit=2)
    second = issuance.list_credentials(registrar, school.services, limit=2, after=first.next_after)
    assert (["k1", "k2"], ["k3"], None) == (
        [one.record.public_id for one in first.credentials],
        [one.record.public_id for one in second.credentials],
        second.next_after,
    )


def test_a_learner_lists_only_the_own_credentials(school: School) -> None:
    """Asking for everybody's is forbidden."""
    school.issue("k1")
    learner = awarding.actor(KESTREL, Role.LEARNER)
    own = issuance.list_credentials(learner, school.services, learner=learner.person)
    with pytest.raises(ForbiddenError):
        issuance.list_credentials(learner, school.services)
    assert 1 == len(own.credentials)


def test_credentials_are_counted_per_achievement(school: School) -> None:
    """The achievement page says how often it was earned."""
    school.issue("k1")
    school.issue("w1", learner=WREN)
    url = f"{BASE}/achievements/academy-leadership/v1"
    assert {url: 2} == issuance.count_by_achievement(ACADEMY, school.services)


def test_standing_follows_the_clock(school: School) -> None:
    """Expiry is computed, never stored."""
    end = awarding.START + timedelta(days=1)
    school.issue("k1", valid_until=end)
    today = issuance.credential_page_facts("k1", school.services).standing
    school.clock.pass_time(days=1)
    tomorrow = issuance.credential_page_facts("k1", school.services).standing
    assert (Valid(), Expired(at=end)) == (today, tomorrow)


def test_the_private_reason_stays_out_of_repr(school: School) -> None:
    """Logs and tracebacks show the code alone."""
    school.issue("k1")
    issuance.revoke_credential(school.change("k1"), school.services)
    facts = issuance.credential_page_facts("k1", school.services)
    assert "a private reason" not in repr(facts)
    assert facts.standing == Revoked(at=school.clock(), reason_code="misattributed_work")


FORBIDDEN = {
    "published bytes change": "UPDATE credential SET data = document",
    "published bytes vanish": "UPDATE credential SET data = NULL, sha256 = NULL,"
    " state = 'prepared'",
    "issued goes back": "UPDATE credential SET state = 'abandoned'",
    "an unknown state": "UPDATE credential SET state = 'done'",
    "the draft changes": "UPDATE credential SET document = proof_options",
    "the index changes": "UPDATE credential SET status_index = status_index + 1",
    "a credential is deleted": "DELETE FROM credential",
    "an index is given back": "DELETE FROM status_alloc",
    "an index is moved": "UPDATE status_alloc SET row = 'other'",
    "an index is given twice": "INSERT INTO status_alloc (list_id, status_index, row,"
    " credential_id, at) SELECT list_id, status_index, 'other', 'other', at FROM status_alloc",
    "an index beyond the list": "INSERT INTO status_alloc (list_id, status_index, row,"
    " credential_id, at) SELECT list_id, 131072, 'other', 'other', at FROM status_alloc",
    "a revocation is deleted": "DELETE FROM revocation",
    "a revocation is lifted": "UPDATE revocation SET is_on = (1 = 0)",
    "a revocation that is off": "INSERT INTO revocation (credential_id, seq, organisation, purpose,"
    " is_on, reason_code, reason_text, actor, at) SELECT 'x', 1, organisation, purpose, (1 = 0),"
    " reason_code, reason_text, actor, at FROM revocation",
    "a second revocation": "INSERT INTO revocation (credential_id, seq, organisation, purpose,"
    " is_on, reason_code, reason_text, actor, at) SELECT credential_id, seq + 1,"
    " organisation, purpose, is_on, reason_code, reason_text, actor, at FROM revocation",
    "a suspension after a revocation": "INSERT INTO revocation (credential_id, seq, organisation,"
    " purpose, is_on, reason_code, reason_text, actor, at) SELECT credential_id, seq + 1,"
    " organisation, 'suspension', is_on, reason_code, reason_text, actor, at FROM revocation",
    "a reinstatement of what is not suspended": "INSERT INTO revocation (credential_id, seq,"
    " organisation, purpose, is_on, reason_code, reason_text, actor, at) SELECT 'x', 1,"
    " organisation, 'suspension', (1 = 0), reason_code, reason_text, actor, at FROM revocation",
    "a list goes back": "UPDATE status_list SET version = version - 1",
    "a list forgets what it gave": "UPDATE status_list SET taken = 0",
    "a list changes in place": "UPDATE status_list SET data = shuffle",
    "a list is deleted": "DELETE FROM status_list",
    "two lists give indices": "INSERT INTO status_list (id, url, organisation, purpose, shuffle,"
    " created_at, taken, wanted_version, version, sealed) SELECT 'x', 'x', organisation, purpose,"
    " shuffle, created_at, 0, 1, 0, sealed FROM status_list",
    "a key changes its public half": "UPDATE key SET public_key_multibase = 'z'",
    "a key is deleted": "DELETE FROM key",
    "an event changes": "UPDATE event SET actor = 'somebody'",
    "an event is deleted": "DELETE FROM event",
    "an award changes": "UPDATE award SET learner = learner",
}


@pytest.mark.parametrize("statement", FORBIDDEN.values(), ids=FORBIDDEN.keys())
def test_the_database_refuses_what_may_never_happen(school: School, statement: str) -> None:
    """No bug and no hasty hand undoes what was handed out (reliability.md section 2.2)."""
    school.issue("k1")
    issuance.revoke_credential(school.change("k1"), school.services)
    with (
        school.engine.connect() as connection,
        pytest.raises((IntegrityError, ConflictError)),
    ):
        connection.execute(sa.text(statement))


def test_a_retired_key_is_never_active_again(school: School) -> None:
    """Keys go forward only."""
    issuance.replace_key(ACADEMY, school.services)
    statement = "UPDATE key SET state = 'active' WHERE state = 'retired'"
    with (
        school.engine.connect() as connection,
        pytest.raises((IntegrityError, ConflictError)),
    ):
        connection.execute(sa.text(statement))


def test_replacing_a_row_is_no_way_around_the_walls(school: School) -> None:
    """SQLite's INSERT OR REPLACE deletes first, and PostgreSQL's TRUNCATE fires no row trigger."""
    school.issue("k1")
    sqlite = school.engine.dialect.name == "sqlite"
    statement = (
        "INSERT OR REPLACE INTO status_alloc (list_id, status_index, row, credential_id, at)"
        " SELECT list_id, status_index, 'other', 'other', at FROM status_alloc"
        if sqlite
        else "TRUNCATE status_alloc"
    )
    with school.engine.connect() as connection, pytest.raises(IntegrityError):
        connection.execute(sa.text(statement))


def test_every_act_left_its_event(school: School) -> None:
    """INV6: credentials, marks and keys each have their line in the log."""
    school.issue("k1")
    issuance.revoke_credential(school.change("k1"), school.services)
    issuance.replace_key(ACADEMY, school.services)
    names = [name for (name,) in school.sql("SELECT name FROM event ORDER BY number")]
    assert [
        "key.created",
        "key.created",
        "did.version",
        "issue.intent",
        "status_list.published",
        "credential.issued",
        "credential.revoked",
        "status_list.published",
        "key.created",
        "key.published",
        "did.version",
        "key.retired",
        "key.activated",
        "status_list.published",
    ] == names


def test_a_full_list_is_sealed_and_a_new_one_opened(school: School) -> None:
    """The credential after the last index stands in another list."""
    school.issue("k1")
    with school.engine.begin() as connection:
        connection.execute(sa.text("UPDATE status_list SET taken = 131072"))
    school.issue("k2")
    lists = {school.document(n)["credentialStatus"]["statusListCredential"] for n in ("k1", "k2")}
    assert 2 == len(lists)


class StrangersSigner:
    """Signs with another key, and consistently says that it is ours."""

    def __init__(self, method_id: str) -> None:
        self.method_id = method_id
        self.public_key = ed25519.public_key_of(bytes(32))

    def sign(self, data: bytes) -> bytes:
        """Sign with that other key."""
        return ed25519.sign_with_seed(bytes(32), data)


class StrangersKeyring:
    """Holds another key than the one that is published."""

    def make(self, organisation: str, algorithm: str = "Ed25519") -> issuance.MadeKey:
        """Make a key as ours does."""
        return awarding.keyring().make(organisation, algorithm)

    def signer(self, key: KeyRecord) -> proofs.Signer:
        """Return a stranger under the name of our method."""
        return StrangersSigner(key.id)

    def token_signer(self, key: KeyRecord) -> JwtSigner:
        """Sign tokens as ours does."""
        return awarding.keyring().token_signer(key)


class _KilledError(Exception):
    """Stands for the death of the process."""


def _die_at(name: str, award: str, school: School) -> None:
    def die(reached: str) -> None:
        if reached == name:
            raise _KilledError

    services = awarding.services_on(
        school.engine, clock=school.clock, ids=awarding.CountingIds("dead"), reached=die
    )
    with pytest.raises(_KilledError):
        issuance.issue_award(award, services)


def _active_key(school: School) -> str:
    with school.services.read_only() as uow:
        key = uow.keys.active(ACADEMY)
    assert key is not None
    assert key.state is KeyState.ACTIVE
    return key.id


def _list(school: School) -> tuple[str, int]:
    with school.services.read_only() as uow:
        (only,) = uow.status_lists.all()
    assert only.purpose is StatusPurpose.REVOCATION
    return only.id, only.version


def test_a_held_award_is_not_issued_until_released(school: School) -> None:
    """A registrar's hold blocks the signature too, and burns no index (education.md 4.1)."""
    award = awarding.add_award(school.services, "a")
    _set_held(school, "submission-a", held=True)
    with pytest.raises(StateError) as refused:
        issuance.issue_award(award, school.services)
    assert "held" == refused.value.code
    with school.engine.connect() as connection:
        assert 0 == connection.execute(sa.text("SELECT count(*) FROM status_alloc")).scalar()
    _set_held(school, "submission-a", held=False)
    issuance.issue_award(award, school.services)
    assert not school.bits("a")


def _set_held(school: School, submission: str, *, held: bool) -> None:
    with awarding.records_of(school.services) as uow:
        found = uow.submissions.get(ACADEMY, submission)
        uow.submissions.save(replace(found, held=held))
        uow.commit()


def test_what_anyone_may_see_is_listed_and_nothing_else(school: School) -> None:
    """Public with consent; by link on request; private ones, drafts and older versions never."""
    for name in ("k1", "k2", "k3"):
        school.issue(name)
    awarding.add_award(school.services, "k4")
    with school.services.unit_of_work() as uow:
        for name, visibility in (
            ("k1", Visibility.PRIVATE),
            ("k2", Visibility.LINK),
            ("k3", Visibility.PUBLIC),
        ):
            credential = uow.credentials.by_id(f"{BASE}/credentials/{name}")
            uow.credentials.set_visibility(credential.id, visibility)
        shown = uow.credentials.shown(after=None, limit=10)
        rest = uow.credentials.shown(after=shown[0].row, limit=10)
        uow.commit()
    listed = issuance.list_shown(school.services, unlisted=False)

    assert {"k2", "k3"} == {record.public_id for record in shown}
    assert shown[1:] == rest
    assert (set(), None) == (set(listed.credentials), listed.next_after)


def test_all_status_lists_are_named(school: School) -> None:
    """A copy of the site needs each of them, since private badges use them too."""
    school.issue("k1")
    url = school.document("k1")["credentialStatus"]["statusListCredential"]
    assert url.rsplit("/", 1)[1] in issuance.list_status_lists(school.services)
