"""A report, not a gate: which functions and modules have grown past their size (design)."""

import ast
import statistics
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parents[2] / "issuer"
_LONG_FUNCTION = 50
_LONG_MODULE = 350


def test_sizes_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    """Print median, p90 and outliers; a long one that reads well may stay."""
    lengths: dict[str, int] = {}
    modules: dict[str, int] = {}
    for path in sorted(_ROOT.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        name = str(path.relative_to(_ROOT))
        modules[name] = text.count("\n")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                lengths[f"{name}:{node.name}"] = (node.end_lineno or 0) - node.lineno + 1
    ranked = sorted(lengths.values())
    long_functions = [name for name, size in lengths.items() if size > _LONG_FUNCTION]
    long_modules = [name for name, size in modules.items() if size > _LONG_MODULE]
    with capsys.disabled():
        print(  # noqa: T201 # the report is the point
            f"\nfunctions: {len(ranked)}, median {statistics.median(ranked):.0f} lines,"
            f" p90 {ranked[len(ranked) * 9 // 10]}; over {_LONG_FUNCTION}: {long_functions};"
            f" modules over {_LONG_MODULE}: {long_modules}"
        )
    assert ranked
