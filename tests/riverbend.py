"""A small school for tests of assessment: people, a badge, and verbs shortened to sentences.

Everything goes through the public use cases; nothing is planted past the rules.
"""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from issuer import accounts, assessment
from issuer.access import Actor, Role
from issuer.accounts.model import OrganisationKind, Person, Purpose, TieKind
from issuer.assessment import commands
from issuer.assessment.model import Attestation, Definition, Submission
from issuer.records import SqlUnitOfWork, open_engine
from issuer.records.blobs import FileBlobs
from tests.plain_keys import PLAIN_KEYS
from tests.sign_in import plain_sign_in

BASE = "https://badges.riverbend.example"
#: A Friday, so that leases have a weekend to cross.
START = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
SCALE = ("beginning", "developing", "proficient", "advanced")
OWN_WORK = "This is my own work; my team helped with the plan."
PDF = b"%PDF-1.7\nA plan with roles.\n"


class FixedClock:
    """A clock that moves when told to."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """Return the same instant until `pass_time`; a microsecond later each time it is asked.

        So that facts have an order, as they do in life.
        """
        self.now += timedelta(microseconds=1)
        return self.now

    def pass_time(self, **parts: float) -> None:
        """Move on, by the parts of a timedelta."""
        self.now += timedelta(**parts)


class CountingIds:
    """Ids and salts in a fixed order."""

    def __init__(self) -> None:
        self.count = 0

    def _next(self) -> int:
        self.count += 1
        return self.count

    def new_id(self) -> str:
        """Return the next id."""
        return f"id{self._next():020d}"

    def new_urn(self) -> str:
        """Return the next urn."""
        return f"urn:uuid:00000000-0000-4000-8000-{self._next():012d}"

    def secret(self, size: int) -> bytes:
        """Return bytes that differ from all before."""
        return self._next().to_bytes(size, "big")


RUBRIC: dict[str, Any] = {
    "spec": "cbe-rubric/1",
    "rubric": "team-leadership",
    "version": 1,
    "title": "Team leadership",
    "scale": list(SCALE),
    "criteria": [
        {
            "id": name,
            "title": name.capitalize(),
            "levels": {level: f"Shows {name} at the level {level}." for level in SCALE},
        }
        for name in ("planning", "coordination", "ethics")
    ],
}
INSTRUMENT: dict[str, Any] = {
    "spec": "cbe-instrument/1",
    "instrument": "leadership-behaviours",
    "version": 1,
    "title": "Leadership behaviours",
    "scale": list(SCALE),
    "example_required": False,
    "items": [
        {
            "id": name,
            "statement": statement,
            "levels": {level: f"{statement} ({level})" for level in SCALE},
        }
        for name, statement in (
            ("shares-work", "Split the work so that everyone had a real part"),
            ("listens", "Changed the plan at least once after hearing someone"),
            ("keeps-commitments", "Did what they said, or said early that they could not"),
        )
    ],
    "anchors": [
        {"artifact": f"sha256:{digit * 64}", "levels": dict.fromkeys(names, "proficient")}
        for digit, names in (
            ("1", ("shares-work", "listens", "keeps-commitments")),
            ("2", ("shares-work", "listens", "keeps-commitments")),
        )
    ],
}


def team_leadership(**changes: Any) -> dict[str, Any]:
    """Return the criteria of Team Leadership, shorter than the example of the specification."""
    return {
        "spec": "cbe-criteria/1",
        "badge": "team-leadership",
        "version": 1,
        "title": "Team Leadership",
        "summary": "The learner led a team from plan to delivery.",
        "scale": list(SCALE),
        "resubmission": {"max": 2, "cooldown": "P3D"},
        "award": {"valid_for": "P3Y", "results": ["teacher-assessment"]},
        "criteria": {
            "id": "everything",
            "title": "All of these",
            "all_of": [
                {
                    "id": "plan",
                    "title": "A plan with roles",
                    "evidence": {"kinds": ["file"], "tag": "plan"},
                },
                {
                    "id": "peer-verification",
                    "title": "Peers confirm it",
                    "waivable": ["registrar"],
                    "peers": {
                        "instrument": "leadership-behaviours@1",
                        "min": 3,
                        "mix": {"teammate": 2, "outside": 1},
                        "levels": {
                            "shares-work": "proficient",
                            "listens": "proficient",
                            "keeps-commitments": "proficient",
                        },
                    },
                },
                {
                    "id": "teacher-assessment",
                    "title": "Teacher assessment",
                    "rubric": {
                        "rubric": "team-leadership@1",
                        "levels": {
                            "planning": "proficient",
                            "coordination": "proficient",
                            "ethics": "developing",
                        },
                    },
                },
                {
                    "id": "collaboration",
                    "title": "The work was shared",
                    "any_of": [
                        {
                            "id": "balance",
                            "title": "By the figures",
                            "metric": {
                                "metric": "contribution-balance",
                                "op": ">=",
                                "value": 0.6,
                                "min_sample": 20,
                            },
                        },
                        {
                            "id": "observed",
                            "title": "A teacher saw it",
                            "signoff": {"role": "teacher", "statement": "I saw this team work."},
                        },
                    ],
                },
            ],
        },
        **changes,
    }


@dataclass
class School:
    """One organisation with its services, people by code-name, and a published badge."""

    services: assessment.Services
    accounts_services: accounts.Services
    clock: FixedClock
    organisation: str
    people: dict[str, Person] = field(default_factory=dict)

    def enrol(self, name: str, *roles: Role, group: str | None = None, age: int = 16) -> Person:
        """Enrol a person under a code-name."""
        person = accounts.enrol_person(
            accounts.EnrolPerson(
                organisation=self.organisation,
                name=name,
                roles=frozenset(roles),
                birth_date=date(2026 - age, 1, 1),
                group=group,
            ),
            self.accounts_services,
        )
        self.people[name] = person
        return person

    def id(self, name: str) -> str:
        """Return the id of a person."""
        return self.people[name].id

    def actor(self, name: str, role: Role) -> Actor:
        """Return a person acting in a role."""
        return Actor(person=self.id(name), organisation=self.organisation, role=role)

    def tie(self, person: str, other: str, kind: TieKind, *, until: datetime | None = None) -> None:
        """Record a tie, as the registrar."""
        accounts.tie_people(
            accounts.TiePeople(
                actor=self.actor("registrar", Role.REGISTRAR),
                person=self.id(person),
                other=self.id(other),
                kind=kind,
                until=until,
            ),
            self.accounts_services,
        )

    def consent(self, guardian: str, learner: str, purpose: Purpose) -> None:
        """Record a guardian's consent."""
        accounts.record_consent(
            accounts.RecordConsent(
                actor=self.actor(guardian, Role.GUARDIAN),
                subject=self.id(learner),
                purpose=purpose,
            ),
            self.accounts_services,
        )

    def publish(self, document: Mapping[str, Any]) -> Definition:
        """Draft and publish a badge version."""
        issuer = self.actor("issuer", Role.ISSUER)
        draft = assessment.draft_definition(
            commands.DraftDefinition(actor=issuer, document=document), self.services
        )
        return assessment.publish_definition(
            commands.PublishDefinition(actor=issuer, definition=draft.id), self.services
        )

    def open(self, learner: str, definition: Definition) -> Submission:
        """Open a submission as the learner."""
        return assessment.open_submission(
            commands.OpenSubmission(
                actor=self.actor(learner, Role.LEARNER),
                definition=definition.id,
                learner=self.id(learner),
            ),
            self.services,
        )

    def add_plan(self, learner: str, submission: Submission, data: bytes = PDF) -> None:
        """Add a plan as the learner."""
        assessment.add_file(
            commands.AddFile(
                actor=self.actor(learner, Role.LEARNER),
                submission=submission.id,
                stream=io.BytesIO(data),
                title="Our plan",
                tags=("plan",),
                file_name="plan.pdf",
            ),
            self.services,
        )

    def hand_in(self, learner: str, definition: Definition, data: bytes = PDF) -> Submission:
        """Open, add a plan, hand in and triage."""
        submission = self.open(learner, definition)
        self.add_plan(learner, submission, data)
        assessment.submit_revision(
            commands.Submit(
                actor=self.actor(learner, Role.LEARNER),
                submission=submission.id,
                authorship=OWN_WORK,
            ),
            self.services,
        )
        return self.triage(submission)

    def triage(self, submission: Submission) -> Submission:
        """Triage as the teacher."""
        return assessment.triage_submission(
            commands.Triage(actor=self.actor("teacher", Role.TEACHER), submission=submission.id),
            self.services,
        )

    def reviewers(self, submission: Submission) -> list[str]:
        """Return the code-names of the peers with an open review, sorted."""
        view = self.view(submission)
        names = {person.id: name for name, person in self.people.items()}
        return sorted(names[review.peer] for review in view.reviews if review.is_open())

    def attest(
        self, name: str, submission: Submission, level: str = "proficient", **levels: str
    ) -> Attestation:
        """Attest every item at one level, but for those named."""
        every = dict.fromkeys(("shares-work", "listens", "keeps-commitments"), level)
        named = {item.replace("_", "-"): value for item, value in levels.items()}
        return assessment.record_attestation(
            commands.Attest(
                actor=self.actor(name, Role.PEER),
                submission=submission.id,
                levels=every | named,
            ),
            self.services,
        )

    def attest_all(self, submission: Submission) -> None:
        """Let every assigned peer attest."""
        for name in self.reviewers(submission):
            self.attest(name, submission)

    def rate(
        self, submission: Submission, level: str = "proficient", by: str = "teacher", **levels: str
    ) -> Submission:
        """Rate every criterion at one level, but for those named."""
        every = dict.fromkeys(("planning", "coordination", "ethics"), level)
        return assessment.record_rating(
            commands.Rate(
                actor=self.actor(by, Role.TEACHER),
                submission=submission.id,
                rubric="team-leadership@1",
                levels=every | levels,
            ),
            self.services,
        )

    def sign(self, submission: Submission, by: str = "teacher") -> Submission:
        """Sign that the team's work was seen."""
        return assessment.sign_off(
            commands.SignOff(
                actor=self.actor(by, Role.TEACHER),
                submission=submission.id,
                node="observed",
                approve=True,
            ),
            self.services,
        )

    def measure(self, submission: Submission, value: str, sample: int = 44) -> Submission:
        """Record the team's contribution balance."""
        return assessment.record_metric(
            commands.RecordMetric(
                actor=self.actor("teacher", Role.TEACHER),
                submission=submission.id,
                metric="contribution-balance",
                value=Decimal(value),
                sample=sample,
                source="git log",
            ),
            self.services,
        )

    def approve(self, submission: Submission, by: str = "issuer") -> Any:
        """Approve as an issuer."""
        return assessment.approve_award(
            commands.Approve(actor=self.actor(by, Role.ISSUER), submission=submission.id),
            self.services,
        )

    def make_ready(self, learner: str, definition: Definition) -> Submission:
        """Bring a submission to `ready` on the ordinary way."""
        submission = self.hand_in(learner, definition)
        self.attest_all(submission)
        self.rate(submission)
        return self.sign(submission)

    def view(self, submission: Submission, name: str = "teacher", role: Role = Role.TEACHER) -> Any:
        """Return what a person sees of a submission."""
        return assessment.show_submission(self.actor(name, role), submission.id, self.services)

    def events(self, submission: Submission) -> list[str]:
        """Return the names of the events of a submission's learner, in order."""
        found = assessment.list_events(
            self.actor("registrar", Role.REGISTRAR), submission.learner, self.services
        )
        return [event.name for event in found]


