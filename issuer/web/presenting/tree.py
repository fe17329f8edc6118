"""The criteria of a badge with how each stands: what was asked, what was seen, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from issuer.criteria import (
    Audience,
    Criteria,
    ExplainedNode,
    Group,
    Node,
    Rubric,
    explain,
    parse_rubric,
)
from issuer.criteria.leaves import EvidenceLeaf
from issuer.documents import Document
from issuer.web.languages import gettext as _
from issuer.web.languages import ngettext, retold
from issuer.web.presenting.progress import Tag, status_tag
from issuer.web.presenting.words import title_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """One level in words: of what, which, and what it means."""

    name: str
    level: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """One criterion; `help` is what its author wrote, `why` how the answer came about."""

    title: str
    help: str
    tag: Tag
    why: str
    levels: tuple[Reached, ...]
    remarks: tuple[str, ...]
    children: tuple["Branch", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A part of the badge that evidence is handed in for; `tag` marks its items."""

    node: str
    title: str
    tag: str
    kinds: tuple[str, ...]


def tree_of(
    standing: Document, document: Criteria, rubrics: Sequence[Document], *, family: bool = False
) -> Branch:
    """Present a decision for the learner, or for a family without the lowest level's name."""
    audience = Audience.FAMILY if family else Audience.LEARNER
    shown = explain(standing, audience=audience, scale=document.scale)
    parsed = [parse_rubric(each) for each in rubrics]
    return _branch(shown.tree, document, _texts(parsed), family=family)


def slots_of(document: Criteria) -> tuple[Slot, ...]:
    """Return what can be handed in, in the order of the criteria."""
    return tuple(
        Slot(node=node.id, title=node.label, tag=node.rule.tag or "", kinds=node.rule.kinds)
        for node in document.nodes()
        if isinstance(node.rule, EvidenceLeaf)
    )


def names_of(document: Criteria, rubrics: Sequence[Document]) -> dict[str, str]:
    """Return the titles of nodes and rubric criteria, by id: what feedback is about."""
    criteria = [item for each in rubrics for item in parse_rubric(each).criteria]
    return {
        **{node.id: node.label for node in document.nodes()},
        **{item.id: item.title for item in criteria},
    }


def _texts(rubrics: Sequence[Rubric]) -> Mapping[tuple[str, str], tuple[str, str]]:
    """Return title and text of each level, by the readable name and the level."""
    return {
        (item.id.replace("-", " "), level): (item.title, text)
        for rubric in rubrics
        for item in rubric.criteria
        for level, text in item.levels.items()
    }


def _branch(
    node: ExplainedNode, document: Criteria, texts: Mapping[Any, tuple[str, str]], *, family: bool
) -> Branch:
    written = document.node(node.id)
    return Branch(
        title=node.title,
        help=(written.help or "") if written else "",
        tag=status_tag(node.status),
        why=_why(node, written, family=family),
        levels=tuple(_reached(name, level, texts) for name, level in node.levels),
        remarks=() if family else tuple(_remarks(node)),
        children=tuple(_branch(each, document, texts, family=family) for each in node.children),
    )


def _why(node: ExplainedNode, written: Node | None, *, family: bool) -> str:
    """Say how the answer came about; a family reads no words of the evaluator."""
    if written is not None and isinstance(written.rule, Group):
        met = sum(child.status == "met" for child in node.children)
        if written.rule.kind == "any_of":
            return _("One of these is enough.")
        wanted = written.rule.n
        return ngettext(
            "One of these is wanted; {met} met so far.",
            "{count} of these are wanted; {met} met so far.",
            wanted,
            met=met,
        )
    return "" if family else _capital(retold(node.say))


def _reached(name: str, level: str, texts: Mapping[Any, tuple[str, str]]) -> Reached:
    title, text = texts.get((name, level), (title_of(name), ""))
    return Reached(name=title, level=title_of(level), text=text)


def _remarks(node: ExplainedNode) -> list[str]:
    """Say each reason once."""
    return [
        _("Left out: {why}.", why=retold(why)) for why in dict.fromkeys(r.why for r in node.remarks)
    ]


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
