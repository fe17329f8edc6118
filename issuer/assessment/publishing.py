"""The Achievement of a badge version, in the words of Open Badges 3.0 (education.md 6.1).

The lowest level of a scale never becomes public: ladders start at the second level (5.1).
"""

from collections.abc import Iterator, Mapping

from issuer import criteria
from issuer.badges import (
    Achievement,
    AchievementCriteria,
    Alignment,
    Image,
    ResultDescription,
    RubricCriterionLevel,
)
from issuer.criteria import Criteria, Instrument, Node, Rubric
from issuer.criteria.leaves import PeersLeaf, RubricLeaf
from issuer.criteria.rubrics import RubricCriterion


def achievement_of(
    document: Criteria,
    *,
    address: str,
    rubrics: Mapping[str, Rubric],
    instruments: Mapping[str, Instrument],
    approval: str = criteria.TWO_ADULTS,
) -> Achievement:
    """Build the Achievement whose id and address is `address`; refs map to what they name.

    `approval` is the sentence that tells who approves.
    """
    terms = document.award
    narrative = criteria.narrative(
        document, tuple(rubrics.values()), tuple(instruments.values()), approval=approval
    )
    return Achievement(
        id=address,
        name=document.title,
        description=document.summary.strip().split("\n\n")[0].strip(),
        criteria=AchievementCriteria(id=f"{address}/criteria", narrative=narrative),
        achievement_type=terms.achievement_type,
        version=str(document.version),
        image=Image(id=f"{address}/image.png", caption=f"Badge: {document.title}"),
        credits_available=None if terms.credits is None else float(terms.credits),
        alignment=tuple(
            Alignment(
                target_name=each.name,
                target_url=each.url,
                target_framework=each.framework,
                target_code=each.code,
                target_type=each.type,
            )
            for each in document.alignment
        ),
        result_description=tuple(_descriptions(document, address, rubrics)),
    )


def result_id(address: str, *steps: str) -> str:
    """Return the id of a result description: of a node, or of a criterion in a node."""
    return f"{address}#result/{'/'.join(steps)}"


def level_id(address: str, *steps: str) -> str:
    """Return the id of a level: node and criterion for rubrics, node for peers, then level."""
    return f"{address}#level/{'/'.join(steps)}"


def _descriptions(
    document: Criteria, address: str, rubrics: Mapping[str, Rubric]
) -> Iterator[ResultDescription]:
    for node in document.nodes():
        leaf = node.rule
        if isinstance(leaf, RubricLeaf) and node.id in document.award.results:
            rubric = rubrics[leaf.rubric]
            for criterion in rubric.criteria:
                if criterion.id in leaf.levels:
                    required = leaf.levels[criterion.id]
                    yield _of_criterion(document, address, node, criterion, required)
        if isinstance(leaf, PeersLeaf):
            yield _of_peers(document, address, node, leaf)


def _of_criterion(
    document: Criteria, address: str, node: Node, criterion: RubricCriterion, required: str
) -> ResultDescription:
    return ResultDescription(
        id=result_id(address, node.id, criterion.id),
        name=f"{node.label}: {criterion.title}",
        result_type="RubricCriterionLevel",
        required_level=level_id(address, node.id, criterion.id, required),
        rubric_criterion_level=tuple(
            RubricCriterionLevel(
                id=level_id(address, node.id, criterion.id, level),
                name=level_name(level),
                level=str(rank),
                description=criterion.levels[level],
            )
            for rank, level in _published(document)
        ),
    )


def _of_peers(document: Criteria, address: str, node: Node, leaf: PeersLeaf) -> ResultDescription:
    required = min(leaf.levels.values(), key=document.scale.position)
    return ResultDescription(
        id=result_id(address, node.id),
        name=f"Peer verification: {node.label}",
        result_type="RubricCriterionLevel",
        required_level=level_id(address, node.id, required),
        rubric_criterion_level=tuple(
            RubricCriterionLevel(
                id=level_id(address, node.id, level), name=level_name(level), level=str(rank)
            )
            for rank, level in _published(document)
        ),
    )


def _published(document: Criteria) -> Iterator[tuple[int, str]]:
    """Yield rank and name of the levels that may be public, low to high."""
    return enumerate(document.scale.names[1:], start=1)


def level_name(level: str) -> str:
    """Write a level's slug as people do: `not-yet` becomes `Not yet`."""
    return level.replace("-", " ").capitalize()
