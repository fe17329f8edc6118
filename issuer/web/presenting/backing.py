"""What stands behind a badge: who looked at the work, and which evidence it names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from issuer.badges import Evidence
from issuer.web.languages import gettext as _
from issuer.web.languages import retold
from issuer.web.markdown import markdown
from issuer.web.presenting.levels import Level
from issuer.web.presenting.words import (
    kind_of,
    short,
)

PEERS = "Peer verification record"


ASSESSMENT = "Assessment record"


PEER_RESULT = "Peer verification: "


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """Who looked at the work, in numbers and roles, never by name.

    `level` says in words what peers agreed on; empty for adults, whose levels stand apart.
    """

    title: str
    text: Markup
    level: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRow:
    """One piece of evidence: leaf title, kind and fingerprint; `own_title` only by consent."""

    title: str
    own_title: str
    kind: str
    fingerprint: str
    full_fingerprint: str


def witnesses_of(
    evidence: tuple[Evidence, ...], genre: str, seen: Mapping[str, Level]
) -> tuple[Witness, ...]:
    """Present those who looked, of one kind, with the level that they agreed on."""
    return tuple(
        Witness(
            title=retold(item.name or genre),
            text=markdown(retold(item.narrative or item.description or "")),
            level=_agreed(seen.get(f"{PEER_RESULT}{item.name}")),
        )
        for item in evidence
        if item.genre == genre
    )


def _agreed(level: Level | None) -> str:
    return (
        ""
        if level is None
        else _("What they saw: {reached}. {rank}.", reached=level.reached, rank=level.rank)
    )


def rows_of(evidence: tuple[Evidence, ...], *, titled: bool) -> Iterable[EvidenceRow]:
    """Present the evidence that is work; `titled` lets the learner's own title be read."""
    for item in evidence:
        if item.genre in {PEERS, ASSESSMENT}:
            continue
        digest = item.digest_multibase or ""
        yield EvidenceRow(
            title=item.name or _("Evidence"),
            own_title=(item.description or "") if titled else "",
            kind=kind_of(item.genre or "file"),
            fingerprint=short(digest),
            full_fingerprint=digest,
        )
