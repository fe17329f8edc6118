"""The page about the corpus is true of the corpus."""

import json
import re
from pathlib import Path

from tests.defects.make_corpus import FOLDER
from tests.defects.tables import ROWS

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "corpus.md").read_text("utf-8")
TABLE = json.loads((FOLDER / "corpus.json").read_bytes())


def test_example_row_of_the_page_is_a_row_of_the_table() -> None:
    """What a reader copies from the page is what the file says."""
    example = json.loads(re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)[0])
    shown = example["rows"][0]
    found = next(row for row in TABLE["rows"] if row["name"] == shown["name"])
    shown["documents"] = dict(zip(found["documents"], shown["documents"].values(), strict=True))
    assert found == shown


def test_page_names_every_member_of_the_table() -> None:
    """Nothing in the file is left without an explanation."""
    members = {*TABLE, *(name for row in TABLE["rows"] for name in row)} - {"about"}
    assert set() == {
        name for name in members if f'"{name}"' not in PAGE and f"`{name}`" not in PAGE
    }


def test_number_that_readme_and_page_name_is_reached() -> None:
    """They speak of more than 500."""
    readme = (ROOT / "README.md").read_text("utf-8")
    assert ("More than 500" in readme, "more than 500" in PAGE, len(ROWS) > 500) == (True,) * 3
