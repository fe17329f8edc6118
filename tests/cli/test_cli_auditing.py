"""`issuer audit` on the demo's school: verify, bundle, replay, and every tampered bundle found."""

import base64
import copy
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from issuer import auditing, cli
from issuer.app.opening import SettingsOpening
from issuer.audit import NoteKey
from issuer.errors import MalformedError

_MAIN = "from issuer.app import main; main()"
_PLAIN = {name: value for name, value in os.environ.items() if "ISSUER_" not in name}
Bundle = dict[str, Any]


def run_alone(folder: Path, *words: str) -> str:
    """Run a command in a process of its own; return what it prints."""
    done = subprocess.run(  # noqa: S603 # our own command
        [sys.executable, "-c", _MAIN, *words],
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
        env={**_PLAIN, "ISSUER_DATA_DIR": str(folder)},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def run(folder: Path, *words: str, ok: bool = True) -> str:
    """Run a command in this process, which has imported everything; return what it prints."""
    others = dict.fromkeys(os.environ.keys() - _PLAIN.keys())
    environment = {**others, "ISSUER_DATA_DIR": str(folder)}
    done = CliRunner().invoke(cli.commands(SettingsOpening()), words, env=environment)
    assert ok == (done.exit_code == 0), done.output
    return done.stdout


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Mapping[str, Any]]:
    """Play the demo once, and sign its log."""
    folder = tmp_path_factory.mktemp("demo") / "data"
    told = run_alone(folder, "demo", "--data", str(folder), "--no-serve", "--json")
    run(folder, "audit", "checkpoint")
    return folder, json.loads(told.splitlines()[-1])


@pytest.fixture(scope="module")
def bundles(played: tuple[Path, Mapping[str, Any]]) -> list[bytes]:
    """Take out the bundle of both credentials: one valid, one revoked."""
    folder, told = played
    found = []
    for number, each in enumerate(told["credentials"]):
        file = folder.parent / f"{number}.json"
        run(folder, "audit", "bundle", each["id"], "--out", str(file))
        found.append(file.read_bytes())
    return found


def test_demo_log_is_whole(played: tuple[Path, Mapping[str, Any]]) -> None:
    """The log of a whole story has no fault, and the command says so with exit code 0."""
    told = run(played[0], "audit", "verify", "--json")
    assert [] == json.loads(told)["faults"]


def test_verify_names_the_place(played: tuple[Path, Mapping[str, Any]], tmp_path: Path) -> None:
    """A changed row is named in one line, with exit code 1."""
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "kek").write_bytes((played[0] / "kek").read_bytes())
    (folder / "kek").chmod(0o600)
    with (
        sqlite3.connect(played[0] / "issuer.sqlite3") as source,
        sqlite3.connect(folder / "issuer.sqlite3") as copied,
    ):
        source.backup(copied)
        copied.execute("DROP TRIGGER wall_event_unchanged")
        copied.execute("UPDATE event SET role = 'admin' WHERE number = 30")
        copied.commit()
    told = run(folder, "audit", "verify", ok=False)
    assert told.startswith("entry 29 (event 30 ")
    assert "event and record differ in role [event_changed]" in told


def test_kept_checkpoint_is_compared(
    played: tuple[Path, Mapping[str, Any]], tmp_path: Path
) -> None:
    """A checkpoint that was kept outside is checked against the log, with the key that was kept."""
    file = tmp_path / "kept"
    file.write_text(run(played[0], "audit", "checkpoint"))
    key = run(played[0], "audit", "key").strip()
    run(played[0], "audit", "verify", "--checkpoint", str(file), "--key", key)
    file.write_text(file.read_text().replace("\n1", "\n2", 1))
    told = run(played[0], "audit", "verify", "--checkpoint", str(file), ok=False)
    assert "checkpoint_foreign" in told


