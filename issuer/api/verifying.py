"""Verifies any credential that is sent; good and bad ones are both answered 200 with a report."""

from flask import Response, request
from werkzeug.exceptions import UnsupportedMediaType

from issuer import verification
from issuer.api import answers, bodies
from issuer.api.limits import MAX_DOCUMENT_BODY
from issuer.api.services import Services
from issuer.vocab import openapi


def verify_credential(services: Services) -> Response:
    """Answer the report about a JSON, PNG or SVG credential; nothing of it is kept."""
    if request.mimetype not in openapi.operations()["verify_credential"].bodies:
        raise UnsupportedMediaType
    is_image = request.mimetype.startswith("image/")
    data = bodies.read_bytes(services.limits.max_image if is_image else MAX_DOCUMENT_BODY)
    return answers.document(verification.verify(data, services.verification).to_dict())
