"""`issuer settings`: where two people switch off what asks for two people."""

from collections.abc import Callable

import click

from issuer import accounts
from issuer.accounts import seconding
from issuer.accounts.model import SettingsProposal
from issuer.accounts.seconding import AnswerSettings
from issuer.cli.services import Opening, Services
from issuer.cli.speaking import say, say_json, told_in_one_line
from issuer.clock import format_instant
from issuer.documents import Json
from issuer.errors import NotFoundError

_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
_Answer = Callable[[AnswerSettings, accounts.Services], SettingsProposal]


def settings_group(opening: Opening) -> click.Group:
    """Return the group; nothing is asked for here, so the operator is always the second person."""

    @click.group("settings", help="Answer who asked to switch off a rule for two people.")
    def group() -> None:
        pass

    group.add_command(_list_command(opening))
    confirm, decline = seconding.confirm_settings, seconding.decline_settings
    agree = "Agree to what an administrator asked for: the rule is off."
    group.add_command(_answer_command(opening, "confirm", agree, confirm))
    group.add_command(_answer_command(opening, "decline", "Decline; the rule stays.", decline))
    return group


def _list_command(opening: Opening) -> click.Command:
    @click.command("proposals", help="List the rules that somebody asked to switch off.")
    @_JSON
    @told_in_one_line
    def run(*, as_json: bool) -> None:
        found = _waiting(opening.services())
        if as_json:
            say_json([_shown(each) for each in found])
        for each in () if as_json else found:
            say(f"{each.id}  {each.setting.value}  until {format_instant(each.expires_at)}")

    return run


def _answer_command(opening: Opening, name: str, told: str, answer: _Answer) -> click.Command:
    @click.command(name, help=told)
    @click.argument("proposal", metavar="PROPOSAL")
    @_JSON
    @told_in_one_line
    def run(proposal: str, *, as_json: bool) -> None:
        services = opening.services()
        found = next((each for each in _waiting(services) if each.id == proposal), None)
        if found is None:
            raise NotFoundError("Nothing of that name waits for a second person", code="not_found")
        command = AnswerSettings(organisation=found.organisation, actor=None, proposal=proposal)
        settled = answer(command, services.accounts)
        if as_json:
            say_json(_shown(settled))
        else:
            say(f"{settled.state.value.capitalize()}: {settled.setting.value} off")

    return run


def _waiting(services: Services) -> tuple[SettingsProposal, ...]:
    return tuple(
        proposal
        for school in accounts.list_organisations(services.accounts)
        for proposal in seconding.list_settings_proposals(school.id, services.accounts)
    )


def _shown(proposal: SettingsProposal) -> dict[str, Json]:
    return {
        "proposal": proposal.id,
        "setting": proposal.setting.value,
        "by": proposal.proposed_by,
        "until": format_instant(proposal.expires_at),
        "state": proposal.state.value,
    }