@pytest.mark.parametrize("number", [0, 1])
def test_bundle_replays_on_a_computer_without_anything(
    bundles: list[bytes], number: int, tmp_path: Path
) -> None:
    """Every check holds in a folder that has no installation; the last one only informs."""
    file = tmp_path / "bundle.json"
    file.write_bytes(bundles[number])
    told = run_alone(tmp_path / "nothing", "audit", "replay", str(file))
    marks = [line[:4] for line in told.splitlines()]
    assert [*["[ok]"] * 11, "[--]"] == marks
    assert not (tmp_path / "nothing").exists()


def test_bundle_holds_no_name(bundles: list[bytes]) -> None:
    """None of the demo's code-names is in it."""
    names = (b"Kestrel", b"Plover", b"Heron", b"Osprey", b"Wren", b"Siskin")
    assert [] == [name for data in bundles for name in names if name in data]


def test_revoked_badge_says_so_in_both_places(bundles: list[bytes]) -> None:
    """List and log agree that the second badge was withdrawn."""
    sentences = [check.sentence for check in auditing.replay(bundles[1])]
    assert "The school's list says revocation, and so does the log." in sentences


def _swap_text(path: str, old: str, new: str) -> Callable[[Bundle], None]:
    def change(bundle: Bundle) -> None:
        assert old in bundle[path], old
        bundle[path] = bundle[path].replace(old, new, 1)

    return change


def _first(bundle: Bundle, name: str) -> dict[str, Any]:
    return next(each for each in bundle["entries"] if f'"name":"{name}"' in each["record"])


def _another_criterion(bundle: Bundle) -> None:
    bundle["criteria"]["title"] += "!"


def _another_rubric(bundle: Bundle) -> None:
    next(iter(bundle["rubrics"].values()))["title"] = "Another"


def _no_rubric(bundle: Bundle) -> None:
    bundle["rubrics"].clear()


def _kinder_fact(bundle: Bundle) -> None:
    bundle["facts"]["ratings"][0]["level"] = "advanced"


def _fewer_facts(bundle: Bundle) -> None:
    bundle["facts"]["attestations"].pop()


def _other_decision(bundle: Bundle) -> None:
    bundle["decision"]["result"] = "not_yet"


def _other_reason(bundle: Bundle) -> None:
    bundle["decision"]["tree"]["say"] = "because"


def _other_note(bundle: Bundle) -> None:
    bundle["log"]["checkpoint"] = bundle["log"]["checkpoint"].replace("\n1", "\n2", 1)


def _other_key(bundle: Bundle) -> None:
    name = bundle["log"]["key"].partition("+")[0]
    bundle["log"]["key"] = NoteKey(name=name, public_key=bytes(range(32))).text


def _other_record(bundle: Bundle) -> None:
    entry = _first(bundle, "decision.approved")
    entry["record"] = entry["record"].replace('"role":"issuer"', '"role":"teacher"')


def _other_path(bundle: Bundle) -> None:
    entry = _first(bundle, "credential.issued")
    entry["path"][0] = base64.b64encode(bytes(32)).decode()


def _other_place(bundle: Bundle) -> None:
    _first(bundle, "credential.issued")["index"] += 1


def _other_subject(bundle: Bundle) -> None:
    _first(bundle, "credential.issued")["subject"]["id"] += "x"


def _other_salt(bundle: Bundle) -> None:
    _first(bundle, "credential.issued")["subject"]["salt"] = base64.b64encode(bytes(32)).decode()


def _without(name: str) -> Callable[[Bundle], None]:
    def change(bundle: Bundle) -> None:
        bundle["entries"].remove(_first(bundle, name))

    return change


def _other_document(bundle: Bundle) -> None:
    bundle["did_document"]["alsoKnownAs"] = ["https://elsewhere.example"]


def _no_key(bundle: Bundle) -> None:
    bundle["did_document"]["assertionMethod"] = []


def _unrevoked(bundle: Bundle) -> None:
    bundle["entries"].remove(_first(bundle, "credential.revoked"))


