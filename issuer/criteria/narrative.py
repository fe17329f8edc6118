"""The published narrative of criteria: summary, then one bullet per node (education.md 6.1)."""

import re
from collections.abc import Iterator, Sequence

from issuer.criteria.definition import Criteria
from issuer.criteria.nodes import Group, Node
from issuer.criteria.phrases import one_of, readable
from issuer.criteria.rubrics import Instrument, Rubric

#: What Markdown would read as markup in a title or sentence.
_MARKUP = re.compile(r"([\\`*_\[\]<>])")
#: Who approves, disclosed before anybody starts.
TWO_ADULTS = "Approved by an adult of the issuer other than the only one who assessed."
ONE_ADULT = "Approved by an adult of the issuer; in this small school it may be who assessed."
_GROUPS = {"all_of": "all of these", "any_of": "one of these"}


class GivenTitles:
    """Titles from the published rubrics and instruments; unknown names come back readable."""

    def __init__(self, rubrics: Sequence[Rubric], instruments: Sequence[Instrument]) -> None:
        self._rubrics = {rubric.ref: rubric for rubric in rubrics}
        self._instruments = {instrument.ref: instrument for instrument in instruments}

    def rubric(self, ref: str) -> str:
        """Return the title of a rubric."""
        found = self._rubrics.get(ref)
        return found.title if found else _readable_ref(ref)

    def criterion(self, ref: str, criterion: str) -> str:
        """Return the title of a rubric criterion."""
        rubric = self._rubrics.get(ref)
        found = rubric.criterion(criterion) if rubric else None
        return found.title if found else readable(criterion)

    def instrument(self, ref: str) -> str:
        """Return the title of an instrument."""
        found = self._instruments.get(ref)
        return found.title if found else _readable_ref(ref)

    def item(self, ref: str, item: str) -> str:
        """Return the behaviour that an instrument item asks for, as a few words."""
        instrument = self._instruments.get(ref)
        found = instrument.item(item) if instrument else None
        return found.label if found else readable(item)


def narrative(
    criteria: Criteria,
    rubrics: Sequence[Rubric],
    instruments: Sequence[Instrument],
    *,
    approval: str = TWO_ADULTS,
) -> str:
    """Return Markdown: the summary, a bullet per node, and who approves (README ruling 7)."""
    titles = GivenTitles(rubrics, instruments)
    bullets = "\n".join(_bullets(criteria.root, titles, 0))
    return f"{criteria.summary}\n\n{bullets}\n\n{approval}"


def _bullets(node: Node, titles: GivenTitles, depth: int) -> Iterator[str]:
    rule = node.rule
    if isinstance(rule, Group):
        asked = _GROUPS.get(rule.kind, f"{rule.n} of these")
        # A title such as "All of these" says it already.
        asked = "" if node.label.lower() == asked else f": {asked}"
    else:
        asked = f": {rule.ask(titles)}"
    waiver = f" (may be waived by a {one_of(node.waivable)})" if node.waivable else ""
    yield f"{'  ' * depth}- **{_plain(node.label)}**{_plain(asked)}{waiver}"
    for child in node.children:
        yield from _bullets(child, titles, depth + 1)


def _plain(text: str) -> str:
    """Escape markup, and keep one bullet on one line."""
    return _MARKUP.sub(r"\\\1", text).replace("\n", " ")


def _readable_ref(ref: str) -> str:
    slug, _, version = ref.partition("@")
    return f"{readable(slug)}, version {version}"
