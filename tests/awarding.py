"""A small school in a real database with awards that were approved, ready to be issued."""

import threading
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import sqlalchemy as sa

from issuer import auditing, issuance, records
from issuer.access import Actor, Role
from issuer.accounts.model import (
    Consent,
    DidForm,
    Organisation,
    OrganisationKind,
    Person,
    Purpose,
    Tie,
    TieKind,
)
from issuer.assessment.model import Definition, DefinitionState, Submission, SubmissionState
from issuer.auditing.ports import Outside
from issuer.badges.award import Award
from issuer.documents import Json
from issuer.issuance.ports import nothing_reached
from issuer.keyring import EnvelopeKeyring, KeyEncryptionKey, LogKeyring
from tests.plain_keys import PLAIN_KEYS

BASE = "https://badges.riverbend.example"
START = datetime(2026, 11, 20, 12, 0, 0, tzinfo=UTC)
KEK = bytes(range(100, 132))
ACADEMY, HARBOR = "academy", "harbor"
KESTREL, WREN, GUARDIAN, REGISTRAR, ADMIN = "kestrel", "wren", "gull", "heron", "crane"
_HASH = "sha256:" + "ab" * 32


class SettableClock:
    """Gives the instant that a test sets."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """Return the instant."""
        return self.now

    def pass_time(self, **parts: float) -> None:
        """Let time go by."""
        self.now += timedelta(**parts)


class CountingIds:
    """Ids that count up, over all threads of one process."""

    def __init__(self, prefix: str = "id") -> None:
        self._prefix = prefix
        self._number = 0
        self._lock = threading.Lock()

    def _next(self) -> int:
        with self._lock:
            self._number += 1
            return self._number

    def new_id(self) -> str:
        """Return the next id."""
        return f"{self._prefix}{self._next():020d}"

    def new_urn(self) -> str:
        """Return the next URN."""
        return f"urn:uuid:00000000-0000-4000-8000-{self._next():012d}"

    def secret(self, size: int) -> bytes:
        """Return bytes that everybody knows."""
        return self._next().to_bytes(size, "big")


def keyring() -> EnvelopeKeyring:
    """Return a keyring under a key-encryption key that everybody knows."""
    return EnvelopeKeyring(KeyEncryptionKey(KEK))


def services_on(
    engine: sa.Engine,
    *,
    clock: Callable[[], datetime] | None = None,
    ids: CountingIds | None = None,
    reached: Callable[[str], None] = nothing_reached,
    sleep: Callable[[float], None] = lambda _seconds: None,
) -> issuance.Services:
    """Return the collaborators of issuance on a database that was upgraded."""
    return issuance.Services(
        unit_of_work=lambda: records.SqlUnitOfWork(engine, write=True, sealer=PLAIN_KEYS),
        read_only=lambda: records.SqlUnitOfWork(engine, write=False, sealer=PLAIN_KEYS),
        keyring=keyring(),
        clock=clock or SettableClock(),
        ids=ids or CountingIds(),
        base_url=BASE,
        sleep=sleep,
        reached=reached,
    )


def audit_on(
    engine: sa.Engine, issuing: issuance.Services, outside: Outside | None = None
) -> auditing.Services:
    """Return the collaborators of the audit log on the database of `issuing`."""
    return auditing.Services(
        unit_of_work=lambda: records.SqlUnitOfWork(engine, write=True, sealer=PLAIN_KEYS),
        read_only=lambda: records.SqlUnitOfWork(engine, write=False, sealer=PLAIN_KEYS),
        keyring=LogKeyring(keyring()),
        clock=issuing.clock,
        ids=CountingIds("audit"),
        origin="badges.riverbend.example/audit",
        did_document=lambda school: issuance.did_document_of(school, issuing),
        outside=outside,
    )


def organisation(slug: str = ACADEMY, **changes: object) -> Organisation:
    """Return a school of that slug."""
    plain = Organisation(
        id=slug,
        slug=slug,
        kind=OrganisationKind.SCHOOL,
        name="Riverbend Demo Academy",
        url=f"{BASE}/issuers/{slug}",
        did=f"did:web:badges.riverbend.example:issuers:{slug}",
        did_form=DidForm.PATH,
        created_at=START - timedelta(days=100),
    )
    return replace(plain, **changes)  # type: ignore[arg-type] # the test names the fields


def _people(school: str) -> tuple[Person, ...]:
    def person(name: str, role: Role, born: date | None = None) -> Person:
        return Person(
            id=f"{school}-{name}",
            organisation=school,
            name=name.title(),
            roles=frozenset({role}),
            created_at=START - timedelta(days=90),
            birth_date=born,
        )

    return (
        person(KESTREL, Role.LEARNER, date(2000, 5, 1)),
        person(WREN, Role.LEARNER, date(2014, 5, 1)),
        person(GUARDIAN, Role.GUARDIAN),
        person(REGISTRAR, Role.REGISTRAR),
        person(ADMIN, Role.ADMIN),
    )


def actor(name: str, role: Role, school: str = ACADEMY) -> Actor:
    """Return a person of a school in a role."""
    return Actor(person=f"{school}-{name}", organisation=school, role=role)


def open_school(services: issuance.Services, school: str = ACADEMY) -> None:
    """Store a school, its people, one published badge and a signing key."""
    with records_of(services) as uow:
        uow.organisations.add(organisation(school))
        for person in _people(school):
            uow.people.add(person)
        uow.ties.add(
            Tie(
                id=f"{school}-tie",
                organisation=school,
                person=f"{school}-{GUARDIAN}",
                other=f"{school}-{WREN}",
                kind=TieKind.GUARDIAN,
                since=START - timedelta(days=90),
            )
        )
        uow.definitions.add(_definition(school))
        uow.commit()
    issuance.create_key(school, services)


def records_of(services: issuance.Services) -> records.SqlUnitOfWork:
    """Open a writing unit of work with every repository on it."""
    uow = services.unit_of_work()
    assert isinstance(uow, records.SqlUnitOfWork)
    return uow


def _definition(school: str) -> Definition:
    return Definition(
        id=f"{school}-leadership-1",
        organisation=school,
        badge="leadership",
        version=1,
        public_slug=f"{school}-leadership",
        title="Team Leadership",
        state=DefinitionState.PUBLISHED,
        document={"title": "Team Leadership"},
        content_hash=_HASH,
        drafted_by=f"{school}-{ADMIN}",
        drafted_at=START - timedelta(days=80),
        achievement=achievement(school),
        published_by=f"{school}-{ADMIN}",
        published_at=START - timedelta(days=80),
    )


def achievement(school: str = ACADEMY) -> dict[str, Json]:
    """Return an Achievement with a rubric criterion and a peer result."""
    url = f"{BASE}/achievements/{school}-leadership/v1"
    return {
        "id": url,
        "type": ["Achievement"],
        "name": "Team Leadership",
        "description": "Leads a team so that everyone has a real part.",
        "criteria": {"id": f"{url}/criteria", "narrative": "Lead a team through one project."},
        "achievementType": "Badge",
        "resultDescription": [
            {
                "id": f"{url}#result/quality/plan",
                "type": ["ResultDescription"],
                "name": "Quality: Plan",
                "resultType": "RubricCriterionLevel",
                "rubricCriterionLevel": [
                    {
                        "id": f"{url}#level/quality/plan/proficient",
                        "type": ["RubricCriterionLevel"],
                        "name": "proficient",
                        "level": "1",
                    },
                ],
                "requiredLevel": f"{url}#level/quality/plan/proficient",
            }
        ],
    }


def add_award(
    services: issuance.Services,
    name: str,
    *,
    learner: str = KESTREL,
    school: str = ACADEMY,
    **changes: object,
) -> str:
    """Store an approved award; returns its id."""
    award = replace(award_of(name, learner=learner, school=school), **changes)  # type: ignore[arg-type] # the test names the fields
    add_awards(services, (award,))
    return award.id


def add_awards(services: issuance.Services, awards: Iterable[Award]) -> None:
    """Store approved awards, with the submissions they came from, in one transaction."""
    with records_of(services) as uow:
        for award in awards:
            uow.submissions.add(
                Submission(
                    id=award.submission,
                    organisation=award.organisation,
                    learner=award.learner,
                    opened_by=award.learner,
                    definition=award.definition,
                    badge="leadership",
                    credential_id=award.credential_id,
                    opened_at=START - timedelta(days=30),
                    state=SubmissionState.APPROVED,
                )
            )
            uow.awards.add(award)
        uow.commit()


def award_of(name: str, *, learner: str = KESTREL, school: str = ACADEMY) -> Award:
    """Return an award in the words of Open Badges, as assessment hands it over."""
    url = f"{BASE}/achievements/{school}-leadership/v1"
    return Award(
        id=f"award-{name}",
        organisation=school,
        submission=f"submission-{name}",
        definition=f"{school}-leadership-1",
        learner=f"{school}-{learner}",
        credential_id=f"{BASE}/credentials/{name}",
        achievement=achievement(school),
        results=(
            {
                "type": ["Result"],
                "resultDescription": f"{url}#result/quality/plan",
                "achievedLevel": f"{url}#level/quality/plan/proficient",
            },
        ),
        evidence=(
            {
                "id": "urn:uuid:2b0c1f0e-8f5c-4a7b-9d0e-3a7e3a3b9a11",
                "type": ["Evidence"],
                "name": "Project report",
                "genre": "file",
                "digestMultibase": "uEiCoXYEgFFwGvIeHHPMvSrPw7XnPzYcE-6C9R8cGXyLL9A",
            },
        ),
        awarded_at=START - timedelta(minutes=10),
        approved_by=f"{school}-{ADMIN}",
        decision={"result": "met"},
        decision_hash=_HASH,
        facts={"facts": []},
    )


def give_consent(services: issuance.Services, learner: str, school: str = ACADEMY) -> None:
    """Let the learner's side agree to a public page."""
    with records_of(services) as uow:
        uow.consents.add(
            Consent(
                id=f"consent-{learner}",
                organisation=school,
                subject=f"{school}-{learner}",
                purpose=Purpose.PUBLISH_PAGE,
                granted_by=f"{school}-{GUARDIAN}",
                relation="guardian",
                at=START - timedelta(days=1),
            )
        )
        uow.commit()
