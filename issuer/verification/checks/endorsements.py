"""Do the embedded endorsements hold? Each is a credential of its own, checked like one.

They stand as JSON or as JWT (OB-27). One level down: an endorsement inside an endorsement is named
as unchecked.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from issuer.documents import MAX_BYTES, Document, Json
from issuer.errors import InvalidProofError, LimitError, MalformedError
from issuer.verification.checks.controller import check_controller
from issuer.verification.checks.dates import check_dates
from issuer.verification.checks.proof import check_proof
from issuer.verification.checks.status import check_status
from issuer.verification.checks.structure import check_structure
from issuer.verification.lookups import Lookups
from issuer.verification.model import Finding, Outcome
from issuer.verification.older.reading import UNSUPPORTED
from issuer.verification.reading import Candidate, read_secured

#: Each costs a canonicalization; a badge with more asks for too much of our time.
MAX_ENDORSEMENTS = 8
_CHECKS = (check_structure, check_proof, check_controller, check_dates, check_status)
_JWT = "endorsementJwt"
_EMBEDDED = "endorsement"
_PLACES = frozenset({_EMBEDDED, _JWT})


class _Embedded(NamedTuple):
    pointer: str
    value: Document | str


def check_endorsements(candidate: Candidate, lookups: Lookups) -> tuple[Finding, ...]:
    """Check each embedded endorsement by the steps of a badge (OB-46, step 6; OB-28)."""
    document = candidate.document
    embedded = endorsements_in(document)
    if len(embedded) > MAX_ENDORSEMENTS:
        return (_unknown(f"There are more than {MAX_ENDORSEMENTS} endorsements.", None),)
    named = set(_ids_in(document))
    return tuple(_check_one(each, named, lookups) for each in embedded)


def endorsements_in(document: Document) -> tuple[_Embedded, ...]:
    """Return the outermost embedded endorsements, wherever they stand, with their pointers."""
    return tuple(_walk(document, ""))


def _check_one(embedded: _Embedded, named: set[str], lookups: Lookups) -> Finding:
    try:
        candidate = _candidate_of(embedded.value)
    except (InvalidProofError, LimitError, MalformedError) as error:
        sentence = f"An endorsement in it cannot be read ({error.code}). {error.detail}."
        told = _unknown if error.code == UNSUPPORTED else _refusal
        return told(sentence, embedded.pointer)
    for check in _CHECKS:
        for finding in check(candidate, lookups):
            if finding.outcome is not Outcome.VALID:
                return _passed_on(finding, embedded.pointer)
    document = candidate.document
    subject = document.get("credentialSubject")
    endorsed = subject.get("id") if isinstance(subject, Mapping) else None
    if endorsed not in named:
        return _refusal("An endorsement speaks of something else than this.", embedded.pointer)
    if any(_has_member(document, place) for place in _PLACES):
        return _unknown("Endorsements of an endorsement are not checked.", embedded.pointer)
    return Finding(
        check="endorsements",
        code="endorsement",
        outcome=Outcome.VALID,
        title="Endorsement",
        sentence=f"{_speaker(candidate)} has endorsed it, and that signature holds too.",
        pointer=embedded.pointer,
    )


def _candidate_of(value: Document | str) -> Candidate:
    if isinstance(value, str):
        return read_secured(value.encode("utf-8"), max_bytes=MAX_BYTES)
    return Candidate(document=value)


def _passed_on(finding: Finding, pointer: str) -> Finding:
    sentence = f"An endorsement in it does not hold ({finding.code}). {finding.sentence}"
    if finding.outcome is Outcome.INVALID:
        return _refusal(sentence, pointer + (finding.pointer or ""))
    return _unknown(sentence, pointer + (finding.pointer or ""))


def _refusal(sentence: str, pointer: str) -> Finding:
    return Finding(
        check="endorsements",
        code="endorsement_refused",
        outcome=Outcome.INVALID,
        title="Endorsement",
        sentence=sentence,
        pointer=pointer,
    )


def _unknown(sentence: str, pointer: str | None) -> Finding:
    return Finding(
        check="endorsements",
        code="endorsement_unknown",
        outcome=Outcome.INDETERMINATE,
        title="Endorsement",
        sentence=sentence,
        pointer=pointer,
    )


def _speaker(candidate: Candidate) -> str:
    """Return the endorser's id, which its key proves; a name proves nothing."""
    return candidate.issuer_id


def _walk(value: Json, pointer: str) -> Iterator[_Embedded]:
    if isinstance(value, Mapping):
        for name, member in value.items():
            if name in _PLACES:
                yield from _entries(member, f"{pointer}/{name}")
            elif name not in ("@context", "proof"):
                yield from _walk(member, f"{pointer}/{name}")
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            yield from _walk(item, f"{pointer}/{index}")


def _entries(value: Json, pointer: str) -> Iterator[_Embedded]:
    if isinstance(value, Mapping | str):
        yield _Embedded(pointer, value)
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            yield from _entries(item, f"{pointer}/{index}")


def _ids_in(value: Json) -> Iterator[str]:
    """Yield what the badge itself names; an endorsement cannot vouch for its own subject."""
    if isinstance(value, Mapping):
        name = value.get("id")
        if isinstance(name, str):
            yield name
        for member, inner in value.items():
            if member not in (*_PLACES, "@context", "proof"):
                yield from _ids_in(inner)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _ids_in(item)


def _has_member(value: Json, name: str) -> bool:
    if isinstance(value, Mapping):
        return any(
            member == name or (member not in _PLACES and _has_member(inner, name))
            for member, inner in value.items()
        )
    if isinstance(value, list | tuple):
        return any(_has_member(item, name) for item in value)
    return False
