"""What the API is given by the app: use cases with their collaborators, and the HTML twins."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from flask import Response

from issuer import (
    accounts,
    assessment,
    auditing,
    clients,
    issuance,
    reporting,
    verification,
)
from issuer.accounts import Privacy
from issuer.api.limits import Limits
from issuer.pacing import Pacer
from issuer.verification import Expected, Recipient, Trusting
from issuer.verification.generic import Challenges


class MakeReceipt(Protocol):
    """Verifies bytes for a recipient, as an answer to what was asked; `Receipts.make` fits."""

    def __call__(self, data: bytes, recipient: Recipient, *, expected: Expected) -> bytes:
        """Return the signed receipt as JSON; UnavailableError."""
        ...


class Pages(Protocol):
    """What people read at addresses that programs ask too, as page or PDF; `issuer.web` fits."""

    @property
    def language(self) -> str:
        """Return the language in which they speak now."""
        ...

    def achievement(self, slug: str, version: int) -> Response:
        """Return the page of one published badge version; NotFoundError."""
        ...

    def criteria(self, slug: str, version: int) -> Response:
        """Return the criteria page of one published badge version; NotFoundError."""
        ...

    def issuer(self, slug: str) -> Response:
        """Return the page of an organisation; NotFoundError."""
        ...

    def certificate(self, public_id: str, paper: str) -> bytes:
        """Return the PDF of a badge whose page may be seen; NotFoundError, MalformedError."""
        ...

    def receipt(self, signed: bytes) -> bytes:
        """Return the PDF of a receipt that was just signed; LimitError."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """The collaborators of the API.

    Attributes:
        public_base_url: scheme and host under which the world reaches us, without final slash.
        health: state of each thing that the service stands on; None where it cannot be told.
        make_receipt: verifies bytes for a recipient and returns a signed receipt as JSON.
        stylesheet: address of the site's stylesheet, for the page of this API.
        challenges: given to those who ask for a presentation.
        pacer: says how often a client may ask.
    """

    accounts: accounts.Services
    clients: clients.Services
    assessment: assessment.Services
    issuance: issuance.Services
    auditing: auditing.Services
    privacy: Privacy
    verification: verification.Services
    trusting: Trusting
    reporting: reporting.Services
    pages: Pages
    public_base_url: str
    health: Callable[[], Mapping[str, bool | None]]
    make_receipt: MakeReceipt
    stylesheet: str
    challenges: Challenges
    pacer: Pacer
    limits: Limits = field(default_factory=Limits)
