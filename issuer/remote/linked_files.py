"""What a credential names beside keys and lists, as bytes: JWKs, schemas, newer versions."""

from issuer.remote.model import MAX_BODY_BYTES, Fetcher

_ACCEPT = (
    "application/vc+ld+json, application/vc;q=0.95, application/schema+json;q=0.9,"
    " application/json;q=0.9, application/jwk+json;q=0.9, text/plain;q=0.5, */*;q=0.1"
)


class FetchedFiles:
    """Fetches files; fits `LinkedFiles` and, without redirects, `KeyDocuments`.

    `redirects` is 0 for keys: whoever answers at the address is who is meant.
    """

    def __init__(self, fetcher: Fetcher, *, redirects: int = 2) -> None:
        self._fetcher = fetcher
        self._redirects = redirects

    def fetch(self, url: str) -> bytes:
        """Return the bytes served at this URL.

        Raises:
            UnavailableError: as `Fetcher.fetch`.
        """
        return self._fetcher.fetch(
            url, accept=_ACCEPT, max_bytes=MAX_BODY_BYTES, redirects=self._redirects
        ).data
