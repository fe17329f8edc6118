"""The table of roles in education.md section 4.2, cell by cell, against the rules.

The rows were copied from the specification before the rules were looked at; what the rules hold
differently stands in DIFFERENCES with its reason, and nothing else may differ.
"""

import pytest

from issuer.access import RULES, Action, Role

#: Columns of 4.2 and the roles they speak of.
COLUMNS = {
    "learner": (Role.LEARNER,),
    "peer": (Role.PEER,),
    "guardian": (Role.GUARDIAN,),
    "teacher": (Role.TEACHER, Role.ASSESSOR),
    "registrar": (Role.REGISTRAR,),
    "issuer": (Role.ISSUER,),
    "admin": (Role.ADMIN,),
    "auditor": (Role.AUDITOR,),
}
#: Row of 4.2 -> (actions of ours, the cells that are not blank). `any` is the table's `y`.
EDUCATION: dict[str, tuple[tuple[Action, ...], dict[str, str]]] = {
    "create, edit, submit, resubmit": (
        (Action.OPEN, Action.EDIT, Action.SUBMIT),
        {"learner": "own", "teacher": "unit"},
    ),
    "withdraw, appeal": (
        (Action.WITHDRAW, Action.APPEAL),
        {"learner": "own", "guardian": "child"},
    ),
    "read evidence": (
        (Action.READ_EVIDENCE,),
        {
            "learner": "own",
            "peer": "assigned",
            "guardian": "child",
            "teacher": "unit",
            "registrar": "unit",
            "issuer": "unit",
            "auditor": "opened",
        },
    ),
    "read tree and levels": (
        (Action.READ_SUBMISSION,),
        {
            "learner": "own",
            "guardian": "child",
            "teacher": "unit",
            "registrar": "unit",
            "issuer": "unit",
            "auditor": "any",
        },
    ),
    "attest": ((Action.ATTEST, Action.ANSWER_REVIEW), {"peer": "assigned"}),
    "rate, sign off": ((Action.RATE, Action.SIGN_OFF), {"teacher": "listed"}),
    "return, moderate": ((Action.RETURN, Action.MODERATE), {"teacher": "unit"}),
    "verify hours, external proof": (
        (Action.VERIFY_HOURS, Action.VERIFY_PROOF),
        {"teacher": "listed", "registrar": "unit"},
    ),
    "waive": ((Action.WAIVE,), {"teacher": "listed", "registrar": "listed", "admin": "listed"}),
    "extend, decline late, hold": ((Action.EXTEND, Action.HOLD), {"registrar": "unit"}),
    "approve award": ((Action.APPROVE,), {"issuer": "unit"}),
    "suspend, reinstate": ((Action.SUSPEND,), {"registrar": "unit"}),
    "revoke": ((Action.REVOKE,), {"registrar": "unit"}),
    "revoke as the second": (
        (Action.SECOND_REVOCATION,),
        {"registrar": "unit", "issuer": "unit", "admin": "any"},
    ),
    "definitions: draft": ((Action.DRAFT_DEFINITION,), {"teacher": "any"}),
    "definitions: publish, retire": (
        (Action.PUBLISH_DEFINITION,),
        {"issuer": "any", "admin": "any"},
    ),
    "give, withdraw consent": (
        (Action.GIVE_CONSENT,),
        {"learner": "own", "peer": "own", "guardian": "child"},
    ),
    "share link": ((Action.SHARE,), {"learner": "own", "guardian": "child"}),
    "read audit log": (
        (Action.READ_EVENTS,),
        {
            "learner": "own",
            "guardian": "child",
            "teacher": "unit",
            "registrar": "unit",
            "issuer": "unit",
            "admin": "any",
            "auditor": "any",
        },
    ),
    "keys: manage": ((Action.MANAGE_KEYS,), {"admin": "any"}),
}
#: (action, role) -> what the rules say instead, and why.
DIFFERENCES: dict[tuple[Action, Role], tuple[str, str]] = {
    (Action.OPEN, Role.ASSESSOR): ("", "on behalf is for teachers, who know the learner"),
    (Action.EDIT, Role.ASSESSOR): ("", "on behalf is for teachers, who know the learner"),
    (Action.SUBMIT, Role.ASSESSOR): ("", "on behalf is for teachers, who know the learner"),
    (Action.RATE, Role.REGISTRAR): ("listed", "section 2.1 lets a document list registrars"),
    (Action.RATE, Role.ADMIN): ("listed", "section 2.1 lets a document list admins"),
    (Action.SIGN_OFF, Role.REGISTRAR): ("listed", "section 2.1 lets a document list registrars"),
    (Action.SIGN_OFF, Role.ADMIN): ("listed", "section 2.1 lets a document list admins"),
    (Action.VERIFY_HOURS, Role.ADMIN): ("listed", "section 2.1 lets a document list admins"),
    (Action.VERIFY_PROOF, Role.TEACHER): ("", "external leaves list no roles"),
    (Action.VERIFY_PROOF, Role.ASSESSOR): ("", "external leaves list no roles"),
    (Action.DRAFT_DEFINITION, Role.REGISTRAR): ("any", "who reviews a draft may mend it"),
    (Action.DRAFT_DEFINITION, Role.ISSUER): ("any", "who publishes may draft in a small school"),
    (Action.DRAFT_DEFINITION, Role.ADMIN): ("any", "who publishes may draft in a small school"),
    (Action.GIVE_CONSENT, Role.PEER): ("", "given in the learner's role by the same person"),
}


def _cells() -> list[tuple[str, Action, Role, str]]:
    return [
        (row, action, role, cells.get(column, ""))
        for row, (actions, cells) in EDUCATION.items()
        for action in actions
        for column, roles in COLUMNS.items()
        for role in roles
    ]


@pytest.mark.parametrize(
    ("row", "action", "role", "specified"),
    _cells(),
    ids=[f"{row} ({action.value}): {role.value}" for row, action, role, _ in _cells()],
)
def test_rules_are_those_of_the_specification(
    row: str, action: Action, role: Role, specified: str
) -> None:
    """What the specification gives to whom is what the rules give, but for named exceptions."""
    expected = DIFFERENCES.get((action, role), (specified, row))[0]
    assert expected == " ".join(str(each) for each in RULES[action].get(role, ()))


def test_every_difference_is_one() -> None:
    """An exception that the specification came to agree with is taken out of the list."""
    specified = {(action, role): cell for _, action, role, cell in _cells()}
    assert [] == [key for key, (ours, _) in DIFFERENCES.items() if specified[key] == ours]
