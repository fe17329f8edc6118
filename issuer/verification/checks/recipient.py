"""Was it given to the person that the verifier expects? Asked only when a value is known (OB-48).

A hash says yes or no about a value; it never says whose value it is.
"""

import unicodedata
from collections.abc import Iterator

from issuer.badges import AchievementSubject, IdentityObject
from issuer.verification.facts import credential_of
from issuer.verification.model import Finding, Outcome, Recipient
from issuer.verification.reading import Candidate

#: A badge names its learner in a few ways; more would be a search, not a comparison.
_MAX_IDENTITIES = 32


def check_recipient(candidate: Candidate, expected: Recipient) -> tuple[Finding, ...]:
    """Compare the subject with every value that the verifier expects (OB-21, OB-48)."""
    if not expected:
        return ()
    subject = credential_of(candidate).credential_subject
    identities = subject.identifier if isinstance(subject, AchievementSubject) else ()
    return compare_recipient(subject.id, identities, expected)


def compare_recipient(
    subject_id: str | None, identities: tuple[IdentityObject, ...], expected: Recipient
) -> tuple[Finding, ...]:
    """Compare an id and identities of any badge with every value that the verifier expects."""
    if not expected:
        return ()
    answers = tuple(_answers(expected, subject_id, identities[:_MAX_IDENTITIES]))
    if any(answer is False for answer in answers):
        return (_mismatch(),)
    if any(answer is None for answer in answers):
        return (_unknown(),)
    return (_finding("recipient", Outcome.VALID, "It was given to the person that you expected."),)


def _answers(
    expected: Recipient, subject_id: str | None, identities: tuple[IdentityObject, ...]
) -> Iterator[bool | None]:
    """Yield per asked value whether it matches; None where there is nothing to compare with."""
    if expected.email:
        typed = expected.email.strip()
        by_mail = subject_id is not None and subject_id.lower().startswith("mailto:")
        own = subject_id.lower() == f"mailto:{typed.lower()}" if by_mail and subject_id else None
        yield _any_of(own, _compared("emailAddress", (typed.lower(), typed), identities))
    if expected.name:
        typed = " ".join(unicodedata.normalize("NFC", expected.name).split())
        yield _compared("name", (typed, expected.name), identities)
    if expected.id:
        typed = expected.id.strip()
        own = None if subject_id is None else subject_id == typed
        yield _any_of(own, _compared(None, (typed,), identities))


def _compared(
    kind: str | None, values: tuple[str, ...], identities: tuple[IdentityObject, ...]
) -> bool | None:
    """Compare with the identities of a kind, or with all of them."""
    same_kind = [each for each in identities if kind is None or each.identity_type == kind]
    if not same_kind:
        return None
    return any(_matches(each, value) for each in same_kind for value in values)


def _matches(identity: IdentityObject, value: str) -> bool:
    if identity.hashed:
        return identity.matches(value)
    return unicodedata.normalize("NFC", identity.identity_hash).casefold() == value.casefold()


def _any_of(one: bool | None, other: bool | None) -> bool | None:
    if one or other:
        return True
    return None if one is None and other is None else False


def _mismatch() -> Finding:
    return _finding(
        "recipient_mismatch",
        Outcome.INVALID,
        "It was given to another person than you expected. Ask the candidate which e-mail address"
        " or name is in it; spelling counts.",
    )


def _unknown() -> Finding:
    return _finding(
        "recipient_unknown",
        Outcome.INDETERMINATE,
        "It does not say for whom it is in a way that can be compared: many badges name nobody,"
        " to protect the learner.",
    )


def _finding(code: str, outcome: Outcome, sentence: str) -> Finding:
    return Finding(
        check="recipient", code=code, outcome=outcome, title="Recipient", sentence=sentence
    )
