"""The corpus as files: what its table promises, what our verifier says, and what that costs."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.defects.make_corpus import FOLDER, build, from_runs, made_with, runs_of, write
from tests.defects.run_corpus import Corpus
from tests.defects.tables import ROWS

ROOT = Path(__file__).resolve().parents[2]
CORPUS = Corpus(FOLDER)
EXPECTED = {row["name"]: row["expected"] for row in CORPUS.rows}
MAX_SECONDS = 1.0
MAX_GROWTH = 50 * 1024 * 1024
MAX_COMMITTED = 2_500_000
#: The parts of section 7 that a reader may count on.
SMALLEST = 150


def is_portable(name: str) -> bool:
    """Tell whether the bytes of a file are the same with every build of zlib."""
    return not (name.endswith(".png") or ".list" in name or name == "corpus.json")


@pytest.fixture(scope="module")
def results() -> dict[str, dict[str, Any]]:
    """Run the corpus once, in a process of its own, from its files alone."""
    run = subprocess.run(  # noqa: S603 # our own program
        [sys.executable, "-m", "tests.defects.run_corpus", str(FOLDER)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert (0, "") == (run.returncode, run.stderr)
    return {row["name"]: row for row in map(json.loads, run.stdout.splitlines())}


@pytest.mark.parametrize("name", EXPECTED)
def test_row_of_the_corpus_gives_its_verdict_and_code(
    name: str, results: dict[str, dict[str, Any]]
) -> None:
    """Each document is answered as the table says, from files alone, without a traceback."""
    found, expected = results[name], EXPECTED[name]
    codes = found["notes"] if found["verdict"] == "valid" else found["codes"]
    assert (expected["verdict"], True) == (
        found["verdict"],
        expected["code"] is None or expected["code"] in codes,
    ), codes


def test_no_defect_is_valid_and_every_row_was_run(results: dict[str, dict[str, Any]]) -> None:
    """Not one bad document passes."""
    passed = {name for name, found in results.items() if found["verdict"] == "valid"}
    good = {name for name, expected in EXPECTED.items() if expected["verdict"] == "valid"}
    assert (good, set(EXPECTED)) == (passed, set(results))


def test_each_document_is_answered_in_a_second_and_in_little_memory(
    results: dict[str, dict[str, Any]],
) -> None:
    """No document costs more than its share."""
    slowest = max(results.values(), key=lambda found: found["seconds"])
    largest = max(results.values(), key=lambda found: found["grown"])
    sys.stdout.write(
        f"slowest: {slowest['name']} {slowest['seconds']} s; "
        f"largest: {largest['name']} {largest['grown'] / 2**20:.1f} MiB\n"
    )
    assert slowest["seconds"] < MAX_SECONDS, slowest
    assert largest["grown"] < MAX_GROWTH, largest


def test_committed_corpus_is_what_the_script_writes(tmp_path: Path) -> None:
    """Anyone can make the corpus again, byte for byte; and no other file lies in the folder."""
    write(tmp_path)
    again = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.*")}
    kept = {path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.*")}
    same = CORPUS.table["made_with"] == made_with()
    compared = [name for name in sorted(kept) if same or is_portable(name)]
    changed = [n for n in compared if (tmp_path / n).read_bytes() != (FOLDER / n).read_bytes()]
    assert (kept, []) == (again, changed), "run python -m tests.defects.make_corpus"


def test_corpus_is_large_enough_to_count_and_small_enough_to_keep() -> None:
    """At least 150 documents, each under a name of its own, in less than 2.5 MB."""
    size = sum(path.stat().st_size for path in FOLDER.rglob("*.*"))
    assert (len(ROWS), True, True) == (
        len({named.slug for named in ROWS}),
        len(ROWS) >= SMALLEST,
        size < MAX_COMMITTED,
    ), size


def test_every_row_says_what_is_wrong_in_one_sentence() -> None:
    """A person who runs another verifier learns from the table what it has missed."""
    odd = [named.slug for named in ROWS if not named.row.what.endswith((".", "?"))]
    assert [] == odd


def test_same_tables_give_the_same_bytes() -> None:
    """Nothing in the corpus depends on the hour or on chance."""
    assert build() == build()


@pytest.mark.parametrize("data", [b"", b"x", b"[" * 5_000, b"a" + b"xy" * 3_000 + b"\xff\0"])
def test_runs_describe_bytes_completely(data: bytes) -> None:
    """What is too long for a file is made again from its description."""
    assert data == from_runs(runs_of(data))
