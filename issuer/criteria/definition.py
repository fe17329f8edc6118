"""The criteria document `cbe-criteria/1` as a frozen value (education.md 2.1)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Self

from issuer.criteria.durations import Duration
from issuer.criteria.leaves import PeersLeaf, RubricLeaf
from issuer.criteria.nodes import Node, read_node
from issuer.criteria.reading import (
    Members,
    Place,
    boolean,
    choice,
    date_time,
    decimal_where,
    distinct,
    duration,
    either,
    integer,
    line,
    listed,
    prose,
    slug,
    uri,
)
from issuer.criteria.rubrics import read_scale
from issuer.criteria.scales import Scale
from issuer.criteria.vocabulary import ALIGNMENT_TYPES, PEER_ENDORSEMENTS, SPEC
from issuer.documents import Document, Json, digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """A public framework's entry that the badge answers to; emitted as OB `alignment`."""

    name: str
    url: str
    framework: str | None = None
    code: str | None = None
    type: str | None = None

    @classmethod
    def read(cls, value: Json, place: Place) -> Self:
        """Read one entry of `alignment`."""
        members = Members(value, place)
        alignment = cls(
            name=members.required("name", line(500)),
            url=members.required("url", uri),
            framework=members.optional("framework", line(500), None),
            code=members.optional("code", line(200), None),
            type=members.optional("type", choice(*ALIGNMENT_TYPES), None),
        )
        members.finish()
        return alignment


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """When submissions open and close; `target_weeks` is advice, never a rule."""

    opens: datetime | None = None
    closes: datetime | None = None
    target_weeks: int | None = None

    @classmethod
    def read(cls, value: Json, place: Place) -> Self:
        """Read `window`."""
        members = Members(value, place)
        window = cls(
            opens=members.optional("opens", date_time, None),
            closes=members.optional("closes", date_time, None),
            target_weeks=members.optional("target_weeks", integer(1), None),
        )
        members.finish()
        return window


@dataclass(frozen=True, slots=True, kw_only=True)
class Resubmission:
    """How often (None: without limit) and how soon after a return work may come again."""

    max: int | None = None
    cooldown: Duration | None = None

    @classmethod
    def read(cls, value: Json, place: Place) -> Self:
        """Read `resubmission`."""
        members = Members(value, place)
        unlimited = either(lambda value: value is None, _nothing, integer(0))
        resubmission = cls(
            max=members.optional("max", unlimited, None),
            cooldown=members.optional("cooldown", duration, None),
        )
        members.finish()
        return resubmission


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardTerms:
    """What the award becomes; `results` are the rubric leaves whose levels it carries."""

    achievement_type: str = "Badge"
    valid_for: Duration | None = None
    second_approver: bool = False
    peer_endorsements: str = "aggregate"
    credits: Decimal | None = None
    results: tuple[str, ...] = ()

    @classmethod
    def read(cls, value: Json, place: Place) -> Self:
        """Read `award`."""
        members = Members(value, place)
        terms = cls(
            achievement_type=members.optional("achievement_type", line(120), "Badge"),
            valid_for=members.optional("valid_for", duration, None),
            second_approver=members.optional("second_approver", boolean, default=False),
            peer_endorsements=members.optional(
                "peer_endorsements", choice(*PEER_ENDORSEMENTS), "aggregate"
            ),
            credits=members.optional(
                "credits", decimal_where(lambda amount: amount > 0, "above 0"), None
            ),
            results=members.optional("results", distinct(slug), ()),
        )
        members.finish()
        return terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria:
    """The checkable rules of one badge version.

    `document` is the stored JSON, from which `hash` was taken; it is never written anew.
    """

    badge: str
    version: int
    title: str
    summary: str
    scale: Scale
    root: Node
    alignment: tuple[Alignment, ...]
    window: Window
    resubmission: Resubmission
    award: AwardTerms
    document: Document = field(repr=False)
    hash: str

    def nodes(self) -> Iterator[Node]:
        """Yield all nodes in document order."""
        return self.root.walk()

    def node(self, node_id: str) -> Node | None:
        """Return the node of that id, or None."""
        return next((node for node in self.nodes() if node.id == node_id), None)

    @property
    def refs(self) -> tuple[str, ...]:
        """Return the rubrics and instruments that must be pinned, sorted."""
        rules = [node.rule for node in self.nodes()]
        rubrics = {rule.rubric for rule in rules if isinstance(rule, RubricLeaf)}
        instruments = {rule.instrument for rule in rules if isinstance(rule, PeersLeaf)}
        return tuple(sorted(rubrics | instruments))


def parse(document: Document, *, default_scale: Sequence[str] | None = None) -> Criteria:
    """Read a criteria document; `default_scale` is the school's, filled in where none is given.

    Raises:
        ShapeError: a member is missing, unknown or malformed; inside the tree the sentence names
            the path of node ids.
        MalformedError: a value that JCS cannot express.
    """
    if default_scale is not None and "scale" not in document:
        document = {**document, "scale": list(default_scale)}
    members = Members(document, Place())
    members.required("spec", choice(SPEC))
    criteria = Criteria(
        badge=members.required("badge", slug),
        version=members.required("version", integer(1)),
        title=members.required("title", line(120)),
        summary=members.required("summary", prose(2000)),
        scale=Scale.of(members.required("scale", read_scale)),
        alignment=members.optional("alignment", listed(Alignment.read), ()),
        window=members.optional("window", Window.read, Window()),
        resubmission=members.optional("resubmission", Resubmission.read, Resubmission()),
        award=members.optional("award", AwardTerms.read, AwardTerms()),
        root=members.required("criteria", read_node),
        document=document,
        hash=digest(document),
    )
    members.finish()
    return criteria


def _nothing(value: Json, place: Place) -> int | None:  # noqa: ARG001 # fits a reader
    return None
