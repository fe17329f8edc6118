"""Baking a credential into an SVG and taking it out again (OB-57, OB-58)."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Literal
from xml.sax.saxutils import quoteattr

from issuer.errors import MalformedError
from issuer.images.baked import (
    MAX_TEXT_BYTES,
    BakedCredential,
    exactly_one,
    kind_of,
    read_text,
    require_text,
)
from issuer.images.png import MAX_BAKED_BYTES
from issuer.images.xml_reader import Element, read_xml

SVG = "http://www.w3.org/2000/svg"
NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"
_NAMESPACES: Mapping[str, tuple[str, Literal["ob3", "clr2", "ob2"]]] = MappingProxyType(
    {
        NAMESPACE: ("credential", "ob3"),
        "https://purl.imsglobal.org/clr/v2p0": ("credential", "clr2"),
        "http://openbadges.org": ("assertion", "ob2"),
    }
)
_PREFIX = "openbadges"


def bake_svg(svg: bytes, credential: bytes) -> bytes:
    """Put a credential into an SVG: one element directly after the root's start tag (OB-57).

    An older credential is replaced; all other bytes stay as they are.

    Raises:
        MalformedError: code `xml`, `image`, `image_size` or `image_text`.
    """
    element = _credential_element(require_text(credential))
    root = _read_svg(svg)
    head = _with_namespace(svg[: root.start_tag_end], root)
    if head.endswith(b"/>"):
        tail = b"</" + _tag_name(svg, root) + b">" + svg[root.start_tag_end :]
        return head[:-2] + b">" + element + tail
    return head + element + _without_credentials(svg, root)


def extract_svg(svg: bytes) -> BakedCredential:
    """Take the only credential out of an SVG; the namespace URI counts, not the prefix.

    Raises:
        MalformedError: code `xml`, `image`, `image_size`, `image_text`, `ambiguous` or
            `no_credential`.
    """
    found = tuple(_credential_of(element) for element in credential_elements(_read_svg(svg)))
    return exactly_one(found)


def credential_elements(root: Element) -> Iterator[Element]:
    """Find the elements that hold a credential of any standard, wherever they are."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if _NAMESPACES.get(element.namespace, ("", ""))[0] == element.name:
            yield element
        waiting.extend(element.children)


def _read_svg(svg: bytes) -> Element:
    if len(svg) > MAX_BAKED_BYTES:
        raise MalformedError("Use an SVG of at most 4 MiB", code="image_size")
    root = read_xml(svg)
    if (root.namespace, root.name) != (SVG, "svg"):
        raise MalformedError("This XML is not an SVG picture", code="image")
    return root


def _credential_of(element: Element) -> BakedCredential:
    token = element.attributes.get(("", "verify"), "").strip()
    body = element.text.strip()
    standard = _NAMESPACES[element.namespace][1]
    # A hosted badge of Open Badges 2.0 has its address there, and the document at that address.
    if token and body and standard != "ob2":
        raise MalformedError("The SVG holds a token and a document", code="ambiguous")
    text = read_text((body or token).encode("utf-8")[: MAX_TEXT_BYTES + 1])
    return BakedCredential(kind=kind_of(text), text=text, standard=standard, carrier="svg")


def _credential_element(text: str) -> bytes:
    if kind_of(text) == "jwt":
        return f"<{_PREFIX}:credential verify={quoteattr(text)}/>".encode("ascii")
    # The end mark of CDATA cannot stand inside it: it is divided between two sections.
    body = text.replace("]]>", "]]]]><![CDATA[>")
    return f"<{_PREFIX}:credential><![CDATA[{body}]]></{_PREFIX}:credential>".encode("ascii")


def _with_namespace(head: bytes, root: Element) -> bytes:
    declared = root.prefixes.get(_PREFIX)
    if declared == NAMESPACE:
        return head
    if declared is not None:
        raise MalformedError(f"The prefix {_PREFIX} means something else here", code="xml")
    name_end = root.start + 1 + len(_tag_name(head, root))
    return head[:name_end] + f' xmlns:{_PREFIX}="{NAMESPACE}"'.encode("ascii") + head[name_end:]


def _tag_name(svg: bytes, root: Element) -> bytes:
    """Return the root's name as written, its prefix included."""
    return svg[root.start + 1 : root.start_tag_end].rstrip(b"/>").split(maxsplit=1)[0]


def _without_credentials(svg: bytes, root: Element) -> bytes:
    """Return what follows the root's start tag, older credentials cut out."""
    position, kept = root.start_tag_end, b""
    for element in sorted(credential_elements(root), key=lambda each: each.start):
        if element.start >= position:
            kept += svg[position : element.start]
            position = element.end
    return kept + svg[position:]
