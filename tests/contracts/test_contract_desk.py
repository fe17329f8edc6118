"""What assessors and authors read, and drafts of two people, on SQLite and PostgreSQL alike."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from issuer import assessment
from issuer.access import Action, Role
from issuer.assessment import commands
from issuer.errors import ConflictError, ForbiddenError
from tests.databases import upgraded
from tests.riverbend import School, open_school, team_leadership

__all__ = ["upgraded"]


@pytest.fixture
def school(upgraded: str, tmp_path: Path) -> Iterator[School]:
    """Give a school on each database."""
    opened, close = open_school(upgraded, tmp_path)
    yield opened
    close()


def test_desk_offers_what_the_verbs_would_allow(school: School) -> None:
    """A teacher may rate and return; an issuer reads; a guardian who teaches does not return."""
    work = school.hand_in("kestrel", school.publish(team_leadership()))
    teacher = school.actor("teacher", Role.TEACHER)
    desk = assessment.show_desk(teacher, work.id, school.services)
    reader = assessment.show_desk(school.actor("issuer", Role.ISSUER), work.id, school.services)
    tied = assessment.show_desk(school.actor("guardian", Role.TEACHER), work.id, school.services)

    assert {Action.RETURN, Action.DECIDE_NOT_YET, Action.MODERATE, Action.HOLD_ATTESTATION} == {
        *desk.may
    }
    assert ([True], [True]) == (
        [task.may_rate for task in desk.rubrics],
        [task.may_sign for task in desk.signoffs],
    )
    assert (frozenset(), [False]) == (reader.may, [task.may_rate for task in reader.rubrics])
    assert (True, False) == (tied.has_tie, Action.RETURN in tied.may)


def test_desk_is_not_for_learners(school: School) -> None:
    """The own work has a page of its own."""
    work = school.hand_in("kestrel", school.publish(team_leadership()))
    with pytest.raises(ForbiddenError):
        assessment.show_desk(school.actor("kestrel", Role.LEARNER), work.id, school.services)


def test_desk_names_the_items_on_which_peers_are_split(school: School) -> None:
    """TL-4: beginning, proficient and advanced; the other two items are settled."""
    work = school.hand_in("kestrel", school.publish(team_leadership()))
    names = school.reviewers(work)
    for name, level in zip(names, ("beginning", "proficient", "advanced"), strict=True):
        school.attest(name, work, listens=level)
    desk = assessment.show_desk(school.actor("teacher", Role.TEACHER), work.id, school.services)

    assert [("listens", ("beginning", "proficient", "advanced"))] == [
        (each.item, each.answers) for each in desk.splits
    ]


def test_board_shows_the_learners_of_a_group(school: School) -> None:
    """Each with the levels of the last evaluation, and nothing summed."""
    work = school.hand_in("kestrel", school.publish(team_leadership()))
    school.rate(work, ethics="developing")
    board = assessment.class_board(
        school.actor("teacher", Role.TEACHER), school.services, group="team-1"
    )
    levels = {row.name: row.cells["team-leadership"].levels for row in board.rows if row.cells}

    assert ["heron", "kestrel", "plover", "wren"] == [row.name for row in board.rows]
    assert {"kestrel": ["developing", "proficient", "proficient"]} == {
        name: sorted(found) for name, found in levels.items()
    }


def test_draft_is_not_overwritten_from_an_older_text(school: School) -> None:
    """Code `changed`; without a base the last word counts, as before."""
    teacher = school.actor("teacher", Role.TEACHER)
    draft = commands.DraftDefinition(actor=teacher, document=team_leadership())
    first = assessment.draft_definition(draft, school.services)
    other = {**team_leadership(), "title": "Leading"}
    assessment.draft_definition(
        commands.DraftDefinition(actor=teacher, document=other, based_on=first.content_hash),
        school.services,
    )
    late = commands.DraftDefinition(
        actor=teacher, document=team_leadership(), based_on=first.content_hash
    )
    with pytest.raises(ConflictError) as caught:
        assessment.draft_definition(late, school.services)

    assert "changed" == caught.value.code


def test_version_is_compared_with_the_one_published_before(school: School) -> None:
    """The first version has none to compare with."""
    first = school.publish(team_leadership())
    teacher = school.actor("teacher", Role.TEACHER)
    second = assessment.draft_definition(
        commands.DraftDefinition(
            actor=teacher, document={**team_leadership(), "version": 2, "title": "Leading"}
        ),
        school.services,
    )
    found = assessment.compare_with_published(teacher, second.id, school.services)

    assert None is assessment.compare_with_published(teacher, first.id, school.services)
    assert found is not None
    assert (first.id, ["title"]) == (found[0].id, [each.member for each in found[1]])
