"""Bytes that are not one credential; each with the code that a program relies on."""

import json

import pytest

from issuer.images import bake_svg
from issuer.verification import Outcome
from tests.defects.rows_reading import GOOD, SVG, TABLE
from tests.defects.world import Case, good_case


@pytest.mark.parametrize("name", TABLE)
def test_bytes_that_are_not_one_credential(name: str) -> None:
    """What cannot be read is told by a stable code, and never raised."""
    case, code, outcome, _ = TABLE[name]
    report = case.report()
    assert [(code, outcome)] == [(f.code, f.outcome) for f in report.findings]


def test_good_json_is_valid() -> None:
    """The case that all others are made from holds."""
    assert (Outcome.VALID, True) == (good_case().report().outcome, good_case().report().trusted)


def test_white_space_and_indentation_are_free() -> None:
    """The same document, written for people, says the same."""
    data = json.dumps(json.loads(GOOD), indent=2).encode("utf-8") + b"\n"
    assert Outcome.VALID == Case(data=data).report().outcome


def test_baked_picture_says_what_its_json_says() -> None:
    """A badge in a picture is the badge, not another one."""
    picture = bake_svg((SVG + "</svg>").encode(), GOOD)
    assert good_case().report() == Case(data=picture).report()
