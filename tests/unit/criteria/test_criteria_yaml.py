"""The YAML door: one document, only what JSON can say, no guessing."""

import pytest

from issuer.criteria import read_authored, read_yaml
from issuer.documents import MAX_BYTES
from issuer.errors import IssuerError, LimitError, MalformedError


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: 1", 1),
        ("a: -1.5", -1.5),
        ("a: 1.0e+3", 1000.0),
        ("a: true", True),
        ("a: null", None),
        ("a: text", "text"),
        ('a: "1"', "1"),
        ("a: 'yes'", "yes"),
        ("a: 2026-11-09", "2026-11-09"),
        ("a: 2026-11-09T00:00:00Z", "2026-11-09T00:00:00Z"),
        ("a: P3D", "P3D"),
        ("a: team-leadership@1", "team-leadership@1"),
        ("a: [x, 2]", ["x", 2]),
        ("a: {b: c}", {"b": "c"}),
        ("a: >-\n  one\n  two", "one two"),
        ("---\na: x\n", "x"),
        ("# a remark\na: x\n", "x"),
        ('"a": "\\u00fc"', "ü"),
        ('a: "<<"', "<<"),
    ],
)
def test_plain_yaml_reads_as_json(text: str, value: object) -> None:
    """Words that JSON knows are JSON values, everything else is a text; dates stay texts."""
    assert {"a": value} == read_yaml(text.encode())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"a: !!str 1", "yaml_feature"),
        (b"a: !python/object:os.system x", "yaml_feature"),
        (b"a: &x 1", "yaml_feature"),
        (b"a: &x {b: 1}", "yaml_feature"),
        (b"a: &x 1\nb: *x", "yaml_feature"),
        (b"a: *x", "yaml_feature"),
        (b"a: {<<: {b: 1}}", "yaml_feature"),
        (b"? [a]\n: 1", "yaml_feature"),
        (b"%YAML 1.1\n---\na: 1", "yaml_feature"),
        (b"%TAG ! tag:example,2026:\n---\na: 1", "yaml_feature"),
        (b"a: 1\n---\nb: 2", "yaml_feature"),
        (b"a: 1\na: 2", "dup_key"),
        (b"b: {a: 1, 'a': 2}", "dup_key"),
        (b"a: 1\nA: 2", "dup_key"),
        (b"a: yes", "yaml_ambiguous"),
        (b"a: No", "yaml_ambiguous"),
        (b"a: on", "yaml_ambiguous"),
        (b"a: True", "yaml_ambiguous"),
        (b"a: ~", "yaml_ambiguous"),
        (b"a:", "yaml_ambiguous"),
        (b"a: 012", "yaml_ambiguous"),
        (b"a: 0x1F", "yaml_ambiguous"),
        (b"a: 1_000", "yaml_ambiguous"),
        (b"a: +1", "yaml_ambiguous"),
        (b"a: .inf", "yaml_ambiguous"),
        (b"a: .5", "yaml_ambiguous"),
        (b"a: 1:30", "yaml_ambiguous"),
        (b"a: 1e3", "yaml_ambiguous"),
        (b"1: a", "yaml_ambiguous"),
        (b"true: a", "yaml_ambiguous"),
        (b"no: a", "yaml_ambiguous"),
        (b"a: 99999999999999999999", "number"),
        (b"a: -0", "number"),
        (b"a: [1", "yaml"),
        (b"a: b: c", "yaml"),
        (b"a: \x07", "yaml"),
        (b"a: \xff", "encoding"),
        (b'a: "\\0"', "encoding"),
        (b"", "shape"),
        (b"# only a remark", "shape"),
        (b"- a", "shape"),
        (b"text", "shape"),
        (b"a: " + b"[" * 70 + b"]" * 70, "depth"),
        (b"a: [" + b"1," * 30_000 + b"1]", "depth"),
        (b"many: [" + b"1," * 15_000 + b"1]", "depth"),
    ],
    ids=lambda it: str(it)[:40],
)
def test_other_yaml_is_refused_with_its_code(text: bytes, code: str) -> None:
    """What two readers could read differently is refused, not guessed."""
    with pytest.raises(MalformedError) as refused:
        read_yaml(text)
    assert code == refused.value.code


def test_too_many_bytes_are_refused_before_reading() -> None:
    """The size is looked at first."""
    with pytest.raises(LimitError) as refused:
        read_yaml(b"#" * (MAX_BYTES + 1))
    assert "size" == refused.value.code


def test_as_many_bytes_as_json_may_have_are_read() -> None:
    """The limit itself is allowed."""
    assert {"a": 1} == read_yaml(b"a: 1 #".ljust(MAX_BYTES, b"x"))


def test_a_syntax_error_names_line_and_column() -> None:
    """An author finds the bracket."""
    with pytest.raises(MalformedError, match="line 2, column 5"):
        read_yaml(b"a: 1\nb: c: d\n")


def test_a_refusal_names_the_line() -> None:
    """An author finds the place."""
    with pytest.raises(IssuerError, match="line 3"):
        read_yaml(b"a: 1\nb: 2\nc: yes\n")


def test_a_brace_means_json() -> None:
    """JSON has its own door, with its own codes: what YAML would allow is refused there."""
    assert {"a": 1} == read_authored(b'\n {"a": 1}')
    with pytest.raises(MalformedError) as refused:
        read_authored(b"{a: 1}")
    assert "json" == refused.value.code


def test_anything_else_means_yaml() -> None:
    """Authors need not say which form they wrote."""
    assert {"a": 1} == read_authored(b"a: 1")