def services_on(
    url: str, folder: Path
) -> tuple[assessment.Services, accounts.Services, FixedClock, sa.Engine]:
    """Return both rooms' services on one database."""
    engine = open_engine(url)
    clock, ids = FixedClock(), CountingIds()

    def write() -> SqlUnitOfWork:
        return SqlUnitOfWork(engine, write=True, clock=clock, sealer=PLAIN_KEYS)

    def read() -> SqlUnitOfWork:
        return SqlUnitOfWork(engine, write=False, clock=clock, sealer=PLAIN_KEYS)

    return (
        assessment.Services(
            unit_of_work=write,
            read_only=read,
            clock=clock,
            ids=ids,
            blobs=FileBlobs(folder / "evidence", free_floor=0.0, sealer=PLAIN_KEYS),
            base_url=BASE,
        ),
        accounts.Services(
            unit_of_work=write, read_only=read, clock=clock, ids=ids, sign_in=plain_sign_in()
        ),
        clock,
        engine,
    )


def open_school(
    url: str, folder: Path, *, sole_teacher: bool = False
) -> tuple[School, Callable[[], None]]:
    """Return a school with staff, a team of four and four others, and what closes it."""
    services, accounts_services, clock, engine = services_on(url, folder)
    organisation = accounts.create_organisation(
        accounts.CreateOrganisation(
            slug="riverbend",
            kind=OrganisationKind.SCHOOL,
            name="Riverbend Demo Academy",
            base_url=BASE,
            sole_teacher=sole_teacher,
        ),
        accounts_services,
    )
    school = School(
        services=services,
        accounts_services=accounts_services,
        clock=clock,
        organisation=organisation.id,
    )
    school.enrol("teacher", Role.TEACHER, Role.ISSUER, age=40)
    school.enrol("assessor", Role.TEACHER, age=40)
    school.enrol("registrar", Role.REGISTRAR, age=40)
    school.enrol("issuer", Role.ISSUER, age=40)
    school.enrol("guardian", Role.GUARDIAN, Role.ISSUER, Role.TEACHER, age=40)
    for name in ("kestrel", "wren", "heron", "plover"):
        school.enrol(name, Role.LEARNER, Role.PEER, group="team-1")
    for name in ("dunlin", "teal", "rook", "siskin"):
        school.enrol(name, Role.LEARNER, Role.PEER)
    school.tie("guardian", "kestrel", TieKind.GUARDIAN)
    _publish_forms(school)
    for name in ("kestrel", "wren", "heron", "plover", "dunlin", "teal", "rook", "siskin"):
        calibrate(school, name)
    return school, engine.dispose


def _publish_forms(school: School) -> None:
    actor = school.actor("teacher", Role.TEACHER)
    assessment.publish_rubric(commands.PublishRubric(actor=actor, document=RUBRIC), school.services)
    assessment.publish_instrument(
        commands.PublishInstrument(actor=actor, document=INSTRUMENT), school.services
    )


def calibrate(school: School, name: str, level: str = "proficient") -> bool:
    """Let a peer rate both anchors, all items at one level; return whether it passed."""
    items: dict[str, str] = dict.fromkeys(("shares-work", "listens", "keeps-commitments"), level)
    attempt = assessment.calibrate_peer(
        commands.Calibrate(
            actor=school.actor(name, Role.PEER),
            instrument="leadership-behaviours@1",
            answers={f"sha256:{digit * 64}": items for digit in "12"},
        ),
        school.services,
    )
    return attempt.passed
