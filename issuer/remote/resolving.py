"""Controlled identifier documents: did:web and https are fetched, did:jwk is computed (CID-6).

A did:key is computed where keys are read, and which key may do what is decided by `proofs`.
"""

from issuer import proofs
from issuer.documents import MAX_BYTES, Document, read_document
from issuer.errors import MalformedError, UnavailableError
from issuer.proofs import jose
from issuer.remote.model import Fetcher
from issuer.remote.urls import LOOPBACK_HOST

_ACCEPT = "application/did+json, application/did+ld+json, application/ld+json, application/json"


class DidResolver:
    """Finds the document of an issuer; fits `verification.ports.Resolver`."""

    def __init__(self, fetcher: Fetcher, *, allow_loopback_http: bool = False) -> None:
        self._fetcher = fetcher
        self._allow_loopback_http = allow_loopback_http

    def resolve(self, identifier: str) -> Document:
        """Return the document of a did:web, a did:jwk or an https URL, without a fragment.

        No redirect is followed: whoever answers at the address is who is meant.

        Raises:
            UnavailableError: as `Fetcher.fetch`; `did_method` for another kind of identifier.
            MalformedError: `did` for an identifier outside the grammar, `did_document_id` for a
                document about someone else, or as `documents.read_document`.
        """
        if identifier.startswith("did:jwk:"):
            return jose.did_jwk_document(identifier)
        if identifier.startswith("did:web:"):
            return self._fetched(identifier, self._web_address(identifier))
        if identifier.startswith(("https://", "http://")):
            return self._fetched(identifier, identifier)
        raise UnavailableError(
            f"Keys of {identifier[:60]!r} cannot be looked up here", code="did_method"
        )

    def _web_address(self, did: str) -> str:
        url = proofs.did_web_to_url(did)
        local = f"https://{LOOPBACK_HOST}:"
        if self._allow_loopback_http and url.startswith(local):
            return url.replace("https://", "http://", 1)
        return url

    def _fetched(self, identifier: str, url: str) -> Document:
        answer = self._fetcher.fetch(url, accept=_ACCEPT, max_bytes=MAX_BYTES, redirects=0)
        document = read_document(answer.data)
        if document.get("id") != identifier:
            raise MalformedError(
                f"The document at {url[:80]} is about someone else",
                code="did_document_id",
                pointer="/id",
            )
        return document
