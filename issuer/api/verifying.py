"""Verifies any credential that is sent; good and bad ones are both answered 200 with a report."""

from flask import Response, request
from werkzeug.exceptions import UnsupportedMediaType

from issuer import verification
from issuer.api.answers import json_answer
from issuer.api.bodies import read_bytes
from issuer.api.limits import MAX_DOCUMENT_BODY
from issuer.api.services import Services
from issuer.vocab import openapi


def verify_credential(services: Services) -> Response:
    """Answer the report about a JSON, PNG or SVG credential; nothing of it is kept."""
    if request.mimetype not in openapi.operations()["verify_credential"].bodies:
        raise UnsupportedMediaType
    is_image = request.mimetype.startswith("image/")
    data = read_bytes(services.limits.max_image if is_image else MAX_DOCUMENT_BODY)
    return json_answer(verification.verify(data, services.verification).to_dict())
