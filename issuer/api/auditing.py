"""The public side of the audit log, and the bundle of one credential for auditors."""

import base64
import re

from flask import Response, request

from issuer import auditing, issuance
from issuer.api.answers import ALWAYS_ASK, json_answer, published_answer
from issuer.api.calls import Call
from issuer.api.negotiation import TEXT
from issuer.api.services import Services
from issuer.documents import Json
from issuer.errors import MalformedError

_SIZE = re.compile(r"0|[1-9][0-9]{0,15}", re.ASCII)
_PLAIN = f"{TEXT}; charset=utf-8"


def show_audit_checkpoint(services: Services) -> Response:
    """Answer the newest checkpoint, a signed note."""
    newest = auditing.newest_checkpoint(services.auditing)
    return published_answer(newest.note.encode(), _PLAIN, cache=ALWAYS_ASK)


def show_audit_key(services: Services) -> Response:
    """Answer the log's public key in one line."""
    line = auditing.public_key(services.auditing) + "\n"
    return published_answer(line.encode(), _PLAIN, cache=ALWAYS_ASK)


def show_consistency_proof(services: Services) -> Response:
    """Answer that the log of one size is the beginning of that of another."""
    first = _size("from")
    if first is None:
        raise MalformedError("Say from which size: ?from=100", code="query", pointer="/from")
    proof = auditing.growth_proof(first, _size("to"), services.auditing)
    return json_answer({"from": proof.first, "to": proof.second, "path": _path(proof.path)})


def show_credential_audit_proof(services: Services, id: str) -> Response:  # noqa: A002 # the path's own name in openapi.json
    """Answer that the signing of this badge is in the log; a private one is unknown here."""
    record = issuance.credential_bytes(id, services.issuance)
    proof = auditing.credential_proof(record.organisation, record.id, services.auditing)
    answer = json_answer(proof.to_dict(record.id))
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.headers["Cache-Control"] = ALWAYS_ASK
    return answer


def show_audit_bundle(call: Call, services: Services, credential: str) -> Response:
    """Answer everything that a decision rests on, to be checked offline."""
    bundle = auditing.bundle_of(credential, services.auditing, call.actor)
    answer = json_answer(bundle)
    answer.headers["Content-Disposition"] = f'attachment; filename="{credential}.bundle.json"'
    return answer


def _size(name: str) -> int | None:
    value = request.args.get(name)
    if value is None:
        return None
    if not _SIZE.fullmatch(value):
        raise MalformedError("Write a size as a whole number", code="query", pointer=f"/{name}")
    return int(value)


def _path(path: tuple[bytes, ...]) -> list[Json]:
    return [base64.b64encode(each).decode("ascii") for each in path]
