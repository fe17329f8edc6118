"""Foreign SVG made safe to store, show and draw: an allow-list, and a refusal of what is active.

What merely decorates a file (editor's notes, metadata, unknown attributes) is left out in silence.
What could act, fetch or hide something is refused with its name: whoever uploads it should know.
"""

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from issuer.errors import MalformedError
from issuer.images.baked_svg import SVG, credential_elements
from issuer.images.png import MAX_BYTES
from issuer.images.svg_cost import check_cost
from issuer.images.svg_words import ATTRIBUTES, ELEMENTS, TEXT_ELEMENTS, WORDS_INSIDE
from issuer.images.xml_reader import Element, read_xml

_XHTML = "http://www.w3.org/1999/xhtml"
_XLINK = "http://www.w3.org/1999/xlink"
_LOCAL = re.compile(r"#[A-Za-z_][\w.:-]*", re.ASCII)
_LOCAL_URL = re.compile(r"url\(\s*(['\"]?)#[A-Za-z_][\w.:-]*\1\s*\)", re.ASCII | re.IGNORECASE)
#: A backslash can spell any of the others in CSS.
_ACTIVE = re.compile(
    r"url\(|@|\\|expression\(|javascript:|vbscript:|data:|https?:|//", re.ASCII | re.IGNORECASE
)
_LENGTH = re.compile(r"\s*(\d{1,6}(?:\.\d{1,20})?)(?:px)?\s*", re.ASCII)


def clean_svg(data: bytes) -> bytes:
    """Return the drawing alone, written anew from what is on the allow-list.

    Raises:
        MalformedError: code `svg_unsafe` (scripts, handlers, links, embedded pictures, filters,
            animation), `svg_text` (letters need a font that others may lack), `image_text` (a
            credential is baked in already), `image_size`, `image` or `xml`.
    """
    if len(data) > MAX_BYTES:
        raise MalformedError("Use an SVG of at most 4 MiB", code="image_size")
    root = read_xml(data)
    if (root.namespace, root.name) != (SVG, "svg"):
        raise MalformedError("This XML is not an SVG picture", code="image")
    if any(credential_elements(root)):
        raise MalformedError("Use the picture without a credential in it", code="image_text")
    size_of_svg(root)
    cleaned = "".join(_written(root))
    check_cost(root)
    return cleaned.encode("utf-8")


def size_of_svg(root: Element) -> tuple[int, int]:
    """Return width and height in user units, by `viewBox` or else by `width` and `height`.

    Raises:
        MalformedError: neither is there, code `image`.
    """
    numbers = re.split(r"[\s,]+", root.attributes.get(("", "viewBox"), "").strip())
    lengths = [root.attributes.get(("", name), "") for name in ("width", "height")]
    found = [_LENGTH.fullmatch(each) for each in (numbers[2:] if len(numbers) == 4 else lengths)]  # noqa: PLR2004 - x, y, width, height
    sides = [round(float(each[1])) for each in found if each]
    if len(sides) != 2 or min(sides) < 1:  # noqa: PLR2004 - width, height
        raise MalformedError("Give the SVG a viewBox, or width and height", code="image")
    return sides[0], sides[1]


def _written(element: Element) -> Iterator[str]:
    """Write an element and what it holds; the reader has bounded the depth."""
    name = element.name
    yield f"<{name}"
    if name == "svg":
        yield f' xmlns="{SVG}"'
    for attribute, value in _attributes(element):
        yield f" {attribute}={quoteattr(value)}"
    yield ">"
    if name in WORDS_INSIDE:
        yield escape(_checked(element.text, name) if name == "style" else element.text)
    for child in element.children:
        if _is_kept(child):
            yield from _written(child)
    yield f"</{name}>"


def _is_kept(element: Element) -> bool:
    """Tell whether an element belongs to the drawing; refuse it where it is active."""
    if element.namespace == SVG:
        if element.name in ELEMENTS:
            return True
        if element.name == "metadata":
            return False
        if element.name in TEXT_ELEMENTS:
            raise MalformedError("Turn text into paths before you export the SVG", code="svg_text")
    if element.namespace in {SVG, _XHTML, ""}:
        raise _unsafe(f"the element <{element.name[:40]}>")
    _refuse_hidden(element)
    return False


def _refuse_hidden(element: Element) -> None:
    """Refuse active content inside an element that will be left out: it was meant to act."""
    for child in element.children:
        if child.namespace in {SVG, _XHTML} and child.name == "script":
            raise _unsafe("the element <script>")
        _refuse_hidden(child)


def _attributes(element: Element) -> Iterator[tuple[str, str]]:
    for (namespace, name), value in element.attributes.items():
        if name == "href" and namespace in {"", _XLINK}:
            if not _LOCAL.fullmatch(value.strip()):
                raise _unsafe("a link to something outside the picture")
            yield "href", value.strip()
        elif namespace == "" and name.lower().startswith("on"):
            raise _unsafe(f"the handler {name[:40]}")
        elif namespace == "" and name in ATTRIBUTES:
            yield name, value if name == "aria-label" else _checked(value, name)


def _checked(value: str, where: str) -> str:
    """Return a value that names nothing outside the picture."""
    if _ACTIVE.search(_LOCAL_URL.sub("", value)):
        raise _unsafe(f"an address or rule in {where}")
    return value


def _unsafe(what: str) -> MalformedError:
    return MalformedError(f"Remove {what} from the SVG; a badge is a drawing", code="svg_unsafe")
