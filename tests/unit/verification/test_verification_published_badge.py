"""The complete signed badge that the specification publishes, through every check."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from issuer.documents import write_document
from issuer.verification import verify
from tests.interop.credentials import ACADEMY, LIST_URL, services_for, status_list

BADGE = Path(__file__).resolve().parents[2] / "vectors" / "data" / "signed-badge.json"
IN_FORCE = datetime(2026, 6, 1, tzinfo=UTC)


def lists(now: datetime, indices: list[int]) -> dict[str, bytes]:
    """Return the list that the published badge names."""
    return {LIST_URL: write_document(status_list(ACADEMY, now, indices))}


@pytest.mark.parametrize(
    ("now", "indices", "codes"),
    [
        (IN_FORCE, [48212, 48214], ()),
        (IN_FORCE, [48213], ("revoked",)),
        (datetime(2028, 4, 10, 15, 0, 1, tzinfo=UTC), [], ("expired",)),
        (datetime(2026, 4, 10, 14, 59, tzinfo=UTC), [], ()),
        (datetime(2026, 4, 10, 14, 50, tzinfo=UTC), [], ("proof_date",)),
    ],
    ids=["in force", "revoked", "expired", "a minute early", "ten minutes early"],
)
def test_published_badge_is_read_as_the_specification_says(
    now: datetime, indices: list[int], codes: tuple[str, ...]
) -> None:
    """Known answer: signed elsewhere, with every member, an endorsement and a status."""
    report = verify(BADGE.read_bytes(), services_for(now, lists=lists(now, indices)))
    assert codes == report.codes


def test_facts_are_those_of_the_published_badge() -> None:
    """What a page shows is what the badge says, in its own words."""
    report = verify(BADGE.read_bytes(), services_for(IN_FORCE, lists=lists(IN_FORCE, [])))
    facts = report.facts
    assert facts is not None
    assert ("Technique", "Proficient", "46", "Completed", "did", 1) == (
        facts.results[0].name,
        *(result.reached for result in facts.results),
        facts.subject_kind,
        facts.endorsements,
    )


def test_steps_that_were_not_taken_are_noted() -> None:
    """The badge names a place for newer versions, where nobody looked."""
    report = verify(BADGE.read_bytes(), services_for(IN_FORCE, lists=lists(IN_FORCE, [])))
    notes = {f.code for f in report.findings if f.is_note}
    assert {"refresh_unchecked", "evidence_unchecked"} == notes
