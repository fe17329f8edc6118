"""Whole stories of assessment on SQLite, through the use cases that pages and API call."""

import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from issuer import assessment, records
from issuer.access import Role
from issuer.accounts.model import Purpose, TieKind
from issuer.assessment import commands
from issuer.assessment.model import SubmissionState
from issuer.badges import Achievement, Evidence, Result
from issuer.errors import (
    ConflictError,
    ForbiddenError,
    IssuerError,
    LimitError,
    MalformedError,
    NotFoundError,
    RuleError,
    StateError,
)
from tests.databases import upgraded_sqlite
from tests.plain_keys import PLAIN_KEYS
from tests.riverbend import OWN_WORK, RUBRIC, School, calibrate, open_school, team_leadership


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


def _node(decision: Any, node_id: str) -> Any:
    waiting = [decision["tree"]]
    while waiting:
        node = waiting.pop()
        if node["id"] == node_id:
            return node
        waiting.extend(node.get("children", ()))
    raise LookupError(node_id)


def _next(submission: Any) -> set[tuple[str, str, int]]:
    return {(it["who"], it["do"], it["count"]) for it in submission.decision["next"]}


def test_kestrel_is_returned_once_and_then_approved(school: School) -> None:
    """Evidence, three peers and a teacher lead to an award; only the second revision counts."""
    definition = school.publish(team_leadership())
    submission = school.hand_in("kestrel", definition)
    assert ["heron", "plover", "wren"] != school.reviewers(submission)
    assert 3 == len(school.reviewers(submission))
    school.attest_all(submission)
    school.rate(submission, coordination="developing")
    teacher = school.actor("teacher", Role.TEACHER)
    returned = assessment.return_submission(
        commands.ReturnSubmission(
            actor=teacher, submission=submission.id, feedback={"coordination": "Who does what?"}
        ),
        school.services,
    )
    assert SubmissionState.RETURNED == returned.state
    school.clock.pass_time(days=4)
    again = assessment.resubmit_revision(
        commands.Resubmit(
            actor=school.actor("kestrel", Role.LEARNER),
            submission=submission.id,
            authorship=OWN_WORK,
        ),
        school.services,
    )
    assert (2, SubmissionState.SUBMITTED) == (again.revision, again.state)
    triaged = school.triage(submission)
    assert ("teacher", "rate", 1) in _next(triaged)
    school.attest_all(submission)
    school.rate(submission)
    ready = school.sign(submission)
    assert SubmissionState.READY == ready.state
    award = school.approve(submission)
    view = school.view(submission)
    assert SubmissionState.APPROVED == view.submission.state
    assert award.decision_hash == view.submission.decision_hash
    assert submission.credential_id == award.credential_id
    assert award.awarded_at.replace(year=award.awarded_at.year + 3) == award.valid_until


def test_the_award_says_what_was_shown_and_by_how_many(school: School) -> None:
    """Results name published levels, evidence entries hold digests, nobody is named."""
    definition = school.publish(team_leadership())
    award = school.approve(school.make_ready("kestrel", definition))
    for result in award.results:
        Result.from_dict(result)
    entries = [Evidence.from_dict(entry) for entry in award.evidence]
    assert [
        ("A plan with roles", "file", None),
        (
            "Peers confirm it",
            "Peer verification record",
            (
                "3 assigned peers (2 teammates, 1 outside the team); all within one level of the"
                " median."
            ),
        ),
        (
            "Assessment",
            "Assessment record",
            "Assessed by 1 adult (teacher); approved by a second adult.",
        ),
    ] == [(entry.name, entry.genre, entry.narrative) for entry in entries]
    assert all((entry.digest_multibase or "").startswith("uEi") for entry in entries)
    address = "https://badges.riverbend.example/achievements/team-leadership/v1"
    assert {
        f"{address}#level/peer-verification/proficient",
        f"{address}#level/teacher-assessment/planning/proficient",
        f"{address}#level/teacher-assessment/coordination/proficient",
        f"{address}#level/teacher-assessment/ethics/proficient",
    } == {result["achievedLevel"] for result in award.results}
    told = str((award.results, award.evidence, award.achievement)).lower()
    birds = {"kestrel", "wren", "heron", "plover", "dunlin", "teal", "rook", "siskin"}
    assert set() == {bird for bird in birds if bird in told}


