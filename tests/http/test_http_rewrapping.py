"""Another key-encryption key: everything opens afterwards, whenever the change was killed."""

import os
import signal
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa
from pyotp.totp import TOTP
from sqlalchemy.exc import DBAPIError

from issuer import accounts, auditing, federation, issuance
from issuer.access import Role
from issuer.accounts import SignInWithPassword
from issuer.accounts.model import OrganisationKind
from issuer.app import House, build_house
from issuer.app.rewrapping import rewrap
from issuer.config import Settings
from issuer.errors import GoneError, SettingsError
from issuer.federation.model import OutsideIdentity
from tests.databases import upgraded
from tests.schooling import BASE, SettableClock

__all__ = ["upgraded"]

PASSWORD = "a heron stands in the reeds"  # noqa: S105 - of a test
STEPS = (
    "after_beginning",
    "after_data_key",
    "inside_person",
    "after_person",
    "inside_keys",
    "after_keys",
    "inside_finish",
    "after_finish",
)


@dataclass(kw_only=True)
class Place:
    """One installation: a school, an administrator with a password and an app, a provider."""

    settings: Settings
    clock: SettableClock
    person: str
    organisation: str
    token: str
    app_secret: str
    link: str

    def open(self) -> House:
        """Start the service."""
        return build_house(self.settings, self.clock)

    def rewrap(self, die_at: str = "") -> None:
        """Change the secret, perhaps in a process that dies at a step of the second person."""
        child = os.fork()
        if child == 0:
            self.work_until(die_at)
        _, status = os.waitpid(child, 0)
        assert (0 if not die_at else -signal.SIGKILL) == os.waitstatus_to_exitcode(status)

    def work_until(self, die_at: str) -> None:
        """Change the secret in this process, which ends with it or dies before."""

        def reached(name: str) -> None:
            if name == die_at:
                os.kill(os.getpid(), signal.SIGKILL)

        try:
            rewrap(self.settings, self.clock, None, lambda _done, _of: None, reached)
            os._exit(0)
        finally:
            os._exit(1)

    def code(self) -> str:
        """Return what the app shows now."""
        self.clock.now = self.clock.now.replace(hour=(self.clock.now.hour + 1) % 24)
        return TOTP(self.app_secret).at(self.clock.now)


@pytest.fixture
def place(upgraded: str, tmp_path: Path) -> Place:
    """Give an installation whose service is stopped."""
    settings = Settings(
        data_dir=tmp_path / "data",
        database_url=upgraded,
        public_base_url=BASE,
        small_host=True,
        rate_factor=0,
    )
    clock = SettableClock()
    house = build_house(settings, clock, create=True)
    return _found(house, settings, clock)


def _found(house: House, settings: Settings, clock: SettableClock) -> Place:
    people = house.accounts
    school = accounts.create_organisation(
        accounts.CreateOrganisation(
            slug="riverbend", kind=OrganisationKind.SCHOOL, name="Riverbend", base_url=BASE
        ),
        people,
    )
    issuance.create_key(school.id, house.issuance)
    auditing.checkpoint(house.auditing)
    wish = accounts.EnrolPerson(organisation=school.id, name="Heron", roles=frozenset({Role.ADMIN}))
    person = accounts.enrol_person(wish, people).id
    make = accounts.MakeToken(organisation=school.id, person=person, role=Role.ADMIN, label="first")
    _, token = accounts.make_token(make, people)
    invite = accounts.Invite(organisation=school.id, person=person, handle="heron")
    opened = accounts.accept_invitation(
        accounts.AcceptInvitation(secret=accounts.invite(invite, people).secret, password=PASSWORD),
        people,
    )
    secret = accounts.begin_codes(opened.session, people).secret
    turn_on = accounts.TurnOnCodes(session=opened.session, code=TOTP(secret).at(clock.now))
    accounts.turn_on_codes(turn_on, people)
    _connect(house, school.id, person)
    link = accounts.invite(accounts.Invite(organisation=school.id, person=person), people).secret
    house.close()
    return Place(
        settings=settings,
        clock=clock,
        person=person,
        organisation=school.id,
        token=token,
        app_secret=secret,
        link=link,
    )


def _connect(house: House, organisation: str, person: str) -> None:
    provider = federation.add_provider(
        federation.AddProvider(
            organisation=organisation,
            name="District",
            issuer="https://login.example.org",
            client_id="issuer",
            secret="s3cret-of-the-provider",  # noqa: S106 - of a test
        ),
        house.federation,
    )
    linked = OutsideIdentity(
        id="linked",
        organisation=organisation,
        provider=provider.id,
        person=person,
        linked_at=house.clock(),
    )
    with house.federation.unit_of_work() as uow:
        uow.outside_identities.add(linked, "subject-1")
        uow.commit()


