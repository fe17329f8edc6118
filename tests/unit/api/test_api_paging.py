"""Pages of a list: windows, cursors and links."""

import pytest

from issuer.api.paging import Window, cursor_of, cut, next_link, read_window
from issuer.errors import MalformedError

ITEMS = ["a", "b", "c", "d", "e"]


def same(item: str) -> str:
    """Return the key of an item: itself."""
    return item


def test_default_window_holds_fifty() -> None:
    """Without parameters a page holds fifty items from the beginning."""
    assert Window(limit=50, after=None) == read_window(None, None)


@pytest.mark.parametrize("limit", ["0", "101", "-1", "1.5", "", "ten", "\u0663", "1" * 400])
def test_strange_limit_is_refused(limit: str) -> None:
    """A limit is a whole number from 1 to 100, in ASCII digits."""
    with pytest.raises(MalformedError) as caught:
        read_window(limit, None)

    assert caught.value.code == "limit"


@pytest.mark.parametrize("cursor", ["%", "a", "YQ==YQ", "w7w", "é", "\U000396e7"])
def test_strange_cursor_is_refused(cursor: str) -> None:
    """A cursor is base64url of an ASCII key, nothing else."""
    with pytest.raises(MalformedError) as caught:
        read_window(None, cursor)

    assert caught.value.code == "cursor"


def test_pages_together_hold_everything_once() -> None:
    """Following the cursors gives each item once, in order, and then ends."""
    seen: list[str] = []
    cursor: str | None = None
    while True:
        part, cursor = cut(ITEMS, read_window("2", cursor), same)
        seen += part
        if cursor is None:
            break

    assert seen == ITEMS


def test_cursor_of_a_vanished_item_is_refused() -> None:
    """A list that lost the item of the cursor is not silently begun anew."""
    with pytest.raises(MalformedError) as caught:
        cut(ITEMS, read_window(None, cursor_of("z")), same)

    assert caught.value.code == "cursor"


def test_next_link_names_limit_and_cursor() -> None:
    """The Link header repeats the limit, so that pages keep their size (RFC 8288)."""
    link = next_link("https://b.example/api/v1/people", Window(limit=2), "Yg")

    assert link == '<https://b.example/api/v1/people?limit=2&cursor=Yg>; rel="next"'


def test_next_link_asks_for_the_same_list() -> None:
    """What the list is about stays in the link, and only once where the page begins."""
    asked = [("learner", 'p1>"'), ("limit", "9"), ("cursor", "YQ")]
    link = next_link("https://b.example/api/v1/ending", Window(limit=2), "Yg", asked)

    assert link == (
        '<https://b.example/api/v1/ending?learner=p1%3E%22&limit=2&cursor=Yg>; rel="next"'
    )