def test_the_achievement_is_stored_complete_from_the_second_level(school: School) -> None:
    """The lowest level of the scale never becomes public."""
    definition = school.publish(team_leadership())
    achievement = Achievement.from_dict(definition.achievement or {})
    address = "https://badges.riverbend.example/achievements/team-leadership/v1"
    assert (address, f"{address}/criteria") == (achievement.id, achievement.criteria.id)
    planning = next(
        each
        for each in achievement.result_description
        if each.id == f"{address}#result/teacher-assessment/planning"
    )
    assert "Teacher assessment: Planning" == planning.name
    assert [("1", "Developing"), ("2", "Proficient"), ("3", "Advanced")] == [
        (level.level, level.name) for level in planning.rubric_criterion_level
    ]
    assert f"{address}#level/teacher-assessment/planning/proficient" == planning.required_level
    assert "beginning" not in str(definition.achievement).lower()


def test_the_published_narrative_says_what_is_asked(school: School) -> None:
    """Section 6.1: the summary, then a bullet per node, with who may waive it."""
    achievement = school.publish(team_leadership()).achievement or {}
    told: Any = Achievement.from_dict(achievement).criteria.narrative
    assert told.startswith("The learner led a team from plan to delivery.")
    assert ["**A plan with roles**", "**Peers confirm it**", "**Teacher assessment**"] == [
        title
        for title in ("**A plan with roles**", "**Peers confirm it**", "**Teacher assessment**")
        if title in told
    ]
    assert "registrar" in told


def test_lint_errors_stop_publishing_and_are_shown(school: School) -> None:
    """A badge without an accountable adult stays a draft, and its author reads why."""
    document = team_leadership(award={})
    document["criteria"]["all_of"] = document["criteria"]["all_of"][:2]
    with pytest.raises(RuleError) as refused:
        school.publish(document)
    assert ("lint", True) == (refused.value.code, "E09" in refused.value.detail)
    issuer = school.actor("issuer", Role.ISSUER)
    draft = assessment.list_catalogue(issuer, school.services)[0]
    view = assessment.show_definition(issuer, draft.definition, school.services)
    assert "E09" in {message.code for message in view.lint}
    learner = school.actor("kestrel", Role.LEARNER)
    assert () == assessment.list_catalogue(learner, school.services)
    assert "forbidden" == _refused(
        ForbiddenError,
        assessment.show_definition,
        learner,
        draft.definition,
        school.services,
    )


def test_a_rubric_without_family_text_is_not_published(school: School) -> None:
    """Row 8: every level of every criterion is said in plain words."""
    criterion = {**RUBRIC["criteria"][0], "levels": {"proficient": "Plans the work."}}
    command = commands.PublishRubric(
        actor=school.actor("teacher", Role.TEACHER),
        document={**RUBRIC, "version": 2, "criteria": [criterion]},
    )
    assert "lint" == _refused(RuleError, assessment.publish_rubric, command, school.services)


def test_a_retired_badge_takes_no_new_start_and_running_work_finishes(school: School) -> None:
    """Retiring closes the door, not the room."""
    definition = school.publish(team_leadership())
    submission = school.make_ready("kestrel", definition)
    assessment.retire_definition(
        commands.RetireDefinition(
            actor=school.actor("issuer", Role.ISSUER), definition=definition.id
        ),
        school.services,
    )
    assert "retired" == _refused(StateError, school.open, "wren", definition)
    assert submission.id == school.approve(submission).submission


def test_self_attestation_is_refused_with_the_reason(school: School) -> None:
    """Nobody attests their own work, and the database stays as it was."""
    submission = school.hand_in("kestrel", school.publish(team_leadership()))
    before = school.events(submission)
    assert "self_attestation" == _refused(RuleError, school.attest, "kestrel", submission)
    assert before == school.events(submission)


def test_an_unassigned_peer_is_refused(school: School) -> None:
    """The system assigns; a friend who was not drawn does not attest."""
    submission = school.hand_in("kestrel", school.publish(team_leadership()))
    friend = next(
        name
        for name in ("wren", "heron", "plover", "dunlin", "teal", "rook", "siskin")
        if name not in school.reviewers(submission)
    )
    assert "not_assigned" == _refused(ForbiddenError, school.attest, friend, submission)


