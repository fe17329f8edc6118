"""`issuer keys proposals`, `confirm`, `decline`: where two people change keys."""

from collections.abc import Callable

import click

from issuer import accounts, issuance
from issuer.cli.services import Opening, Services
from issuer.cli.speaking import say, say_json, told_in_one_line
from issuer.clock import format_instant
from issuer.documents import Json
from issuer.errors import NotFoundError
from issuer.issuance import KeyAct, KeyProposal

_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
_PROPOSAL = click.argument("proposal", metavar="PROPOSAL")
Answer = Callable[[issuance.AnswerKeys, issuance.Services], KeyProposal]


def add_agreeing(keys: click.Group, opening: Opening) -> None:
    """Add the commands about proposals."""
    keys.add_command(_list_command(opening))
    keys.add_command(
        _answer_command(
            opening,
            "confirm",
            "Agree to what somebody else asked for, and do it.",
            issuance.confirm_keys,
        )
    )
    keys.add_command(
        _answer_command(opening, "decline", "Decline; nothing happens.", issuance.decline_keys)
    )


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
        say_json(shown_proposal(proposal))
        return
    say(f"Two people change keys here. Asked for: {proposal.id}")
    say(
        "An administrator agrees at Settings, Keys that sign badges, until"
        f" {format_instant(proposal.expires_at)}. Nothing changes before."
    )


def shown_proposal(proposal: KeyProposal) -> dict[str, Json]:
    """Return what a program is told of a proposal."""
    return {
        "proposal": proposal.id,
        "act": proposal.act.value,
        "subject": proposal.subject,
        "by": proposal.proposed_by,
        "until": format_instant(proposal.expires_at),
        "state": proposal.state.value,
    }


def _list_command(opening: Opening) -> click.Command:
    @click.command("proposals", help="List changes of keys that wait for a second person.")
    @_JSON
    @told_in_one_line
    def run(*, as_json: bool) -> None:
        found = _waiting(opening.services())
        if as_json:
            say_json([shown_proposal(each) for each in found])
        for each in () if as_json else found:
            until = format_instant(each.expires_at)
            say(f"{each.id}  {each.act.value:10} {each.subject}  until {until}")

    return run


def _answer_command(opening: Opening, name: str, told: str, answer: Answer) -> click.Command:
    @click.command(name, help=told)
    @_PROPOSAL
    @_JSON
    @told_in_one_line
    def run(proposal: str, *, as_json: bool) -> None:
        services = opening.services()
        found = next((each for each in _waiting(services) if each.id == proposal), None)
        if found is None:
            raise NotFoundError("Nothing of that name waits for a second person", code="not_found")
        command = issuance.AnswerKeys(
            organisation=found.organisation, actor=None, proposal=proposal
        )
        settled = answer(command, services.issuance)
        if as_json:
            say_json(shown_proposal(settled))
        else:
            say(f"{settled.state.value.capitalize()}: {settled.act.value} {settled.subject}")

    return run


def _waiting(services: Services) -> tuple[KeyProposal, ...]:
    return tuple(
        proposal
        for school in accounts.list_organisations(services.accounts)
        for proposal in issuance.list_key_proposals(school.id, services.issuance)
    )
