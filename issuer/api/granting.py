"""Roles given for a time, units, and what an organisation decides about itself, over HTTP."""

from flask import Response

from issuer import accounts
from issuer.access import Role
from issuer.accounts import seconding
from issuer.accounts.model import RuleOfTwo
from issuer.api.answers import created_answer, json_answer
from issuer.api.calls import Call, listed
from issuer.api.presenting import shown
from issuer.api.services import Services


def list_roles(call: Call, services: Services, person: str) -> Response:
    """List the grants of a person, ended ones too."""
    grants = accounts.list_grants(call.actor, person, services.accounts)
    return listed(grants, lambda grant: grant.id, shown)


def grant_role(call: Call, services: Services, person: str) -> Response:
    """Give a role."""
    units = call.body.texts("units")
    grant = accounts.grant_role(
        accounts.GrantRole(
            actor=call.actor,
            person=person,
            role=Role(call.body.text("role")),
            since=call.body.instant("since"),
            until=call.body.instant("until"),
            units=frozenset(units) if units else None,
        ),
        services.accounts,
    )
    return created_answer(shown(grant), f"/api/v1/people/{person}/roles/{grant.id}")


def confirm_role(call: Call, services: Services, person: str, grant: str) -> Response:
    """Confirm a role as the second administrator."""
    command = accounts.ConfirmRole(actor=call.actor, person=person, grant=grant)
    return json_answer(shown(accounts.confirm_role(command, services.accounts)))


def withdraw_role(call: Call, services: Services, person: str, grant: str) -> Response:
    """End a grant at once."""
    command = accounts.WithdrawRole(actor=call.actor, person=person, grant=grant)
    return json_answer(shown(accounts.withdraw_role(command, services.accounts)))


def list_units(call: Call, services: Services) -> Response:
    """List the units of the organisation."""
    units = accounts.list_units(call.actor, services.accounts)
    return listed(units, lambda unit: unit.id, shown)


def add_unit(call: Call, services: Services) -> Response:
    """Make a unit."""
    command = accounts.AddUnit(
        actor=call.actor, slug=call.body.text("slug"), name=call.body.text("name")
    )
    return json_answer(shown(accounts.add_unit(command, services.accounts)), status=201)


def set_units(call: Call, services: Services, person: str) -> Response:
    """Say which units a person belongs to."""
    command = accounts.SetUnits(
        actor=call.actor, person=person, units=frozenset(call.body.texts("units"))
    )
    return json_answer(shown(accounts.set_units(command, services.accounts)))


def change_settings(call: Call, services: Services) -> Response:
    """Change what the organisation decides about itself; 202 where a second person has to agree."""
    command = accounts.ChangeSettings(
        actor=call.actor,
        second_person_for_revocation=call.body.flag("second_person_for_revocation", default=False),
        second_person_for_keys=call.body.choice("second_person_for_keys"),
        staff_second_factor=call.body.choice("staff_second_factor"),
        evidence_months=call.body.given_number("evidence_months"),
        withdrawn_days=call.body.given_number("withdrawn_days"),
    )
    changed = accounts.change_settings(command, services.accounts)
    waits = any(getattr(command, rule) is False and getattr(changed, rule) for rule in RuleOfTwo)
    return json_answer(shown(changed), status=202 if waits else 200)


def list_settings_proposals(call: Call, services: Services) -> Response:
    """List the rules of two that somebody asked to switch off."""
    waiting = seconding.list_settings_proposals(call.actor.organisation, services.accounts)
    return listed(waiting, lambda proposal: proposal.id, shown)


def confirm_settings(call: Call, services: Services, proposal: str) -> Response:
    """Switch a rule of two off as the second person."""
    return json_answer(
        shown(seconding.confirm_settings(_answer(call, proposal), services.accounts))
    )


def decline_settings(call: Call, services: Services, proposal: str) -> Response:
    """Keep a rule of two as the second person."""
    return json_answer(
        shown(seconding.decline_settings(_answer(call, proposal), services.accounts))
    )


def _answer(call: Call, proposal: str) -> seconding.AnswerSettings:
    return seconding.AnswerSettings(
        organisation=call.actor.organisation, actor=call.actor, proposal=proposal
    )
