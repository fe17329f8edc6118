"""The pictures of README.md are those of `python -m docs.screenshots`, of pages that exist."""

import re
from pathlib import Path

import pytest
from PIL import Image

from docs.screenshots import FOLDER, LARGEST, SHOTS, SIZE, Shot
from issuer.web import ROUTES

_README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
_EMBEDDED = re.compile(r'<img src="docs/pictures/([\w.]+)" alt="([^"]+)"')
_SHOTS = pytest.mark.parametrize("shot", SHOTS, ids=[shot.name for shot in SHOTS])


@_SHOTS
def test_page_in_the_picture_still_exists(shot: Shot) -> None:
    """A page that went away, or has another address, leaves a picture of nothing."""
    pages = {route.path for route in ROUTES if route.method == "GET"}

    assert shot.rule in pages


@_SHOTS
def test_picture_is_small_and_of_one_size(shot: Shot) -> None:
    """All four load at once on a slow line, and stand in a grid."""
    with Image.open(shot.file) as picture:
        found = (picture.format, picture.size)

    assert ("WEBP", (SIZE["width"], SIZE["height"])) == found
    assert shot.file.stat().st_size < LARGEST


def test_readme_shows_each_picture_once_and_says_what_is_on_it() -> None:
    """No picture is left behind, and nobody needs to see one."""
    shown = _EMBEDDED.findall(_README)

    assert [shot.file.name for shot in SHOTS] == [name for name, _ in shown]
    assert {shot.file.name for shot in SHOTS} == {file.name for file in FOLDER.iterdir()}
    assert all(len(alt) > 40 for _, alt in shown)