def test_a_reciprocal_peer_is_never_assigned_and_by_hand_is_ignored(school: School) -> None:
    """Dunlin: whom the learner attested for cannot speak for the learner; a new peer is asked."""
    definition = school.publish(team_leadership())
    teals = school.hand_in("teal", definition)
    reviewer = school.reviewers(teals)[0]
    school.attest(reviewer, teals)
    mine = school.hand_in(reviewer, definition)
    assert "teal" not in school.reviewers(mine)
    assert "conflict" == _refused(RuleError, school.attest, "teal", mine)
    said = assessment.record_hand_attestation(
        commands.RecordHandAttestation(
            actor=school.actor("teacher", Role.TEACHER),
            submission=mine.id,
            instrument="leadership-behaviours@1",
            peer=school.id("teal"),
            levels=dict.fromkeys(("shares-work", "listens", "keeps-commitments"), "advanced"),
        ),
        school.services,
    )
    node = _node(school.view(mine).submission.decision, "peer-verification")
    assert [{"fact": said.id, "why": "conflict: reciprocal"}] == node["ignored"]
    own_view = school.view(mine, reviewer, Role.LEARNER)
    softened = _node(own_view.decision, "peer-verification")
    assert "not counted (assignment rule)" == softened["ignored"][0]["why"]
    assert () == own_view.attestations


def test_split_peers_are_moderated(school: School) -> None:
    """Plover: a teacher settles the item on which peers are split, within their range."""
    submission = school.hand_in("plover", school.publish(team_leadership()))
    names = school.reviewers(submission)
    for name, level in zip(names, ("beginning", "proficient", "advanced"), strict=True):
        school.attest(name, submission, listens=level)
    school.rate(submission)
    split = school.sign(submission)
    assert {("teacher", "moderate", 1)} == _next(split)
    moderated = assessment.moderate_item(
        commands.Moderate(
            actor=school.actor("assessor", Role.TEACHER),
            submission=submission.id,
            node="peer-verification",
            item="listens",
            level="proficient",
        ),
        school.services,
    )
    assert SubmissionState.READY == moderated.state


def test_a_waiver_leaves_no_trace_in_the_award(school: School) -> None:
    """Siskin: the registrar waives peers; the badge reads 0 peer attestations and no more."""
    submission = school.hand_in("siskin", school.publish(team_leadership()))
    school.rate(submission)
    school.sign(submission)
    waive = commands.GrantWaiver(
        actor=school.actor("registrar", Role.REGISTRAR),
        submission=submission.id,
        node="peer-verification",
        reason="alone in the cohort",
    )
    waived = assessment.grant_waiver(waive, school.services)
    assert SubmissionState.READY == waived.state
    award = school.approve(submission)
    entry = next(it for it in award.evidence if it["genre"] == "Peer verification record")
    assert "0 peer attestations" == entry["narrative"]
    assert "cohort" not in str(award.to_dict())
    assert not [it for it in award.results if "peer-verification" in str(it)]


def test_a_teacher_may_not_waive_what_lists_the_registrar(school: School) -> None:
    """Waivers are for the roles that the node lists."""
    submission = school.hand_in("siskin", school.publish(team_leadership()))
    waive = commands.GrantWaiver(
        actor=school.actor("teacher", Role.TEACHER),
        submission=submission.id,
        node="peer-verification",
        reason="alone",
    )
    assert "forbidden" == _refused(ForbiddenError, assessment.grant_waiver, waive, school.services)


def test_a_low_metric_asks_a_teacher_to_look(school: School) -> None:
    """Teal: a metric never refuses; a teacher who saw the team signs."""
    document = team_leadership()
    document["criteria"]["all_of"][3]["any_of"][0]["waivable"] = ["teacher"]
    definition = school.publish(document)
    school.consent("guardian", "kestrel", Purpose.ANALYTICS)
    submission = school.hand_in("kestrel", definition)
    school.attest_all(submission)
    school.rate(submission)
    measured = school.measure(submission, "0.3")
    assert {("teacher", "review-metric", 1), ("teacher", "sign-off", 1)} == _next(measured)
    assert SubmissionState.READY == school.sign(submission).state
    assert "contribution" not in str(school.approve(submission).evidence)


def test_no_metric_without_consent_to_analytics(school: School) -> None:
    """Without the consent a metric leaf simply has no data."""
    submission = school.hand_in("kestrel", school.publish(team_leadership()))
    assert "consent_missing" == _refused(RuleError, school.measure, submission, "0.71")


def test_a_guardians_rating_is_ignored_and_another_assessor_asked(school: School) -> None:
    """Egret: the rating is kept, ignored with the reason, and a teacher is still needed."""
    submission = school.hand_in("kestrel", school.publish(team_leadership()))
    school.attest_all(submission)
    school.sign(submission)
    rated = school.rate(submission, by="guardian")
    node = _node(rated.decision, "teacher-assessment")
    assert {"conflict: guardian"} == {it["why"] for it in node["ignored"]}
    assert {("teacher", "rate", 1)} == _next(rated)
    assert SubmissionState.READY == school.rate(submission).state


