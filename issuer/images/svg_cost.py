"""How much drawing an SVG asks for: references multiply, so a small file can mean endless work."""

import math
import re
from collections.abc import Iterator

from issuer.errors import MalformedError
from issuer.images.xml_reader import MAX_ELEMENTS, Element

_REFERENCE = re.compile(r"#([A-Za-z_][\w.:-]*)", re.ASCII)
_URL = re.compile(r"url\([^)#]*#([A-Za-z_][\w.:-]*)", re.ASCII | re.IGNORECASE)
_GRADIENTS = frozenset({"linearGradient", "radialGradient"})
_REFERRING = ("href", "fill", "stroke", "clip-path", "mask", "style")
#: Elements on the way from the outermost one through references; more is a puzzle, not a drawing.
_MAX_CHAIN = 300


def check_cost(root: Element) -> None:
    """Refuse a picture that refers to itself, or draws too many elements through references.

    Raises:
        MalformedError: code `image_size`.
    """
    costs = _Costs(root)
    if costs.of(root, 0) * costs.sheet_factor() > MAX_ELEMENTS:
        raise MalformedError("The SVG repeats its parts too often", code="image_size")


class _Costs:
    """The number of elements drawn for each element, its references followed."""

    def __init__(self, root: Element) -> None:
        self._by_id = {
            each.attributes[("", "id")]: each
            for each in _all(root)
            if ("", "id") in each.attributes
        }
        sheets = [each.text for each in _all(root) if each.name == "style"]
        self._named_in_sheets = set(_URL.findall(" ".join(sheets))) & self._by_id.keys()
        self._known: dict[int, int] = {}
        self._open: set[int] = set()

    def sheet_factor(self) -> int:
        """Bound what references in style sheets multiply, whatever they are applied to.

        A gradient is cheap, and so is a clip path of one shape; each other one may be met inside
        each further one.
        """
        targets = [self._by_id[name] for name in sorted(self._named_in_sheets)]
        costs = [self.of(each, 0) - 1 for each in targets if each.name not in _GRADIENTS]
        return math.prod(max(1, cost) for cost in costs)

    def of(self, element: Element, depth: int) -> int:
        """Return the cost of one element, `depth` steps away from where the question began."""
        key = id(element)
        if key in self._known:
            return self._known[key]
        if key in self._open or depth > _MAX_CHAIN:
            raise MalformedError("The SVG refers to itself", code="image_size")
        self._open.add(key)
        targets = [self._by_id[name] for name in _references(element) if name in self._by_id]
        cost = 1 + sum(self.of(each, depth + 1) for each in [*element.children, *targets])
        self._open.discard(key)
        self._known[key] = cost
        return cost


def _references(element: Element) -> Iterator[str]:
    for (_, name), value in element.attributes.items():
        if name in _REFERRING and (name == "href" or "url(" in value.lower()):
            yield from _REFERENCE.findall(value)


def _all(root: Element) -> Iterator[Element]:
    waiting = [root]
    while waiting:
        element = waiting.pop()
        yield element
        waiting.extend(element.children)
