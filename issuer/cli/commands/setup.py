"""`issuer init`, `db`, `tokens`, `people`: what an operator does before anybody else can."""

from datetime import date, datetime
from pathlib import Path

import click

from issuer import accounts, issuance
from issuer.access import Role
from issuer.accounts import Invite
from issuer.accounts.commands import CreateOrganisation, EnrolPerson, MakeToken
from issuer.accounts.model import DidForm, Organisation, OrganisationKind
from issuer.cli.commands.granting import add_granting
from issuer.cli.commands.keys import organisation_of
from issuer.cli.commands.privacy import add_privacy
from issuer.cli.services import Opening, Services
from issuer.cli.speaking import say, say_json, told_in_one_line

_ROLES = click.Choice([role.value for role in Role if role is not Role.CLIENT])
#: What one adult alone needs to get from nothing to a badge.
_ALONE = frozenset({Role.ADMIN, Role.TEACHER, Role.ISSUER})
_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
_ORGANISATION = click.option("--organisation", metavar="SLUG", help="Which organisation.")
_DATA = click.option("--data", type=click.Path(path_type=Path), help="Folder instead of data_dir.")

_SCHOOL: tuple[click.Parameter, ...] = (
    click.Option(["--slug"], required=True, help="Short name in addresses; never changes."),
    click.Option(["--name"], required=True, help="Name as employers read it."),
    click.Option(["--url"], help="The organisation's own web site."),
    click.Option(
        ["--kind"],
        default=OrganisationKind.SCHOOL.value,
        type=click.Choice([kind.value for kind in OrganisationKind]),
    ),
    click.Option(
        ["--did", "did_form"],
        default=DidForm.PATH.value,
        type=click.Choice([form.value for form in DidForm]),
        help="host: /.well-known/did.json; path: below /issuers/; key: no host at all.",
    ),
    click.Option(["--sole-teacher"], is_flag=True, help="One adult assesses and approves."),
    click.Option(
        ["--two-to-revoke", "second_person_for_revocation"],
        is_flag=True,
        help="Nothing is revoked before a second person agrees.",
    ),
    click.Option(
        ["--staff-second-factor/--no-staff-second-factor", "staff_second_factor"],
        default=True,
        help="Administrators and issuers sign in with a passkey or a code as well.",
    ),
)


def init_command(opening: Opening) -> click.Command:
    """Return the command that makes a new installation or a further organisation."""

    @click.command("init", params=[*_SCHOOL])
    @_DATA
    @_JSON
    @told_in_one_line
    def init(data: Path | None, *, as_json: bool, **given: str | bool) -> None:
        """Create database, keys, an organisation and its first administrator."""
        services = opening.services(data=data, create=True)
        organisation = _create_organisation(services, given)
        person, secret = _first_administrator(services, organisation)
        link = _link_for(services, organisation.id, person)
        if as_json:
            say_json(
                {
                    "organisation": organisation.id,
                    "did": organisation.did,
                    "administrator": person,
                    "token": secret,
                    "invitation": link,
                }
            )
            return
        _tell_made(services, organisation, secret, link)

    return init


def _tell_made(services: Services, organisation: Organisation, secret: str, link: str) -> None:
    say(f"{organisation.name} is ready: {organisation.did}")
    if organisation.sole_teacher:
        say("One adult assesses and approves here, and every badge says so.")
    say(f"Data: {services.data_dir}")
    say(f"Back up {services.data_dir / 'kek'} apart from the rest: without it no key signs.")
    say("Back up person-keys apart as well, and keep copies for 30 days at most.")
    say(f"Administrator token, shown this once: {secret}")
    say(f"Link by which the administrator chooses a password, once, for three days: {link}")
    say("Next: issuer serve, and open that link; docs/first-hour.md goes on from there.")


def _create_organisation(services: Services, given: dict[str, str | bool]) -> Organisation:
    form = DidForm(str(given["did_form"]))
    # A did:key is made of the key, and the key is sealed for the organisation: so the id is first.
    organisation_id = services.accounts.ids.new_id()
    made = issuance.make_key(organisation_id, services.issuance)
    organisation = accounts.create_organisation(
        CreateOrganisation(
            slug=str(given["slug"]),
            name=str(given["name"]),
            kind=OrganisationKind(str(given["kind"])),
            base_url=services.public_base_url,
            did_form=form,
            did=issuance.did_of(made) if form is DidForm.KEY else None,
            url=str(given["url"]) if given["url"] else None,
            sole_teacher=bool(given["sole_teacher"]),
            second_person_for_revocation=bool(given["second_person_for_revocation"]),
            staff_second_factor=bool(given["staff_second_factor"]),
            id=organisation_id,
        ),
        services.accounts,
    )
    issuance.create_key(organisation.id, services.issuance, made)
    return organisation


