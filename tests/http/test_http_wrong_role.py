"""Whoever comes in another role than a page is for is told which one, and where to go."""

from html import unescape

import pytest

from issuer.access import Role
from tests.schooling import School
from tests.visiting import Browser, come_in


@pytest.fixture
def kestrel(school: School) -> Browser:
    """Kestrel, who is a learner and a peer, as a peer."""
    return come_in(school, "kestrel", Role.PEER)


def test_page_names_the_roles_that_may(school: School) -> None:
    """The own role, the needed ones, what to do, and a way on; nothing of the school is told."""
    answer = come_in(school, "heron", Role.LEARNER).get("/settings/keys")
    text = unescape(answer.text)
    said = (
        "You are here as Learner, and as that you may not do this.",
        "Who may: Administrator.",
        "If you should have such a role, ask a registrar of your school for it.",
        'href="/home"',
    )
    assert (403, []) == (answer.status_code, [each for each in said if each not in text])
    assert 'action="/role"' not in text


def test_who_holds_the_role_switches_and_comes_to_the_page(kestrel: Browser) -> None:
    """One press: the role is taken, and the page that was wanted opens."""
    page = kestrel.get("/learn")
    switched = kestrel.post("/role", {"role": "learner", "next": "/learn"})
    opened = kestrel.get(switched.headers["Location"])
    offered = (403, True, True)
    assert offered == (
        page.status_code,
        '<input type="hidden" name="next" value="/learn">' in page.text,
        "Go on as Learner" in page.text,
    )
    assert (303, "/learn", 200) == (
        switched.status_code,
        switched.headers["Location"],
        opened.status_code,
    )


def test_form_of_another_role_leads_home_after_the_switch(kestrel: Browser) -> None:
    """What was sent has to be sent again, from its page."""
    kestrel.get("/home")
    page = kestrel.post("/learn/consents")
    assert (403, True) == (
        page.status_code,
        '<input type="hidden" name="next" value="/home">' in page.text,
    )


@pytest.mark.parametrize("wanted", ["//evil.example", "https://evil.example", "/api/v1/me", ""])
def test_t54_switch_leads_to_our_own_pages_only(kestrel: Browser, wanted: str) -> None:
    """T54: the address in the form is another `next`, with the same rule."""
    answer = kestrel.post("/role", {"role": "learner", "next": wanted})
    assert (303, "/home") == (answer.status_code, answer.headers["Location"])


def test_page_is_kept_by_nobody(kestrel: Browser) -> None:
    """It names a person."""
    headers = kestrel.get("/learn").headers
    assert ("no-store", True) == (headers["Cache-Control"], "Cookie" in headers["Vary"])


def test_fault_leads_who_is_signed_in_back_to_work(kestrel: Browser, school: School) -> None:
    """Strangers are led to the badges, others to their own page."""
    inside = kestrel.get("/nowhere").text
    outside = Browser(school=school).get("/nowhere").text
    start = '<a class="button" href="/home">My start page</a>'
    assert (True, False) == (start in inside, start in outside)
