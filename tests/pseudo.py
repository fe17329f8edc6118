"""A language that nobody speaks: every translated text is marked, so that what is not shows.

A page is read as a person reads it, in the order of its texts; what stands outside of all marks
and was written neither by people nor for programs is a string that nobody can translate.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import pytest
from babel.support import NullTranslations

from issuer.web import keeping, languages
from issuer.web.phrasebook import Phrase, Phrasebook
from tests.catalogues import catalogue, messages_in

#: The marks; no page writes these letters side by side.
OPEN, CLOSE = "[!", "!]"
#: Attributes that people read or hear.
_READ = ("alt", "title", "aria-label", "placeholder")
#: What a page tells its script that is not to be read; all other `data-` is what the script says.
_OF_SCRIPTS = ("data-options", "data-passkey")
_READ_META = ("description",)
_BUTTONS = ("submit", "button", "reset")
#: Text for programs, and what a person typed.
_UNREAD = ("script", "style", "code", "textarea", "pre")
#: What needs no translation, each for a reason.
_SAME_EVERYWHERE = re.compile(
    r"Issuer|English|Español"  # the product and the languages, by their own names
    r"|(?:PDF|JSON|JWT|SVG|PNG|CSV|LinkedIn|SHA-256|Open Badges 3\.0|Open Badges|DID)"  # standards
    r"|\d{1,2} de [a-z]+ de \d{4}"  # days, by Babel in Spanish
    r"|/[\w/-]+"  # addresses from the root
    r"|[a-z]{3,5} \d{4}"  # months, by Babel in Spanish
    r"|\d{4}-\d\d-\d\d(?:[T ][\d:.]+Z?)?"  # days for programs
    r"|(?:https?|did|urn|mailto|sha256):?\S*"  # addresses and identifiers
    r"|localhost(?::\d+)?\S*|[\w.+-]+@[\w.-]+"
    r"|[\w.-]+@\d+"  # a pinned rubric or instrument
    r"|[A-Za-z0-9_-]{20,}\S*|[A-Za-z0-9_-]{6,}…[A-Za-z0-9_-]+"  # ids, keys and fingerprints
    r"|[A-Z0-9]{4,5}(?:-[A-Z0-9]{4,5})*"  # codes on cards
    r"|[\d.,]+ (?:KB|MB|bytes)|[EW]\d\d|\d\d:\d\d UTC"  # sizes, codes of remarks, times
    r"|CF[A-Z]\w+|ce(?:asn|terms):\w+"  # kinds of framework entries, as the standards name them
    r"|first-\d+"  # a sign-in name that was made
    r"|Firefox|Linux|Mozilla\S*|Ed25519|A4|US Letter"
)
#: What is counted: a version of a badge, the size of a file.
_VERSION = re.compile(r" v?\d+$")
_JOINT = re.compile(r" - |, | · |: |; | ?[()“”«»/|] ?")


class _Pseudo(NullTranslations):
    """Marks what the Spanish catalogue knows, and leaves all else as it is."""

    def __init__(self, known: frozenset[str]) -> None:
        super().__init__()
        self._known = known

    def gettext(self, message: str) -> str:
        """Return a message with its marks."""
        return f"{OPEN}{message}{CLOSE}" if message in self._known else message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return a form of a message with its marks."""
        return self.gettext(msgid1 if n == 1 else msgid2)


def _known(name: str) -> frozenset[str]:
    found = messages_in(catalogue("es", name))
    return frozenset(each for key in found for each in ((key,) if isinstance(key, str) else key))


def _book() -> Phrasebook:
    phrases = []
    for key in messages_in(catalogue("es", "sentences.po")):
        one, many = (key, "") if isinstance(key, str) else key
        told_many = f"{OPEN}{many}{CLOSE}" if many else ""
        told = f"{OPEN}{one}{CLOSE}"
        phrases.append(Phrase(message=one, many=many, told=told, told_many=told_many))
    return Phrasebook(phrases, day=lambda day: f"{OPEN}{day}{CLOSE}")


