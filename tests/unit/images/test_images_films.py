"""Films without place, time and names: in real players' eyes the same films (row 69)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from issuer.errors import MalformedError
from issuer.images import clean_film
from tests import films
from tests.films import DEVICE, PICTURES, PLACE, POSITIONS, WHO, box, numbers

_REAL = {
    "MP4": films.real_film(),
    "QuickTime": films.real_film("mov"),
    "MP4 in parts": films.real_film(in_parts=True),
}


@pytest.mark.parametrize("kind", _REAL)
def test_player_shows_the_same_and_reads_nothing(kind: str) -> None:
    """FFmpeg decodes the same pictures and sounds, and finds neither place nor time nor title."""
    sent = _REAL[kind]
    clean = clean_film(sent)
    (before, told), (after, left) = films.shown_of(sent), films.shown_of(clean)

    assert before == after
    assert len(before) > 20
    assert {"location", "creation_time"} <= told.keys()
    assert not {"location", "creation_time", "title", "encoder"} & left.keys()
    assert (len(sent), clean) == (len(clean), clean_film(clean))
    assert [] == [each for each in (PLACE, WHO) if each in clean]


@pytest.mark.parametrize("of_one_size", [False, True])
@pytest.mark.parametrize("wide", [False, True])
def test_track_that_nobody_sees_is_emptied(wide: bool, of_one_size: bool) -> None:
    """Cameras write positions into a track of their own; its samples lie among the pictures."""
    sent = films.with_positions(wide=wide, of_one_size=of_one_size)
    clean = clean_film(sent)
    start = sent.index(POSITIONS)

    assert bytes(len(POSITIONS)) == clean[start : start + len(POSITIONS)]
    assert PICTURES in clean
    assert len(sent) == len(clean)
    assert [] == [each for each in (PLACE, WHO, DEVICE, b"meta") if each in clean]


def test_whatever_is_unknown_is_emptied() -> None:
    """Dashcams and editors have boxes of their own; a player needs none of them."""
    unknown = [box(kind, WHO) for kind in (b"gps ", b"uuid", b"free", b"skip", b"XMP_", b"zzzz")]
    clean = clean_film(films.in_parts() + b"".join(unknown) + b"tail")

    assert WHO not in clean
    assert clean.endswith(box(b"free", bytes(len(WHO))))


def test_last_box_may_reach_to_the_end() -> None:
    """A size of 0 says so (4.2)."""
    film = films.FILE + box(b"moov") + numbers(0) + b"mdat" + PICTURES
    assert film == clean_film(film)


_MOOV = box(b"moov")
DAMAGED = {
    "nothing but its head": films.FILE,
    "cut off": films.with_positions()[:-9],
    "a box that reaches beyond its own": films.FILE + box(b"moov", numbers(900) + b"trak"),
    "a box without an end, inside": films.FILE + box(b"moov", numbers(0) + b"trak") + _MOOV,
    "a box smaller than its head": films.FILE + _MOOV + numbers(7) + b"free",
    "a long box smaller than its head": films.FILE + _MOOV + numbers(1) + b"free" + numbers(0, 15),
    "a track without a kind": films.FILE + box(b"moov", box(b"trak", box(b"mdia"))),
    "a track without samples": films.FILE + box(b"moov", films.track(b"meta")),
    "positions outside the pictures": films.with_positions(first=4),
    "runs that leave out a chunk": films.with_positions(runs=((2, 1),)),
    "runs that go back": films.with_positions(runs=((1, 1), (1, 1))),
    "more samples than there are": films.with_positions(runs=((1, 2),)),
    "runs beyond the chunks": films.with_positions(runs=((1, 1), (4, 1))),
    "positions beyond the end": films.with_positions(first=2**31),
    "more boxes than a film has": films.FILE + _MOOV + box(b"free") * 100_001,
    "more boxes than a film has, inside": films.FILE + box(b"moov", box(b"free") * 100_001),
}


@pytest.mark.parametrize("says", DAMAGED)
def test_damaged_film_is_refused(says: str) -> None:
    """A film is whole, or it is not kept."""
    with pytest.raises(MalformedError) as caught:
        clean_film(DAMAGED[says])
    assert "film" == caught.value.code


def test_table_that_names_the_same_bytes_for_ever_is_refused() -> None:
    """A few bytes must not ask for much work."""
    length, chunks = 8, 50_000
    begin = len(films.FILE) + 8
    tables = (
        box(b"stsz", numbers(0, length * 1000, chunks)),
        box(b"stsc", numbers(0, 1, 1, 1, 1)),
        box(b"stco", numbers(0, chunks), numbers(*[begin] * chunks)),
    )
    film = (
        films.FILE
        + box(b"mdat", bytes(length * 1000))
        + box(b"moov", films.track(b"meta", *tables))
    )
    with pytest.raises(MalformedError, match="damaged"):
        clean_film(film)


def test_film_in_parts_with_positions_is_refused_with_a_way_out() -> None:
    """Where each part may tell the place, only the camera's own program takes it out."""
    with pytest.raises(MalformedError, match="save it anew") as caught:
        clean_film(films.in_parts(b"meta"))
    assert "film_place" == caught.value.code


@given(st.sampled_from(sorted(_REAL)), st.data())
def test_no_prefix_of_a_film_tells_the_place(kind: str, data: st.DataObject) -> None:
    """Cut anywhere, it is refused or clean."""
    sent = _REAL[kind]
    try:
        clean = clean_film(sent[: data.draw(st.integers(0, len(sent)))])
    except MalformedError:
        return
    assert PLACE not in clean
    assert WHO not in clean
