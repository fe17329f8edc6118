"""The codes of findings are part of the public API, so the documentation lists them all."""

import re
from pathlib import Path

import pytest

from issuer.verification import Outcome
from tests.defects.tables import ROWS as CASES

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "error-handling.md").read_text("utf-8")
ROWS = dict(re.findall(r"^\|\w+\|`(\w+)`\|(invalid|indeterminate)\|.+\|$", TEXT, re.MULTILINE))
SOURCES = "\n".join(path.read_text("utf-8") for path in (ROOT / "issuer").rglob("*.py"))

FOUND = sorted(
    {(each.row.code, each.row.outcome) for each in CASES if each.row.outcome is not Outcome.VALID}
)


@pytest.mark.parametrize(("code", "outcome"), FOUND)
def test_code_of_each_defect_is_documented_with_its_outcome(code: str, outcome: Outcome) -> None:
    """A program that reads a report finds its code, and whether it is a refusal."""
    assert outcome.value == ROWS.get(code)


@pytest.mark.parametrize("code", sorted(ROWS))
def test_documented_code_exists(code: str) -> None:
    """The page lists nothing that no check can find."""
    assert f'"{code}"' in SOURCES