def _first_administrator(services: Services, organisation: Organisation) -> tuple[str, str]:
    """Enrol whoever begins; an adult who is alone also has to assess and approve.

    The token stays the administrator's alone: it is for the terminal, and pages switch roles.
    """
    roles = _ALONE if organisation.sole_teacher else frozenset({Role.ADMIN})
    enrol = EnrolPerson(organisation=organisation.id, name="Administrator", roles=roles)
    person = accounts.enrol_person(enrol, services.accounts)
    token = MakeToken(
        organisation=organisation.id, person=person.id, role=Role.ADMIN, label="first administrator"
    )
    _, secret = accounts.make_token(token, services.accounts)
    return person.id, secret


def db_group(opening: Opening) -> click.Group:
    """Return the group that cares for the database."""

    @click.group("db", help="Care for the database.")
    def db() -> None:
        pass

    @db.command("upgrade", help="Bring the database to the newest revision; back it up first.")
    @_DATA
    @told_in_one_line
    def upgrade(data: Path | None) -> None:
        say(f"The database is at revision {opening.upgrade(data=data)}.")

    return db


def people_group(opening: Opening) -> click.Group:
    """Return the group that enrols and invites people at the terminal."""

    @click.group("people", help="Enrol and invite people.")
    def people() -> None:
        pass

    @people.command("add", help="Enrol a person.")
    @_ORGANISATION
    @click.option("--name", required=True, help="Code-name or name; never in a credential.")
    @click.option("--role", "roles", multiple=True, required=True, type=_ROLES)
    @click.option("--born", type=click.DateTime(["%Y-%m-%d"]), help="Date of birth.")
    @click.option("--group", help="Team or group; its members are teammates.")
    @_JSON
    @told_in_one_line
    def add(  # one parameter per option
        organisation: str | None,
        name: str,
        roles: tuple[str, ...],
        born: datetime | None,
        group: str | None,
        *,
        as_json: bool,
    ) -> None:
        services = opening.services()
        command = EnrolPerson(
            organisation=organisation_of(services, organisation).id,
            name=name,
            roles=frozenset(Role(role) for role in roles),
            birth_date=_day(born),
            group=group,
        )
        person = accounts.enrol_person(command, services.accounts)
        if as_json:
            say_json({"id": person.id})
        else:
            say(f"Enrolled {person.name}: {person.id}")

    add_privacy(people, opening)
    add_granting(people, opening)
    people.add_command(_invite_command(opening))
    return people


def _invite_command(opening: Opening) -> click.Command:
    @click.command("invite", help="Print a link by which a person comes in and signs in.")
    @click.argument("person")
    @_ORGANISATION
    @click.option("--handle", help="Sign-in name; one is made where there is none.")
    @click.option("--email", help="Address, for forgotten passwords.")
    @_JSON
    @told_in_one_line
    def invite(
        person: str, organisation: str | None, *, as_json: bool, **given: str | None
    ) -> None:
        services = opening.services()
        chosen = organisation_of(services, organisation).id
        link = _link_for(services, chosen, person, **given)
        if as_json:
            say_json({"invitation": link})
        else:
            say(link)

    return invite


def _link_for(
    services: Services,
    organisation: str,
    person: str,
    *,
    handle: str | None = None,
    email: str | None = None,
) -> str:
    command = Invite(organisation=organisation, person=person, handle=handle, email=email)
    invited = accounts.invite(command, services.accounts)
    return f"{services.public_base_url}/invitations/{invited.secret}"


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else moment.date()


def tokens_group(opening: Opening) -> click.Group:
    """Return the group that makes API tokens at the terminal."""

    @click.group("tokens", help="Make API tokens.")
    def tokens() -> None:
        pass

    @tokens.command("new", help="Make a token for one person in one role; shown this once.")
    @_ORGANISATION
    @click.option("--person", required=True, help="Id of the person.")
    @click.option("--role", required=True, type=_ROLES)
    @click.option("--label", default="made at the terminal", show_default=True)
    @click.option("--days", default=90, show_default=True, type=click.IntRange(1, 366))
    @_JSON
    @told_in_one_line
    def new(  # one parameter per option
        organisation: str | None, person: str, role: str, label: str, days: int, *, as_json: bool
    ) -> None:
        services = opening.services()
        command = MakeToken(
            organisation=organisation_of(services, organisation).id,
            person=person,
            role=Role(role),
            label=label,
            days=days,
        )
        token, secret = accounts.make_token(command, services.accounts)
        if as_json:
            say_json({"id": token.id, "token": secret})
        else:
            say(secret)

    return tokens
