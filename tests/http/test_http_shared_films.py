"""Films and sounds behind a link: played in their place, by parts, for as long as it lives."""

import io
from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.http.test_http_evidence_parts import SIZE, SOUND
from tests.http.test_http_links import LINKS
from tests.schooling import School, hand_in, open_submission

TEXT = "text of osprey"
TALK = "talk of osprey"


@pytest.fixture
def shared(school: School) -> School:
    """Let Osprey, an adult, hand in a talk and a text, and agree that evidence is shared."""
    work = open_submission(school, "osprey", "team")
    place = f"/api/v1/submissions/{work}/evidence"
    talk = {"title": "My talk", "file": (io.BytesIO(SOUND), "osprey-talk.wav")}
    school.ids[TALK] = school.made("osprey", place, data=talk)["id"]
    text = {"kind": "text", "title": "What I said", "text": "Good morning."}
    school.ids[TEXT] = school.made("osprey", place, text)["id"]
    hand_in(school, "osprey", work)
    consents = f"/api/v1/people/{school.ids['osprey']}/consents"
    school.made("osprey", consents, {"purpose": "share-evidence"})
    return school


def link_to(school: School, *items: str) -> str:
    """Make a link to items of Osprey and return its path."""
    wish = {
        "learner": school.ids["osprey"],
        "kind": "share",
        "evidence": [school.ids[item] for item in items],
        "days": 1,
    }
    return str(school.made("osprey", LINKS, wish)["address"]).removeprefix("http://localhost:8000")


def views(school: School) -> int:
    """Return how often the link was opened, as Osprey is told; each opening is an event too."""
    (link,) = school.call("osprey", "GET", LINKS).get_json()["items"]
    path = f"/api/v1/events?learner={school.ids['osprey']}&limit=100"
    events = school.call("registrar", "GET", path).get_json()["items"]
    assert link["views"] == [each["name"] for each in events].count("link.viewed")
    return int(link["views"])


def part(school: School, path: str, asked: str) -> tuple[int, str | None, bytes]:
    """Ask for a part of the talk."""
    headers = {"Range": f"bytes={asked}"}
    address = f"{path}/evidence/{school.ids[TALK]}"
    answer = school.client.get(address, headers=headers, buffered=True)
    return answer.status_code, answer.headers.get("Content-Range"), answer.data


def test_talk_plays_on_the_page_and_a_text_is_a_file(shared: School) -> None:
    """The policy of the page lets media of this host in, and still no script."""
    path = link_to(shared, TALK, TEXT)
    answer = shared.client.get(path)
    policy = answer.headers["Content-Security-Policy"]

    assert f'<audio controls preload="metadata" src="{path}/evidence/{shared.ids[TALK]}"' in (
        answer.text
    )
    assert f'<a href="{path}/evidence/{shared.ids[TEXT]}" download>What I said</a>' in answer.text
    assert (True, False) == ("media-src 'self'" in policy, "script-src" in policy)


@pytest.mark.parametrize(
    ("asked", "start", "stop"), [("0-", 0, SIZE), ("100-199", 100, 200), ("-5", SIZE - 5, SIZE)]
)
def test_part_of_a_talk_is_answered(shared: School, asked: str, start: int, stop: int) -> None:
    """As a player asks: all from the beginning, a piece of the middle, the end."""
    head = f"bytes {start}-{stop - 1}/{SIZE}"

    assert (206, head, SOUND[start:stop]) == part(shared, link_to(shared, TALK), asked)


def test_part_that_is_not_there_is_refused(shared: School) -> None:
    """The player learns how long the talk is."""
    assert (416, f"bytes */{SIZE}", b"") == part(shared, link_to(shared, TALK), f"{SIZE}-")


def test_part_goes_out_like_the_whole(shared: School) -> None:
    """Under no policy of a part could a browser run what it could not run of the whole."""
    address = f"{link_to(shared, TALK)}/evidence/{shared.ids[TALK]}"
    whole, middle = (
        shared.client.get(address, headers=headers, buffered=True)
        for headers in ({}, {"Range": "bytes=5-9"})
    )
    names = ("Content-Type", "Content-Disposition", "Content-Security-Policy", "Cache-Control",
             "X-Content-Type-Options", "X-Robots-Tag", "Cross-Origin-Resource-Policy")  # fmt: skip
    found = {name: middle.headers[name] for name in names}

    assert {name: whole.headers[name] for name in names} == found
    assert ("audio/wav", f"attachment; filename=evidence-{shared.ids[TALK]}") == (
        found["Content-Type"],
        found["Content-Disposition"],
    )
    assert ("sandbox; default-src 'none'", "no-store", "nosniff") == (
        found["Content-Security-Policy"],
        found["Cache-Control"],
        found["X-Content-Type-Options"],
    )


def test_parts_belong_to_the_opening_of_the_page(shared: School) -> None:
    """However a player asks, whoever opened the page looked once."""
    path = link_to(shared, TALK)
    shared.client.get(path)
    for asked in ("0-", "70000-", "44-", "0-", "100-199"):
        assert 206 == part(shared, path, asked)[0]

    assert 1 == views(shared)


def test_nobody_listens_uncounted(shared: School) -> None:
    """Whoever was given the address of the talk alone opens it, from whichever byte on."""
    path = link_to(shared, TALK)
    part(shared, path, "1-")
    part(shared, path, "2-")

    assert 1 == views(shared)


def test_part_on_another_day_is_another_opening(shared: School) -> None:
    """A sitting is four hours long."""
    path, seen = link_to(shared, TALK), []
    for later in (0, 3 * 60 + 59, 1):
        shared.clock.now += timedelta(minutes=later)
        part(shared, path, "5-")
        seen.append(views(shared))

    assert [1, 1, 2] == seen


def test_whole_file_is_an_opening_of_its_own(shared: School) -> None:
    """Saving is counted beside the page, as ever; several parts at once are the whole."""
    path = link_to(shared, TALK)
    shared.client.get(path)
    shared.client.get(f"{path}/evidence/{shared.ids[TALK]}", buffered=True)
    assert 200 == part(shared, path, "0-1,5-6")[0]

    assert 3 == views(shared)


def revoke(school: School) -> None:
    """Close the link."""
    (link,) = school.call("osprey", "GET", LINKS).get_json()["items"]
    school.call("osprey", "DELETE", f"{LINKS}/{link['id']}")


def withdraw(school: School) -> None:
    """Take back the consent that it rests on."""
    place = f"/api/v1/people/{school.ids['osprey']}/consents/share-evidence"
    school.call("osprey", "DELETE", place)


def expire(school: School) -> None:
    """Let its day pass."""
    school.clock.now += timedelta(days=1)


@pytest.mark.parametrize("end", [revoke, withdraw, expire])
def test_what_ends_the_link_ends_the_film(shared: School, end: Callable[[School], None]) -> None:
    """The next part is not there any more, though the page is still open."""
    path = link_to(shared, TALK)
    shared.client.get(path)
    before = part(shared, path, "0-99")[0]
    end(shared)

    assert (206, 404, 404) == (before, part(shared, path, "100-")[0], part(shared, path, "0-")[0])


def test_part_of_what_was_not_chosen_stays_closed(shared: School) -> None:
    """A link to the text opens no second of the talk."""
    assert 404 == part(shared, link_to(shared, TEXT), "5-")[0]
