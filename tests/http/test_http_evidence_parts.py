"""Evidence part by part: which part is answered how, to whom, and under which head (RFC 9110)."""

import io
import struct
from dataclasses import dataclass

import pytest

from issuer.access import Role
from tests.schooling import School, found_school, hand_in, open_school, open_submission
from tests.visiting import Browser, come_in

#: A sound that is longer than one sealed piece would be if pieces were this small.
SAMPLES = bytes(range(256)) * 300
SOUND = (
    b"RIFF"
    + struct.pack("<I", 36 + len(SAMPLES))
    + b"WAVEfmt "
    + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 16000, 2, 16)
    + b"data"
    + struct.pack("<I", len(SAMPLES))
    + SAMPLES
)
SIZE = len(SOUND)


@dataclass(kw_only=True)
class Heard:
    """Kestrel's work with a sound, handed in."""

    school: School
    path: str
    kestrel: Browser


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory) -> Heard:
    """Let Heron hand in a sound; nothing of it is changed by any test."""
    folder = tmp_path_factory.mktemp("heard") / "data"
    found_school(folder)
    school = open_school(folder)
    work = open_submission(school, "heron", "team")
    form = {"title": "My talk", "file": (io.BytesIO(SOUND), "heron-talk.wav")}
    item = school.made("heron", f"/api/v1/submissions/{work}/evidence", data=form)["id"]
    hand_in(school, "heron", work)
    school.ids["work of heron"] = work
    return Heard(school=school, path=f"/evidence/{work}/{item}", kestrel=come_in(school, "heron"))


@pytest.mark.parametrize(
    ("asked", "status", "answered", "start", "stop"),
    [
        (None, 200, None, 0, SIZE),
        ("bytes=0-", 206, f"bytes 0-{SIZE - 1}/{SIZE}", 0, SIZE),
        ("bytes=0-9", 206, f"bytes 0-9/{SIZE}", 0, 10),
        ("bytes=100-199", 206, f"bytes 100-199/{SIZE}", 100, 200),
        (f"bytes={SIZE - 5}-", 206, f"bytes {SIZE - 5}-{SIZE - 1}/{SIZE}", SIZE - 5, SIZE),
        ("bytes=-5", 206, f"bytes {SIZE - 5}-{SIZE - 1}/{SIZE}", SIZE - 5, SIZE),
        (f"bytes=10-{SIZE * 9}", 206, f"bytes 10-{SIZE - 1}/{SIZE}", 10, SIZE),
        (f"bytes={SIZE}-", 416, f"bytes */{SIZE}", 0, 0),
        ("bytes=0-1,5-6", 200, None, 0, SIZE),
        ("words=0-1", 200, None, 0, SIZE),
        ("bytes=9-1", 200, None, 0, SIZE),
        ("bytes=x", 200, None, 0, SIZE),
    ],
)
def test_part_is_answered(
    heard: Heard, asked: str | None, status: int, answered: str | None, start: int, stop: int
) -> None:
    """One part of bytes is a part; anything else that is no part is answered whole."""
    headers = {} if asked is None else {"Range": asked}
    answer = heard.kestrel.client.get(heard.path, headers=headers, buffered=True)

    found = (answer.status_code, answer.headers.get("Content-Range"), answer.data)
    assert (status, answered, SOUND[start:stop]) == found


def test_part_if_unchanged_is_answered_whole(heard: Heard) -> None:
    """We give no validator, so nobody can rely on one."""
    headers = {"Range": "bytes=5-9", "If-Range": '"x"'}
    answer = heard.kestrel.client.get(heard.path, headers=headers, buffered=True)

    assert 200 == answer.status_code


def test_part_runs_nowhere_and_is_kept_by_nobody(heard: Heard) -> None:
    """A part has the head of the whole."""
    answer = heard.kestrel.client.get(heard.path, headers={"Range": "bytes=5-9"}, buffered=True)
    found = (
        answer.headers["Content-Security-Policy"].partition(";")[0],
        answer.headers["X-Content-Type-Options"],
        answer.headers["Cache-Control"],
        answer.headers["Content-Disposition"].partition(";")[0],
        answer.mimetype,
    )

    assert ("sandbox", "nosniff", "no-store", "inline", "audio/wav") == found


@pytest.mark.parametrize(
    ("who", "role", "status"),
    [("teacher", None, 206), ("osprey", None, 403), ("plover", Role.PEER, 206)],
    ids=["teacher", "another learner", "a peer who was asked"],
)
def test_part_is_for_whom_the_whole_is(
    heard: Heard, who: str, role: Role | None, status: int
) -> None:
    """The door is asked at each part."""
    who = _asked(heard.school) if role is Role.PEER else who
    browser = come_in(heard.school, who, role)
    answer = browser.client.get(heard.path, headers={"Range": "bytes=5-9"}, buffered=True)

    assert status == answer.status_code


def test_peer_is_not_told_whose_file_it_is(heard: Heard) -> None:
    """The name of a file may hold a name; a peer gets its ending alone."""
    browser = come_in(heard.school, _asked(heard.school), Role.PEER)
    answer = browser.client.get(heard.path, buffered=True)

    assert "inline; filename*=UTF-8''work.wav" == answer.headers["Content-Disposition"]


def test_learner_hears_it_on_the_page(heard: Heard) -> None:
    """The page has a player, and its policy lets this host's sounds be played."""
    answer = heard.kestrel.get(f"/learn/{heard.school.ids['work of heron']}")

    assert (True, True) == (
        f'<audio controls preload="metadata" src="{heard.path}"' in answer.text,
        "media-src 'self'" in answer.headers["Content-Security-Policy"],
    )


def _asked(school: School) -> str:
    reviews = school.call(
        "teacher", "GET", f"/api/v1/submissions/{school.ids['work of heron']}"
    ).get_json()["reviews"]
    by_id = {person: name for name, person in school.ids.items()}
    return next(by_id[each["peer"]] for each in reviews if by_id[each["peer"]] != "wren")
