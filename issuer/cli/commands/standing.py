"""`issuer issue`, `revoke`, `suspend`, `reinstate`: what happens to a credential."""

from collections.abc import Callable

import click

from issuer import assessment, issuance
from issuer.cli.acting import actor
from issuer.cli.services import Opening
from issuer.cli.speaking import say, say_json, told_in_one_line
from issuer.clock import format_instant
from issuer.issuance import (
    ChangeStatus,
    CredentialId,
    IssueApproved,
    ReasonCode,
    RevocationProposal,
    StatusChange,
)

Change = Callable[[ChangeStatus, issuance.Services], StatusChange | RevocationProposal]


def issue_command(opening: Opening) -> click.Command:
    """Return the command that signs an approved award."""

    @click.command("issue")
    @click.argument("submission")
    @click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
    @told_in_one_line
    def issue(submission: str, *, as_json: bool) -> None:
        """Sign the credential of SUBMISSION, whose award an adult approved.

        Repeating it changes nothing.
        """
        services = opening.services()
        who = actor(services)
        award = assessment.find_award(who, submission, services.assessment)
        command = IssueApproved(actor=who, award_id=award.id)
        credential = issuance.issue_approved(command, services.issuance)
        services.run_jobs()
        if as_json:
            say_json({"credential": credential, "award": award.id})
        else:
            say(f"Issued: {credential}")

    return issue


def revoke_command(opening: Opening) -> click.Command:
    """Return the command that revokes for ever."""
    return _change_command(opening, "revoke", "Revoke CREDENTIAL for ever.", _revoke)


def _revoke(
    command: ChangeStatus, services: issuance.Services
) -> StatusChange | RevocationProposal:
    asked = issuance.ProposeRevocation(
        actor=command.actor,
        credential_id=command.credential_id,
        reason_code=command.reason_code,
        reason_text=command.reason_text,
    )
    return issuance.ask_to_revoke(asked, services)


def suspend_command(opening: Opening) -> click.Command:
    """Return the command that suspends."""
    return _change_command(
        opening, "suspend", "Suspend CREDENTIAL until reinstated.", issuance.suspend_credential
    )


def reinstate_command(opening: Opening) -> click.Command:
    """Return the command that ends a suspension."""
    return _change_command(
        opening, "reinstate", "End the suspension of CREDENTIAL.", issuance.reinstate_credential
    )


def _change_command(opening: Opening, name: str, text: str, change: Change) -> click.Command:
    @click.command(name, help=text)
    @click.argument("credential")
    @click.option(
        "--reason",
        required=True,
        type=click.Choice([code.value for code in ReasonCode]),
        help="A code; it is public.",
    )
    @click.option("--note", default="", help="Why, in words; it stays with the school.")
    @click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
    @told_in_one_line
    def run(credential: str, reason: str, note: str, *, as_json: bool) -> None:
        services = opening.services()
        command = ChangeStatus(
            actor=actor(services),
            credential_id=CredentialId(_full_id(credential, services.public_base_url)),
            reason_code=ReasonCode(reason),
            reason_text=note,
        )
        done = change(command, services.issuance)
        if isinstance(done, RevocationProposal):
            _tell_proposal(done, as_json=as_json)
        elif as_json:
            say_json(
                {
                    "credential": done.credential_id,
                    "published": done.published,
                    "visible_to_others": done.visible_to_others,
                    "effective_by": format_instant(done.effective_by),
                }
            )
        else:
            _tell(name, done)

    return run


def _tell_proposal(proposal: RevocationProposal, *, as_json: bool) -> None:
    if as_json:
        say_json({"credential": proposal.credential_id, "proposal": proposal.id})
        return
    say(f"Proposed: {proposal.credential_id}")
    say("It stays valid until a second person agrees:")
    say(f"POST /api/v1/revocations/{proposal.id}/confirm")


def _tell(name: str, done: StatusChange) -> None:
    say(f"Done ({name}): {done.credential_id}")
    if not done.published:
        say("The status list will show it soon; issuer serve goes on publishing.")
    if not done.visible_to_others:
        say(
            "Only this service's page and answers show a suspension: the badge's one status entry"
            " is for revocation."
        )


def _full_id(credential: str, base_url: str) -> str:
    return credential if "://" in credential else f"{base_url}/credentials/{credential}"