def test_an_assessor_does_not_approve_alone(school: School) -> None:
    """Creator, assessor and approver differ by default (README ruling 7)."""
    submission = school.make_ready("kestrel", school.publish(team_leadership()))
    assert "second_approver" == _refused(RuleError, school.approve, submission, by="teacher")
    assert SubmissionState.READY == school.view(submission).submission.state
    assert school.approve(submission).approved_by == school.id("issuer")


def test_refused_approvals_leave_an_event_each_t72(school: School) -> None:
    """Whoever tries to award alone is refused, and three tries are three events."""
    submission = school.make_ready("kestrel", school.publish(team_leadership()))
    for _ in range(3):
        _refused(RuleError, school.approve, submission, by="teacher")
    assert 3 == school.events(submission).count("award.refused")


@pytest.mark.parametrize("second", [False, True], ids=["one adult is enough", "two are asked"])
def test_a_sole_teacher_approves_only_what_asks_for_one(tmp_path: Path, *, second: bool) -> None:
    """Sole-teacher mode is disclosed, and does not reach badges that ask for two adults."""
    school, close = open_school(upgraded_sqlite(tmp_path), tmp_path, sole_teacher=True)
    award = {"results": ["teacher-assessment"], "second_approver": second}
    submission = school.make_ready("kestrel", school.publish(team_leadership(award=award)))
    if second:
        assert "second_approver" == _refused(RuleError, school.approve, submission, by="teacher")
    else:
        approved = school.approve(submission, by="teacher")
        assert (
            "Assessed by 1 adult (teacher); approved by the same adult."
            == approved.evidence[-1]["narrative"]
        )
    close()


def test_a_guardian_does_not_approve(school: School) -> None:
    """Whoever is tied to the learner approves nothing, issuer or not."""
    submission = school.make_ready("kestrel", school.publish(team_leadership()))
    assert "conflict_of_interest" == _refused(
        ForbiddenError, school.approve, submission, by="guardian"
    )


def test_a_teacher_without_the_issuer_role_does_not_approve(school: School) -> None:
    """Approval belongs to the issuer role alone."""
    submission = school.make_ready("kestrel", school.publish(team_leadership()))
    command = commands.Approve(
        actor=school.actor("teacher", Role.TEACHER), submission=submission.id
    )
    assert "forbidden" == _refused(
        ForbiddenError, assessment.approve_award, command, school.services
    )


def test_a_hold_blocks_the_approval_until_released(school: School) -> None:
    """A registrar's hold stops the award; learner and guardian are not told why."""
    submission = school.make_ready("kestrel", school.publish(team_leadership()))
    registrar = school.actor("registrar", Role.REGISTRAR)
    assessment.hold_submission(
        commands.Hold(actor=registrar, submission=submission.id, reason="a private matter"),
        school.services,
    )
    assert "held" == _refused(ConflictError, school.approve, submission)
    assert None is school.view(submission, "kestrel", Role.LEARNER).submission.held_reason
    assessment.release_submission(
        commands.Release(actor=registrar, submission=submission.id), school.services
    )
    assert submission.id == school.approve(submission).submission


def test_late_work_waits_for_the_registrar(school: School) -> None:
    """Late work is taken and marked; an extension lets it through."""
    closes = school.clock.now + timedelta(days=10)
    window = {"closes": closes.strftime("%Y-%m-%dT%H:%M:%SZ")}
    definition = school.publish(team_leadership(window=window))
    submission = school.open("kestrel", definition)
    school.add_plan("kestrel", submission)
    school.clock.pass_time(days=11)
    handed_in = assessment.submit_revision(
        commands.Submit(
            actor=school.actor("kestrel", Role.LEARNER),
            submission=submission.id,
            authorship=OWN_WORK,
        ),
        school.services,
    )
    assert handed_in.late
    school.triage(submission)
    school.attest_all(submission)
    school.rate(submission)
    signed = school.sign(submission)
    assert {("registrar", "extend-or-decline", 1)} == _next(signed)
    assert "state" == _refused(StateError, school.approve, submission)
    extended = assessment.extend_window(
        commands.ExtendWindow(
            actor=school.actor("registrar", Role.REGISTRAR),
            submission=submission.id,
            until=closes + timedelta(days=2),
            reason="ill for a week",
        ),
        school.services,
    )
    assert (SubmissionState.READY, False) == (extended.state, extended.late)


