"""What a person may ask about lists; guards and effects are the verbs' own."""

from dataclasses import dataclass, field

from issuer.access import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadCohort:
    """Read a file and say row by row what is wrong; nothing of it counts yet."""

    actor: Actor
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutCohort:
    """Put a file forward, sign, approve or stop a list: the verb says which."""

    actor: Actor
    cohort: str