_TAMPERED: dict[str, tuple[int, Callable[[Bundle], None], str]] = {
    "a word of the badge": (0, _swap_text("credential", '"name":"', '"name":"X'), "signature"),
    "white space in the badge": (0, _swap_text("credential", "{", "{ "), "recorded"),
    "another date of the badge": (0, _swap_text("credential", "2026-", "2025-"), "signature"),
    "the rules": (0, _another_criterion, "criteria"),
    "a rubric": (0, _another_rubric, "pins"),
    "rubrics left out": (0, _no_rubric, "pins"),
    "a better level": (0, _kinder_fact, "facts"),
    "an attestation left out": (0, _fewer_facts, "facts"),
    "the result": (0, _other_decision, "evaluation"),
    "a reason": (0, _other_reason, "evaluation"),
    "a reason, beside the badge": (0, _other_reason, "signed_decision"),
    "the size in the checkpoint": (0, _other_note, "checkpoint"),
    "the log's key": (0, _other_key, "checkpoint"),
    "a record": (0, _other_record, "entries"),
    "a path": (0, _other_path, "entries"),
    "a place": (0, _other_place, "entries"),
    "a subject": (0, _other_subject, "subjects"),
    "a salt": (0, _other_salt, "subjects"),
    "no entry of signing": (0, _without("credential.issued"), "recorded"),
    "no entry of intent": (0, _without("issue.intent"), "recorded"),
    "no entry of approval": (0, _without("decision.approved"), "recorded"),
    "no entry of the rules": (0, _without("definition.published"), "recorded"),
    "no entry of the key": (0, _without("key.created"), "recorded"),
    "no entry of the DID document": (0, _without("did.version"), "recorded"),
    "the DID document": (0, _other_document, "recorded"),
    "a key that is not published": (0, _no_key, "signature"),
    "the status list": (
        0,
        _swap_text("status_list", '"encodedList":"uH', '"encodedList":"uI'),
        "standing",
    ),
    "a revocation left out": (1, _unrevoked, "standing"),
}


@pytest.mark.parametrize("what", _TAMPERED)
def test_tampered_part_is_found(bundles: list[bytes], what: str) -> None:
    """Whatever part of a bundle is changed, the check that is about it says no."""
    number, change, check = _TAMPERED[what]
    bundle = copy.deepcopy(json.loads(bundles[number]))
    change(bundle)
    checks = auditing.replay(json.dumps(bundle).encode())
    assert check in {each.name for each in checks if each.holds is False}


_MISSHAPEN: dict[str, Callable[[Bundle], object]] = {
    "a member gone": lambda bundle: bundle.pop("facts"),
    "a member more": lambda bundle: bundle.update(more=1),
    "another version": lambda bundle: bundle.update(spec="issuer-audit-bundle/2"),
    "rules as a list": lambda bundle: bundle.update(criteria=[]),
    "a badge as a number": lambda bundle: bundle.update(credential=3),
    "entries as an object": lambda bundle: bundle.update(entries={}),
    "more in the log": lambda bundle: bundle["log"].update(more=1),
    "no key": lambda bundle: bundle["log"].update(key="no key"),
    "an entry as a number": lambda bundle: bundle["entries"].append(3),
    "a place as text": lambda bundle: bundle["entries"][0].update(index="1"),
    "a place as a truth": lambda bundle: bundle["entries"][0].update(index=True),
    "a path as text": lambda bundle: bundle["entries"][0].update(path="AAAA"),
    "a path of something else": lambda bundle: bundle["entries"][0].update(path=["?"]),
    "a path in other letters": lambda bundle: bundle["entries"][0].update(path=["é"]),
    "more in an entry": lambda bundle: bundle["entries"][0].update(more=1),
    "no place": lambda bundle: bundle["entries"][0].pop("index"),
    "another record": lambda bundle: bundle["entries"][0].update(record="{}"),
    "half a subject": lambda bundle: bundle["entries"][0].update(subject={"id": "x"}),
}


@pytest.mark.parametrize("what", _MISSHAPEN)
def test_misshapen_bundle_is_refused(bundles: list[bytes], what: str) -> None:
    """A bundle has one shape; another file is said to be none."""
    bundle = json.loads(bundles[0])
    _MISSHAPEN[what](bundle)
    with pytest.raises(MalformedError):
        auditing.replay(json.dumps(bundle).encode())