def test_declined_late_work_tells_the_learner_why(school: School) -> None:
    """A declined late hand-in is closed with its reason as feedback."""
    closes = school.clock.now + timedelta(days=1)
    window = {"closes": closes.strftime("%Y-%m-%dT%H:%M:%SZ")}
    submission = school.open("kestrel", school.publish(team_leadership(window=window)))
    school.clock.pass_time(days=2)
    assessment.submit_revision(
        commands.Submit(
            actor=school.actor("kestrel", Role.LEARNER),
            submission=submission.id,
            authorship=OWN_WORK,
        ),
        school.services,
    )
    school.triage(submission)
    declined = assessment.decline_late(
        commands.DeclineLate(
            actor=school.actor("registrar", Role.REGISTRAR),
            submission=submission.id,
            reason="the project is over",
        ),
        school.services,
    )
    feedback = school.view(submission, "kestrel", Role.LEARNER).feedback
    assert SubmissionState.DECIDED_NOT_YET == declined.state
    assert [("late", "the project is over")] == [(it.occasion, it.text) for it in feedback]


def test_an_appeal_goes_to_another_assessor(school: School) -> None:
    """The appealed ratings are set aside, and who gave them does not rate again."""
    submission = school.hand_in("kestrel", school.publish(team_leadership()))
    school.attest_all(submission)
    school.rate(submission, "developing")
    assessment.decide_not_yet(
        commands.DecideNotYet(
            actor=school.actor("teacher", Role.TEACHER),
            submission=submission.id,
            feedback={"planning": "Say who does what."},
        ),
        school.services,
    )
    appealed = assessment.appeal_decision(
        commands.Appeal(actor=school.actor("guardian", Role.GUARDIAN), submission=submission.id),
        school.services,
    )
    assert SubmissionState.IN_REVIEW == appealed.state
    node = _node(appealed.decision, "teacher-assessment")
    assert {"set aside on appeal"} == {it["why"] for it in node["ignored"]}
    assert "appealed_assessor" == _refused(ForbiddenError, school.rate, submission)
    school.rate(submission, by="assessor")
    assert SubmissionState.READY == school.sign(submission, by="assessor").state


def test_an_appeal_comes_too_late_after_thirty_days(school: School) -> None:
    """The school's number of days bounds an appeal."""
    submission = school.hand_in("kestrel", school.publish(team_leadership()))
    assessment.decide_not_yet(
        commands.DecideNotYet(
            actor=school.actor("teacher", Role.TEACHER),
            submission=submission.id,
            feedback={"planning": "Say who does what."},
        ),
        school.services,
    )
    school.clock.pass_time(days=31)
    command = commands.Appeal(actor=school.actor("kestrel", Role.LEARNER), submission=submission.id)
    assert "appeal_over" == _refused(
        RuleError, assessment.appeal_decision, command, school.services
    )


def test_a_return_without_feedback_is_refused(school: School) -> None:
    """Every return tells the learner what to work on."""
    submission = school.hand_in("kestrel", school.publish(team_leadership()))
    for feedback in ({}, {"planning": "  "}, {"charm": "More of it"}):
        command = commands.ReturnSubmission(
            actor=school.actor("teacher", Role.TEACHER),
            submission=submission.id,
            feedback=feedback,
        )
        assert "feedback" == _refused(
            MalformedError, assessment.return_submission, command, school.services
        )


def test_a_cooldown_and_a_maximum_bound_resubmissions(school: School) -> None:
    """The badge says how soon and how often work may be handed in again."""
    document = team_leadership(resubmission={"max": 1, "cooldown": "P3D"})
    submission = school.hand_in("kestrel", school.publish(document))
    resubmit = commands.Resubmit(
        actor=school.actor("kestrel", Role.LEARNER),
        submission=submission.id,
        authorship=OWN_WORK,
    )
    hand_back = commands.ReturnSubmission(
        actor=school.actor("teacher", Role.TEACHER),
        submission=submission.id,
        feedback={"planning": "Say who does what."},
    )
    assessment.return_submission(hand_back, school.services)
    school.clock.pass_time(days=2)
    assert "cooldown" == _refused(
        RuleError, assessment.resubmit_revision, resubmit, school.services
    )
    school.clock.pass_time(days=1)
    assessment.resubmit_revision(resubmit, school.services)
    school.triage(submission)
    assessment.return_submission(hand_back, school.services)
    school.clock.pass_time(days=5)
    assert "resubmissions" == _refused(
        RuleError, assessment.resubmit_revision, resubmit, school.services
    )


