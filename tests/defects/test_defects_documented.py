"""The codes of findings are part of the public API, so the documentation lists them all."""

import re
from pathlib import Path

import pytest

from issuer.verification import Outcome
from tests.defects import (
    test_defects_endorsements,
    test_defects_proof,
    test_defects_reading,
    test_defects_status,
    test_defects_structure,
)

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "error-handling.md").read_text("utf-8")
ROWS = dict(re.findall(r"^\|\w+\|`(\w+)`\|(invalid|indeterminate)\|.+\|$", TEXT, re.MULTILINE))
SOURCES = "\n".join(path.read_text("utf-8") for path in (ROOT / "issuer").rglob("*.py"))

WITH_OUTCOME = {
    (code, outcome)
    for module in (
        test_defects_endorsements,
        test_defects_proof,
        test_defects_reading,
        test_defects_status,
    )
    for _, code, outcome in module.TABLE.values()
}
FORMS = {
    (code, Outcome.INVALID) for _, codes in test_defects_structure.TABLE.values() for code in codes
}


@pytest.mark.parametrize(("code", "outcome"), sorted(WITH_OUTCOME | FORMS))
def test_code_of_each_defect_is_documented_with_its_outcome(code: str, outcome: Outcome) -> None:
    """A program that reads a report finds its code, and whether it is a refusal."""
    if (code, outcome) == ("status_size", Outcome.INDETERMINATE):
        assert "for an entry of several bits, indeterminate" in TEXT
    else:
        assert outcome.value == ROWS.get(code)


@pytest.mark.parametrize("code", sorted(ROWS))
def test_documented_code_exists(code: str) -> None:
    """The page lists nothing that no check can find."""
    assert f'"{code}"' in SOURCES
