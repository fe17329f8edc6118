"""A good case, and how to break it in exactly one place."""

import copy
import functools
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, NamedTuple, Self

from issuer.documents import Document, write_document
from issuer.verification import Expected, Outcome, VerificationReport, verify
from tests.interop.credentials import (
    ACADEMY,
    badge,
    good_documents,
    good_lists,
    services_for,
    signed,
    signed_anyhow,
)

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
Change = Callable[[dict[str, Any]], object]


@functools.cache
def _good_text() -> str:
    return json.dumps(signed(badge(ACADEMY, NOW), ACADEMY, NOW))


@functools.cache
def _good_lists() -> Mapping[str, bytes]:
    return good_lists(NOW)


def good_document() -> dict[str, Any]:
    """Return a badge that verifies, new each time."""
    document: dict[str, Any] = json.loads(_good_text())
    return document


def lean(document: dict[str, Any]) -> dict[str, Any]:
    """Take from a badge what it can do without, where it is kept in many files."""
    for name in ("description", "evidence", "awardedDate"):
        document.pop(name, None)
    subject = document["credentialSubject"]
    del subject["result"]
    for name in ("resultDescription", "alignment", "tag", "version", "achievementType"):
        del subject["achievement"][name]
    return document


@functools.cache
def _lean_text() -> str:
    return json.dumps(signed(lean(badge(ACADEMY, NOW)), ACADEMY, NOW))


def lean_document() -> dict[str, Any]:
    """Return a small badge that verifies, new each time."""
    document: dict[str, Any] = json.loads(_lean_text())
    return document


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What a verifier is shown: bytes; and the documents, lists and keys that it finds.

    `challenge` and `domain` are what it asked for, where it did.
    """

    data: bytes
    documents: Mapping[str, Document] = field(default_factory=good_documents)
    lists: Mapping[str, bytes] = field(default_factory=_good_lists)
    keys: Mapping[str, bytes] = field(default_factory=dict)
    challenge: str | None = None
    domain: str | None = None

    def report(self) -> VerificationReport:
        """Verify it."""
        services = services_for(NOW, documents=self.documents, lists=self.lists, keys=self.keys)
        expected = Expected(
            challenge=self.challenge, domain=frozenset({self.domain}) if self.domain else None
        )
        return verify(self.data, services, expected=expected)

    def with_documents(self, documents: Mapping[str, Document]) -> Self:
        """Return the case in a world with other DID documents."""
        return replace(self, documents=documents)

    def with_lists(self, lists: Mapping[str, bytes]) -> Self:
        """Return the case in a world with other status lists."""
        return replace(self, lists=lists)


class Row(NamedTuple):
    """One defect: what to show, the code and outcome that the report must give, and why."""

    case: Case
    code: str
    outcome: Outcome
    what: str


def refused(case: Case, code: str, what: str) -> Row:
    """Return a row that must be found invalid."""
    return Row(case, code, Outcome.INVALID, what)


def left_open(case: Case, code: str, what: str) -> Row:
    """Return a row that cannot be fully checked."""
    return Row(case, code, Outcome.INDETERMINATE, what)


def good_case() -> Case:
    """Return the case in which everything holds."""
    return Case(data=write_document(good_document()))


def changed_after_signing(change: Change) -> Case:
    """Change the signed document, as a forger would."""
    document = good_document()
    change(document)
    return Case(data=json.dumps(document).encode("utf-8"))


def changed_before_signing(change: Change, **options: Any) -> Case:
    """Change the document and sign that, as a careless issuer would; `options` of its proof."""
    document = badge(ACADEMY, NOW)
    change(document)
    return Case(data=write_document(signed_anyhow(document, ACADEMY, NOW, **options)))


def put(*path: str | int, value: Any) -> Change:
    """Return a change that puts a value at this place."""

    def change(document: dict[str, Any]) -> None:
        place: Any = document
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = copy.deepcopy(value)

    return change


def remove(*path: str | int) -> Change:
    """Return a change that removes the member at this place."""

    def change(document: dict[str, Any]) -> None:
        place: Any = document
        for step in path[:-1]:
            place = place[step]
        del place[path[-1]]

    return change


def own_notes(report: VerificationReport) -> list[str]:
    """Return the codes of the notes that the good case does not have as well."""
    usual = {finding.code for finding in good_case().report().findings}
    return [f.code for f in report.findings if f.is_note and f.code not in usual]
