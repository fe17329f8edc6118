"""Who lives in the demo school: bird code-names and roles, no names of people."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from issuer import accounts, issuance
from issuer.access import Actor, Role
from issuer.accounts.commands import (
    CreateOrganisation,
    EnrolPerson,
    MakeToken,
    RecordConsent,
    TiePeople,
)
from issuer.accounts.model import OrganisationKind, Purpose, TieKind
from issuer.cli.services import Services

_LEARNER = frozenset({Role.LEARNER, Role.PEER})
#: Code-name, age in years, team.
_LEARNERS = (
    ("Kestrel", 16, "Alder"),
    ("Plover", 16, "Alder"),
    ("Teal", 15, "Alder"),
    ("Siskin", 17, "Birch"),
    ("Dunlin", 16, "Birch"),
    ("Heron", 15, "Cedar"),
    ("Curlew", 17, "Cedar"),
)
_STAFF = (
    ("Teacher", Role.TEACHER),
    ("Registrar", Role.REGISTRAR),
    ("Issuer", Role.ISSUER),
    ("Admin", Role.ADMIN),
    ("Auditor", Role.AUDITOR),
)
_GUARDIAN = "Guardian of Kestrel"
_DAYS_OF_A_YEAR = 366


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """The demo school and its people, by code-name or role."""

    organisation: str
    slug: str
    did: str
    people: Mapping[str, str]

    def act(self, who: str, role: Role) -> Actor:
        """Return somebody acting in a role."""
        return Actor(person=self.people[who], organisation=self.organisation, role=role)

    @property
    def teacher(self) -> Actor:
        """The teacher."""
        return self.act("Teacher", Role.TEACHER)

    @property
    def registrar(self) -> Actor:
        """The registrar."""
        return self.act("Registrar", Role.REGISTRAR)

    @property
    def issuer(self) -> Actor:
        """The person who approves awards."""
        return self.act("Issuer", Role.ISSUER)

    def learner(self, who: str) -> Actor:
        """Return a learner."""
        return self.act(who, Role.LEARNER)

    def peer(self, who: str) -> Actor:
        """Return a learner as a peer of others."""
        return self.act(who, Role.PEER)


def gather(services: Services, *, before: Callable[[Cast], None] | None = None) -> Cast:
    """Create the school, its signing key and its people.

    `before` is played when all are there but the auditor, whose visit is short.
    """
    school = accounts.create_organisation(
        CreateOrganisation(
            slug="riverbend",
            kind=OrganisationKind.SCHOOL,
            name="Riverbend Demo Academy",
            base_url=services.public_base_url,
            description="A fictional school that shows how Issuer works.",
            # Whoever plays every role on one computer would need a device for each of them.
            staff_second_factor=False,
        ),
        services.accounts,
    )
    today = services.clock().date()
    people = {
        who: _enrol(services, school.id, who, _LEARNER, born=_born(today, age), team=team)
        for who, age, team in _LEARNERS
    }
    people |= {
        who: _enrol(services, school.id, who, frozenset({role}))
        for who, role in _STAFF
        if role is not Role.AUDITOR
    }
    people[_GUARDIAN] = _enrol(services, school.id, _GUARDIAN, frozenset({Role.GUARDIAN}))
    cast = Cast(organisation=school.id, slug=school.slug, did=school.did, people=people)
    issuance.create_key(cast.organisation, services.issuance)
    _let_guardian_consent(cast, services)
    if before is not None:
        before(cast)
    people["Auditor"] = _enrol(services, school.id, "Auditor", frozenset({Role.AUDITOR}))
    return cast


def hand_out_tokens(cast: Cast, services: Services) -> dict[str, str]:
    """Make one API token per role of the story; each is shown once and stored as a hash."""
    holders = {
        "learner": ("Kestrel", Role.LEARNER),
        "peer": ("Plover", Role.PEER),
        "guardian": (_GUARDIAN, Role.GUARDIAN),
    } | {role.value: (who, role) for who, role in _STAFF}
    return {
        label: accounts.make_token(
            MakeToken(
                organisation=cast.organisation,
                person=cast.people[who],
                role=role,
                label=f"demo {label}",
            ),
            services.accounts,
        )[1]
        for label, (who, role) in holders.items()
    }


def _born(today: date, age: int) -> date:
    # Half a year past the birthday: the demo must not change its story on somebody's birthday.
    return today - timedelta(days=age * _DAYS_OF_A_YEAR + 180)


def _enrol(
    services: Services,
    organisation: str,
    name: str,
    roles: frozenset[Role],
    *,
    born: date | None = None,
    team: str | None = None,
) -> str:
    command = EnrolPerson(
        organisation=organisation, name=name, roles=roles, birth_date=born, group=team
    )
    return accounts.enrol_person(command, services.accounts).id


def _let_guardian_consent(cast: Cast, services: Services) -> None:
    """The guardian lets Kestrel's page be public under the code-name."""
    tie = TiePeople(
        actor=cast.registrar,
        person=cast.people[_GUARDIAN],
        other=cast.people["Kestrel"],
        kind=TieKind.GUARDIAN,
    )
    accounts.tie_people(tie, services.accounts)
    guardian = cast.act(_GUARDIAN, Role.GUARDIAN)
    for purpose, name in ((Purpose.PUBLISH_PAGE, None), (Purpose.NAME_ON_PAGE, "Kestrel")):
        consent = RecordConsent(
            actor=guardian, subject=cast.people["Kestrel"], purpose=purpose, display_name=name
        )
        accounts.record_consent(consent, services.accounts)
