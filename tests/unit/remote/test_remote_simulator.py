"""The web in memory serves a whole verification: keys, lists and pages."""

from datetime import UTC, datetime

from issuer.documents import write_document
from issuer.remote import find_credential
from issuer.verification import Outcome, verify
from tests.interop.credentials import ACADEMY, badge, good_documents, good_lists, signed
from tests.simulator import SimulatedWeb

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
PAGE = "https://badges.riverbend.example/badges/1"


def good_web() -> SimulatedWeb:
    """Return a web in which the academy and its status list stand."""
    web = SimulatedWeb()
    for document in good_documents().values():
        web.publish_did(document)
    for url, data in good_lists(NOW).items():
        web.publish(url, data)
    return web


def test_badge_verifies_with_what_the_web_serves() -> None:
    """From the page over the link to key and list, all of it fetched."""
    web = good_web()
    web.publish(PAGE, '<link rel="alternate" type="application/json" href="/1.json">')
    web.publish(
        "https://badges.riverbend.example/1.json",
        write_document(signed(badge(ACADEMY, NOW), ACADEMY, NOW)),
    )

    found = find_credential(PAGE, web)
    report = verify(found.data, web.services(clock=lambda: NOW, trusted=[ACADEMY.did]))

    assert (Outcome.VALID, True, ()) == (report.outcome, report.trusted, report.codes)


def test_T34_badge_is_not_valid_when_the_list_host_is_down() -> None:  # noqa: N802 # row id
    """An unreachable list leaves the question open."""
    web = good_web()
    data = write_document(signed(badge(ACADEMY, NOW), ACADEMY, NOW))
    for url in good_lists(NOW):
        web.fail(url, "connection")

    report = verify(data, web.services(clock=lambda: NOW))

    assert (Outcome.INDETERMINATE, True) == (report.outcome, "status_unreachable" in report.codes)
