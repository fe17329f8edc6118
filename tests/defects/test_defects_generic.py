"""The same corpus through the verifier for credentials and presentations of any kind (VC-API)."""

import pytest

from issuer.documents import Document, read_document
from issuer.errors import IssuerError
from issuer.verification import Outcome, Services
from issuer.verification.generic import Expected, verify_any, verify_presentation
from tests.defects.tables import ROWS, Named
from tests.defects.world import NOW, Case
from tests.interop.credentials import services_for


def services_of(case: Case) -> Services:
    """Return the world of a case."""
    return services_for(NOW, documents=case.documents, lists=case.lists, keys=case.keys)


def document_of(case: Case) -> Document | None:
    """Return the JSON object that a case shows, if it shows one."""
    try:
        return read_document(case.data)
    except IssuerError:
        return None


def is_presentation(named: Named) -> bool:
    """Tell the rows that hold a presentation."""
    return "presentation" in named.slug


CREDENTIALS = {
    named.slug: named
    for named in ROWS
    if document_of(named.row.case) is not None and not is_presentation(named)
}
#: What the VC-API does not ask, such as whose badge it is, leaves rows open that it calls good.
PRESENTATIONS = {
    named.slug: named
    for named in ROWS
    if named.topic == "presentations" and named.row.outcome is Outcome.INVALID
}
GOOD_ONES = {
    named.slug: named
    for named in ROWS
    if is_presentation(named) and named.row.outcome is Outcome.VALID
}


@pytest.mark.parametrize("slug", CREDENTIALS)
def test_generic_verifier_agrees_about_what_is_valid(slug: str) -> None:
    """What is no good badge is no good credential of another kind either."""
    case, _, outcome, _ = CREDENTIALS[slug].row
    document = document_of(case)
    assert document is not None
    report = verify_any(document, services_of(case))
    assert (outcome is Outcome.VALID) == report.is_valid


def presentation_is_valid(case: Case) -> bool:
    """Verify a presentation, as object or token, for what was asked."""
    shown = document_of(case) or case.data.decode("ascii")
    expected = Expected(
        challenge=case.challenge, domain=frozenset({case.domain}) if case.domain else None
    )
    return verify_presentation(shown, expected, services_of(case), lambda _: True).is_valid


@pytest.mark.parametrize("slug", PRESENTATIONS)
def test_presentation_with_a_fault_anywhere_is_not_valid(slug: str) -> None:
    """A tampered badge inside, or a tampered presentation around a good one."""
    assert not presentation_is_valid(PRESENTATIONS[slug].row.case)


@pytest.mark.parametrize("slug", GOOD_ONES)
def test_good_badge_in_a_good_presentation_is_valid(slug: str) -> None:
    """The presentations above fail by their defect, not by being presentations."""
    assert presentation_is_valid(GOOD_ONES[slug].row.case)