def _lives(place: Place) -> dict[str, bool]:
    """Ask of everything that hangs on the secret whether it works."""
    house = place.open()
    try:
        actor = accounts.authenticate(place.token, house.accounts)
        organisation = place.organisation
        attempt = SignInWithPassword(
            organisation=organisation, name="Heron", password=PASSWORD, code=place.code()
        )
        with house.federation.read_only() as uow:
            (provider,) = uow.providers.of(organisation)
            linked = uow.outside_identities.find(organisation, provider.id, "subject-1")
        return {
            "name": "Heron" == accounts.show_person(actor, place.person, house.accounts).name,
            "password and app": accounts.sign_in(attempt, house.accounts).session.person
            == place.person,
            "signing keys": issuance.prove_keys(organisation, house.issuance) > 0,
            "log": not auditing.check_log(house.auditing).faults
            and auditing.checkpoint(house.auditing) is not None,
            "provider": provider.secret == "s3cret-of-the-provider",  # noqa: S105 - of a test
            "link to provider": linked is not None and linked.person == place.person,
        }
    finally:
        house.close()


def test_everything_opens_under_the_new_secret(place: Place) -> None:
    """Names, password, app, keys, log, provider and link to it; and the old secret is put aside."""
    before = (place.settings.data_dir / "kek").read_bytes()
    place.rewrap()
    files = sorted(path.name for path in place.settings.data_dir.glob("kek*"))
    kept = next(path for path in place.settings.data_dir.glob("kek.*"))
    lives = _lives(place)
    assert (dict.fromkeys(lives, True), 2, before) == (lives, len(files), kept.read_bytes())


def test_a_change_that_is_killed_at_every_step_goes_on(place: Place) -> None:
    """SIGKILL at one step after the other: the service waits, and in the end everything opens."""
    codes = set()
    for step in STEPS:
        place.rewrap(step)
        with pytest.raises(SettingsError) as caught:
            place.open()
        codes.add(caught.value.code)
    place.rewrap()
    lives = _lives(place)
    assert ({"rewrap", "kek"}, dict.fromkeys(lives, True)) == (codes, lives)


def test_a_second_change_keeps_the_links_to_providers(place: Place) -> None:
    """What the first one took along, the second one takes along too."""
    place.rewrap()
    place.rewrap()
    lives = _lives(place)
    assert dict.fromkeys(lives, True) == lives


def test_the_old_secret_is_refused_afterwards(place: Place) -> None:
    """A copy of it that somebody put back would seal what nobody can open."""
    old = (place.settings.data_dir / "kek").read_bytes()
    place.rewrap()
    (place.settings.data_dir / "kek").write_bytes(old)
    with pytest.raises(SettingsError) as caught:
        place.open()
    assert "kek" == caught.value.code


def test_nothing_is_changed_while_the_service_runs(place: Place) -> None:
    """It would go on sealing under the old secret."""
    house = place.open()
    with pytest.raises(SettingsError) as caught:
        rewrap(place.settings, place.clock, None, lambda _done, _of: None)
    house.close()
    assert ("rewrap", False) == (caught.value.code, (place.settings.data_dir / "kek.next").exists())


def test_what_the_old_secret_could_make_is_over(place: Place) -> None:
    """Whoever has it and a copy of the database could make every open link and card."""
    place.rewrap()
    house = place.open()
    accept = accounts.AcceptInvitation(secret=place.link, password=PASSWORD)
    with pytest.raises(GoneError):
        accounts.accept_invitation(accept, house.accounts)
    house.close()


def test_the_rows_do_not_open_under_the_old_secret(place: Place) -> None:
    """Not one sealed value is left as it was."""
    before = _sealed(place)
    place.rewrap()
    after = _sealed(place)
    assert (True, []) == (len(before) > 4, [name for name in before if before[name] == after[name]])


def _sealed(place: Place) -> dict[str, object]:
    house = place.settings
    engine = sa.create_engine(house.database)
    questions = {
        "key": 'SELECT id, sealed FROM "key"',
        "log": "SELECT name, sealed FROM audit_key",
        "app": "SELECT id, sealed FROM code_app",
        "provider": "SELECT id, sealed_secret FROM identity_provider",
        "index": "SELECT id, handle_index FROM login",
    }
    with engine.connect() as connection:
        found = {
            f"{name} {key}": bytes(value) if isinstance(value, bytes | memoryview) else value
            for name, question in questions.items()
            for key, value in connection.execute(sa.text(question))
        }
    engine.dispose()
    files = sorted(house.person_keys_path.iterdir())
    return {**found, **{path.name: path.read_bytes() for path in files}}


def test_a_person_key_that_opens_under_neither_stops_the_change(place: Place) -> None:
    """Nothing is finished, so nothing is lost: the folder is restored and the command run again."""
    file = next(place.settings.person_keys_path.iterdir())
    kept = file.read_bytes()
    file.write_bytes(kept[:-1] + bytes([kept[-1] ^ 1]))
    child = os.fork()
    if child == 0:
        place.work_until("")
    _, status = os.waitpid(child, 0)
    file.write_bytes(kept)
    place.rewrap()
    lives = _lives(place)
    assert (1, dict.fromkeys(lives, True)) == (os.waitstatus_to_exitcode(status), lives)


def test_the_log_keeps_its_one_key(place: Place) -> None:
    """Only its seal may change, on both databases."""
    engine = sa.create_engine(place.settings.database)
    with engine.begin() as connection, pytest.raises(DBAPIError):
        connection.execute(sa.text("UPDATE audit_key SET public_key_multibase = 'z6Mk'"))
    engine.dispose()
