"""What every leaf kind has in common: the case it judges and the judgement it returns."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, Protocol, Self

from issuer.criteria.decision import Action, Ignored, Status
from issuer.criteria.facts import Facts
from issuer.criteria.reading import Place
from issuer.criteria.scales import Scale
from issuer.documents import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A checked snapshot in canonical order, and the scale of the document that judges it."""

    facts: Facts
    scale: Scale

    @property
    def as_of(self) -> datetime:
        """Return the only now there is."""
        return self.facts.as_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a leaf says about a case."""

    status: Status
    say: str
    counted: tuple[str, ...] = ()
    ignored: tuple[Ignored, ...] = ()
    needs: tuple[Action, ...] = ()
    levels: Mapping[str, str] = field(default_factory=dict)


class Titles(Protocol):
    """Names what a leaf refers to, for people; an unknown name comes back readable."""

    def rubric(self, ref: str) -> str:
        """Return the title of a rubric."""
        ...

    def criterion(self, ref: str, criterion: str) -> str:
        """Return the title of a rubric criterion."""
        ...

    def instrument(self, ref: str) -> str:
        """Return the title of an instrument."""
        ...

    def item(self, ref: str, item: str) -> str:
        """Return the behaviour that an instrument item asks for."""
        ...


class Leaf(Protocol):
    """One kind of leaf: read strictly, judged by its rule of 2.9, described for people."""

    kind: ClassVar[str]

    @classmethod
    def read(cls, value: Json, place: Place) -> Self:
        """Read the leaf's settings; raises `ShapeError`."""
        ...

    def judge(self, node: str, case: Case) -> Judgement:
        """Judge the case by this leaf, which stands in the node of that id."""
        ...

    def ask(self, titles: Titles) -> str:
        """Say in one plain sentence what is asked, for the published narrative."""
        ...
