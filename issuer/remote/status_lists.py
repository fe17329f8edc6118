"""Status list credentials as bytes. Whose they are and what they say, `verification` checks."""

from issuer.remote.model import MAX_BODY_BYTES, Fetcher

_ACCEPT = (
    "application/vc+ld+json, application/vc, application/ld+json, application/json;q=0.9, */*;q=0.1"
)


class FetchedLists:
    """Fetches status lists; fits `verification.ports.StatusLists`.

    Redirects are followed, each checked: the list is signed, and its `id` must be the URL that was
    asked for, so it does not matter who hands it over.
    """

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher

    def fetch(self, url: str) -> bytes:
        """Return the bytes served at this URL.

        Raises:
            UnavailableError: as `Fetcher.fetch`.
        """
        return self._fetcher.fetch(url, accept=_ACCEPT, max_bytes=MAX_BODY_BYTES).data
