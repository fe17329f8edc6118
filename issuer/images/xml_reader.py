"""XML without document types and entities, as events with byte positions; builds no tree.

expat reads no external file by itself; whatever would define or call an entity stops it here.
"""

import re
from dataclasses import dataclass, field
from xml.parsers import expat

from issuer.errors import MalformedError

#: Between namespace URI and local name, as expat joins them; no URI has a blank.
_SEPARATOR = " "
MAX_ELEMENTS = 20_000
MAX_DEPTH = 100
_DECLARATION = re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)[\"']")


@dataclass(slots=True, kw_only=True)
class Element:
    """One element while it is read; `start` and `end` are byte positions of the whole element.

    Attributes:
        namespace: its URI, empty if it has none.
        attributes: by (namespace URI, local name).
        prefixes: namespaces that this element declares, prefix to URI.
        texts: character data directly inside.
    """

    namespace: str
    name: str
    attributes: dict[tuple[str, str], str]
    prefixes: dict[str, str]
    start: int
    start_tag_end: int
    end: int = 0
    texts: list[str] = field(default_factory=list)
    children: list["Element"] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Return the character data directly inside."""
        return "".join(self.texts)


def read_xml(data: bytes) -> Element:
    """Read an XML document into its elements.

    Raises:
        MalformedError: code `xml`: not well-formed UTF-8 XML, a document type, an entity, or too
            many or too deeply nested elements.
    """
    declared = _DECLARATION.match(data)
    if declared and declared[1].lower() not in {b"utf-8", b"us-ascii", b"ascii"}:
        raise MalformedError("Save the XML as UTF-8", code="xml")
    reader = _Reader(data)
    try:
        return reader.read()
    except expat.ExpatError as error:
        raise MalformedError(f"Not well-formed XML: {error}", code="xml") from error


class _Reader:
    """Collects elements from the events of one expat parser."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._open: list[Element] = []
        self._prefixes: dict[str, str] = {}
        self._count = 0
        self._root: Element | None = None
        # A fixed encoding: else two byte order marks decide what the bytes mean.
        self._parser = expat.ParserCreate("UTF-8", _SEPARATOR)
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._refuse_type
        self._parser.EntityDeclHandler = self._refuse_entity
        self._parser.ExternalEntityRefHandler = self._refuse_entity
        self._parser.SkippedEntityHandler = self._refuse_entity
        self._parser.StartNamespaceDeclHandler = self._prefix
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._finish
        self._parser.CharacterDataHandler = self._text

    def read(self) -> Element:
        self._parser.Parse(self._data, True)
        if self._root is None:
            raise MalformedError("The XML holds no element", code="xml")
        return self._root

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > MAX_ELEMENTS or len(self._open) >= MAX_DEPTH:
            raise MalformedError("The XML has too many or too deep elements", code="xml")
        namespace, local = _split(name)
        start = self._parser.CurrentByteIndex
        element = Element(
            namespace=namespace,
            name=local,
            attributes={_split(each): value for each, value in attributes.items()},
            prefixes=self._prefixes,
            start=start,
            start_tag_end=_tag_end(self._data, start),
        )
        self._prefixes = {}
        if self._open:
            self._open[-1].children.append(element)
        self._open.append(element)

    def _finish(self, _name: str) -> None:
        element = self._open.pop()
        is_empty = self._data[element.start_tag_end - 2 : element.start_tag_end] == b"/>"
        element.end = (
            element.start_tag_end
            if is_empty
            else _tag_end(self._data, self._parser.CurrentByteIndex)
        )
        if not self._open:
            self._root = element

    def _text(self, text: str) -> None:
        if self._open:
            self._open[-1].texts.append(text)

    def _prefix(self, prefix: str | None, uri: str | None) -> None:
        self._prefixes[prefix or ""] = uri or ""

    def _refuse_type(self, *_: object) -> None:
        raise MalformedError("Remove the <!DOCTYPE ...> from the file", code="xml")

    def _refuse_entity(self, *_: object) -> int:
        raise MalformedError("Remove entities from the file", code="xml")


def _tag_end(data: bytes, start: int) -> int:
    """Return the position after the tag that begins at `start`; quotes may hold a `>`."""
    quote = 0
    for position in range(start, len(data)):
        byte = data[position]
        if quote:
            quote = 0 if byte == quote else quote
        elif byte in b"\"'":
            quote = byte
        elif byte == ord(">"):
            return position + 1
    raise MalformedError("A tag of the XML does not end", code="xml")


def _split(name: str) -> tuple[str, str]:
    namespace, _, local = name.rpartition(_SEPARATOR)
    return namespace, local
