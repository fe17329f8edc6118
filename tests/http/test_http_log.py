"""The audit log as pages: search, paging, a check, proof and bundle; auditors, units, strangers."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from issuer import auditing
from issuer.access import Actor, Role
from issuer.documents import read_document
from issuer.errors import LimitError
from issuer.records import open_engine
from tests.schooling import School
from tests.visiting import Browser, come_in, riverbend

_DEED = re.compile(r'<p class="deed">(.*?)</p>')
_ENTRY = re.compile(r"<dt>Entry</dt><dd>([\d,]+)</dd>")


def signed(school: School) -> None:
    """Give all entries their places and sign the log."""
    auditing.checkpoint(school.house.auditing)


def deeds(browser: Browser, query: str = "") -> list[str]:
    """Return what the entries of a page say."""
    return _DEED.findall(browser.get(f"/log?{query}").text)


def test_the_log_tells_its_checkpoint_and_its_entries(school: School) -> None:
    """Size, root, signer and public address; the newest entry is the sign-in of who looks."""
    signed(school)
    newest = auditing.newest_checkpoint(school.house.auditing)
    page = come_in(school, "registrar").get("/log").text
    assert f"<dd>{newest.size:,}</dd>" in page
    assert newest.root.hex() in page
    assert 'href="/audit/checkpoint"' in page
    assert "Somebody signed in" == _DEED.findall(page)[0]


def test_older_entries_follow_without_a_gap(school: School) -> None:
    """Page after page the numbers go down by one, to the first entry of the school."""
    registrar, path, numbers = come_in(school, "registrar"), "/log", []
    while path:
        page = registrar.get(path).text
        numbers += [int(each.replace(",", "")) for each in _ENTRY.findall(page)]
        more = re.search(r'href="(/log\?[^"#]*after=[^"#]+)#entries"', page)
        path = "" if more is None else more[1].replace("&amp;", "&")
    # Two schools share the log, and each sees its own entries alone.
    assert sorted(numbers, reverse=True) == numbers
    assert len(set(numbers)) == len(numbers) > 50


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("kind=badges", {"A badge was prepared for signing", "A badge was signed and issued"}),
        ("kind=keys", {"A key was made", "The list of the school&#39;s keys changed"}),
        ("since=2026-11-21", set()),
        ("badge=nothing", set()),
    ],
    ids=["badges", "keys", "after the last day", "no such badge"],
)
def test_entries_are_searched(shared_school: School, query: str, expected: set[str]) -> None:
    """By kind, day and badge; nothing found says so."""
    admin = come_in(shared_school, "admin")
    page = admin.get(f"/log?{query}").text
    assert expected <= set(_DEED.findall(page))
    assert ("No entry fits" in page) is (not expected)


def test_entries_about_one_learner_are_found_by_pseudonym(school: School) -> None:
    """All of them are about that learner, and nobody's name is on the page."""
    registrar = come_in(school, "registrar")
    page = registrar.get(f"/log?learner={school.ids['wren']}").text
    about = re.findall(r"<dt>Learner</dt><dd><a href=\"/people/([^\"]+)\">", page)
    assert {school.ids["wren"]} == set(about)
    assert "Work was handed in" in page
    assert "wren" not in page


@pytest.mark.parametrize("query", ["since=yesterday", "until=2026-13-01", "since=20261101"])
def test_a_day_that_is_none_is_told_beside_its_field(shared_school: School, query: str) -> None:
    """The page comes back with the sentence, and 400."""
    answer = come_in(shared_school, "registrar").get(f"/log?{query}")
    field = query.partition("=")[0]
    assert (400, True) == (answer.status_code, f'id="{field}-fault"' in answer.text)


def test_another_schools_entry_leads_nowhere(school: School) -> None:
    """Row 71: to go on after an entry of another school is as unknown as any."""
    registrar = come_in(school, "registrar")
    with school.house.auditing.read_only() as uow:
        foreign = next(
            each.event.id
            for each in uow.audit_trail.leaves()
            if each.event is not None and each.event.organisation != riverbend(school)
        )
    assert (404, 404) == (
        registrar.get(f"/log?after={foreign}").status_code,
        registrar.get("/log?after=nothing").status_code,
    )


def test_the_log_is_checked_while_somebody_waits(school: School) -> None:
    """It is whole, and that it was checked is its newest entry."""
    signed(school)
    registrar = come_in(school, "registrar")
    registrar.get("/log")
    answer = registrar.post("/log/check")
    assert "Nothing was changed." in answer.text
    assert ["The whole log was checked"] == deeds(registrar, "kind=keys")[:1]


def test_a_changed_row_is_told_with_its_place(school: School) -> None:
    """Somebody with the database changes one code: the page names entry and event."""
    signed(school)
    engine = open_engine(school.house.settings.database)
    with engine.begin() as connection:
        connection.execute(sa.text("DROP TRIGGER wall_event_unchanged"))
        connection.execute(sa.text("UPDATE event SET role = 'client' WHERE number = 20"))
    engine.dispose()
    registrar = come_in(school, "registrar")
    registrar.get("/log")
    page = registrar.post("/log/check").text
    assert "1 place does not fit." in page
    assert "entry 19 (event 20" in page
    assert "event and record differ in role" in page


