"""The table of design: each error type, and how each edge answers it.

`docs/error-handling.md` shows the same rows; a test compares the two.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from types import MappingProxyType

from issuer import errors


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """How one type of error is answered.

    Attributes:
        status: HTTP status code.
        slug: last part of the problem type; stable, part of the public API.
        title: the same few words for every problem of this type (RFC 9457, 3.1.3).
        code_minor: `imsx_codeMinorFieldValue` of an Open Badges API answer (OB-69).
        page_title: heading of the page that a person sees.
        page_advice: what the page asks the person to do.
        retry_after: seconds to wait before asking again, where waiting helps.
    """

    status: HTTPStatus
    slug: str
    title: str
    code_minor: str
    page_title: str
    page_advice: str
    retry_after: int | None = None

    @property
    def type(self) -> str:
        """Return the problem type: a URN, since it names the problem and is not for fetching."""
        return f"urn:problem-type:issuer:{self.slug}"


_MALFORMED = Row(
    status=HTTPStatus.BAD_REQUEST,
    slug="malformed",
    title="Malformed input",
    code_minor="invalid_data",
    page_title="Please check what you entered",
    page_advice="Change it and send it once more.",
)
_CONFLICT = Row(
    status=HTTPStatus.CONFLICT,
    slug="conflict",
    title="Not possible in this state",
    code_minor="not_allowed",
    page_title="This is not possible now",
    page_advice="Do what is possible instead, or come back later.",
)
_TOO_LARGE = Row(
    status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    slug="too-large",
    title="Too large",
    code_minor="server_busy",
    page_title="This is too large",
    page_advice="Send less, or a smaller file.",
)
_TOO_MANY = Row(
    status=HTTPStatus.TOO_MANY_REQUESTS,
    slug="too-many",
    title="Too many requests",
    code_minor="server_busy",
    page_title="Too many requests",
    page_advice="Wait a little, then try again.",
)

#: Each error type that may reach an edge, subclasses of `issuer.errors` included.
ROWS: Mapping[type[errors.IssuerError], Row] = MappingProxyType(
    {
        errors.MalformedError: _MALFORMED,
        errors.ShapeError: _MALFORMED,
        errors.UndefinedTermError: _MALFORMED,
        errors.ContextError: _MALFORMED,
        errors.ComplexityError: _MALFORMED,
        errors.SignInError: Row(
            status=HTTPStatus.UNAUTHORIZED,
            slug="sign-in",
            title="Sign in first",
            code_minor="unauthorizedrequest",
            page_title="Please sign in",
            page_advice="After signing in you come back here.",
        ),
        errors.ForbiddenError: Row(
            status=HTTPStatus.FORBIDDEN,
            slug="forbidden",
            title="Not allowed",
            code_minor="forbidden",
            page_title="You may not do this",
            page_advice="Ask a registrar of your school.",
        ),
        errors.NotFoundError: Row(
            status=HTTPStatus.NOT_FOUND,
            slug="not-found",
            title="Not found",
            code_minor="not_found",
            page_title="No such badge",
            page_advice="Check the address; a badge that is private looks the same.",
        ),
        errors.ConflictError: _CONFLICT,
        errors.StateError: _CONFLICT,
        errors.RepeatError: _CONFLICT,
        errors.GoneError: Row(
            status=HTTPStatus.GONE,
            slug="gone",
            title="Used or expired",
            code_minor="not_found",
            page_title="This link does not work any more",
            page_advice="Ask for a new one where you got it.",
        ),
        errors.RuleError: Row(
            status=HTTPStatus.UNPROCESSABLE_ENTITY,
            slug="rule",
            title="A rule forbids it",
            code_minor="invalid_data",
            page_title="A rule forbids this",
            page_advice="Change what the rule asks for, then try again.",
        ),
        errors.LimitError: _TOO_LARGE,
        errors.InvalidProofError: Row(
            status=HTTPStatus.BAD_REQUEST,
            slug="proof",
            title="The proof does not hold",
            code_minor="invalid_data",
            page_title="This badge could not be confirmed",
            page_advice="Check it once more from its original file.",
        ),
        errors.UnavailableError: Row(
            status=HTTPStatus.SERVICE_UNAVAILABLE,
            slug="unavailable",
            title="Try again soon",
            code_minor="server_busy",
            page_title="Try again in a minute",
            page_advice="Nothing is lost.",
            retry_after=60,
        ),
        errors.StorageFullError: Row(
            status=HTTPStatus.INSUFFICIENT_STORAGE,
            slug="storage-full",
            title="No room for files",
            code_minor="server_busy",
            page_title="There is no room for this file now",
            page_advice="Keep the file and send it later. Everything else goes on working.",
            retry_after=3600,
        ),
    }
)


def row_for(error: errors.IssuerError) -> Row:
    """Return how this error is answered.

    A `LimitError` with `retry_after` is a matter of pace (429), without it one of size (413).

    Raises:
        LookupError: an error that no request may cause, such as `SettingsError`: a bug, to be
            answered as one (500, request id, no detail).
    """
    if isinstance(error, errors.LimitError) and error.retry_after is not None:
        return _TOO_MANY
    for kind in type(error).__mro__:
        if kind in ROWS:
            return ROWS[kind]
    raise LookupError(f"{type(error).__name__} has no row in issuer.problems.table")
