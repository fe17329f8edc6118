"""What lint says, and what it has to know to say it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from issuer.criteria.definition import Criteria
from issuer.criteria.rubrics import Instrument, Rubric


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One remark: a code of education.md 2.6 (E stops publishing, W warns), where, and why."""

    code: str
    path: str
    sentence: str

    @property
    def stops(self) -> bool:
        """Tell whether it stops publishing."""
        return self.code.startswith("E")


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """What an organisation has published, as far as lint needs it.

    Attributes:
        rubrics: published rubrics by ref; instruments likewise.
        retired: refs that are published but retired.
        published: the newest published criteria by badge slug.
        now: the instant against which a window is judged.
        eligible_peers: how many peers could be drawn; None where nobody knows.
        has_moderator: somebody may moderate split answers; None where nobody knows.
    """

    now: datetime
    rubrics: Mapping[str, Rubric] = field(default_factory=dict)
    instruments: Mapping[str, Instrument] = field(default_factory=dict)
    retired: frozenset[str] = frozenset()
    published: Mapping[str, Criteria] = field(default_factory=dict)
    eligible_peers: int | None = None
    has_moderator: bool | None = None


def given_catalogue(
    *, rubrics: tuple[Rubric, ...], instruments: tuple[Instrument, ...], now: datetime
) -> Catalogue:
    """Return a catalogue of these documents and of nothing else, for files at the terminal."""
    return Catalogue(
        now=now,
        rubrics={rubric.ref: rubric for rubric in rubrics},
        instruments={instrument.ref: instrument for instrument in instruments},
    )
