"""The strict reader of a stored decision record (education.md 2.10)."""

from issuer.criteria.decision import Action, Decision, DecisionNode, Ignored, Status
from issuer.criteria.facts_reading import read_pin
from issuer.criteria.nodes import KINDS
from issuer.criteria.reading import (
    Members,
    Place,
    boolean,
    choice,
    distinct,
    hash_text,
    identifier,
    integer,
    line,
    listed,
    mapped,
    ref,
    slug,
    string,
    utc_instant,
)
from issuer.criteria.vocabulary import ACTORS, ADULT_ROLES, DECISION_SPEC, DEEDS, EVALUATOR
from issuer.documents import Document, Json


def decision_from_dict(document: Document) -> Decision:
    """Read a stored record; `to_dict` of the result gives the same bytes.

    Raises:
        ShapeError: no `cbe-decision/1` record.
    """
    members = Members(document, Place())
    members.required("spec", choice(DECISION_SPEC))
    decision = Decision(
        result=members.required("result", _status),
        as_of=members.required("as_of", utc_instant),
        learner=members.required("learner", identifier),
        submission=members.required("submission", identifier),
        revision=members.required("revision", integer(1)),
        criteria=members.required("criteria", hash_text),
        facts=members.required("facts", hash_text),
        pins=members.required("pins", mapped(ref, read_pin)),
        evaluator=members.required("evaluator", choice(EVALUATOR)),
        late=members.required("late", boolean),
        tree=members.required("tree", _node),
        next=members.required("next", listed(_action)),
    )
    members.finish()
    return decision


def _status(value: Json, place: Place) -> Status:
    return Status(choice(*Status)(value, place))


def _action(value: Json, place: Place) -> Action:
    members = Members(value, place)
    action = Action(
        who=members.required("who", choice(*ACTORS)),
        do=members.required("do", choice(*DEEDS)),
        count=members.required("count", integer(1)),
        node=members.required("node", slug),
    )
    members.finish()
    return action


def _ignored(value: Json, place: Place) -> Ignored:
    members = Members(value, place)
    remark = Ignored(
        fact=members.required("fact", identifier), why=members.required("why", line(500))
    )
    members.finish()
    return remark


def _node(value: Json, place: Place) -> DecisionNode:
    members = Members(value, place)
    node = DecisionNode(
        id=members.required("id", slug),
        title=members.required("title", line(200)),
        kind=members.required("kind", choice(*KINDS)),
        status=members.required("status", _status),
        say=members.required("say", string),
        counted=members.required("counted", distinct(identifier)),
        ignored=members.required("ignored", listed(_ignored)),
        needs=members.required("needs", listed(_action)),
        levels=members.optional("levels", mapped(slug, slug, least=1), {}),
        waived=members.optional("waived", choice(*ADULT_ROLES), None),
        children=members.optional("children", listed(_node, least=1), None),
    )
    members.finish()
    return node
