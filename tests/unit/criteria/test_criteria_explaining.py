"""A decision and a document in plain words, for each audience."""

from dataclasses import replace
from typing import Any

import pytest

from issuer.criteria import (
    ASCII_MARKS,
    ONE_ADULT,
    TWO_ADULTS,
    Audience,
    as_text,
    evaluate,
    explain,
    narrative,
    parse,
    parse_instrument,
    parse_rubric,
    sentence_for,
    titles_of,
)
from issuer.criteria.vocabulary import ACTORS, DEEDS
from tests.worked_examples import (
    cna_base,
    document,
    example,
    instrument_document,
    metric,
    rating,
    rubric_document,
    tl_base,
)

LOW = replace(tl_base(), ratings=tuple(rating("T1", it, "b") for it in ("planning", "ethics")))


def _record(facts: Any = None) -> Any:
    return evaluate(example("team-leadership"), facts or tl_base()).to_dict()


def _reasons(audience: Audience) -> list[tuple[str | None, str]]:
    peers = explain(_record(), audience=audience).tree.children[1]
    return [(remark.fact, remark.why) for remark in peers.remarks]


def test_staff_read_codes_and_facts() -> None:
    """Who answers for the badge sees which rule kept which word from counting."""
    assert [("a4", "self"), ("a5", "conflict: reciprocal")] == _reasons(Audience.STAFF)


@pytest.mark.parametrize("audience", [Audience.LEARNER, Audience.FAMILY])
def test_learners_and_families_read_no_conflict_code(audience: Audience) -> None:
    """A code would tell who said what about whom."""
    assert [(None, "self"), (None, "not counted (assignment rule)")] == _reasons(audience)


@pytest.mark.parametrize(
    ("audience", "with_scale", "levels"),
    [
        (Audience.STAFF, False, ("beginning", "beginning")),
        (Audience.LEARNER, True, ("beginning", "beginning")),
        (Audience.FAMILY, True, ("not there yet", "not there yet")),
        (Audience.FAMILY, False, ()),
    ],
)
def test_the_lowest_level_has_no_name_on_a_family_link(
    audience: Audience, *, with_scale: bool, levels: tuple[str, ...]
) -> None:
    """Where the scale is unknown, a family link shows no level at all."""
    scale = example("team-leadership").scale if with_scale else None
    teacher = explain(_record(LOW), audience=audience, scale=scale).tree.children[2]
    assert levels == tuple(level for _, level in teacher.levels)


def test_a_higher_level_keeps_its_name_on_a_family_link() -> None:
    """Only the lowest level is private."""
    scale = example("team-leadership").scale
    teacher = explain(_record(), audience=Audience.FAMILY, scale=scale).tree.children[2]
    assert ("coordination", "proficient") == teacher.levels[0]


def test_next_steps_inside_an_alternative_say_so() -> None:
    """One of two acts is enough, and the page says which choice they belong to."""
    low = _record(replace(tl_base(), metrics=(metric("0.3"),), attestations=()))
    steps = explain(low, audience=Audience.LEARNER).next
    choice = "The group work shows collaboration"
    assert [None, None, choice, choice] == [step.instead_of for step in steps]


@pytest.mark.parametrize(
    ("who", "do", "count", "sentence"),
    [
        ("learner", "submit-evidence", 1, "Learner: hand in 1 item more for “Work”."),
        ("learner", "submit-evidence", 2, "Learner: hand in 2 items more for “Work”."),
        (
            "peer:outside",
            "attest",
            1,
            "Peers from outside the team: 1 answer still wanted for “Work”.",
        ),
        ("peer", "attest", 3, "Peers: 3 answers still wanted for “Work”."),
        (
            "nurse-instructor",
            "verify-hours",
            120,
            "Nurse instructor: confirm 120 minutes for “Work”.",
        ),
        (
            "registrar",
            "extend-or-decline",
            1,
            "Registrar: this came late; extend the window or decline.",
        ),
    ],
)
def test_an_action_is_one_sentence(who: str, do: str, count: int, sentence: str) -> None:
    """The sentence says who, what and how much."""
    action = {"who": who, "do": do, "count": count, "node": "work"}
    assert sentence == sentence_for(action, {"work": "Work"})


@pytest.mark.parametrize("do", DEEDS)
@pytest.mark.parametrize("who", ACTORS)
def test_every_action_has_a_sentence(who: str, do: str) -> None:
    """No next action of any leaf is without words."""
    said = sentence_for({"who": who, "do": do, "count": 2, "node": "x"}, {})
    assert (True, True) == (said.endswith("."), "{" not in said)


def test_titles_are_found_in_the_record() -> None:
    """An old record is explained without its document."""
    assert "Peers confirm it" == titles_of(_record())["peer-verification"]


