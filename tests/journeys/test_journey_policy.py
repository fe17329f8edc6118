"""Second persons, guardians and former members at the edges of the rules (education.md 4.2)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from issuer import assessment
from issuer.access import Role
from issuer.accounts.model import TieKind
from issuer.assessment import commands
from issuer.errors import ConflictError, ForbiddenError, IssuerError, RuleError
from tests.databases import upgraded_sqlite
from tests.riverbend import School, open_school, team_leadership

TWO = {"results": ["teacher-assessment"], "second_approver": True}


@pytest.fixture
def school(tmp_path: Path) -> Iterator[School]:
    """Give a school with staff and eight calibrated learners."""
    opened, close = open_school(upgraded_sqlite(tmp_path), tmp_path)
    yield opened
    close()


def _refused(error: type[IssuerError], act: Any, *given: Any, **named: Any) -> str:
    """Run an act that must be refused, and return the code."""
    with pytest.raises(error) as refused:
        act(*given, **named)
    return refused.value.code


def _record(award: Any) -> str:
    return str(award.evidence[-1]["narrative"])


def _accepting_guardians() -> dict[str, Any]:
    document = team_leadership(award={**TWO, "second_approver": False})
    for node in document["criteria"]["all_of"]:
        if node["id"] == "teacher-assessment":
            node["rubric"]["accept_guardian"] = True
    return dict(document)


def test_a_learner_with_the_issuer_role_does_not_approve_own_work(school: School) -> None:
    """Roles add up in a small school, and never on one's own work."""
    school.enrol("osprey", Role.LEARNER, Role.ISSUER, age=30)
    submission = school.make_ready("osprey", school.publish(team_leadership()))
    assert "own_work" == _refused(ForbiddenError, school.approve, submission, by="osprey")


@pytest.mark.parametrize("kind", sorted(set(TieKind)))
def test_whoever_is_tied_to_the_learner_does_not_approve(school: School, kind: TieKind) -> None:
    """Neither guardian nor relative, nor anybody else whose word would not count."""
    submission = school.make_ready("wren", school.publish(team_leadership()))
    school.tie("issuer", "wren", kind)
    assert "conflict_of_interest" == _refused(ForbiddenError, school.approve, submission)


def test_a_tie_that_has_ended_does_not_bar_the_approver(school: School) -> None:
    """The rule asks how it is at the moment of approval."""
    submission = school.make_ready("wren", school.publish(team_leadership()))
    school.tie("issuer", "wren", TieKind.FAMILY, until=school.clock() + timedelta(days=1))
    school.clock.now += timedelta(days=2)
    assert school.id("issuer") == school.approve(submission).approved_by


def test_a_rating_that_does_not_count_is_no_second_adult(school: School) -> None:
    """A guardian's ignored rating beside the approver's own leaves one adult behind the award."""
    submission = school.hand_in("kestrel", school.publish(team_leadership(award=TWO)))
    school.attest_all(submission)
    school.rate(submission, by="guardian")
    school.rate(submission)
    school.sign(submission)
    assert "second_approver" == _refused(RuleError, school.approve, submission, by="teacher")


def test_one_of_two_assessors_may_approve(school: School) -> None:
    """Two adults stand behind the award, and the record says that one of them approved."""
    submission = school.hand_in("kestrel", school.publish(team_leadership(award=TWO)))
    school.attest_all(submission)
    school.rate(submission)
    school.sign(submission, by="assessor")
    award = school.approve(submission, by="teacher")
    assert "Assessed by 2 adults (teacher); approved by one of them." == _record(award)


def test_a_sole_teacher_school_finds_its_second_adult(tmp_path: Path) -> None:
    """A badge for two adults is approved there by any other issuer."""
    school, close = open_school(upgraded_sqlite(tmp_path), tmp_path, sole_teacher=True)
    submission = school.make_ready("kestrel", school.publish(team_leadership(award=TWO)))
    award = school.approve(submission)
    close()
    assert "Assessed by 1 adult (teacher); approved by a second adult." == _record(award)


def test_a_guardian_who_teaches_is_disclosed(school: School) -> None:
    """Where the document accepts it, the signed record says that a guardian assessed."""
    submission = school.hand_in("kestrel", school.publish(_accepting_guardians()))
    school.attest_all(submission)
    school.rate(submission, by="guardian")
    school.sign(submission, by="assessor")
    award = school.approve(submission)
    assert _record(award).endswith("; assessed by a guardian.")


def test_a_guardian_who_teaches_is_disclosed_beforehand(school: School) -> None:
    """The criteria say so before anybody starts."""
    definition = school.publish(_accepting_guardians())
    assert "a guardian in that role may rate" in str(definition.achievement)


def _by_hand(school: School, submission: str, peer: str) -> Any:
    levels: dict[str, str] = {
        "shares-work": "proficient",
        "listens": "proficient",
        "keeps-commitments": "proficient",
    }
    command = commands.RecordHandAttestation(
        actor=school.actor("registrar", Role.REGISTRAR),
        submission=submission,
        instrument="leadership-behaviours@1",
        peer=school.id(peer),
        levels=levels,
    )
    return assessment.record_hand_attestation(command, school.services)


def test_a_former_member_attests_nothing(school: School) -> None:
    """Row 73: the word of somebody who left is not kept."""
    submission = school.hand_in("kestrel", school.publish(team_leadership()))
    with school.accounts_services.unit_of_work() as uow:
        left = uow.people.get(school.organisation, school.id("siskin"))
        uow.people.save(replace(left, active=False))
        uow.commit()
    assert "not_a_peer" == _refused(ConflictError, _by_hand, school, submission.id, "siskin")


def test_a_former_member_is_not_drawn(school: School) -> None:
    """Row 73: who left before the draw is not asked."""
    for name in ("dunlin", "teal", "rook"):
        with school.accounts_services.unit_of_work() as uow:
            left = uow.people.get(school.organisation, school.id(name))
            uow.people.save(replace(left, active=False))
            uow.commit()
    submission = school.hand_in("kestrel", school.publish(team_leadership()))
    assert not {"dunlin", "teal", "rook"} & set(school.reviewers(submission))


def test_ones_own_word_is_not_kept_by_hand_either(school: School) -> None:
    """Row 73: self."""
    submission = school.hand_in("kestrel", school.publish(team_leadership()))
    code = _refused(RuleError, _by_hand, school, submission.id, "kestrel")
    assert "self_attestation" == code


def test_nothing_is_attested_after_the_decision(school: School) -> None:
    """Row 73: after the freeze."""
    submission = school.make_ready("kestrel", school.publish(team_leadership()))
    school.approve(submission)
    assert "state" == _refused(ConflictError, _by_hand, school, submission.id, "siskin")
