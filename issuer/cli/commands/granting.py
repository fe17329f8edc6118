"""`issuer people grant`, `confirm`, `withdraw`: roles for a time, by the holder of a token."""

from datetime import UTC, datetime

import click

from issuer import accounts
from issuer.access import Role
from issuer.accounts.model import RoleGrant
from issuer.cli.acting import actor
from issuer.cli.services import Opening
from issuer.cli.speaking import say, say_json, told_in_one_line
from issuer.clock import format_instant

_ROLES = click.Choice([role.value for role in Role if role is not Role.CLIENT])
_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


def add_granting(people: click.Group, opening: Opening) -> None:
    """Add the commands about roles to the group of people."""
    people.add_command(_grant(opening))
    people.add_command(_confirm(opening))
    people.add_command(_withdraw(opening))


def _grant(opening: Opening) -> click.Command:
    @click.command("grant", help="Give PERSON a role; you act by ISSUER_TOKEN.")
    @click.argument("person")
    @click.option("--role", required=True, type=_ROLES)
    @click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="The day on which it ends.")
    @click.option("--unit", "units", multiple=True, help="Only for learners of this unit.")
    @_JSON
    @told_in_one_line
    def grant(
        person: str, role: str, until: datetime | None, units: tuple[str, ...], *, as_json: bool
    ) -> None:
        services = opening.services()
        command = accounts.GrantRole(
            actor=actor(services),
            person=person,
            role=Role(role),
            until=None if until is None else until.replace(tzinfo=UTC),
            units=frozenset(units) or None,
        )
        _tell(accounts.grant_role(command, services.accounts), as_json=as_json)

    return grant


def _confirm(opening: Opening) -> click.Command:
    @click.command("confirm", help="Confirm GRANT of PERSON as the second administrator.")
    @click.argument("person")
    @click.argument("grant")
    @_JSON
    @told_in_one_line
    def confirm(person: str, grant: str, *, as_json: bool) -> None:
        services = opening.services()
        command = accounts.ConfirmRole(actor=actor(services), person=person, grant=grant)
        _tell(accounts.confirm_role(command, services.accounts), as_json=as_json)

    return confirm


def _withdraw(opening: Opening) -> click.Command:
    @click.command("withdraw", help="End GRANT of PERSON at once.")
    @click.argument("person")
    @click.argument("grant")
    @_JSON
    @told_in_one_line
    def withdraw(person: str, grant: str, *, as_json: bool) -> None:
        services = opening.services()
        command = accounts.WithdrawRole(actor=actor(services), person=person, grant=grant)
        _tell(accounts.withdraw_role(command, services.accounts), as_json=as_json)

    return withdraw


def _tell(grant: RoleGrant, *, as_json: bool) -> None:
    waits = grant.needs_confirmation and grant.confirmed_at is None
    if as_json:
        until = {} if grant.until is None else {"until": format_instant(grant.until)}
        say_json({"id": grant.id, "role": grant.role.value, "waits": waits, **until})
        return
    if grant.withdrawn_at is not None:
        say(f"Ended: {grant.role.value} ({grant.id})")
        return
    say(f"Given: {grant.role.value} ({grant.id})")
    if grant.until is not None:
        say(f"It ends by itself on {grant.until.date().isoformat()}.")
    if waits:
        say("It has no effect before another administrator confirms it: issuer people confirm")
