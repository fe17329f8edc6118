"""Services from given mappings, and lookups that are few and asked for once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from issuer.documents import Document, read_document, write_document
from issuer.errors import IssuerError, LimitError, MalformedError, UnavailableError
from issuer.verification import SeenInMemory, lists_by_url, verify, verify_document
from tests.defects.world import NOW, good_case, good_document
from tests.interop.credentials import LIST_URL, SUSPENSIONS_URL, good_lists, services_for


class FailingResolver:
    """A Resolver that answers every question with one error."""

    def __init__(self, error: IssuerError) -> None:
        self._error = error
        self.asked: list[str] = []

    def resolve(self, identifier: str) -> Document:
        """Raise the error."""
        self.asked.append(identifier)
        raise self._error


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (UnavailableError("It did not answer"), "key_unreachable"),
        (UnavailableError("It is blocked", code="blocked"), "blocked"),
        (MalformedError("Not JSON"), "key_unreadable"),
        (LimitError("Too large"), "key_unreadable"),
    ],
    ids=["no answer", "with a code of its own", "a web page", "too large"],
)
def test_key_that_is_out_of_reach_leaves_the_question_open(error: IssuerError, code: str) -> None:
    """Whatever a host answers in place of keys, the badge is neither good nor forged."""
    services = replace(services_for(NOW), resolver=FailingResolver(error))
    report = verify(good_case().data, services)
    assert ((code,), "indeterminate") == (report.codes, report.outcome)


def test_document_and_its_bytes_give_the_same_report() -> None:
    """The house verifies its own documents as a stranger verifies their bytes."""
    services = services_for(NOW)
    assert verify(good_case().data, services) == verify_document(good_document(), services)


def test_lists_are_found_by_the_address_that_they_claim() -> None:
    """A person gives files; a credential names addresses."""
    lists = good_lists(NOW)
    assert {LIST_URL, SUSPENSIONS_URL} == set(lists_by_url(lists.values()))


@pytest.mark.parametrize("data", [b"<html>", b'{"id":7}', b"{}"])
def test_file_that_is_no_list_is_refused(data: bytes) -> None:
    """A wrong file is told at once, not as an unreachable list later."""
    with pytest.raises(MalformedError):
        lists_by_url([data])


def test_newest_list_is_remembered_by_address() -> None:
    """An older list does not make the memory older; another address is another memory."""
    seen = SeenInMemory()
    later = NOW + timedelta(hours=1)
    assert [NOW, later, later, NOW] == [
        seen.newest("a", NOW),
        seen.newest("a", later),
        seen.newest("a", NOW),
        seen.newest("b", NOW),
    ]


def test_report_of_a_good_badge_survives_json() -> None:
    """The whole report is plain JSON, facts included."""
    told = verify(good_case().data, services_for(NOW)).to_dict()
    assert told == read_document(write_document(told))
