"""`issuer settings`: where two people switch off what asks for two people."""

from collections.abc import Callable

import click

from issuer import accounts
from issuer.accounts import seconding
from issuer.accounts.model import SettingsProposal
from issuer.accounts.seconding import AnswerSettings
from issuer.cli.commands.proposals import Proposals
from issuer.cli.services import Opening, Services

_ASKED: Proposals[SettingsProposal] = Proposals(
    of=lambda school, services: seconding.list_settings_proposals(school, services.accounts),
    about=lambda proposal: {"setting": proposal.setting},
    listed=lambda proposal: proposal.setting.value,
    asked=lambda proposal: f"to switch {proposal.setting.value} off",
)
_Settle = Callable[[AnswerSettings, accounts.Services], SettingsProposal]


def settings_group(opening: Opening) -> click.Group:
    """Return the group; nothing is asked for here, so the operator is always the second person."""

    @click.group("settings", help="Answer who asked to switch off a rule for two people.")
    def group() -> None:
        pass

    listing = "List the rules that somebody asked to switch off."
    agree = "Agree to what an administrator asked for: the rule is off."
    decline = "Decline; the rule stays."
    group.add_command(_ASKED.list_command(opening, listing))
    for name, told, settle in (
        ("confirm", agree, seconding.confirm_settings),
        ("decline", decline, seconding.decline_settings),
    ):
        group.add_command(_ASKED.answer_command(opening, name, told, _answer(settle)))
    return group


def _answer(settle: _Settle) -> Callable[[SettingsProposal, Services], SettingsProposal]:
    def answer(found: SettingsProposal, services: Services) -> SettingsProposal:
        command = AnswerSettings(organisation=found.organisation, actor=None, proposal=found.id)
        return settle(command, services.accounts)

    return answer
