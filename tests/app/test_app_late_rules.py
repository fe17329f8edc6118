"""Rules that compile late build the very addresses that Werkzeug's own rules build."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from werkzeug.routing import BuildError, Map, Rule, UnicodeConverter

from issuer.app.late_rules import LateRule
from tests.schooling import found_school, open_school

#: One value for each kind of part, with what has to be escaped.
_VALUES: Mapping[str, Any] = {"int": 7, "path": "a/b c", "": "a ü/?"}


class _Shouted(UnicodeConverter):
    """Writes in capitals."""

    def to_url(self, value: str) -> str:
        """Return the value in capitals."""
        return super().to_url(value).upper()


def _addresses(kind: type[Rule], given: list[Rule]) -> dict[str, str]:
    """Return what each rule builds, made anew as this kind, with a value that it does not name."""
    made = Map([kind(rule.rule, endpoint=rule.endpoint, methods=rule.methods) for rule in given])
    urls = made.bind("badges.example", url_scheme="https")
    found = {}
    for rule in made.iter_rules():
        values = {name: _value_of(rule, name) for name in rule.arguments}
        found[f"{rule.methods} {rule}"] = urls.build(rule.endpoint, {**values, "more": "x y"})
    return found


def _value_of(rule: Rule, name: str) -> Any:
    kind = next((kind for kind in _VALUES if f"<{kind}:{name}>" in rule.rule), "")
    return _VALUES[kind]


def test_every_rule_of_the_service_builds_as_before(tmp_path: Path) -> None:
    """All rules of the app, with values that need escaping and one that goes to the query."""
    found_school(tmp_path / "data")
    school = open_school(tmp_path / "data")
    rules = list(school.app.url_map.iter_rules())
    school.house.close()
    assert {LateRule} == {type(rule) for rule in rules}
    assert _addresses(Rule, rules) == _addresses(LateRule, rules)


def test_rules_of_one_text_keep_their_own_converters() -> None:
    """A shared builder asks the rule that it is called for, in every map."""
    words = Map([LateRule("/badges/<name>", endpoint="one")]).bind("badges.example")
    numbers = Map(
        [LateRule("/badges/<name>", endpoint="one")], converters={"default": _Shouted}
    ).bind("badges.example")
    built = [each.build("one", {"name": "kite"}) for each in (words, numbers)]
    assert ["/badges/kite", "/badges/KITE"] == built


def test_missing_value_is_still_refused() -> None:
    """An address without its part is an error, not an address."""
    urls = Map([LateRule("/badges/<name>", endpoint="one")]).bind("badges.example")
    with pytest.raises(BuildError):
        urls.build("one")


def test_default_is_built_as_before() -> None:
    """A rule with a default keeps Werkzeug's own builder."""
    urls = Map([LateRule("/pages/<int:page>", endpoint="one", defaults={"page": 1})])
    assert "/pages/1" == urls.bind("badges.example").build("one")
