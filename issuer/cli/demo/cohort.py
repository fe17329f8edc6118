"""Thirty learners in three groups, for reports that have something to show; nothing is planted.

Work comes back more often in one group of eleven than in one of twelve, which the equity report
has to find; a third group has seven learners, which it must not show (education.md section 8).
Each piece of work is rated by two teachers who do not always agree, and looked at by two peers.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from issuer import accounts, assessment, issuance, reporting
from issuer.access import Actor, Role
from issuer.accounts.commands import EnrolPerson, RecordConsent
from issuer.accounts.model import Purpose
from issuer.assessment import commands
from issuer.cli.demo.inquiry import BADGE, CRITERIA, INSTRUMENT, ITEMS, RUBRIC
from issuer.issuance.commands import IssueApproved
from issuer.reporting import GiveGroups, GroupRow

#: Group -> code-names, and how many of them have their work returned once.
GROUPS: Mapping[str, tuple[str, int]] = {
    "Harbor campus": (
        "Avocet Bunting Chough Dotterel Eider Fulmar Gannet Hobby Ibis Jay Kite Linnet",
        2,
    ),
    "Hill campus": (
        "Nightjar Oriole Petrel Quail Redstart Sanderling Tern Twite Whimbrel Wryneck Yaffle",
        9,
    ),
    "Evening class": ("Brambling Crake Dipper Godwit Knot Pipit Ruff", 3),
}
_RATED = "neighbourhood-inquiry@1"
_LEVELS = ("developing", "proficient", "advanced")
#: The second teacher differs from the first on every so many pieces of work.
_DIFFERS = 7
#: One in so many waits for its approval.
_WAITS = 10
_TEXT = "We asked forty neighbours which crossing they avoid, counted cars, and drew a map of it."
_OWN_WORK = "This is my own work; my group helped with the counting."


class Rooms(Protocol):
    """The use cases that the story goes through."""

    @property
    def accounts(self) -> accounts.Services:
        """People."""
        ...

    @property
    def assessment(self) -> assessment.Services:
        """Work and decisions."""
        ...

    @property
    def issuance(self) -> issuance.Services:
        """Signed badges."""
        ...

    @property
    def reporting(self) -> reporting.Services:
        """Groups."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """Who works with the learners; `later` lets so many days pass."""

    organisation: str
    teacher: Actor
    registrar: Actor
    issuer: Actor
    later: Callable[[float], None]


def play_cohort(staff: Staff, rooms: Rooms, *, signs: bool = True) -> Mapping[str, str]:
    """Play the story of all thirty; returns their ids by code-name.

    Without `signs` badges are approved and not signed yet.
    """
    second = _enrol(staff, rooms, "Second teacher", frozenset({Role.TEACHER}))
    people = {
        name: _enrol(staff, rooms, name, frozenset({Role.LEARNER, Role.PEER}))
        for words, _ in GROUPS.values()
        for name in words.split()
    }
    _agree(staff, rooms, people)
    definition = _publish(staff, rooms)
    teachers = (staff.teacher, _as(staff, second, Role.TEACHER))
    number = 0
    for words, returned in GROUPS.values():
        for place, name in enumerate(words.split()):
            work = _hand_in(staff, rooms, people[name], definition)
            _ask_peers(staff, rooms, work, number)
            if place < returned:
                _once_more(staff, rooms, work, people[name])
                _ask_peers(staff, rooms, work, number)
            elif place == returned:
                _waive(staff, rooms, work)
            for each, teacher in enumerate(teachers):
                level = number + each * (number % _DIFFERS == 0)
                _rate(rooms, work, teacher, _LEVELS[level % len(_LEVELS)])
            if number % _WAITS:
                _approve(staff, rooms, work, signs=signs)
            number += 1
    return people


def _enrol(staff: Staff, rooms: Rooms, name: str, roles: frozenset[Role]) -> str:
    command = EnrolPerson(
        organisation=staff.organisation, name=name, roles=roles, birth_date=date(1990, 5, 1)
    )
    return accounts.enrol_person(command, rooms.accounts).id


def _as(staff: Staff, person: str, role: Role) -> Actor:
    return Actor(person=person, organisation=staff.organisation, role=role)


def _agree(staff: Staff, rooms: Rooms, people: Mapping[str, str]) -> None:
    """Everybody agrees to be counted, and the registrar says in which group."""
    for person in people.values():
        consent = RecordConsent(
            actor=_as(staff, person, Role.LEARNER), subject=person, purpose=Purpose.ANALYTICS
        )
        accounts.record_consent(consent, rooms.accounts)
    rows = [
        GroupRow(number=number, learner=people[name], group=group)
        for group, (words, _) in GROUPS.items()
        for number, name in enumerate(words.split(), start=2)
    ]
    reporting.give_groups(GiveGroups(actor=staff.registrar, rows=tuple(rows)), rooms.reporting)


def _publish(staff: Staff, rooms: Rooms) -> str:
    rubric = commands.PublishRubric(actor=staff.issuer, document=RUBRIC)
    assessment.publish_rubric(rubric, rooms.assessment)
    instrument = commands.PublishInstrument(actor=staff.issuer, document=INSTRUMENT)
    assessment.publish_instrument(instrument, rooms.assessment)
    draft = commands.DraftDefinition(actor=staff.teacher, document=BADGE)
    definition = assessment.draft_definition(draft, rooms.assessment)
    publish = commands.PublishDefinition(actor=staff.issuer, definition=definition.id)
    return assessment.publish_definition(publish, rooms.assessment).id


def _hand_in(staff: Staff, rooms: Rooms, learner: str, definition: str) -> str:
    actor = _as(staff, learner, Role.LEARNER)
    begin = commands.OpenSubmission(actor=actor, definition=definition, learner=learner)
    work = assessment.open_submission(begin, rooms.assessment).id
    staff.later(4)
    text = commands.AddText(actor=actor, submission=work, text=_TEXT, title="Our crossing")
    assessment.add_text(text, rooms.assessment)
    submit = commands.Submit(actor=actor, submission=work, authorship=_OWN_WORK)
    assessment.submit_revision(submit, rooms.assessment)
    return work


def _ask_peers(staff: Staff, rooms: Rooms, work: str, number: int) -> None:
    """The system draws two peers, and they answer."""
    triage = commands.Triage(actor=staff.teacher, submission=work)
    assessment.triage_submission(triage, rooms.assessment)
    view = assessment.show_submission(staff.teacher, work, rooms.assessment)
    for place, review in enumerate(each for each in view.reviews if each.is_open()):
        levels = dict.fromkeys(ITEMS, _LEVELS[(number + place) % len(_LEVELS)])
        attest = commands.Attest(
            actor=_as(staff, review.peer, Role.PEER), review=review.id, levels=levels
        )
        assessment.record_attestation(attest, rooms.assessment)
    staff.later(1)


def _rate(rooms: Rooms, work: str, teacher: Actor, level: str) -> None:
    levels = dict.fromkeys(CRITERIA, level)
    rate = commands.Rate(actor=teacher, submission=work, rubric=_RATED, levels=levels)
    assessment.record_rating(rate, rooms.assessment)


def _once_more(staff: Staff, rooms: Rooms, work: str, learner: str) -> None:
    """The teacher sees a beginning and returns the work, and the learner hands it in again."""
    _rate(rooms, work, staff.teacher, "beginning")
    back = commands.ReturnSubmission(
        actor=staff.teacher, submission=work, feedback={"finding": "Show how you know it."}
    )
    assessment.return_submission(back, rooms.assessment)
    staff.later(2)
    again = commands.Resubmit(
        actor=_as(staff, learner, Role.LEARNER), submission=work, authorship=_OWN_WORK
    )
    assessment.resubmit_revision(again, rooms.assessment)


def _waive(staff: Staff, rooms: Rooms, work: str) -> None:
    waive = commands.GrantWaiver(
        actor=staff.registrar, submission=work, node="peers", reason="New in the class."
    )
    assessment.grant_waiver(waive, rooms.assessment)


def _approve(staff: Staff, rooms: Rooms, work: str, *, signs: bool) -> None:
    approve = commands.Approve(actor=staff.issuer, submission=work)
    award = assessment.approve_award(approve, rooms.assessment)
    if signs:
        issue = IssueApproved(actor=staff.issuer, award_id=award.id)
        issuance.issue_approved(issue, rooms.issuance)
