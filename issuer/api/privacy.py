"""Erasing, holding, exporting and sharing over HTTP."""

from flask import Response

from issuer import accounts
from issuer.accounts.model import ErasureReason, ErasureState, LinkKind
from issuer.api.answers import empty_answer, json_answer
from issuer.api.calls import Call, listed
from issuer.api.people import asked_learner
from issuer.api.presenting import shown
from issuer.api.services import Services


def erase_person(call: Call, services: Services, person: str) -> Response:
    """Propose the erasure of a person, or confirm what another adult proposed."""
    command = accounts.ErasePerson(
        actor=call.actor,
        organisation=call.actor.organisation,
        person=person,
        reason=ErasureReason(call.body.text("reason")),
    )
    erasure = accounts.erase_person(command, services.privacy)
    status = 202 if erasure.state is not ErasureState.DONE else 200
    return json_answer(shown(erasure), status=status)


def hold_person(call: Call, services: Services, person: str) -> Response:
    """Keep a person from being erased."""
    command = accounts.HoldPerson(actor=call.actor, person=person, reason=call.body.text("reason"))
    return json_answer(shown(accounts.hold_person(command, services.accounts)), status=201)


def lift_hold(call: Call, services: Services, person: str) -> Response:
    """Let a person be erased again."""
    command = accounts.LiftHold(actor=call.actor, person=person)
    lifted = accounts.lift_hold(command, services.accounts)
    return json_answer({"items": [shown(hold) for hold in lifted]})


def export_person(call: Call, services: Services, person: str) -> Response:
    """Answer everything that is held about a person, as it is read."""
    command = accounts.ExportPerson(
        actor=call.actor, organisation=call.actor.organisation, person=person
    )
    export = accounts.export_person(command, services.privacy)
    answer = Response(export.pieces, mimetype="application/zip", direct_passthrough=True)
    answer.headers["Content-Disposition"] = f"attachment; filename={export.file_name}"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def list_links(call: Call, services: Services) -> Response:
    """List the links about oneself or one's child."""
    links = accounts.list_links(call.actor, asked_learner(call), services.accounts)
    return listed(links, lambda link: link.id, shown)


def make_link(call: Call, services: Services) -> Response:
    """Make a link and answer its address, once."""
    body = call.body
    command = accounts.MakeLink(
        actor=call.actor,
        learner=body.text("learner"),
        kind=LinkKind(body.text("kind")),
        credential=body.maybe_text("credential"),
        evidence=body.texts("evidence"),
        days=body.number("days", default=30),
    )
    link, secret = accounts.make_link(command, services.accounts)
    address = f"{services.public_base_url}/shared/{secret}"
    return json_answer({**shown(link), "address": address}, status=201)


def revoke_link(call: Call, services: Services, link: str) -> Response:
    """Close a link at once."""
    accounts.revoke_link(accounts.RevokeLink(actor=call.actor, link=link), services.accounts)
    return empty_answer()
