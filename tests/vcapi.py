"""The generic profile in memory: one issuer for one test, and credentials of any kind for it."""

import copy
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from issuer.app.conformance import generic_app, generic_services
from issuer.config import Settings
from issuer.issuance import generic
from issuer.vocab import CREDENTIALS_V2, EXAMPLES_V2, openapi, require_schema

BASE = "http://127.0.0.1:8000"
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
#: The three endpoints, by the part of their address that tells them apart.
ENDPOINTS = ("", "jcs/", "status/")
Json = Any
Change = Callable[[dict[str, Any]], None]


@dataclass(slots=True)
class Generic:
    """One running profile; `now` may be moved."""

    now: datetime = NOW
    services: generic.Services = field(init=False)
    app: Flask = field(init=False)

    def __post_init__(self) -> None:
        """Make an issuer with a key of its own."""
        self.services = generic_services(BASE, lambda: self.now)
        settings = Settings(public_base_url=BASE, allow_remote_verification=False)
        self.app = generic_app(settings, self.services)

    @property
    def did(self) -> str:
        """Return the issuer."""
        return self.services.signer.did

    def call(self, method: str, path: str, **given: Any) -> TestResponse:
        """Send a request, and compare a JSON answer with the description."""
        answer = self.app.test_client().open(path, method=method, **given)
        endpoint, _ = self.app.url_map.bind("127.0.0.1").match(path.partition("?")[0], method)
        if answer.mimetype == "application/json" and answer.data:
            require_schema(answer.get_json(), _schema_of(endpoint, answer.status_code))
        return answer

    def issue(
        self, document: Json, endpoint: str = "", options: Json = None, **headers: str
    ) -> TestResponse:
        """Ask for a signature."""
        body = {"credential": document} | ({} if options is None else {"options": options})
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.call("POST", f"/vc/{endpoint}credentials/issue", json=body, headers=sent)

    def issued(self, document: Json, endpoint: str = "", **given: Any) -> dict[str, Any]:
        """Return the signed credential."""
        answer = self.issue(document, endpoint, **given)
        assert answer.status_code == 201, answer.text
        return dict(answer.get_json()["verifiableCredential"])

    def verify(self, document: Json, endpoint: str = "", **options: Any) -> TestResponse:
        """Ask whether a credential verifies."""
        body = {"verifiableCredential": document, "options": options}
        return self.call("POST", f"/vc/{endpoint}credentials/verify", json=body)

    def present(self, document: Json, **options: Any) -> TestResponse:
        """Ask whether a presentation verifies."""
        body = {"verifiablePresentation": document, "options": options}
        return self.call("POST", "/vc/presentations/verify", json=body)

    def credential(self, *changes: Change) -> dict[str, Any]:
        """Return an unsigned credential of this issuer, changed."""
        document: dict[str, Any] = {
            "@context": [CREDENTIALS_V2, EXAMPLES_V2],
            "id": "urn:uuid:8e7d4f3c-4c0b-4d58-8a51-0d9c0b1f7f11",
            "type": ["VerifiableCredential", "ExampleSkillCredential"],
            "issuer": self.did,
            "validFrom": "2026-01-01T00:00:00Z",
            "credentialSubject": {"id": "did:example:kestrel", "skill": "knots"},
        }
        for change in changes:
            change(document)
        return copy.deepcopy(document)


def with_members(**members: Any) -> Change:
    """Return a change that sets members of the credential."""
    return lambda document: document.update(members)


def without(name: str) -> Change:
    """Return a change that takes a member away."""

    def change(document: dict[str, Any]) -> None:
        del document[name]

    return change


def with_context(*contexts: Any) -> Change:
    """Return a change that names further contexts after that of credentials."""
    return with_members(**{"@context": [CREDENTIALS_V2, *contexts]})


def _schema_of(endpoint: str, status: int) -> str:
    operation = openapi.operations()[endpoint.removeprefix("conformance.")]
    step = operation.path.replace("~", "~0").replace("/", "~1")
    step = step.replace("{", "%7B").replace("}", "%7D")
    return (
        f"{openapi.FILE}#/paths/{step}/{operation.method.lower()}/responses/{status}"
        "/content/application~1json/schema"
    )
