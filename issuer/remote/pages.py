"""From the address of a badge page to the bytes of its credential, in at most three fetches.

First content negotiation, then what the page names as its other form (`Link` header, `<link
rel=alternate>`), then a picture that may be baked. Whether the credential holds, `verification`
checks.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin

from issuer import images
from issuer.documents import Json, read_json
from issuer.errors import LimitError, MalformedError, UnavailableError
from issuer.remote.deadlines import Deadline
from issuer.remote.html_links import Tag, tags_of
from issuer.remote.model import MAX_BODY_BYTES, Fetched, Fetcher

MAX_FETCHES = 3
_HTML = frozenset({"text/html", "application/xhtml+xml"})
_DOCUMENTS = (
    "application/vc+ld+json",
    "application/vc",
    "application/vc+jwt",
    "application/ld+json",
    "application/json",
)
_PICTURES = ("image/png", "image/svg+xml")
_ACCEPT = (
    "application/vc+ld+json, application/vc;q=0.95, application/vc+jwt;q=0.9,"
    " application/ld+json;q=0.9, application/json;q=0.8, image/png;q=0.7, image/svg+xml;q=0.7,"
    " text/html;q=0.5, */*;q=0.1"
)
#: What a badge may be called, in either version of Open Badges.
_TYPES = frozenset({"VerifiableCredential", "VerifiablePresentation", "Assertion"})


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundCredential:
    """The bytes of a credential (JSON, JWT or a baked picture) and where they stood."""

    url: str
    data: bytes


def find_credential(url: str, fetcher: Fetcher) -> FoundCredential:
    """Return the credential of a badge page, ours or another issuer's.

    What is named directly is returned as it is, so that a verifier can say what is wrong with it.
    All fetches together have the time of one.

    Raises:
        UnavailableError: as `Fetcher.fetch` for the address given; `no_credential` for a page
            that leads to none.
    """
    deadline = fetcher.deadline()
    # A fragment is for the reader's browser; it is never sent.
    first = _fetch(url.partition("#")[0], fetcher, deadline)
    if not _is_page(first):
        return FoundCredential(url=first.url, data=first.data)
    for candidate in _first_of(_candidates(first), MAX_FETCHES - 1, besides=first.url):
        try:
            found = _fetch(candidate, fetcher, deadline)
        except UnavailableError:
            continue
        if _holds_credential(found):
            return FoundCredential(url=found.url, data=found.data)
    raise UnavailableError(
        "This page does not lead to a badge; download the badge there and choose its file",
        code="no_credential",
    )


def _fetch(url: str, fetcher: Fetcher, deadline: Deadline) -> Fetched:
    return fetcher.fetch(url, accept=_ACCEPT, max_bytes=MAX_BODY_BYTES, deadline=deadline)


def _is_page(answer: Fetched) -> bool:
    return answer.content_type in _HTML


def _first_of(urls: Iterator[str], count: int, *, besides: str) -> Sequence[str]:
    unique = [url for url in dict.fromkeys(urls) if url != besides]
    return unique[:count]


def _candidates(page: Fetched) -> Iterator[str]:
    """Yield addresses of other forms, documents before pictures, the page's own order within."""
    tags = tuple(tags_of(page.data))
    alternates = [(link.type, link.href) for link in page.links if "alternate" in link.rel.split()]
    alternates += [_typed_link(tag) for tag in tags if _is_alternate(tag)]
    for media_type in (*_DOCUMENTS, *_PICTURES):
        for found, href in alternates:
            if found == media_type:
                yield from _resolved(page, href)
    for href in _linked_files(tags):
        yield from _resolved(page, href)


def _is_alternate(tag: Tag) -> bool:
    return tag.name == "link" and "alternate" in tag.attributes.get("rel", "").lower().split()


def _typed_link(tag: Tag) -> tuple[str, str]:
    media_type = tag.attributes.get("type", "").partition(";")[0].strip().lower()
    return media_type, tag.attributes.get("href", "")


def _linked_files(tags: Sequence[Tag]) -> Iterator[str]:
    """Yield download links, then the picture shown to social networks, then pictures shown."""
    yield from (t.attributes.get("href", "") for t in tags if t.name == "a" and _is_download(t))
    yield from (t.attributes.get("content", "") for t in tags if _is_open_graph_image(t))
    yield from (t.attributes.get("src", "") for t in tags if t.name == "img" and _is_picture(t))


def _is_download(tag: Tag) -> bool:
    path = tag.attributes.get("href", "").partition("?")[0].lower()
    return "download" in tag.attributes and path.endswith((".json", ".jsonld", ".png", ".svg"))


def _is_open_graph_image(tag: Tag) -> bool:
    return tag.name == "meta" and tag.attributes.get("property", "").lower() == "og:image"


def _is_picture(tag: Tag) -> bool:
    return tag.attributes.get("src", "").partition("?")[0].lower().endswith((".png", ".svg"))


def _resolved(page: Fetched, href: str) -> Iterator[str]:
    """Yield the absolute address of a link; one that cannot be read is passed over."""
    try:
        url = urljoin(page.url, href.strip()).partition("#")[0]
    except ValueError:
        return
    # `data:` and the like would use up the few fetches that there are.
    if href.strip() and url.startswith(("https://", "http://")):
        yield url


def _holds_credential(answer: Fetched) -> bool:
    """Tell whether a link led to a credential: many sites offer other JSON and plain pictures."""
    data = answer.data
    if answer.content_type == "application/vc+jwt":
        return True
    try:
        if not data.lstrip().startswith((b"{", b"[")):
            return bool(images.extract(data).text)
        return _is_credential(read_json(data))
    except (MalformedError, LimitError):
        return False


def _is_credential(value: Json) -> bool:
    if not isinstance(value, Mapping):
        return False
    types = value.get("type")
    named = [types] if isinstance(types, str) else types
    return isinstance(named, Sequence) and not _TYPES.isdisjoint(
        each for each in named if isinstance(each, str)
    )
