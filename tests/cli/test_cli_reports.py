"""`issuer reports` on a real installation: CSV on standard output or in a file, for who may."""

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from issuer import cli, logs
from issuer.app.opening import SettingsOpening

INIT = ("init", "--slug", "alder", "--name", "Alder Lane", "--kind", "homeschool", "--json")
FIGURES = ["part", "row", "figure", "value"]


def run(*arguments: str) -> Result:
    """Run one command as the terminal would."""
    return CliRunner().invoke(cli.commands(SettingsOpening()), arguments)


def made(*arguments: str) -> dict[str, str]:
    """Run a command and return the JSON object that it printed last."""
    answer: dict[str, str] = json.loads(run(*arguments).stdout.splitlines()[-1])
    return answer


@pytest.fixture(autouse=True)
def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Found a school and act as its administrator."""
    monkeypatch.setenv("ISSUER_DATA_DIR", str(tmp_path / "data"))
    logs.configure(as_json=False)
    monkeypatch.setenv("ISSUER_TOKEN", made(*INIT)["token"])


def rows_of(data: bytes) -> list[list[str]]:
    """Return the rows of a file, its headings first."""
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


@pytest.mark.parametrize(
    ("name", "headings", "some"),
    [
        ("equity", FIGURES, ["returns", "", "withheld_groups", "0"]),
        ("waiting", FIGURES, ["altogether", "", "count", "0"]),
        ("peers", FIGURES, FIGURES),
        ("issued", FIGURES, FIGURES),
        ("ending", ["learner", "badge", "awarded_on", "ends_on", "days_left", "address"], None),
    ],
)
def test_report_is_csv_on_standard_output_and_in_a_file(
    tmp_path: Path, name: str, headings: list[str], some: list[str] | None
) -> None:
    """The same bytes at both places, as spreadsheets open them."""
    file = tmp_path / "report.csv"
    printed, written = run("reports", name), run("reports", name, "--out", str(file))
    rows = rows_of(printed.stdout_bytes)

    assert (0, 0, "") == (printed.exit_code, written.exit_code, written.stdout), printed.output
    assert printed.stdout_bytes == file.read_bytes()
    assert headings == rows[0]
    assert some is None or some in rows


def test_months_of_a_year_are_counted() -> None:
    """Twelve of them, each named by its first day."""
    months = [row for row in rows_of(run("reports", "issued").stdout_bytes) if row[0] == "month"]
    assert (12, {"0"}) == (len(months), {row[3] for row in months})


@pytest.mark.parametrize("name", ["equity", "waiting", "peers", "issued", "ending"])
def test_report_is_for_who_may_read_it(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A learner's token is refused in one line, and so is none."""
    person = json.loads(
        run("people", "add", "--name", "Egret", "--role", "learner", "--json").stdout
    )
    made = json.loads(
        run("tokens", "new", "--person", person["id"], "--role", "learner", "--json").stdout
    )
    monkeypatch.setenv("ISSUER_TOKEN", made["token"])
    learner = run("reports", name)
    monkeypatch.delenv("ISSUER_TOKEN")
    nobody = run("reports", name)

    assert (1, "", True) == (learner.exit_code, learner.stdout, "[forbidden]" in learner.stderr)
    assert (1, "", True) == (nobody.exit_code, nobody.stdout, "[sign_in]" in nobody.stderr)


@pytest.mark.parametrize("days", ["0", "-1", "3661"])
def test_days_that_are_none_are_refused_in_one_line(days: str) -> None:
    """Between one and ten years."""
    refused = run("reports", "ending", f"--within={days}")
    assert (1, "", True) == (refused.exit_code, refused.stdout, "[within]" in refused.stderr)
