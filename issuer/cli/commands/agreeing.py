"""`issuer keys proposals`, `confirm`, `decline`: where two people change keys."""

from collections.abc import Callable

import click

from issuer import issuance
from issuer.cli.commands.proposals import Proposals
from issuer.cli.services import Opening, Services
from issuer.cli.speaking import say, say_json
from issuer.clock import format_instant
from issuer.issuance import KeyAct, KeyProposal

_ASKED: Proposals[KeyProposal] = Proposals(
    of=lambda school, services: issuance.list_key_proposals(school, services.issuance),
    about=lambda proposal: {"act": proposal.act, "subject": proposal.subject},
    listed=lambda proposal: f"{proposal.act.value:10} {proposal.subject}",
    asked=lambda proposal: f"{proposal.act.value} {proposal.subject}",
)
_Settle = Callable[[issuance.AnswerKeys, issuance.Services], KeyProposal]


def add_agreeing(keys: click.Group, opening: Opening) -> None:
    """Add the commands about proposals."""
    listing = "List changes of keys that wait for a second person."
    agree, decline = (
        "Agree to what somebody else asked for, and do it.",
        "Decline; nothing happens.",
    )
    keys.add_command(_ASKED.list_command(opening, listing))
    for name, told, settle in (
        ("confirm", agree, issuance.confirm_keys),
        ("decline", decline, issuance.decline_keys),
    ):
        keys.add_command(_ASKED.answer_command(opening, name, told, _answer(settle)))


def asked_at_terminal(
    services: Services, organisation: str, act: KeyAct, subject: str, wait: int | None = None
) -> KeyProposal | None:
    """Ask for a second person where the organisation wants one; None where it does not."""
    if not issuance.keys_need_two(organisation, services.issuance):
        return None
    command = issuance.AskForKeys(
        organisation=organisation, actor=None, act=act, subject=subject, wait=wait
    )
    return issuance.propose_keys(command, services.issuance)


def tell_proposal(proposal: KeyProposal, *, as_json: bool) -> None:
    """Say that a second person has to agree, and how."""
    if as_json:
        say_json(_ASKED.shown(proposal))
        return
    say(f"Two people change keys here. Asked for: {proposal.id}")
    say(
        "An administrator agrees at Settings, Keys that sign badges, until"
        f" {format_instant(proposal.expires_at)}. Nothing changes before."
    )


def _answer(settle: _Settle) -> Callable[[KeyProposal, Services], KeyProposal]:
    def answer(found: KeyProposal, services: Services) -> KeyProposal:
        command = issuance.AnswerKeys(
            organisation=found.organisation, actor=None, proposal=found.id
        )
        return settle(command, services.issuance)

    return answer
