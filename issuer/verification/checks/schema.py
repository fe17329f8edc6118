"""Does it fit the schemas that it names? The standard's own are covered by our rules (OB-51).

Asked after the proof: a schema is fetched from an address that only its issuer may choose.
"""

from collections.abc import Iterator, Mapping

from issuer.badges import ACHIEVEMENT_CREDENTIAL_SCHEMA
from issuer.documents import Document, Json, read_document
from issuer.errors import IssuerError, LimitError, MalformedError, ShapeError, UnavailableError
from issuer.verification.checks.structure import objects_in
from issuer.verification.lookups import Lookups
from issuer.verification.model import Finding, Outcome
from issuer.verification.reading import Candidate
from issuer.vocab import require_foreign_schema

_NAME = "achievementcredential"
#: Schemas whose demands `check_rules` covers; CLRs are not read, so theirs is not among them.
_OFFICIAL = frozenset(
    {
        ACHIEVEMENT_CREDENTIAL_SCHEMA,
        ACHIEVEMENT_CREDENTIAL_SCHEMA.replace(_NAME, "endorsementcredential"),
    }
)
_VALIDATORS = frozenset({"1EdTechJsonSchemaValidator2019", "JsonSchema"})


def check_schema(candidate: Candidate, lookups: Lookups) -> tuple[Finding, ...]:
    """Check the document against each schema that it names (OB-46, step 1; OB-51)."""
    named = list(objects_in(candidate.document.get("credentialSchema")))
    return tuple(_check_all(candidate.document, named, lookups))


def _check_all(
    document: Document, named: list[Mapping[str, Json]], lookups: Lookups
) -> Iterator[Finding]:
    for schema in named:
        if schema.get("id") in _OFFICIAL:
            yield _passed("It keeps the rules behind the schema of the standard.")
        else:
            yield _check_one(document, schema, lookups)


def _check_one(document: Document, named: Mapping[str, Json], lookups: Lookups) -> Finding:
    url = named.get("id")
    if named.get("type") not in _VALIDATORS or not isinstance(url, str):
        return _unchecked("its kind is not read here")
    try:
        schema = read_document(lookups.linked(url))
    except UnavailableError:
        return _unchecked("it is not at hand")
    except (MalformedError, LimitError):
        return _unchecked("something else stands at its address")
    try:
        require_foreign_schema(document, schema)
    except ShapeError as error:
        return _failed(error)
    except (MalformedError, LimitError) as error:
        return _unchecked(error.detail[:1].lower() + error.detail[1:])
    return _passed(f"It fits the schema at {url[:200]}.")


def _passed(sentence: str) -> Finding:
    return Finding(
        check="schema", code="schema", outcome=Outcome.VALID, title="Schema", sentence=sentence
    )


def _failed(error: IssuerError) -> Finding:
    return Finding(
        check="schema",
        code="schema_failed",
        outcome=Outcome.INVALID,
        title="Schema",
        sentence=f"It does not fit the schema that it names: {error.detail}.",
        pointer=error.pointer,
    )


def _unchecked(reason: str) -> Finding:
    return Finding(
        check="schema",
        code="schema_unchecked",
        outcome=Outcome.VALID,
        title="Schema",
        sentence=f"It names a further schema, which was not checked: {reason}.",
        is_note=True,
    )
