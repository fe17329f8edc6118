"""The JWT form of credentials on both databases: stored before it is handed out, made once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from issuer import issuance, records
from issuer.access import Role
from issuer.badges import Revoked
from issuer.documents import read_document, write_document
from issuer.errors import (
    ConflictError,
    MalformedError,
    NotFoundError,
    RuleError,
    UnavailableError,
)
from issuer.issuance.key_ports import Keyring
from issuer.issuance.model import CredentialRecord, KeyRecord
from issuer.issuance.tokens import finish_token
from issuer.proofs import Signer
from issuer.proofs.jose import JwtSigner, find_jwk_method, read_jwt, verify_jwt
from tests import awarding
from tests.awarding import ACADEMY, BASE, WREN, SettableClock
from tests.databases import upgraded
from tests.tokens import TokenKey, token_key

__all__ = ["upgraded"]


class _KilledError(Exception):
    """Stands for the death of the process."""


@dataclass(frozen=True, kw_only=True)
class School:
    """A school on a fresh database with one issued credential, `k1`."""

    engine: sa.Engine
    services: issuance.Services
    clock: SettableClock

    def issue(self, name: str, **changes: object) -> None:
        """Approve and issue an award."""
        award = awarding.add_award(self.services, name, **changes)  # type: ignore[arg-type] # the test names the fields
        issuance.issue_award(award, self.services)

    def token(self, name: str = "k1") -> CredentialRecord:
        """Ask for the JWT form."""
        return issuance.credential_token(name, self.services)

    def dying_at(self, name: str) -> issuance.Services:
        """Return services of a process that dies at this step."""

        def die(reached: str) -> None:
            if reached == name:
                raise _KilledError

        return replace(self.services, ids=awarding.CountingIds("dead"), reached=die)

    def sql(self, statement: str) -> list[tuple[object, ...]]:
        """Run plain SQL and return its rows."""
        with self.engine.connect() as connection:
            return [tuple(row) for row in connection.execute(sa.text(statement))]


@pytest.fixture
def school(upgraded: str) -> Iterator[School]:
    """Give a school with keys and a credential on an upgraded database."""
    engine = records.open_engine(upgraded)
    clock = SettableClock()
    services = awarding.services_on(engine, clock=clock)
    awarding.open_school(services)
    school = School(engine=engine, services=services, clock=clock)
    school.issue("k1")
    yield school
    engine.dispose()


FORMS = "SELECT form, state FROM credential ORDER BY form DESC, state"


def test_token_is_the_credential_in_another_envelope(school: School) -> None:
    """Same id, same status index, the very document; by the key that is published for tokens."""
    token = school.token()
    jwt = read_jwt(token.data or b"")
    did = issuance.did_document_of(ACADEMY, school.services)
    verify_jwt(jwt, find_jwk_method(did, jwt.header.kid or ""))
    with school.services.read_only() as uow:
        master = uow.credentials.by_id(f"{BASE}/credentials/k1")
    assert master.document == write_document(jwt.document)
    assert (master.id, master.list_id, master.status_index, "jwt") == (
        token.id,
        token.list_id,
        token.status_index,
        token.form,
    )


def test_token_is_stored_before_it_is_handed_out_and_never_made_again(school: School) -> None:
    """ES256 signs differently each time, so equal bytes are stored bytes (INV1)."""
    first = school.token()
    school.clock.pass_time(days=300)
    issuance.replace_key(ACADEMY, school.services, "ES256")
    again = school.token()
    stored = school.sql("SELECT data FROM credential WHERE form = 'jwt'")
    assert [(first.data,)] == [tuple(row) for row in stored]
    assert first == again


def test_credential_by_its_id_stays_the_json_form(school: School) -> None:
    """The second row is found by its form alone: pages, lists and marks see one credential."""
    school.token()
    registrar = awarding.actor(awarding.REGISTRAR, Role.REGISTRAR)
    page = issuance.list_credentials(registrar, school.services)
    with school.services.read_only() as uow:
        found = (
            uow.credentials.by_id(f"{BASE}/credentials/k1").form,
            getattr(uow.credentials.by_public_id("k1"), "form", None),
            getattr(uow.credentials.of_award("award-k1"), "form", None),
            [facts.record.form for facts in page.credentials],
        )
    counts = issuance.count_by_achievement(ACADEMY, school.services)
    assert ("ldp", "ldp", "ldp", ["ldp"], [1]) == (*found, list(counts.values()))


def test_revoking_the_credential_revokes_its_token(school: School) -> None:
    """One index in one list: there is nothing else to revoke."""
    school.token()
    issuance.revoke_credential(
        issuance.ChangeStatus(
            actor=awarding.actor(awarding.REGISTRAR, Role.REGISTRAR),
            credential_id=issuance.CredentialId(f"{BASE}/credentials/k1"),
            reason_code=issuance.ReasonCode.ISSUED_IN_ERROR,
        ),
        school.services,
    )
    indices = school.sql("SELECT count(DISTINCT status_index), count(*) FROM status_alloc")
    standing = issuance.credential_page_facts("k1", school.services).standing
    assert ([(1, 1)], True) == (indices, isinstance(standing, Revoked))


def test_ten_readers_at_once_get_one_token(school: School) -> None:
    """Whoever stores first has made it, for all."""
    with ThreadPoolExecutor(10) as pool:
        tokens = list(pool.map(lambda _: school.token().data, range(10)))
    assert (1, [("ldp", "issued"), ("jwt", "issued")]) == (len(set(tokens)), school.sql(FORMS))


@pytest.mark.parametrize("step", ["after_token_intent", "after_token_verification"])
@pytest.mark.parametrize("by", ["the next reader", "the sweep"])
def test_killed_worker_leaves_a_token_to_be_finished(school: School, step: str, by: str) -> None:
    """A row left `prepared` is finished by whoever comes next, with one token in the end."""
    with pytest.raises(_KilledError):
        issuance.credential_token("k1", school.dying_at(step))
    left = school.sql(FORMS)
    school.clock.pass_time(minutes=2)
    if by == "the sweep":
        assert 1 == issuance.sweep(school.services).issued
    else:
        school.token()
    assert [("ldp", "issued"), ("jwt", "prepared")] == left
    assert [("ldp", "issued"), ("jwt", "issued")] == school.sql(FORMS)


def test_private_badge_has_no_public_token(school: School) -> None:
    """Nobody learns that it exists, and nothing is signed."""
    school.issue("w1", learner=WREN)
    told = []
    for name in ("w1", "nothing-here"):
        with pytest.raises(NotFoundError) as caught:
            school.token(name)
        told.append((caught.value.code, caught.value.detail))
    assert (told[0], []) == (told[1], school.sql("SELECT row FROM credential WHERE form = 'jwt'"))


def test_issuer_that_is_its_key_has_no_token(school: School) -> None:
    """The document of a did:key holds no second key, so no reader could check one."""
    made = issuance.make_key("finch", school.services)
    with awarding.records_of(school.services) as uow:
        uow.organisations.add(awarding.organisation("finch", did=issuance.did_of(made)))
        uow.commit()
    issuance.create_key("finch", school.services, made)
    keys = issuance.list_keys("finch", school.services)
    with pytest.raises(ConflictError):
        issuance.replace_key("finch", school.services, "ES256")
    assert ["Ed25519"] == [key.algorithm for key in keys]


class StrangersKeyring:
    """Opens keys as ours does, but signs tokens with another one."""

    def __init__(self, keyring: Keyring) -> None:
        self.make = keyring.make
        self._keyring = keyring

    def signer(self, key: KeyRecord) -> Signer:
        """Return our signer."""
        return self._keyring.signer(key)

    def token_signer(self, key: KeyRecord) -> JwtSigner:
        """Return a stranger under the name of our method."""
        return _Stranger(key.id, token_key("ES256"))


class _Stranger:
    def __init__(self, method_id: str, key: TokenKey) -> None:
        self.method_id = method_id
        self.jwk = key.jwk
        self.sign = key.sign


def test_strangers_signature_pauses_the_key_and_is_not_handed_out(school: School) -> None:
    """Row 9: what does not hold against the published key stays here; proofs go on."""
    services = replace(school.services, keyring=StrangersKeyring(school.services.keyring))
    codes = []
    for _ in range(2):
        with pytest.raises(UnavailableError) as caught:
            issuance.credential_token("k1", services)
        codes.append(caught.value.code)
    school.issue("k2")
    with pytest.raises(UnavailableError) as caught:
        school.token("k2")
    paused = school.sql("SELECT algorithm FROM key WHERE paused_at IS NOT NULL")
    assert (["sign_failed", "sign_failed", "key_paused"], [("ES256",)]) == (
        [*codes, caught.value.code],
        paused,
    )


def test_what_was_signed_is_what_was_stored(school: School) -> None:
    """The signature holds, but over other bytes than those on disk: nothing is handed out."""
    with pytest.raises(_KilledError):
        issuance.credential_token("k1", school.dying_at("after_token_intent"))
    with school.services.read_only() as uow:
        draft = uow.credentials.of_award("award-k1", "jwt")
    assert draft is not None
    other = replace(draft, document=draft.document.replace(b'":"', b'": "', 1))
    with pytest.raises(UnavailableError):
        finish_token(other, school.services)
    told = school.sql("SELECT state, fault FROM credential WHERE form = 'jwt'")
    assert [("sign_failed", "drift")] == told


def test_token_of_a_compromised_key_is_abandoned_and_made_with_the_next(school: School) -> None:
    """An intent that names a lost key is never signed."""
    with pytest.raises(_KilledError):
        issuance.credential_token("k1", school.dying_at("after_token_intent"))
    with awarding.records_of(school.services) as uow:
        key = uow.keys.active(ACADEMY, "ES256")
        assert key is not None
        uow.keys.compromise(key.id, school.clock())
        uow.commit()
    issuance.replace_key(ACADEMY, school.services, "ES256")
    with pytest.raises(UnavailableError):
        school.token()
    jwt = read_jwt(school.token().data or b"")
    assert (True, [("ldp", "issued"), ("jwt", "abandoned"), ("jwt", "issued")]) == (
        jwt.header.kid != key.id,
        school.sql(FORMS),
    )


def test_no_token_without_a_key_and_no_row_either(school: School) -> None:
    """Anybody may ask; asking fills nothing."""
    with awarding.records_of(school.services) as uow:
        key = uow.keys.active(ACADEMY, "ES256")
        assert key is not None
        uow.keys.retire(key.id, school.clock())
        uow.commit()
    with pytest.raises(NotFoundError):
        school.token()
    assert [] == school.sql("SELECT row FROM credential WHERE form = 'jwt'")


def test_clock_that_runs_behind_makes_no_token_and_no_row(school: School) -> None:
    """What would be refused before signing is refused before it is stored, however often."""
    school.clock.now -= timedelta(days=1)
    codes = []
    for _ in range(2):
        with pytest.raises(RuleError) as caught:
            school.token()
        codes.append(caught.value.code)
    rows = school.sql("SELECT row FROM credential WHERE form = 'jwt'")
    assert (["lint_failed", "lint_failed"], []) == (codes, rows)


def test_intent_that_lint_refuses_later_is_closed(school: School) -> None:
    """A row that cannot be finished does not come back in every sweep."""
    with pytest.raises(_KilledError):
        issuance.credential_token("k1", school.dying_at("after_token_intent"))
    school.clock.now -= timedelta(days=1)
    with pytest.raises(RuleError):
        school.token()
    assert [("ldp", "issued"), ("jwt", "lint_failed")] == school.sql(FORMS)


def test_keys_of_two_kinds_are_rotated_apart(school: School) -> None:
    """Each kind has one active key; retired ones stay published for ever."""
    before = {key.algorithm: key.id for key in issuance.list_keys(ACADEMY, school.services)}
    issuance.replace_key(ACADEMY, school.services, "ES256")
    actor = awarding.actor(awarding.ADMIN, Role.ADMIN)
    issuance.rotate_key(issuance.ManageKeys(actor=actor), school.services)
    issuance.switch_key(ACADEMY, school.services, early=True)
    keys = issuance.list_keys(ACADEMY, school.services)
    document = issuance.did_document_of(ACADEMY, school.services)
    states = sorted((key.algorithm, key.state.value) for key in keys)
    assert [(a, s) for a in ("ES256", "Ed25519") for s in ("active", "retired")] == states
    assert {key.id for key in keys} == set(document["assertionMethod"])  # type: ignore[arg-type] # a list by construction
    assert set(before.values()) < {key.id for key in keys}


def test_key_of_an_unknown_algorithm_is_not_made(school: School) -> None:
    """The keyring knows two."""
    with pytest.raises(MalformedError) as caught:
        issuance.replace_key(ACADEMY, school.services, "RS256")
    assert "algorithm" == caught.value.code


def test_set_of_keys_holds_those_for_tokens(school: School) -> None:
    """OB-39: retired ones too, lost ones not, each with its issuer; no private member."""
    first = school.token()
    issuance.replace_key(ACADEMY, school.services, "ES256")
    written = write_document(issuance.jwk_set_of([ACADEMY], school.services))
    with awarding.records_of(school.services) as uow:
        uow.keys.compromise(first.key_id, school.clock())
        uow.commit()
    later = read_document(write_document(issuance.jwk_set_of([ACADEMY], school.services)))
    keys = read_document(written)["keys"]
    did = awarding.organisation().did
    assert [("EC", "ES256", did)] * 2 == [(k["kty"], k["alg"], k["iss"]) for k in keys]  # type: ignore[index,union-attr,call-overload] # as written
    assert (1, False) == (len(later["keys"]), b'"d":' in written)  # type: ignore[arg-type] # as written


def test_every_token_left_its_events(school: School) -> None:
    """INV6: what was meant and what was signed, with the digest of the bytes."""
    token = school.token()
    found = school.sql(
        "SELECT name, object_hash FROM event WHERE name LIKE 'token.%' ORDER BY number"
    )
    assert [("token.intent", None), ("token.issued", f"sha256:{token.sha256}")] == found
