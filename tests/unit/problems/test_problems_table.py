"""Every error has one answer, and the documentation shows the same table."""

import re
from pathlib import Path

import pytest

from issuer import errors
from issuer.problems import ROWS, problem_document, row_for

ROOT = Path(__file__).resolve().parents[3]
#: Must not start (SettingsError) or must not be raised bare (IssuerError): no request causes them.
WITHOUT_ROW = {"IssuerError", "SettingsError"}
#: From the table of design section 4.
STATUS = {
    "MalformedError": (400, "invalid_data"),
    "ShapeError": (400, "invalid_data"),
    "UndefinedTermError": (400, "invalid_data"),
    "ContextError": (400, "invalid_data"),
    "ComplexityError": (400, "invalid_data"),
    "SignInError": (401, "unauthorizedrequest"),
    "ForbiddenError": (403, "forbidden"),
    "NotFoundError": (404, "not_found"),
    "ConflictError": (409, "not_allowed"),
    "StateError": (409, "not_allowed"),
    "RepeatError": (409, "not_allowed"),
    "RuleError": (422, "invalid_data"),
    "LimitError": (413, "server_busy"),
    "InvalidProofError": (400, "invalid_data"),
    "UnavailableError": (503, "server_busy"),
}
#: OB-69: the closed list of the Open Badges API.
CODE_MINOR = {
    "forbidden",
    "fullsuccess",
    "internal_server_error",
    "invalid_data",
    "invalid_query_parameter",
    "misdirected_request",
    "not_acceptable",
    "not_allowed",
    "not_found",
    "not_modified",
    "server_busy",
    "unauthorizedrequest",
    "unknown",
}


def error_types() -> list[type[errors.IssuerError]]:
    """Return every error class of the tree, from the module itself."""
    found = [
        value
        for value in vars(errors).values()
        if isinstance(value, type) and issubclass(value, errors.IssuerError)
    ]
    return sorted(found, key=lambda kind: kind.__name__)


@pytest.mark.parametrize("kind", error_types(), ids=lambda kind: kind.__name__)
def test_each_error_type_has_a_row_or_is_known_to_need_none(kind: type[errors.IssuerError]) -> None:
    """A new error without an answer fails here, before a person meets a bare 500."""
    assert (kind.__name__ not in WITHOUT_ROW) == (kind in ROWS)


@pytest.mark.parametrize("name", sorted(STATUS))
def test_row_has_status_and_code_of_the_design_table(name: str) -> None:
    """Status code and Imsx code of an error are those that the design promises."""
    row = row_for(getattr(errors, name)("Do this."))
    assert STATUS[name] == (row.status, row.code_minor)


def test_every_code_minor_is_in_the_standards_list() -> None:
    """OB-69: an Imsx answer uses the closed vocabulary."""
    assert set() == {row.code_minor for row in ROWS.values()} - CODE_MINOR


@pytest.mark.parametrize("name", sorted(WITHOUT_ROW))
def test_error_that_no_request_causes_has_no_answer(name: str) -> None:
    """What is not in the table is a bug and is answered as one."""
    with pytest.raises(LookupError, match=name):
        row_for(getattr(errors, name)("Set it."))


def test_later_subclass_is_answered_as_its_parent() -> None:
    """An error that another package derives is still answered, never a bare 500."""

    class LateError(errors.RuleError):
        """A narrower rule."""

    assert row_for(errors.RuleError("No.")) == row_for(LateError("No."))


def test_limit_of_pace_is_429_and_limit_of_size_413() -> None:
    """Only the one that says when to come back is too many requests."""
    pace = row_for(errors.LimitError("Wait.", retry_after=30))
    size = row_for(errors.LimitError("Send less."))
    assert (429, 413) == (pace.status, size.status)


def test_one_problem_type_has_one_title_and_status() -> None:
    """RFC 9457, 3.1.3: the title does not change from occurrence to occurrence."""
    rows = {(row.type, row.title, row.status) for row in ROWS.values()}
    assert len({row.type for row in ROWS.values()}) == len(rows)


def test_problem_document_has_the_members_of_rfc_9457() -> None:
    """A program reads type, title, status, detail, code, and the pointer where there is one."""
    error = errors.ShapeError("Add a name.", code="required", pointer="/name")
    assert {
        "type": "urn:problem-type:issuer:malformed",
        "title": "Malformed input",
        "status": 400,
        "detail": "Add a name.",
        "code": "required",
        "pointer": "/name",
    } == problem_document(error)


def test_problem_document_leaves_out_what_it_does_not_have() -> None:
    """No pointer, no null; the instance is added when the occurrence has a name."""
    document = problem_document(errors.NotFoundError("No such badge."), "urn:uuid:1")
    assert ("urn:uuid:1", False) == (document["instance"], "pointer" in document)


def test_documentation_shows_the_table_of_the_code() -> None:
    """docs/error-handling.md is true: each row of the code, and no other."""
    text = (ROOT / "docs" / "error-handling.md").read_text("utf-8")
    shown = set(
        re.findall(r"^\|`(\w+)`\|(\d+)\|`([\w-]+)`\|(.+?)\|`(\w+)`\|(.+?)\|$", text, re.MULTILINE)
    )
    coded = {
        (
            kind.__name__,
            str(int(row.status)),
            row.slug,
            row.title,
            row.code_minor,
            row.page_title,
        )
        for kind, row in ROWS.items()
    }
    assert coded == shown