def test_a_log_too_long_for_a_page_says_what_to_do(shared_school: School) -> None:
    """The command line checks it instead."""
    actor = Actor(
        person=shared_school.ids["admin"], organisation=riverbend(shared_school), role=Role.ADMIN
    )
    with pytest.raises(LimitError, match="issuer audit verify"):
        auditing.check_now(actor, shared_school.house.auditing, most=5)


def test_two_checks_at_once_are_not_made(school: School) -> None:
    """The second one is asked to try again, and the lock is free afterwards."""
    from issuer.auditing import searching  # noqa: PLC0415 # its lock

    actor = come_in(school, "admin")
    actor.get("/log")
    with searching._CHECKING:  # pyright: ignore[reportPrivateUsage] # noqa: SLF001 # as a check holds it
        busy = actor.post("/log/check")
    assert "A check is running already" in busy.text
    assert "Nothing was changed." in actor.post("/log/check").text


def test_proof_and_bundle_of_a_badge_check_out(school: School) -> None:
    """What is downloaded is what the public proof says, and replays without us."""
    signed(school)
    registrar, badge = come_in(school, "registrar"), school.ids["badge of osprey"]
    page = registrar.get(f"/log/badges/{badge}").text
    proof = registrar.get(f"/log/badges/{badge}/proof")
    public = school.call(None, "GET", f"/credentials/{badge}/audit-proof").get_json()
    bundle = registrar.get(f"/log/badges/{badge}/bundle").data
    checks = auditing.replay(bundle)
    assert f"issuer audit replay {badge}.bundle.json" in page
    assert "osprey" not in page
    assert {**public, "size": 0, "path": [], "checkpoint": ""} == {
        **read_document(proof.data),
        "size": 0,
        "path": [],
        "checkpoint": "",
    }
    assert {True, None} == {check.holds for check in checks}


def test_a_bundle_asks_who_it_is(school: School) -> None:
    """T79: an export needs a proof of ten minutes; it is written into the log."""
    registrar, badge = come_in(school, "registrar"), school.ids["badge of osprey"]
    assert 200 == registrar.get(f"/log/badges/{badge}/bundle").status_code
    assert "A file was taken out" in deeds(registrar, "kind=badges")[0]
    school.clock.now += timedelta(minutes=11)
    answer = registrar.get(f"/log/badges/{badge}/bundle")
    assert (303, True) == (answer.status_code, "/confirm" in answer.headers["Location"])


def test_an_auditor_reads_pseudonyms_for_a_time_and_is_written_down(school: School) -> None:
    """Row 76 and education.md row 53: until a day, no link to a person, each reading an entry."""
    auditor = come_in(school, "auditor")
    first = auditor.get(f"/log?learner={school.ids['wren']}").text
    second = deeds(auditor, "kind=looking")
    assert "You read as an auditor until 18 February 2027." in first
    assert "/people/" not in first
    assert "Somebody entitled to it read a record" == second[0]
    assert 200 == auditor.get(f"/log/badges/{school.ids['badge of wren']}").status_code


def test_an_auditors_time_ends_by_itself(school: School) -> None:
    """After ninety days nothing is shown any longer."""
    auditor = come_in(school, "auditor")
    school.clock.now += timedelta(days=91)
    assert 200 != auditor.get("/log").status_code


def test_a_registrar_of_one_unit_reads_of_its_learners_alone(school: School) -> None:
    """Row 72: entries about nobody, and about learners of the unit; proof of others is unknown."""
    school.made("riverbend", "/api/v1/units", {"slug": "north", "name": "North"})
    person = school.made("riverbend", "/api/v1/people", {"name": "avocet", "roles": ["teacher"]})
    school.ids["avocet"] = person["id"]
    grant = {"role": "registrar", "units": ["north"]}
    school.made("admin", f"/api/v1/people/{person['id']}/roles", grant)
    browser = come_in(school, "avocet", Role.REGISTRAR)
    told = deeds(browser)
    assert "The rules of a badge were published" in deeds(browser, "kind=designs")
    assert "Work was handed in" not in told
    assert [] == deeds(browser, f"learner={school.ids['wren']}")
    assert 404 == browser.get(f"/log/badges/{school.ids['badge of wren']}").status_code


@pytest.mark.parametrize("who", ["teacher", "kestrel", "guardian", "plover"])
def test_the_log_is_for_the_office(shared_school: School, who: str) -> None:
    """Learners and families have their own history elsewhere."""
    browser = come_in(shared_school, who)
    assert (403, 403) == (
        browser.get("/log").status_code,
        browser.get(f"/log/badges/{shared_school.ids['badge of osprey']}").status_code,
    )