def test_a_lapsed_lease_is_given_to_another_peer(school: School) -> None:
    """Five school days after a Friday is the Friday after; then somebody else is asked."""
    submission = school.hand_in("kestrel", school.publish(team_leadership()))
    first = school.reviewers(submission)
    school.clock.pass_time(days=6, hours=23)
    assert 0 == assessment.expire_leases(school.services)
    school.clock.pass_time(hours=2)
    assert 3 == assessment.expire_leases(school.services)
    second = school.reviewers(submission)
    assert "lease_expired" == _refused(ConflictError, school.attest, first[0], submission)
    assert set() == set(first) & set(second)
    assert second


def test_a_tie_that_becomes_known_after_the_draw_is_refused_with_the_reason(
    school: School,
) -> None:
    """An assigned peer who turns out to be family is told to decline; nobody is told more."""
    submission = school.hand_in("kestrel", school.publish(team_leadership()))
    name, other = school.reviewers(submission)[:2]
    school.tie(name, "kestrel", TieKind.FAMILY)
    school.tie(other, "kestrel", TieKind.RESTRICTED)
    for person, told in ((name, "family"), (other, "restricted")):
        with pytest.raises(RuleError) as refused:
            school.attest(person, submission)
        assert "conflict" == refused.value.code
        assert (told == "family") is (told in refused.value.detail)


def test_evidence_of_work_in_review_does_not_change(school: School) -> None:
    """What peers and teacher look at stays as it was handed in."""
    submission = school.hand_in("kestrel", school.publish(team_leadership()))
    item = school.view(submission).evidence[0]
    assert "state" == _refused(StateError, school.add_plan, "kestrel", submission)
    learner = school.actor("kestrel", Role.LEARNER)
    text = commands.AddText(
        actor=learner, submission=submission.id, text="More to say.", title="A reflection"
    )
    assert "state" == _refused(StateError, assessment.add_text, text, school.services)
    removal = commands.RemoveEvidence(actor=learner, submission=submission.id, evidence=item.id)
    assert "state" == _refused(StateError, assessment.remove_evidence, removal, school.services)


def test_the_same_text_or_address_counts_once(school: School) -> None:
    """Salted digests would hide the repetition, so it is refused at the door."""
    submission = school.open("kestrel", school.publish(team_leadership()))
    learner = school.actor("kestrel", Role.LEARNER)
    text = commands.AddText(
        actor=learner, submission=submission.id, text="I learned to listen.", title="Reflection"
    )
    link = commands.AddLink(
        actor=learner, submission=submission.id, url="https://example.org/work", title="Work"
    )
    first = assessment.add_text(text, school.services)
    assessment.add_link(link, school.services)
    assert "repeat" == _refused(ConflictError, assessment.add_text, text, school.services)
    assert "repeat" == _refused(ConflictError, assessment.add_link, link, school.services)
    with assessment.open_evidence(
        learner, submission.id, first.id, school.services
    ).stream as stream:
        assert b"I learned to listen." == stream.read()


def test_a_learner_writes_no_observation(school: School) -> None:
    """Observations and conditions come from the adult who watched."""
    submission = school.open("kestrel", school.publish(team_leadership()))
    command = commands.AddObservation(
        actor=school.actor("kestrel", Role.LEARNER),
        submission=submission.id,
        text="It went very well.",
        title="The project day",
    )
    assert "forbidden" == _refused(
        ForbiddenError, assessment.add_observation, command, school.services
    )


def test_a_declined_review_is_given_away_at_once(school: School) -> None:
    """Declining costs the learner no time, and the peer is not asked again."""
    submission = school.hand_in("kestrel", school.publish(team_leadership()))
    review = school.view(submission).reviews[0]
    names = {person.id: name for name, person in school.people.items()}
    assessment.decline_review(
        commands.DeclineReview(
            actor=school.actor(names[review.peer], Role.PEER), review=review.id, reason="conflict"
        ),
        school.services,
    )
    assert names[review.peer] not in school.reviewers(submission)
    assert 3 == len(school.reviewers(submission))


def test_a_second_word_about_the_same_revision_is_refused(school: School) -> None:
    """One attestation per peer and revision."""
    submission = school.hand_in("kestrel", school.publish(team_leadership()))
    name = school.reviewers(submission)[0]
    school.attest(name, submission)
    assert "review_answered" == _refused(ConflictError, school.attest, name, submission)


