"""Every event that the rooms write has words, and every chart says what it shows."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import issuer
from issuer.web.languages import LANGUAGES, speaking
from issuer.web.presenting.charts import Row, bars_of
from issuer.web.presenting.event_words import all_words, kinds, names_of, words_of
from issuer.web.rendering import _ENVIRONMENT  # pyright: ignore[reportPrivateUsage] # its macros

ROOMS = (
    "accounts",
    "assessment",
    "auditing",
    "clients",
    "federation",
    "issuance",
    "jobs",
    "reporting",
    "retention",
    "sealing",
    "verification",
)
#: What makes an event of a name; the names are words without spaces among their arguments.
_MAKERS = {
    "act_of",
    "act_of_client",
    "record",
    "Event",
    "_append",
    "_act",
    "_note",
    "_record",
    "_tell",
}
_NAME = re.compile(r"[a-z]+(_[a-z]+)*\.[a-z_]+|signed_[a-z_]+|confirmed")
#: Strings of that shape that are no events: where they come from.
_NO_EVENTS = {"person.units"}


def _names_in(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else None
            called = node.func.id if isinstance(node.func, ast.Name) else called
            if called in _MAKERS:
                for part in (*node.args, *(each.value for each in node.keywords)):
                    for leaf in ast.walk(part):
                        if isinstance(leaf, ast.Constant) and isinstance(leaf.value, str):
                            yield leaf.value


def test_every_event_has_words() -> None:
    """A new event is told on the page of the log from its first day."""
    root = Path(issuer.__file__).parent
    names = {
        name
        for room in ROOMS
        for file in (root / room).rglob("*.py")
        for name in _names_in(file)
        if _NAME.fullmatch(name)
    }
    assert len(names) > 80
    assert set() == names - set(all_words()) - _NO_EVENTS


def test_an_event_of_another_release_is_told_by_its_name() -> None:
    """The page never fails for want of words."""
    assert "Something else was written down: bird.sang" == words_of("bird.sang")


def test_every_kind_has_events_and_no_event_two_kinds() -> None:
    """Searching by kind finds each event exactly once."""
    families = [names_of(kind) or frozenset() for kind in kinds()]
    assert all(families)
    assert len(all_words()) == sum(map(len, families))
    assert names_of("nothing") is None


def test_all_languages_have_different_words_for_different_events() -> None:
    """Two events that read alike could not be told apart."""
    for language in LANGUAGES:
        with speaking(language):
            words = list(all_words().values())
        assert sorted(set(words)) == sorted(words), language


def test_a_chart_is_drawn_with_title_description_and_every_figure() -> None:
    """Well-formed, named by both, hostile labels escaped, lengths within the chart."""
    rows = [
        Row(label="<Hill>", value="45 %", length=0.45),
        Row(label="Harbor", value="120 %", length=1.2),
        Row(label="None", value="0 %", length=0),
    ]
    chart = bars_of("c", "Work & returns", "<Hill>: 45 %", rows)
    markup = str(_ENVIRONMENT.get_template("_charts.html").module.chart(chart))  # type: ignore[attr-defined] # a macro
    svg = ET.fromstring(markup).find("svg")  # noqa: S314 # our own markup
    assert svg is not None
    texts = [each.text for each in svg.iter("text")]
    widths = [
        float(each.get("width", "")) for each in svg.iter("rect") if each.get("class") == "bar"
    ]
    assert ["<Hill>", "45 %", "Harbor", "120 %", "None", "0 %"] == texts
    assert ("Work & returns", "<Hill>: 45 %") == (svg.findtext("title"), svg.findtext("desc"))
    assert "c-title c-desc" == svg.get("aria-labelledby")
    assert [161.1, 358.0] == widths
