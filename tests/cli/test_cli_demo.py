"""`issuer demo`: the story, what it leaves on disk, and that a second run changes nothing."""

import hashlib
import json
import os
import stat
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

_MAIN = "from issuer.app import main; main()"
_ENVIRONMENT = {name: value for name, value in os.environ.items() if "ISSUER_" not in name}


def demo(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the demo in a process of its own, as a stranger would."""
    return subprocess.run(  # noqa: S603 # our own command
        [sys.executable, "-c", _MAIN, "demo", "--data", str(folder), "--no-serve", "--json"],
        capture_output=True,
        text=True,
        check=True,
        timeout=240,
        env=_ENVIRONMENT,
    )


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Mapping[str, Any], str]:
    """Play the demo once: its folder, the JSON it printed last, and the story it told."""
    folder = tmp_path_factory.mktemp("demo") / "data"
    done = demo(folder)
    return folder, json.loads(done.stdout.splitlines()[-1]), done.stderr


def _digests(folder: Path) -> dict[str, str]:
    # SQLite's own -wal and -shm files come and go with readers.
    files = [path for path in folder.rglob("*") if path.is_file() and "sqlite3-" not in path.name]
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_the_last_line_tells_scripts_everything(
    played: tuple[Path, Mapping[str, Any], str],
) -> None:
    """Credentials in three forms, DID documents, status lists and tokens; all files exist."""
    folder, result, _ = played
    assert ["valid", "revoked"] == [each["status"] for each in result["credentials"]]
    assert str(folder) == result["data"]
    for each in result["credentials"]:
        assert each["id"] == json.loads(Path(each["file"]).read_bytes())["id"]
        assert Path(each["png"]).read_bytes().startswith(b"\x89PNG")
        assert b"<svg" in Path(each["svg"]).read_bytes()[:200]
    for did, file in result["did_documents"].items():
        assert did == json.loads(Path(file).read_bytes())["id"]
    for url, file in result["status_lists"].items():
        assert url == json.loads(Path(file).read_bytes())["id"]
    roles = {"learner", "peer", "teacher", "registrar", "issuer", "admin", "guardian", "auditor"}
    assert roles == set(result["sign_ins"])
    assert roles == set(result["tokens"])


@pytest.mark.parametrize(
    "sentence",
    [
        "hands in two pieces of evidence",
        "Refused: Nobody attests their own work",
        "The teacher returns the work with feedback",
        "Plover (teammate), assigned by the system",
        "MET: every criterion is met.",
        "NOT YET: somebody looked",
        "the registrar revokes it",
        "THROW-AWAY KEYS",
    ],
)
def test_the_story_is_told(played: tuple[Path, Mapping[str, Any], str], sentence: str) -> None:
    """A stranger reads every turn of it."""
    assert sentence in played[2]


def test_three_peers_attested(played: tuple[Path, Mapping[str, Any], str]) -> None:
    """Two teammates and one from outside, drawn by the system."""
    assert 3 == played[2].count("attests what they saw")


def test_what_holds_secrets_is_for_its_owner_alone(
    played: tuple[Path, Mapping[str, Any], str],
) -> None:
    """Tokens and the key-encryption key are readable by nobody else."""
    for name in ("demo.json", "kek"):
        assert 0o600 == stat.S_IMODE((played[0] / name).stat().st_mode)


def test_a_second_run_changes_nothing_and_says_so(
    played: tuple[Path, Mapping[str, Any], str],
) -> None:
    """The same files, the same last line."""
    folder, result, _ = played
    before = _digests(folder)
    again = demo(folder)
    assert "nothing was changed" in again.stderr
    assert (result, before) == (json.loads(again.stdout.splitlines()[-1]), _digests(folder))


def test_a_folder_with_something_else_is_left_alone(tmp_path: Path) -> None:
    """The demo never mixes with a school's data."""
    (tmp_path / "issuer.sqlite3").write_bytes(b"precious")
    with pytest.raises(subprocess.CalledProcessError) as refused:
        demo(tmp_path)
    assert "[demo_folder]" in refused.value.stderr
    assert b"precious" == (tmp_path / "issuer.sqlite3").read_bytes()


def test_no_name_of_a_learner_is_in_a_credential(
    played: tuple[Path, Mapping[str, Any], str],
) -> None:
    """Education.md 5.3: no name without consent; the page may show one, the credential none."""
    names = ("Kestrel", "Heron", "Curlew", "Plover", "Teal", "Siskin", "Dunlin")
    for each in played[1]["credentials"]:
        text = Path(each["file"]).read_text()
        assert [] == [name for name in names if name in text]