@contextmanager
def pseudo_spanish() -> Iterator[None]:
    """Let Spanish be the marked English within a block; nothing of it is kept for others."""
    marked, book = _Pseudo(_known("messages.po")), _book()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(languages, "_catalogue", lambda _language: marked)
        patch.setattr(languages, "_phrasebook", lambda _language: book)
        patch.setattr(keeping, "_PAGES", keeping.Kept[Any]())
        yield


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A form of a page: where it goes, and what it sends if nobody types anything."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self.attributes: list[str] = []
        self.links: list[str] = []
        self.forms: list[Sent] = []
        self._unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Gather links and attributes that are read."""
        given = {name: value or "" for name, value in attrs}
        if tag in _UNREAD:
            self._unread += 1
        if tag == "a":
            self.links.append(given.get("href", ""))
        if tag == "form" and given.get("method") == "post":
            self.forms.append(Sent(action=given.get("action", "")))
        if tag in ("input", "button") and given.get("name") and self.forms:
            self.forms[-1].fields.setdefault(given["name"], given.get("value", ""))
        self.attributes += [text for name, text in given.items() if text and _is_read(name)]
        if tag == "meta" and given.get("name") in _READ_META:
            self.attributes.append(given.get("content", ""))
        if tag == "input" and given.get("type") in _BUTTONS:
            self.attributes.append(given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        """Read again after what is not read."""
        if tag in _UNREAD:
            self._unread -= 1

    def handle_data(self, data: str) -> None:
        """Gather what is read."""
        if not self._unread:
            self.texts.append(data)


def _is_read(attribute: str) -> bool:
    is_said = attribute.startswith("data-") and attribute not in _OF_SCRIPTS
    return is_said or attribute in _READ


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What a page says and where it leads."""

    runs: tuple[tuple[str, ...], ...]
    links: tuple[str, ...]
    forms: tuple[Sent, ...]

    def unmarked(self, written: frozenset[str]) -> list[str]:
        """Return what the page says outside of all marks that people did not write."""
        found = [text for run in self.runs for text in _outside(list(run))]
        return [text for text in found if not _is_allowed(text, written)]


def read(html: str) -> Read:
    """Read a page as a person does: its texts in one run, each attribute by itself."""
    reader = _Reader()
    reader.feed(html)
    return Read(
        runs=(tuple(reader.texts), *((each,) for each in reader.attributes)),
        links=tuple(reader.links),
        forms=tuple(reader.forms),
    )


def unmarked_text(lines: Iterable[str], written: frozenset[str]) -> list[str]:
    """Return the same of a text without markup, such as a mail or a sheet of paper."""
    return [text for text in _outside(list(lines)) if not _is_allowed(text, written)]


def _outside(texts: list[str]) -> list[str]:
    """Return the texts at depth nought of the marks; an open mark holds over elements."""
    depth = 0
    found = []
    for text in texts:
        kept = []
        for part in re.split(r"(\[!|!\])", text):
            if part == OPEN:
                depth += 1
            elif part == CLOSE:
                depth = max(depth - 1, 0)
            elif depth == 0:
                kept.append(part)
            if part in (OPEN, CLOSE):
                kept.append("\n")
        found.append("".join(kept).strip())
    return [text for text in found if text]


def _is_allowed(text: str, written: frozenset[str]) -> bool:
    """Tell whether a text, or each of the parts that it is put together from, needs no words."""
    folded = " ".join(text.split())
    if _is_same(folded, written):
        return True
    return any(
        _is_allowed(folded[: joint.start()], written)
        and _is_allowed(folded[joint.end() :], written)
        for joint in _JOINT.finditer(folded)
    )


def _is_same(text: str, written: frozenset[str]) -> bool:
    bare = text.strip(" .,:;-…+·")
    return any(
        not re.search(r"[A-Za-z]", each)
        or each.casefold() in written
        or _SAME_EVERYWHERE.fullmatch(each) is not None
        for each in (text, bare, _VERSION.sub("", bare))
    )


def written_in(*documents: object) -> frozenset[str]:
    """Return all texts of documents that people write, as pages may show them."""
    found: set[str] = set()
    for text in _strings(documents):
        lines = [" ".join(line.split()) for line in text.splitlines()]
        for each in (" ".join(text.split()), *lines, text.replace("-", " ").replace("_", " ")):
            found.add(each.strip(" .*#").casefold())
    return frozenset(found)


def _strings(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case Mapping():
            for name, each in value.items():
                if name not in ("spec", "achievement_type"):
                    yield from _strings(each)
        case list() | tuple() | set() | frozenset():
            for each in value:
                yield from _strings(each)
        case _:
            pass
