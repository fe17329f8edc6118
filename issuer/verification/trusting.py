"""Whom this installation knows: looked up before it is believed, with a reason, and written down.

The list is one for the installation, since whoever checks a badge here has no school. The event
comes before the change: what is not in the log was never on the list by a page of ours.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from issuer.access import Action, Actor, Target, require
from issuer.audit import Event
from issuer.collaborators import Transaction
from issuer.documents import MAX_BYTES, Document
from issuer.errors import (
    ForbiddenError,
    InvalidProofError,
    LimitError,
    MalformedError,
    NotFoundError,
    UnavailableError,
)
from issuer.verification.facts import domain_of
from issuer.verification.lookups import Lookups
from issuer.verification.model import TrustedIssuer, VerificationReport
from issuer.verification.ports import Services, TrustList
from issuer.verification.verifying import verify

#: The subject of an event holds so much.
LONGEST_ID = 512
LONGEST_WORDS = 500
#: A DID (Decentralized Identifiers 1.0, 3.1) or an https address, in letters that are what they
#: look like, and nothing after them.
_ID = re.compile(r"(did:[a-z0-9]+:[A-Za-z0-9._:%-]+|https://[A-Za-z0-9._~:/?&=%+@-]+)", re.ASCII)
_MOST_KEYS = 10
_KEY_MEMBERS = ("publicKeyMultibase", "publicKeyJwk")


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuerKey:
    """A key that an issuer publishes: its id, and its public half where it is one word."""

    id: str
    public: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundIssuer:
    """What was found behind a DID, an address or a badge, before anybody trusts it.

    Attributes:
        name: what it calls itself; nothing proves a name.
        by_badge: it was named by a badge whose signature holds; else its own document was read.
        keys: the first ones that it publishes; empty where its document could not be read.
        is_known: it is on the list, is one of our own, or the settings name it.
    """

    id: str
    name: str
    domain: str | None
    by_badge: bool
    keys: tuple[IssuerKey, ...]
    is_known: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustIssuer:
    """Put an issuer on the list, under exactly this id."""

    actor: Actor
    issuer: str
    name: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrustIssuer:
    """Take an issuer off the list."""

    actor: Actor
    issuer: str


class Events(Protocol):
    """The append-only table of acts."""

    def append(self, event: Event) -> None:
        """Add one event, and its leaf, to the running transaction."""


class UnitOfWork(Transaction, Protocol):
    """One transaction; leaving without `commit` rolls back."""

    @property
    def events(self) -> Events:
        """The append-only table of acts."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Trusting:
    """The collaborators: the list, what looks up, and where acts are written down."""

    trust: TrustList
    verification: Services
    unit_of_work: Callable[[], UnitOfWork]
    new_id: Callable[[], str]


def list_trusted(actor: Actor, services: Trusting) -> tuple[TrustedIssuer, ...]:
    """Return the list, by name.

    Raises:
        ForbiddenError: the actor does not read it.
    """
    require(actor, Action.READ_TRUST, Target(organisation=actor.organisation))
    return tuple(sorted(services.trust.entries(), key=lambda each: (each.name, each.id)))


def find_issuer(actor: Actor, text: str, services: Trusting) -> FoundIssuer:
    """Find who is meant by a DID, an address or a badge that was pasted; nothing is changed.

    Raises:
        ForbiddenError: the actor changes no list.
        MalformedError: it is none of them, or an id that cannot be on a list; code `issuer`.
        InvalidProofError: the badge's signature does not hold, so it names nobody.
        UnavailableError: nothing answers there.
        LimitError: more than any badge.
    """
    _require_keeper(actor)
    wanted = text.strip()
    if not wanted:
        raise MalformedError("Give a DID, an https address or a badge.", code="issuer")
    if wanted.startswith("did:"):
        return _by_document(wanted, services)
    if not wanted.startswith("https://"):
        return _by_badge(_bytes_of(wanted), services)
    try:
        shown = services.verification.badge_pages.find(wanted)
    except (NotFoundError, UnavailableError):
        return _by_document(wanted, services)
    return _by_badge(shown, services)


def trust_issuer(command: TrustIssuer, services: Trusting) -> TrustedIssuer:
    """Put an issuer on the list, in place of an entry of the same id.

    Raises:
        ForbiddenError: the actor changes no list, or the entry is another organisation's.
        MalformedError: the id cannot be on a list (`issuer`), or no reason is given (`why`).
        LimitError: the list is full.
    """
    actor = command.actor
    _require_keeper(actor)
    require_issuer_id(command.issuer)
    if not command.why.strip():
        raise MalformedError("Say why you trust this issuer.", code="why")
    _require_own(actor, command.issuer, services)
    entry = TrustedIssuer(
        id=command.issuer,
        name=command.name.strip()[:LONGEST_WORDS],
        why=command.why.strip()[:LONGEST_WORDS],
        added_at=services.verification.clock(),
        added_by=actor.person,
        organisation=actor.organisation,
    )
    _note(actor, "trust.added", entry.id, services)
    services.trust.add([entry])
    return entry


