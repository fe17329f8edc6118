"""An approved award on its way to a credential: what assessment hands to issuance."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from issuer.clock import format_instant, parse_instant
from issuer.documents import Document, Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    """Everything that a credential will say, frozen when an adult approved it.

    `achievement`, `results` and `evidence` are in the words of Open Badges 3.0, as they will be
    signed. `decision` is the whole decision record (education.md section 2.10) and `facts` the
    snapshot it was made from, so that an auditor can repeat it. Neither is ever published.

    Attributes:
        organisation: id of the organisation whose key signs.
        credential_id: full URL, reserved when the submission was opened.
        subject_id: the learner's DID, or None for a random `urn:uuid` per credential.
        identifiers: IdentityObjects that a consent allows; normally none.
        source: Profile of the assessing school when another organisation issues, else None.
        awarded_at: instant of the decision; becomes awardedDate.
        valid_until: end of validity, counted from `awarded_at`; None for ever.
        status_purpose: `revocation`, or `suspension` where the badge version chose it (ruling 3).
    """

    id: str
    organisation: str
    submission: str
    definition: str
    learner: str
    credential_id: str
    achievement: Document
    results: tuple[Document, ...]
    evidence: tuple[Document, ...]
    awarded_at: datetime
    approved_by: str
    decision: Document
    decision_hash: str
    facts: Document
    subject_id: str | None = None
    identifiers: tuple[Document, ...] = ()
    source: Document | None = None
    valid_until: datetime | None = None
    status_purpose: str = "revocation"
    credits_earned: float | None = None

    def to_dict(self) -> dict[str, Json]:
        """Return the JSON form that is stored; instants as RFC 3339 text."""
        return {
            "id": self.id,
            "organisation": self.organisation,
            "submission": self.submission,
            "definition": self.definition,
            "learner": self.learner,
            "credential_id": self.credential_id,
            "achievement": self.achievement,
            "results": list(self.results),
            "evidence": list(self.evidence),
            "awarded_at": format_instant(self.awarded_at),
            "approved_by": self.approved_by,
            "decision": self.decision,
            "decision_hash": self.decision_hash,
            "facts": self.facts,
            "subject_id": self.subject_id,
            "identifiers": list(self.identifiers),
            "source": self.source,
            "valid_until": None if self.valid_until is None else format_instant(self.valid_until),
            "status_purpose": self.status_purpose,
            "credits_earned": self.credits_earned,
        }

    @classmethod
    def from_dict(cls, document: Mapping[str, Json]) -> Self:
        """Read what `to_dict` wrote; our own rows only, so a missing member is a bug."""
        members = dict(document)
        for name in ("results", "evidence", "identifiers"):
            members[name] = tuple(members[name])  # type: ignore[arg-type] # lists in our own rows
        until = members["valid_until"]
        members["awarded_at"] = parse_instant(str(members["awarded_at"]))  # type: ignore[assignment] # an instant from here on
        members["valid_until"] = parse_instant(until) if isinstance(until, str) else None  # type: ignore[assignment] # likewise
        return cls(**members)  # type: ignore[arg-type] # the members are those of to_dict
