"""Issuers that this installation knows, over HTTP: list, look up, add, remove.

An id is an address with slashes, so it travels in bodies and never in a path.
"""

import hashlib
from collections.abc import Mapping

from flask import Response

from issuer import accounts, verification
from issuer.access import Actor
from issuer.api.answers import empty_answer, json_answer
from issuer.api.calls import Call, listed
from issuer.api.presenting import shown
from issuer.api.services import Services
from issuer.documents import Document
from issuer.verification import DistrustIssuer, TrustedIssuer, TrustIssuer, domain_of


def list_trusted(call: Call, services: Services) -> Response:
    """List whom this installation knows, by name."""
    schools = _schools(services)
    return listed(
        verification.list_trusted(call.actor, services.trusting),
        lambda entry: hashlib.sha256(entry.id.encode()).hexdigest(),
        lambda entry: _entry(entry, call.actor, schools),
    )


def find_trusted(call: Call, services: Services) -> Response:
    """Look up a DID, an address or a badge, and answer who it is; nothing is kept."""
    found = verification.find_issuer(call.actor, call.body.text("text"), services.trusting)
    return json_answer(shown(found))


def add_trusted(call: Call, services: Services) -> Response:
    """Put an issuer on the list, in place of an entry of the same id."""
    command = TrustIssuer(
        actor=call.actor,
        issuer=call.body.text("issuer"),
        name=call.body.maybe_text("name") or "",
        why=call.body.text("why"),
    )
    entry = verification.trust_issuer(command, services.trusting)
    return json_answer(_entry(entry, call.actor, _schools(services)), status=201)


def remove_trusted(call: Call, services: Services) -> Response:
    """Take an issuer off the list."""
    command = DistrustIssuer(actor=call.actor, issuer=call.body.text("issuer"))
    verification.distrust_issuer(command, services.trusting)
    return empty_answer()


def _schools(services: Services) -> dict[str, str]:
    return {each.id: each.name for each in accounts.list_organisations(services.accounts)}


def _entry(entry: TrustedIssuer, actor: Actor, schools: Mapping[str, str]) -> Document:
    """Return an entry; who added it is told to the own school, to others which school it was."""
    told: dict[str, str | None] = {
        "domain": domain_of(entry.id),
        "school": schools.get(entry.organisation),
    }
    if entry.organisation == actor.organisation:
        told["added_by"] = entry.added_by
    return {**shown(entry), **{name: word for name, word in told.items() if word}}