def test_a_withdrawn_word_brings_ready_work_back_into_review(school: School) -> None:
    """A peer may withdraw until the decision; the work is evaluated again."""
    submission = school.make_ready("kestrel", school.publish(team_leadership()))
    said = school.view(submission).attestations[0]
    names = {person.id: name for name, person in school.people.items()}
    assessment.withdraw_attestation(
        commands.WithdrawAttestation(
            actor=school.actor(names[said.by], Role.PEER), attestation=said.id
        ),
        school.services,
    )
    assert SubmissionState.IN_REVIEW == school.view(submission).submission.state
    assert 1 == len(school.reviewers(submission))


def test_criteria_edited_meanwhile_do_not_touch_the_pinned_work(school: School) -> None:
    """Row 74: the version that was pinned at hand-in is the one that is awarded."""
    submission = school.hand_in("kestrel", school.publish(team_leadership()))
    newer = school.publish(team_leadership(version=2, title="Team Leadership, renewed"))
    school.attest_all(submission)
    school.rate(submission)
    school.sign(submission)
    award = school.approve(submission)
    assert "Team Leadership" == award.achievement["name"]
    assert award.definition != newer.id


def test_published_work_is_immutable(school: School) -> None:
    """The same version with other content is refused; with the same it changes nothing."""
    published = school.publish(team_leadership())
    assert published == school.publish(team_leadership())
    assert "repeat" == _refused(ConflictError, school.publish, team_leadership(title="Other"))


def test_opting_in_to_a_newer_version_makes_a_new_revision(school: School) -> None:
    """The learner may move handed-in work; it does not count as a resubmission."""
    submission = school.hand_in("kestrel", school.publish(team_leadership()))
    newer = school.publish(team_leadership(version=2))
    moved = assessment.opt_in(
        commands.OptIn(
            actor=school.actor("kestrel", Role.LEARNER),
            submission=submission.id,
            definition=newer.id,
            authorship=OWN_WORK,
        ),
        school.services,
    )
    assert (2, 0, newer.id, newer.content_hash, SubmissionState.SUBMITTED) == (
        moved.revision,
        moved.resubmissions,
        moved.definition,
        moved.criteria,
        moved.state,
    )
    assert [] == school.reviewers(submission)


def test_equal_files_of_strangers_are_flagged_and_of_teammates_are_not(school: School) -> None:
    """A duplicate is a reason to look, never a block."""
    definition = school.publish(team_leadership())
    school.hand_in("kestrel", definition)
    assert not school.hand_in("wren", definition).duplicate
    stranger = school.hand_in("dunlin", definition)
    assert stranger.duplicate
    assert SubmissionState.IN_REVIEW == stranger.state


def test_another_school_finds_nothing(school: School) -> None:
    """Row 71: what belongs to another organisation answers as if it were not there."""
    submission = school.hand_in("kestrel", school.publish(team_leadership()))
    stranger = school.actor("teacher", Role.TEACHER)
    stranger = type(stranger)(person=stranger.person, organisation="other", role=stranger.role)
    with pytest.raises(NotFoundError):
        assessment.show_submission(stranger, submission.id, school.services)
    with pytest.raises(NotFoundError):
        assessment.record_rating(
            commands.Rate(
                actor=stranger,
                submission=submission.id,
                rubric="team-leadership@1",
                levels={"planning": "advanced"},
            ),
            school.services,
        )


def test_a_swapped_file_is_told_as_altered(school: School, tmp_path: Path) -> None:
    """Row 67: bytes that no longer have their digest are not shown as the evidence."""
    submission = school.hand_in("kestrel", school.publish(team_leadership()))
    item = school.view(submission).evidence[0]
    teacher = school.actor("teacher", Role.TEACHER)
    opened = assessment.open_evidence(teacher, submission.id, item.id, school.services)
    with opened.stream as stream:
        assert (False, b"%PDF") == (opened.altered, stream.read(4))
    (stored,) = (path for path in (tmp_path / "evidence" / "people").rglob("*") if path.is_file())
    stored.write_bytes(b"%PDF-1.7\nAnother plan.\n")
    swapped = assessment.open_evidence(teacher, submission.id, item.id, school.services)
    swapped.stream.close()
    assert swapped.altered


