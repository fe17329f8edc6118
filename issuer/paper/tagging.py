"""The structure tree of a tagged PDF (ISO 32000-2, 14.7 and 14.8), which reportlab does not write.

Its document is `Any` here: its type hints know nothing of what the tree needs.

Each piece of a page is marked in the page's content by a number; the tree says what the numbers
are: headings, tables, lists, pictures with words for them.
"""

from dataclasses import dataclass, field
from typing import Any

from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFDictionary,
    PDFName,
    PDFString,
)


@dataclass(slots=True, kw_only=True, eq=False)
class Element:
    """One element of the tree: its kind, and what it holds: elements, or (page, number)."""

    kind: str
    parent: "Element | None" = None
    alt: str = ""
    attributes: tuple[tuple[str, str], ...] = ()
    holds: "list[Element | tuple[int, int]]" = field(default_factory=list)

    def add(self, kind: str, *, alt: str = "", **attributes: str) -> "Element":
        """Add and return a child, with attributes such as `Scope` of a table's heading."""
        child = Element(kind=kind, parent=self, alt=alt, attributes=tuple(attributes.items()))
        self.holds.append(child)
        return child


@dataclass(slots=True)
class Structure:
    """The tree of one document, and whose each marked piece of each page is."""

    root: Element = field(default_factory=lambda: Element(kind="Document"))
    marked: list[list[Element]] = field(default_factory=list)

    def mark(self, element: Element) -> int:
        """Return the number of a further piece of the element on the last page."""
        pieces = self.marked[-1]
        element.holds.append((len(self.marked) - 1, len(pieces)))
        pieces.append(element)
        return len(pieces) - 1

    def write(self, document: Any) -> None:
        """Add tree and marks to a document whose pages are all there."""
        pages = document.Pages.pages
        nodes: dict[int, Any] = {}
        tree = PDFDictionary({"Type": PDFName("StructTreeRoot")})
        root = _write(self.root, tree, pages, document, nodes)
        tree["K"] = root
        numbers: list[Any] = []
        for number, (page, pieces) in enumerate(zip(pages, self.marked, strict=True)):
            _allow(page, "StructParents", number)
            _allow(page, "Tabs", PDFName("S"))
            numbers += [number, PDFArray([nodes[id(piece)] for piece in pieces])]
        tree["ParentTree"] = document.Reference(PDFDictionary({"Nums": PDFArray(numbers)}))
        catalog = document.Catalog
        catalog.StructTreeRoot = tree
        catalog.MarkInfo = PDFDictionary({"Marked": "true"})


def _write(element: Element, parent: Any, pages: Any, document: Any, nodes: dict[int, Any]) -> Any:
    node = PDFDictionary({"Type": PDFName("StructElem"), "S": PDFName(element.kind)})
    reference = nodes[id(element)] = document.Reference(node)
    node["P"] = document.Reference(parent)
    if element.alt:
        node["Alt"] = PDFString(element.alt)
    if element.attributes:
        values = {name: PDFName(value) for name, value in element.attributes}
        node["A"] = PDFDictionary({"O": PDFName("Table"), **values})
    node["K"] = PDFArray(
        [
            _write(held, node, pages, document, nodes)
            if isinstance(held, Element)
            else _piece(*held, pages, document)
            for held in element.holds
        ]
    )
    return reference


def _piece(page: int, number: int, pages: Any, document: Any) -> PDFDictionary:
    reference = document.Reference(pages[page])
    return PDFDictionary({"Type": PDFName("MCR"), "Pg": reference, "MCID": number})


def _allow(owner: Any, name: str, value: Any) -> None:
    """Set a member that reportlab's list of members of this object does not know."""
    owner.__NoDefault__ = [*owner.__NoDefault__, name]
    setattr(owner, name, value)