CNA_TEXT = """\
NOT COMPLETE: something is missing.
[ ] All of these - 3 met; 5 of 5 required
|- [x] Earlier badges - 2 met; 2 of 2 required
|  |- [x] Infection Control - 1 of 1 badge
|  `- [x] Health or patient communication - 1 of 1 badge
|- [ ] Training hours - 1 met; 2 of 2 required
|  |- [x] At least 75 clock hours - 75 of 75 hours
|  |      not counted h3: not verified
|  `- [ ] At least 16 supervised practical hours - 15 of 16 hours
|         not counted h3: not verified
|- [x] Skills check-off - 1 of 1 assessor; every criterion is there
|      dignity rights: proficient, hand hygiene: proficient, transfer: proficient, vital signs: proficient
|- [ ] State nurse aide registry - 0 of 1 proof
|      not counted x1: proof is only document
`- [x] Clinical instructor sign-off - 1 of 1 sign-off
Next - Nurse instructor: confirm 120 minutes for "At least 16 supervised practical hours".
Next - Learner: hand in proof for "State nurse aide registry"."""  # noqa: E501 # as a terminal shows it


def test_the_tree_as_plain_text() -> None:
    """A terminal without Unicode shows the whole story of CNA-1."""
    record = evaluate(example("cna-pathway"), cna_base()).to_dict()
    assert CNA_TEXT == as_text(record, audience=Audience.STAFF, marks=ASCII_MARKS)


def test_the_tree_with_unicode_marks() -> None:
    """The demo shows ticks and corners."""
    lines = as_text(_record(), audience=Audience.STAFF).splitlines()
    assert ["MET: every criterion is met.", "✓ All of these - 4 met; 4 of 4 required"] == lines[:2]
    assert "│      not counted a4: self" in lines


def test_the_text_for_learners_names_no_rule() -> None:
    """The sentence stands alone, without fact and code."""
    lines = as_text(_record(), audience=Audience.LEARNER).splitlines()
    assert ["│      not counted: self", "│      not counted (assignment rule)"] == [
        line for line in lines if "not counted" in line
    ]


def test_the_text_tells_choices() -> None:
    """A next action inside a choice is one of several."""
    low = _record(replace(tl_base(), metrics=(metric("0.3"),)))
    assert as_text(low, audience=Audience.STAFF).endswith(
        "Next - one of these for “The group work shows collaboration” - "
        "Teacher: sign “Teacher observed the collaboration” if you saw it."
    )


NARRATIVE = """\
The learner coordinated a project of at least three learners from plan to delivery. \
Teammates and learners outside the team confirmed it, and a teacher assessed it.

- **All of these**
  - **Show the project**: all of these
    - **A project plan with roles**: Hand in 1 piece of evidence (file, url or repository)
    - **What the team made**: Hand in 1 piece of evidence (file, url, repository or video)
    - **Your reflection, in a form you choose**: one of these
      - **Written**: Hand in 1 piece of evidence (text or file)
      - **Recorded or observed interview**: Hand in 1 piece of evidence (video or observation)
  - **Peers confirm it**: 3 assigned peers (at least 2 teammates and 1 outside the team) answer \
the questions of “An instrument”, reaching at least: keeps commitments (proficient), listens \
(proficient) and shares work (proficient) (may be waived by a registrar)
  - **Teacher assessment**: 1 person (teacher or assessor) rates the work with the rubric \
“A rubric”, reaching at least: Coordination (proficient), Ethics (developing) and Planning \
(proficient)
  - **The group work shows collaboration**: one of these
    - **Work was shared**: The figure contribution balance is at least 0.6 over 20 or more counted \
actions; otherwise a teacher looks
    - **Teacher observed the collaboration**: 1 teacher signs: "I observed this team working \
together."

{approval}"""


def test_the_narrative_says_what_is_asked_and_who_may_waive() -> None:
    """An employer reads summary, a bullet per node and who approves (6.1)."""
    rubric = rubric_document("team-leadership@1", ("planning", "coordination", "ethics"))
    instrument = instrument_document(
        "leadership-behaviours@1", ("shares-work", "listens", "keeps-commitments")
    )
    assert NARRATIVE.format(approval=TWO_ADULTS) == narrative(
        example("team-leadership"), (parse_rubric(rubric),), (parse_instrument(instrument),)
    )


def test_the_narrative_reads_without_rubrics() -> None:
    """A refs that nobody gives comes back readable."""
    text = narrative(example("data-analysis"), (), ())
    assert (
        "the rubric “data analysis, version 2”, reaching at least: communication (developing)"
        in text
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "Hold the badge health-communication or patient-communication at level developing",
        "Spend at least 16 hours on lab or clinical, verified by a nurse-instructor, not older",
        "Prove the certificate state nurse aide registry by verifiable-credential or registry",
        TWO_ADULTS,
    ],
)
def test_the_narrative_tells_every_leaf_of_the_pathway(sentence: str) -> None:
    """Badges, hours, registry and second approver in words."""
    assert sentence in narrative(example("cna-pathway"), (), ())


def test_the_narrative_discloses_one_adult() -> None:
    """Where one adult may do both, it is said before anybody starts."""
    assert narrative(example("cna-pathway"), (), (), approval=ONE_ADULT).endswith(ONE_ADULT)


def test_markup_in_a_title_stays_text() -> None:
    """A title cannot make a link on somebody's badge page."""
    root: Any = {
        "id": "root",
        "title": "[free](https://evil.example) *A*",
        "statements": {"verb": "urn:v", "activities": ["urn:a:1"], "min_score": 0.5},
    }
    text = narrative(parse({**document("cna-pathway"), "criteria": root, "award": {}}), (), ())
    assert (
        "- **\\[free\\](https://evil.example) \\*A\\***: Complete urn:a:1 with a score of at least "
        "0.5 (1 record of urn:v)"
    ) in text