def test_an_outside_peer_reads_the_work_without_a_name(school: School) -> None:
    """Assigned peers read the revision; only teammates know whose it is."""
    submission = school.hand_in("kestrel", school.publish(team_leadership()))
    names = {person.id: name for name, person in school.people.items()}
    told = {}
    item = school.view(submission).evidence[0]
    for review in school.view(submission).reviews:
        actor = school.actor(names[review.peer], Role.PEER)
        view = assessment.show_review(actor, review.id, school.services)
        told[view.review.relation] = view.learner_name
        assert (item,) == view.evidence
        assessment.open_evidence(actor, submission.id, item.id, school.services).stream.close()
    assert {"teammate": "kestrel", "outside": None} == told
    stranger = next(
        name
        for name in ("dunlin", "teal", "rook", "siskin")
        if name not in school.reviewers(submission)
    )
    with pytest.raises(ForbiddenError):
        assessment.open_evidence(
            school.actor(stranger, Role.PEER), submission.id, item.id, school.services
        )


def test_relatives_and_the_uncalibrated_are_not_assigned(school: School) -> None:
    """Assignment is never laxer than counting."""
    school.tie("wren", "kestrel", TieKind.FAMILY)
    school.tie("dunlin", "kestrel", TieKind.RESTRICTED)
    school.enrol("curlew", Role.LEARNER, Role.PEER, group="team-1")
    assert not calibrate(school, "curlew", "beginning")
    submission = school.hand_in("kestrel", school.publish(team_leadership()))
    asked = set(school.reviewers(submission))
    assert set() == asked & {"wren", "dunlin", "curlew", "kestrel"}
    assert {"heron", "plover"} <= asked


def test_too_much_evidence_is_refused_and_not_kept(school: School, tmp_path: Path) -> None:
    """Row 66: a file over the limit leaves nothing behind."""
    submission = school.open("kestrel", school.publish(team_leadership()))
    command = commands.AddFile(
        actor=school.actor("kestrel", Role.LEARNER),
        submission=submission.id,
        stream=io.BytesIO(b"%PDF-" + b"0" * school.services.max_evidence_bytes),
        title="Too much",
    )
    assert "size" == _refused(LimitError, assessment.add_file, command, school.services)
    assert [] == [path for path in (tmp_path / "evidence").rglob("*") if path.is_file()]


def test_hours_count_once_a_listed_role_has_verified_them(school: School) -> None:
    """Row 51: the learner logs, a listed role confirms, nobody confirms their own."""
    document = team_leadership()
    document["criteria"]["all_of"].append(
        {
            "id": "practice",
            "title": "Two hours of practice",
            "hours": {"buckets": ["practice"], "min": 2, "verified_by": ["teacher"]},
        }
    )
    submission = school.hand_in("kestrel", school.publish(document))
    entry = assessment.log_hours(
        commands.LogHours(
            actor=school.actor("kestrel", Role.LEARNER),
            learner=school.id("kestrel"),
            bucket="practice",
            minutes=120,
        ),
        school.services,
    )
    waiting = school.view(submission).submission
    assert ("teacher", "verify-hours", 120) in _next(waiting)
    assessment.verify_hours(
        commands.VerifyHours(actor=school.actor("teacher", Role.TEACHER), entry=entry.id),
        school.services,
    )
    verified = school.view(submission).submission
    assert "met" == _node(verified.decision, "practice")["status"]


def test_an_issued_award_is_noted_once(school: School) -> None:
    """Noting it twice changes nothing, since a crash may make it happen twice."""
    submission = school.make_ready("kestrel", school.publish(team_leadership()))
    award = school.approve(submission)
    first = assessment.mark_issued(award.id, school.services)
    assert first == assessment.mark_issued(award.id, school.services)
    assert 1 == school.events(submission).count("submission.issued")


def test_the_approval_leaves_work_for_issuance_in_the_same_transaction(
    tmp_path: Path,
) -> None:
    """The outbox holds the award and each attestation; nothing else starts issuing."""
    url = upgraded_sqlite(tmp_path)
    school, close = open_school(url, tmp_path)
    submission = school.make_ready("kestrel", school.publish(team_leadership()))
    award = school.approve(submission)
    close()
    engine = records.open_engine(url)
    with records.SqlUnitOfWork(engine, write=True, sealer=PLAIN_KEYS) as uow:
        now = school.clock()
        items = uow.outbox.claim(now, now + timedelta(minutes=1), 10)
    engine.dispose()
    assert ["attestation.submitted"] * 3 + ["award.approved"] == sorted(it.kind for it in items)
    assert award.id in {it.ref for it in items}
