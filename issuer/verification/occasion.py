"""For what a presentation was asked: the question and the verifier that it must answer."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What the verifier asked for; None is not asked (API-10)."""

    challenge: str | None = None
    domain: frozenset[str] | None = None


#: Nothing was asked, so that it was made for this occasion cannot be told.
NOT_ASKED = Expected()
