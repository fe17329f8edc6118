"""What an HTML page links to that may be its credential. Not a reader of pages.

`html.parser` takes seconds for a kilobyte made to hurt it (its time grows with the square of the
length), so it is given single tags, found by an expression whose time is linear.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Final

MAX_HTML = 512 * 1024
MAX_TAGS = 200

#: A tag of bounded length. No part gives back what it took, and none reaches over the next `<`, so
#: the time grows with the length of the page alone.
_TAG: Final = re.compile(
    r"<(?:link|img|meta|a)[\s/]"
    r"(?:[^<>\"']{1,1000}+|\"[^\"<>]{0,1000}+\"|'[^'<>]{0,1000}+'){0,40}+>",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """One start tag: name and attributes in lower case, values as written."""

    name: str
    attributes: dict[str, str]


class _TagReader(HTMLParser):
    """Reads one start tag."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Tag] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in reversed(attrs)}
        self.found.append(Tag(name=tag, attributes=attributes))


def tags_of(html: bytes) -> Iterator[Tag]:
    """Yield the link, img, meta and a tags of a page, the first 200 of a long one."""
    text = html[:MAX_HTML].decode("utf-8", errors="replace")
    for count, match in enumerate(_TAG.finditer(text)):
        if count == MAX_TAGS:
            return
        reader = _TagReader()
        reader.feed(match[0])
        reader.close()
        yield from reader.found
