"""The first transaction of issuing: all that will be signed is on disk before a key is touched.

Not for signing; no cryptography and no network happen here (reliability.md section 2.3, TX1).
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from issuer.badges import StatusListEntry
from issuer.badges.award import Award
from issuer.documents import write_document
from issuer.errors import ConflictError, RuleError, StateError, UnavailableError
from issuer.issuance.allocating import reserve_index
from issuer.issuance.model import (
    CredentialId,
    CredentialRecord,
    KeyRecord,
    State,
    StatusPurpose,
    Visibility,
    default_visibility,
)
from issuer.issuance.people_ports import Organisation
from issuer.issuance.ports import Services, UnitOfWork
from issuer.issuance.recording import credential_event
from issuer.issuance.shaping import badge_document
from issuer.proofs import proof_options

#: Two workers that open the first list of an organisation at once: the loser begins again.
_TRIES = 5
#: Clocks of several hosts on one database differ by less.
CLOCK_SKEW = timedelta(seconds=60)


def record_intent(award_id: str, services: Services) -> CredentialRecord:
    """Return the living credential of an award, making a `prepared` one where there is none.

    Raises:
        NotFoundError: there is no such award.
        StateError: a registrar holds it, code `held` (education.md section 4.1).
        UnavailableError: no usable key (`key_missing`, `key_paused`), the clock runs behind
            (`clock`), or an operator must look at a failed signature first (`sign_failed`).
    """
    for attempt in range(_TRIES):
        try:
            return _record_once(award_id, services)
        except StateError:
            raise
        except ConflictError:
            if attempt == _TRIES - 1:
                raise
    raise AssertionError("the last try returned or raised")


def _record_once(award_id: str, services: Services) -> CredentialRecord:
    with services.unit_of_work() as uow:
        uow.credentials.lock_award(award_id)
        award = uow.awards.get(award_id)
        living = uow.credentials.of_award(award_id)
        if living is not None:
            return require_resumable(living)
        if uow.awards.is_held(award_id):
            raise StateError("A registrar holds this award; release it first", code="held")
        draft = _draft(award, uow, services)
        uow.credentials.add(draft)
        uow.status_lists.allocate(
            draft.list_id, draft.status_index, draft.row, draft.id, draft.created_at
        )
        uow.events.append(
            credential_event(
                "issue.intent",
                draft,
                services,
                at=draft.created_at,
                object_hash="sha256:" + hashlib.sha256(draft.document).hexdigest(),
            )
        )
        services.reached("inside_intent")
        uow.commit()
    services.reached("after_intent")
    return draft


def require_resumable(record: CredentialRecord) -> CredentialRecord:
    """Return a row that was begun; UnavailableError if an operator must look at it first."""
    if record.state is State.SIGN_FAILED:
        raise UnavailableError(
            "A signature of this credential failed its check; an operator has to look at the key"
            " first",
            code="sign_failed",
        )
    return record


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where a new credential stands: whose it is, who signs, which bit is its own."""

    organisation: Organisation
    key: KeyRecord
    list_id: str
    index: int
    visibility: Visibility
    now: datetime
    valid_from: datetime


def _draft(award: Award, uow: UnitOfWork, services: Services) -> CredentialRecord:
    now = services.clock()
    require_steady_clock(uow, now)
    purpose = StatusPurpose(award.status_purpose)
    key = usable_key(uow, award.organisation)
    status_list, index = reserve_index(uow, award.organisation, purpose, now, services)
    organisation = uow.organisations.get(award.organisation)
    learner = uow.people.get(award.organisation, award.learner)
    place = _Place(
        organisation=organisation,
        key=key,
        list_id=status_list.id,
        index=index,
        visibility=default_visibility(learner.birth_date, organisation.age_of_majority, now),
        now=now,
        valid_from=_valid_from(award, now),
    )
    document = badge_document(
        award,
        organisation,
        entry=StatusListEntry.at(purpose=purpose.value, index=index, status_list=status_list.url),
        subject_id=award.subject_id or services.ids.new_urn(),
        valid_from=place.valid_from,
    )
    return _record(award, place, write_document(document), services)


def _record(award: Award, place: _Place, document: bytes, services: Services) -> CredentialRecord:
    options = proof_options(place.valid_from, place.key.id)
    return CredentialRecord(
        row=services.ids.new_id(),
        id=CredentialId(award.credential_id),
        public_id=award.credential_id.rsplit("/", 1)[-1],
        organisation=award.organisation,
        award=award.id,
        learner=award.learner,
        definition=award.definition,
        achievement=str(award.achievement["id"]),
        key_id=place.key.id,
        document=document,
        proof_options=write_document(options),
        list_id=place.list_id,
        status_index=place.index,
        status_purpose=StatusPurpose(award.status_purpose),
        visibility=place.visibility,
        created_at=place.now,
        awarded_at=award.awarded_at,
        valid_from=place.valid_from,
        valid_until=award.valid_until,
    )


def usable_key(uow: UnitOfWork, organisation: str, algorithm: str = "Ed25519") -> KeyRecord:
    """Return the key that signs for an organisation in this algorithm.

    Raises:
        UnavailableError: there is none, or it is paused.
    """
    key = uow.keys.active(organisation, algorithm)
    if key is None:
        raise UnavailableError(
            "This organisation has no signing key; create one first", code="key_missing"
        )
    if key.paused_at is not None:
        raise UnavailableError(
            "The signing key is paused after a failed check; an operator has to look at it",
            code="key_paused",
        )
    return key


def require_steady_clock(uow: UnitOfWork, now: datetime) -> None:
    """Refuse to sign by a clock that jumped back (reliability.md row 100).

    Raises:
        UnavailableError: it is more than a minute behind the newest event, code `clock`.
    """
    newest = uow.events.newest_at()
    if newest is not None and now < newest - CLOCK_SKEW:
        raise UnavailableError(
            "The clock of this host is behind what it recorded before; set it, then issue",
            code="clock",
        )


def check_clock(services: Services) -> None:
    """Tell whether anything could be issued by this clock; raises as `require_steady_clock`."""
    with services.read_only() as uow:
        require_steady_clock(uow, services.clock())


def _valid_from(award: Award, now: datetime) -> datetime:
    """Return the present in whole seconds of the past; never before the award (OB-6).

    A clock that runs behind would sign a credential that was in force before it was earned.
    """
    valid_from = now.replace(microsecond=0)
    if valid_from < award.awarded_at.replace(microsecond=0):
        raise UnavailableError(
            "The clock of this host runs behind; set it before anything is issued", code="clock"
        )
    if award.valid_until is not None and award.valid_until <= valid_from:
        raise RuleError("The validity of this award is over already", code="expired")
    return valid_from
