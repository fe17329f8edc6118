"""Every error that this project raises on purpose; knows no HTTP, no log and no exit code.

An error's sentence tells a person what to do. `code` is stable and part of the public API,
`pointer` (RFC 6901) names the place in the offending document.
"""


class IssuerError(Exception):
    """The root of all errors raised on purpose.

    Attributes:
        detail: one sentence for a person.
        code: a stable snake_case code of the exact fault, for programs.
        pointer: JSON Pointer (RFC 6901) into the offending document, or None.
    """

    default_code = "error"

    def __init__(self, detail: str, *, code: str | None = None, pointer: str | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.code = code or self.default_code
        self.pointer = pointer


class MalformedError(IssuerError):
    """Bytes, a shape or a value break a stated rule."""

    default_code = "malformed"


class ShapeError(MalformedError):
    """A document does not have the shape that its JSON Schema or standard demands."""

    default_code = "shape"


class UndefinedTermError(MalformedError):
    """A member that no JSON-LD context defines: it would go unsigned."""

    default_code = "undefined_term"


class ContextError(MalformedError):
    """A JSON-LD context that is not pinned, or an inline one."""

    default_code = "context"


class ComplexityError(MalformedError):
    """A document that would take too long to canonicalize."""

    default_code = "complexity"


class SignInError(IssuerError):
    """We do not know who asks."""

    default_code = "sign_in"


class ForbiddenError(IssuerError):
    """This actor may not do this to that.

    `action` is what was refused, in the word of the table of permissions, for programs; None
    where a rule of its own refused.
    """

    default_code = "forbidden"

    def __init__(
        self,
        detail: str,
        *,
        code: str | None = None,
        pointer: str | None = None,
        action: str | None = None,
    ) -> None:
        super().__init__(detail, code=code, pointer=pointer)
        self.action = action


class NotFoundError(IssuerError):
    """None, or not yours to know of: the same answer for both."""

    default_code = "not_found"


class ConflictError(IssuerError):
    """Not in a state that allows it."""

    default_code = "conflict"


class StateError(ConflictError):
    """The transition table has no such event in this state; the sentence names what is possible."""

    default_code = "state"


class RepeatError(ConflictError):
    """The same key or the same act again, but with other content."""

    default_code = "repeat"


class GoneError(IssuerError):
    """A link or code that worked once, or until a date, and does not any more."""

    default_code = "gone"


class RuleError(IssuerError):
    """A rule of badge, school or standard forbids it."""

    default_code = "rule"


class LimitError(IssuerError):
    """Too much or too often.

    `retry_after` is in seconds; None means that the thing itself is too large.
    """

    default_code = "limit"

    def __init__(
        self,
        detail: str,
        *,
        code: str | None = None,
        pointer: str | None = None,
        retry_after: int | None = None,
    ) -> None:
        super().__init__(detail, code=code, pointer=pointer)
        self.retry_after = retry_after


class InvalidProofError(IssuerError):
    """Checked and refused."""

    default_code = "proof"


class UnavailableError(IssuerError):
    """Something we need did not answer; nothing is lost."""

    default_code = "unavailable"


class StorageFullError(UnavailableError):
    """There is no room for what was sent; what is stored already is not touched."""

    default_code = "disk_full"


class SettingsError(IssuerError):
    """The service must not start like this; names setting, value seen and what to set."""

    default_code = "settings"