def distrust_issuer(command: DistrustIssuer, services: Trusting) -> None:
    """Take an issuer off the list.

    Raises:
        ForbiddenError: the actor changes no list, or the entry is another organisation's.
        NotFoundError: it is not on the list.
    """
    _require_keeper(command.actor)
    if _entry(command.issuer, services) is None:
        raise NotFoundError("This issuer is not on the list.")
    _require_own(command.actor, command.issuer, services)
    _note(command.actor, "trust.removed", command.issuer, services)
    services.trust.remove(command.issuer)


def require_issuer_id(issuer: str) -> None:
    """Refuse what cannot be on the list.

    Raises:
        MalformedError: no DID and no https address in plain letters, code `issuer`.
    """
    if len(issuer) > LONGEST_ID or not _ID.fullmatch(issuer):
        raise MalformedError(
            "This is no DID and no https address that can be on the list.", code="issuer"
        )


def may_change(actor: Actor, entry: TrustedIssuer) -> bool:
    """Tell whether an entry is the actor's organisation's own, or the operator's."""
    return entry.organisation in {"", actor.organisation}


def _require_keeper(actor: Actor) -> None:
    """Ask for somebody who acts for a whole organisation: the list is not one class's."""
    require(actor, Action.MANAGE_TRUST, Target(organisation=actor.organisation))
    if actor.units is not None:
        raise ForbiddenError(
            "The list is the whole school's; ask a registrar of the whole school", code="forbidden"
        )


def _require_own(actor: Actor, issuer: str, services: Trusting) -> None:
    entry = _entry(issuer, services)
    if entry is not None and not may_change(actor, entry):
        raise ForbiddenError(
            "Another school of this service added this issuer, and alone changes it",
            code="forbidden",
        )


def _entry(issuer: str, services: Trusting) -> TrustedIssuer | None:
    return next((each for each in services.trust.entries() if each.id == issuer), None)


def _bytes_of(text: str) -> bytes:
    data = text.encode("utf-8", "surrogatepass")
    if len(data) > MAX_BYTES:
        raise LimitError("This is larger than any badge.", code="size")
    return data


def _by_document(identifier: str, services: Trusting) -> FoundIssuer:
    require_issuer_id(identifier)
    document = Lookups(services.verification).controller_document(identifier)
    name = document.get("name")
    return FoundIssuer(
        id=identifier,
        name=name if isinstance(name, str) else "",
        domain=domain_of(identifier),
        by_badge=False,
        keys=tuple(_keys_in(document)),
        is_known=services.verification.trusted_issuers.is_trusted(identifier),
    )


def _by_badge(data: bytes, services: Trusting) -> FoundIssuer:
    report = verify(data, services.verification)
    facts = report.facts
    if facts is None:
        raise InvalidProofError(_first_fault(report), code="issuer")
    require_issuer_id(facts.issuer_id)
    try:
        document = Lookups(services.verification).controller_document(facts.issuer_id)
    except (InvalidProofError, MalformedError, UnavailableError):
        # Its badge was checked with a key from elsewhere, as tokens name them.
        document = {}
    return FoundIssuer(
        id=facts.issuer_id,
        name=facts.issuer_name or "",
        domain=facts.issuer_domain,
        by_badge=True,
        keys=tuple(_keys_in(document)),
        is_known=report.trusted,
    )


def _first_fault(report: VerificationReport) -> str:
    fault = next((each for each in report.findings if each.code in report.codes), None)
    said = "" if fault is None else f" {fault.sentence}"
    return f"This does not prove who issued it, so nobody is named by it.{said}"


def _keys_in(document: Document) -> Iterator[IssuerKey]:
    methods = document.get("verificationMethod")
    for method in methods[:_MOST_KEYS] if isinstance(methods, list) else []:
        if isinstance(method, Mapping) and isinstance(method.get("id"), str):
            told = next((method[name] for name in _KEY_MEMBERS if name in method), "")
            yield IssuerKey(id=str(method["id"]), public=told if isinstance(told, str) else "")


def _note(actor: Actor, name: str, issuer: str, services: Trusting) -> None:
    with services.unit_of_work() as uow:
        uow.events.append(
            Event(
                id=services.new_id(),
                at=services.verification.clock(),
                organisation=actor.organisation,
                actor=actor.person,
                role=actor.role.value,
                name=name,
                subject=issuer,
            )
        )
        uow.commit()
