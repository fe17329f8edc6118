"""Lookups of one verification: few of them, each address once; did:key and did:jwk are computed."""

import re
from datetime import datetime

from issuer import proofs
from issuer.documents import Document, read_document
from issuer.errors import IssuerError, LimitError, MalformedError, UnavailableError
from issuer.proofs import Canonicalize, Remembering, jose
from issuer.verification.findings import CopyStanding
from issuer.verification.model import ListFact
from issuer.verification.ports import Services

#: A credential names one key, one status list and few endorsements; more is an attack on our time.
MAX_LOOKUPS = 12
#: Code of an address that was there and was taken away for good (HTTP 410).
GONE = "taken_away"
_SCHEMES = ("did:web:", "https://")
#: Decentralized Identifiers 1.0, section 3.1.
_DID = re.compile(r"did:[a-z0-9]+:[A-Za-z0-9._:%-]+", re.ASCII)


class Lookups:
    """What one verification has looked up so far; made anew for each."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._documents: dict[str, Document] = {}
        self._keys: dict[str, Document] = {}
        self._lists: dict[str, bytes] = {}
        self._linked: dict[str, bytes] = {}
        self._noted: dict[str, ListFact] = {}
        self._left = MAX_LOOKUPS
        #: One instant for all checks, so that no two of them disagree about today.
        self.now: datetime = services.clock()
        #: Each document is expanded once, however many checks ask about it.
        self.canonicalize: Canonicalize = Remembering(services.canonicalize)

    def controller_document(self, identifier: str) -> Document:
        """Return the document of a DID or https URL without fragment.

        Raises:
            UnavailableError: as `Resolver.resolve`; `key_unreadable` when that is no JSON object,
                `did_method` for an identifier that we cannot resolve, `too_many_lookups`.
            MalformedError: no DID, or no key in the did:key or did:jwk; code `did`.
            InvalidProofError: a key in it that nobody may trust, code `weak_key`.
        """
        if identifier not in self._documents:
            self._documents[identifier] = self._resolve(identifier)
        return self._documents[identifier]

    def status_list(self, url: str) -> bytes:
        """Return the bytes served at this address.

        Raises:
            UnavailableError: as `StatusLists.fetch`, or `too_many_lookups`.
        """
        if url not in self._lists:
            self._spend()
            self._lists[url] = self._services.status_lists.fetch(url)
        return self._lists[url]

    def key_document(self, url: str) -> Document:
        """Return the JWK or JWK Set served at this https URL.

        Raises:
            UnavailableError: as `KeyDocuments.fetch`; `key_unreadable` for no JSON object, or
                `too_many_lookups`.
        """
        try:
            return self.hosted_document(url)
        except UnavailableError as error:
            if error.code == GONE:
                raise UnavailableError(error.detail, code="key_unreachable") from error
            raise

    def hosted_document(self, url: str) -> Document:
        """Return what a badge of Open Badges 2.0 says at its own address.

        Raises:
            UnavailableError: as `key_document`, and `GONE` where its host answers 410.
        """
        if url not in self._keys:
            self._spend()
            data = self._services.key_documents.fetch(url)
            try:
                self._keys[url] = read_document(data)
            except (MalformedError, LimitError) as error:
                raise _unreadable(url, error) from error
        return self._keys[url]

    def linked(self, url: str) -> bytes:
        """Return what a credential names beside keys and lists: a schema, a newer version.

        Raises:
            UnavailableError: as `LinkedFiles.fetch`, or `too_many_lookups`.
        """
        if url not in self._linked:
            self._spend()
            self._linked[url] = self._services.linked_files.fetch(url)
        return self._linked[url]

    def note_list(self, fact: ListFact) -> None:
        """Keep which version of a list was read, for the report."""
        self._noted[fact.url] = fact

    @property
    def lists(self) -> tuple[ListFact, ...]:
        """Return the lists that were read, first to last."""
        return tuple(self._noted.values())

    def suspended_here(self, credential_id: str, issuer_id: str) -> bool | None:
        """Say whether we, its issuer, have suspended it; None if we did not issue it."""
        return self._services.local_standings.is_suspended(credential_id, issuer_id)

    def copy_of(self, key_id: str, sha256: str) -> CopyStanding | None:
        """Say what we, its issuer, know of a copy by a stolen key; None for any other key."""
        return self._services.local_standings.copy_of(key_id, sha256)

    def newest_list(self, url: str, valid_from: datetime) -> datetime:
        """Note a list's `validFrom` and return the newest that was ever seen at this address."""
        return self._services.seen_lists.newest(url, valid_from)

    def is_trusted(self, issuer_id: str) -> bool:
        """Say whether the issuer is on the verifier's own list."""
        return self._services.trusted_issuers.is_trusted(issuer_id)

    def _resolve(self, identifier: str) -> Document:
        if identifier.startswith("did:key:"):
            return _did_key_document(identifier)
        if identifier.startswith("did:jwk:"):
            return jose.did_jwk_document(identifier)
        if not identifier.startswith(_SCHEMES):
            raise UnavailableError(
                f"Keys of {identifier[:60]!r} cannot be looked up here", code="did_method"
            )
        if identifier.startswith("did:") and not _DID.fullmatch(identifier):
            # Refused whatever a resolver holds: letters of another alphabet only look right.
            raise MalformedError("The issuer's DID is none by its letters", code="did")
        if identifier.startswith("did:web:"):
            # Of two spellings that lead to one address, each would be another issuer.
            proofs.did_web_to_url(identifier)
        self._spend()
        try:
            return self._services.resolver.resolve(identifier)
        except (MalformedError, LimitError) as error:
            # A host that serves a web page in place of keys says nothing about the signature.
            raise _unreadable(identifier, error) from error

    def _spend(self) -> None:
        if self._left == 0:
            raise UnavailableError(
                f"It asks for more than {MAX_LOOKUPS} lookups", code="too_many_lookups"
            )
        self._left -= 1


def _did_key_document(did: str) -> Document:
    """Write the document of a did:key, whose one key is for every purpose of signing (CID-7)."""
    document = proofs.did_document(did, [proofs.did_key_method(did)])
    return {**document, "authentication": document["assertionMethod"]}


def _unreadable(identifier: str, error: IssuerError) -> UnavailableError:
    return UnavailableError(
        f"The document of {identifier[:60]!r} cannot be read: {error.detail}",
        code="key_unreadable",
    )
