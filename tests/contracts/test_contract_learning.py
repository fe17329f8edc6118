"""What learners and peers read, on SQLite and on PostgreSQL alike."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from issuer import accounts, assessment
from issuer.access import Role
from issuer.assessment import commands
from issuer.assessment.model import Definition
from issuer.errors import ConflictError, ForbiddenError, MalformedError, NotFoundError
from tests.databases import upgraded
from tests.riverbend import School, calibrate, open_school, team_leadership

__all__ = ["upgraded"]
_LISTENING = "leadership-behaviours@1"


@pytest.fixture
def school(upgraded: str, tmp_path: Path) -> Iterator[School]:
    """Give a school on each database."""
    opened, close = open_school(upgraded, tmp_path)
    yield opened
    close()


def _decide(school: School, definition: Definition, level: str) -> None:
    """Rate new work of Kestrel's at one level and decide that the badge is not there yet."""
    submission = school.hand_in("kestrel", definition, b"%PDF-1.7\n" + level.encode())
    school.rate(submission, level)
    assessment.decide_not_yet(
        commands.DecideNotYet(
            actor=school.actor("teacher", Role.TEACHER),
            submission=submission.id,
            feedback={"planning": "Go on."},
        ),
        school.services,
    )


def test_levels_of_each_decision_stay_beside_each_other(school: School) -> None:
    """Two decisions about planning are two rows, oldest first, each with its own text."""
    definition = school.publish(team_leadership())
    for level in ("developing", "proficient"):
        _decide(school, definition, level)
    rows = assessment.list_levels(
        school.actor("kestrel", Role.LEARNER), school.id("kestrel"), school.services
    )
    found = [(row.level, row.step, row.text) for row in rows if row.competency == "Planning"]

    expected = [
        ("developing", 2, "Shows planning at the level developing."),
        ("proficient", 3, "Shows planning at the level proficient."),
    ]
    assert expected == found


def test_levels_of_another_learner_are_not_read(school: School) -> None:
    """A learner reads the own growth alone."""
    with pytest.raises(ForbiddenError):
        assessment.list_levels(
            school.actor("wren", Role.LEARNER), school.id("kestrel"), school.services
        )


def test_work_stands_somewhere_before_anybody_looked(school: School) -> None:
    """A draft is judged as it is: the evidence is missing, and the learner is asked for it."""
    submission = school.open("kestrel", school.publish(team_leadership()))
    work = assessment.show_work(
        school.actor("kestrel", Role.LEARNER), submission.id, school.services
    )
    first = work.standing["next"][0]  # type: ignore[index] # a decision record

    assert {"who": "learner", "do": "submit-evidence", "count": 1, "node": "plan"} == first


def test_judging_a_draft_changes_nothing(school: School) -> None:
    """Looking at a draft leaves no event and no decision behind."""
    submission = school.open("kestrel", school.publish(team_leadership()))
    before = school.events(submission)
    actor = school.actor("kestrel", Role.LEARNER)
    assessment.show_work(actor, submission.id, school.services)
    view = assessment.show_submission(actor, submission.id, school.services)

    assert (before, None) == (school.events(submission), view.decision)


def test_auditor_reads_no_statement_of_authorship(school: School) -> None:
    """What a learner wrote about the work is nobody's but the school's and the family's."""
    school.enrol("auditor", Role.AUDITOR, age=40)
    submission = school.hand_in("kestrel", school.publish(team_leadership()))
    work = assessment.show_work(
        school.actor("auditor", Role.AUDITOR), submission.id, school.services
    )

    assert () == work.revisions


def test_newest_version_of_a_badge_is_offered_with_its_competencies(school: School) -> None:
    """Version 2 takes the place of version 1, and draws its subject from its rubric."""
    school.publish(team_leadership())
    school.publish({**team_leadership(), "version": 2})
    offers = assessment.list_offers(school.actor("kestrel", Role.LEARNER), school.services)

    found = [(offer.version, offer.competencies, offer.is_open) for offer in offers]
    assert [(2, ("Team leadership",), True)] == found


def test_exercise_is_offered_until_it_is_passed(school: School) -> None:
    """Of a badge in use, and with the day until which it counts."""
    school.enrol("dipper", Role.PEER)
    school.publish(team_leadership())
    actor = school.actor("dipper", Role.PEER)
    before = assessment.list_calibrations(actor, school.services)
    calibrate(school, "dipper")
    after = assessment.list_calibrations(actor, school.services)

    found = [(row.instrument, row.valid_until is not None) for row in (*before, *after)]
    assert [(_LISTENING, False), (_LISTENING, True)] == found


def test_sample_of_an_exercise_is_opened_by_peers_alone(school: School) -> None:
    """A learner who is here as learner opens none, and a digest of nothing opens nothing."""
    school.publish(team_leadership())
    artifact = f"sha256:{'1' * 64}"
    with pytest.raises(ForbiddenError):
        assessment.open_anchor(
            school.actor("kestrel", Role.LEARNER), _LISTENING, artifact, school.services
        )
    with pytest.raises(NotFoundError):
        assessment.open_anchor(
            school.actor("kestrel", Role.PEER), _LISTENING, artifact, school.services
        )


def test_bytes_of_no_anchor_are_not_handed_out(school: School) -> None:
    """A file that lies here opens only where the instrument names it."""
    blob = school.services.blobs.store(io.BytesIO(b"a picture of a badge"), max_bytes=100)
    with pytest.raises(NotFoundError):
        assessment.open_anchor(
            school.actor("kestrel", Role.PEER),
            _LISTENING,
            f"sha256:{blob.sha256}",
            school.services,
        )


@pytest.mark.parametrize(
    ("name", "error"),
    [("Nobody", MalformedError), ("kestrel", MalformedError), (" WREN ", None)],
    ids=["unknown", "oneself", "somebody here"],
)
def test_conflict_is_declared_with_one_other_person(
    school: School, name: str, error: type[Exception] | None
) -> None:
    """A name that is not exactly one other person's is refused."""
    command = accounts.DeclareConflict(actor=school.actor("kestrel", Role.LEARNER), name=name)
    if error is not None:
        with pytest.raises(error):
            accounts.declare_conflict(command, school.accounts_services)
        return
    tie = accounts.declare_conflict(command, school.accounts_services)

    assert (school.id("kestrel"), school.id("wren")) == (tie.person, tie.other)


def test_conflict_is_declared_once(school: School) -> None:
    """The second time the school knows it already."""
    command = accounts.DeclareConflict(actor=school.actor("kestrel", Role.LEARNER), name="wren")
    accounts.declare_conflict(command, school.accounts_services)
    with pytest.raises(ConflictError):
        accounts.declare_conflict(command, school.accounts_services)
