"""What is kept is found only under exactly the facts it was made of."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from issuer.badges import Revoked
from issuer.web.copying import copying
from issuer.web.keeping import Kept, key_of, presented
from issuer.web.languages import speaking
from tests.unit.web.specimen_pages import NOW, exhibit

SHOWN = replace(exhibit(is_public=True, display_name="Kestrel"), digest="a" * 64)


@pytest.mark.parametrize(
    "change",
    [
        {"digest": "b" * 64},
        {"standing": Revoked(at=NOW, reason_code="issued_in_error")},
        {"is_public": False},
        {"display_name": None},
        {"display_name": "Other"},
        {"checked_at": NOW + timedelta(minutes=1)},
        {"public_id": "2" * 22},
        {"issuer_path": "/issuers/other"},
    ],
    ids=lambda change: " ".join(f"{name} {value!s:.12}" for name, value in change.items()),
)
def test_every_fact_is_part_of_the_key(change: dict[str, Any]) -> None:
    """A revocation or a withdrawn consent is another key, so it is seen at once."""
    assert key_of(SHOWN) != key_of(replace(SHOWN, **change))


def test_seconds_are_no_part_of_the_key() -> None:
    """Within a minute, the page says the same."""
    later = replace(SHOWN, checked_at=NOW + timedelta(seconds=30))
    assert key_of(SHOWN) == key_of(later)


def test_language_and_copy_are_part_of_the_key() -> None:
    """Nobody gets a page in another's language, or a copy from the service."""
    plain = key_of(SHOWN)
    with speaking("es"):
        spanish = key_of(SHOWN)
    with copying(NOW):
        copied = key_of(SHOWN)
    assert 3 == len({plain, spanish, copied})


def test_page_is_made_once_for_the_same_facts() -> None:
    """The very same value is given again."""
    assert presented(SHOWN) is presented(replace(SHOWN, checked_at=NOW + timedelta(seconds=1)))


def test_page_without_digest_is_never_kept() -> None:
    """Without the bytes there is nothing to tell two badges apart by."""
    shown = replace(SHOWN, digest="")
    assert presented(shown) is not presented(shown)


def test_oldest_values_are_forgotten() -> None:
    """Memory has a bound."""
    made: list[int] = []
    kept: Kept[None] = Kept(most=2)
    for key in (1, 2, 1, 3, 1, 2):
        kept.get(key, partial(made.append, key))
    assert [1, 2, 3, 2] == made
