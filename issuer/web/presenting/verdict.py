"""The evaluator's tree as a page shows it: one line per criterion, each with its state in words."""

from dataclasses import dataclass

from issuer.criteria import ExplainedNode, Explanation, NextStep
from issuer.web.languages import gettext as _
from issuer.web.languages import retold
from issuer.web.presenting.waiting import Tag, result_tag
from issuer.web.presenting.words import title_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """One criterion, and what is below it."""

    title: str
    tag: Tag
    say: str
    levels: tuple[str, ...]
    remarks: tuple[str, ...]
    children: tuple["Branch", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A decision: its tree, and what comes next."""

    tag: Tag
    tree: Branch
    next: tuple[str, ...]


def verdict_of(explanation: Explanation) -> Verdict:
    """Present an explained decision."""
    return Verdict(
        tag=result_tag(explanation.result),
        tree=_branch(explanation.tree),
        next=tuple(_next(step) for step in explanation.next),
    )


def _next(step: NextStep) -> str:
    told = retold(step.sentence)
    if not step.instead_of:
        return told
    return _("One of these for “{choice}”: {step}", choice=step.instead_of, step=told)


def _branch(node: ExplainedNode) -> Branch:
    return Branch(
        title=node.title,
        tag=result_tag(node.status),
        say=retold(node.say),
        levels=tuple(f"{title_of(name)}: {level}" for name, level in node.levels),
        remarks=tuple(_("Not counted: {why}", why=retold(each.why)) for each in node.remarks),
        children=tuple(_branch(child) for child in node.children),
    )
