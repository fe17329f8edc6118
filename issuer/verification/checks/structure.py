"""Is it a badge at all? Contexts, terms, and the rules of Open Badges 3.0; nothing is looked up."""

from collections.abc import Iterator, Mapping

from issuer.badges import CREDENTIALS_V1, check_rules
from issuer.documents import Document, Json
from issuer.errors import ComplexityError, IssuerError, MalformedError
from issuer.proofs import require_covered
from issuer.verification.lookups import Lookups
from issuer.verification.model import Finding, Outcome
from issuer.verification.reading import Candidate
from issuer.vocab import UNSUPPORTED_CONTEXT

_CHECK = "structure"
_TITLE = "Form"
#: A wrong member of the status entry is a fault of status, by whichever rule it was found.
_CODES = {"statusListIndex": "status_range", "statusPurpose": "status_purpose"}


def check_structure(candidate: Candidate, lookups: Lookups) -> tuple[Finding, ...]:
    """Check contexts, terms and the standard's rules (OB-46, step 1; OB-2 to OB-28)."""
    try:
        require_covered(candidate.document, canonicalize=lookups.canonicalize)
        check_rules(candidate.document)
    except ComplexityError as error:
        return (_unknown(error),)
    except MalformedError as error:
        if error.code == UNSUPPORTED_CONTEXT:
            return (_unknown(error),)
        return (_refusal(error),)
    passed = Finding(
        check=_CHECK,
        code="structure",
        outcome=Outcome.VALID,
        title=_TITLE,
        sentence="It has the form of an Open Badges 3.0 credential, and every word has a meaning.",
    )
    return (passed, *_notes(candidate))


def _refusal(error: IssuerError) -> Finding:
    member = (error.pointer or "").rpartition("/")[2]
    in_status = (error.pointer or "").startswith("/credentialStatus/")
    return Finding(
        check=_CHECK,
        code=_CODES.get(member, error.code) if in_status else error.code,
        outcome=Outcome.INVALID,
        title=_TITLE,
        sentence=f"It is not in the form that the standard asks for: {error.detail.rstrip('.')}.",
        pointer=error.pointer,
    )


def _unknown(error: IssuerError) -> Finding:
    """Say that form and signature could not be looked at; nothing speaks against them."""
    return Finding(
        check=_CHECK,
        code=error.code,
        outcome=Outcome.INDETERMINATE,
        title=_TITLE,
        sentence=f"Its form could not be checked: {error.detail.rstrip('.')}.",
        pointer=error.pointer,
    )


def _notes(candidate: Candidate) -> Iterator[Finding]:
    """Name the steps that the document asks for and that are not taken here."""
    document = candidate.document
    if _is_older_model(document):
        yield _note(
            "older_model",
            "It is written by the older data model 1.1, and was checked by the rules of that.",
        )
    if document.get("relatedResource") is not None:
        yield _note("related_unchecked", "It names further files, whose digests were not checked.")


def _is_older_model(document: Document) -> bool:
    contexts = document.get("@context")
    return isinstance(contexts, list) and contexts[:1] == [CREDENTIALS_V1]


def _note(code: str, sentence: str) -> Finding:
    return Finding(
        check=_CHECK,
        code=code,
        outcome=Outcome.VALID,
        title=_TITLE,
        sentence=sentence,
        is_note=True,
    )


def objects_in(value: Json) -> Iterator[Mapping[str, Json]]:
    """Yield the objects of a member that may be written as one object or as a list."""
    for each in value if isinstance(value, list | tuple) else [value]:
        if isinstance(each, Mapping):
            yield each
