"""Verify credentials and presentations; open to everybody, and nothing of them is kept."""

from collections.abc import Callable
from typing import Protocol

from flask import Response

from issuer import verification
from issuer.api.answers import json_answer
from issuer.api.bodies import read_json_object
from issuer.api.limits import MAX_DOCUMENT_BODY
from issuer.api.vcapi.shapes import (
    credential_answer,
    presentation_answer,
    read_credential,
    read_presentation,
    refused_answer,
)
from issuer.documents import Document
from issuer.errors import MalformedError
from issuer.verification.generic import Challenges, verify_any, verify_presentation


class VerifyingServices(Protocol):
    """What verifying needs; both `api.Services` and `ConformanceServices` fit."""

    @property
    def verification(self) -> verification.Services:
        """Return the collaborators of verification."""
        ...

    @property
    def challenges(self) -> Challenges:
        """Return the challenges that were given."""
        ...


def verify_vc(services: VerifyingServices) -> Response:
    """Answer 200 unless document, proof or status list is at fault (API-3)."""

    def answer(body: Document) -> tuple[int, Document]:
        return credential_answer(verify_any(read_credential(body), services.verification), body)

    return _answered(answer)


def verify_vp(services: VerifyingServices) -> Response:
    """Answer 200 unless the presentation or a credential inside is at fault."""

    def answer(body: Document) -> tuple[int, Document]:
        presentation, expected = read_presentation(body)
        report = verify_presentation(
            presentation, expected, services.verification, services.challenges.spend
        )
        return presentation_answer(report, body)

    return _answered(answer)


def give_challenge(services: VerifyingServices) -> Response:
    """Answer a challenge that counts once and for ten minutes (API-10)."""
    answer = json_answer({"challenge": services.challenges.make()})
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _answered(answer: Callable[[Document], tuple[int, Document]]) -> Response:
    """Answer what cannot even be read in the same shape as everything else that is refused."""
    try:
        status, body = answer(read_json_object(MAX_DOCUMENT_BODY))
    except MalformedError as error:
        return json_answer(refused_answer(error), status=400)
    return json_answer(body, status=status)
