"""`issuer verify` and `issuer trust`: what is printed and how it exits, without a network."""

import hashlib
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pypdf
import pytest
from click.testing import CliRunner, Result

from issuer import cli, images, logs
from issuer.app.opening import SettingsOpening
from issuer.badges import IdentityObject
from issuer.documents import write_document
from tests.defects.rows_presentations import CHALLENGE, DOMAIN, as_token
from tests.defects.world import NOW, lean_document
from tests.interop.credentials import ACADEMY, badge, good_lists, signed


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Point the command line at an empty folder and away from other hosts."""
    monkeypatch.setenv("ISSUER_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("ISSUER_ALLOW_REMOTE_VERIFICATION", "false")
    monkeypatch.delenv("ISSUER_TOKEN", raising=False)
    logs.configure(as_json=False)
    return tmp_path / "data"


@pytest.fixture
def files(home: Path, tmp_path: Path) -> Mapping[str, str]:
    """Return paths of a badge and of what verifying it needs."""
    document = badge(ACADEMY, NOW)
    name = IdentityObject(hashed=False, identity_hash="Kestrel", identity_type="name")
    document["credentialSubject"]["identifier"] = [name.to_dict()]
    data = write_document(signed(document, ACADEMY, NOW))
    lists = good_lists(NOW)
    assert not home.exists()
    return {
        name: _written(tmp_path / name, body)
        for name, body in {
            "badge.json": data,
            "forged.json": data.replace(b"Kestrel", b"Peregrine"),
            "did.json": write_document(ACADEMY.document),
            "list.json": next(iter(lists.values())),
            "work.txt": b"other work",
            "code.png": images.qr_png("https://badges.riverbend.example/credentials/1"),
        }.items()
    }


def _written(path: Path, data: bytes) -> str:
    path.write_bytes(data)
    return str(path)


def run(*arguments: str) -> Result:
    """Run one command as the terminal would, on the day of the badge."""
    opening = SettingsOpening()
    opening.clock = lambda: NOW
    return CliRunner().invoke(cli.commands(opening), arguments)


def verify(files: Mapping[str, str], *options: str, file: str = "badge.json") -> Result:
    """Verify one of the files with all that it needs."""
    given = ("--did-document", files["did.json"], "--status-list", files["list.json"])
    return run("verify", files[file], *given, *options)


def report(result: Result) -> Any:
    """Return the report that was printed."""
    return json.loads(result.stdout)


def test_exit_codes_tell_the_four_verdicts(files: Mapping[str, str]) -> None:
    """0 valid, 2 issuer unknown, 1 not valid or not fully checked."""
    unknown = verify(files)
    forged = verify(files, file="forged.json")
    unchecked = run("verify", files["badge.json"])
    run("trust", "add", ACADEMY.did)
    known = verify(files)
    assert [0, 2, 1, 1] == [each.exit_code for each in (known, unknown, forged, unchecked)]
    assert ["VALID", "VALID, BUT ISSUER UNKNOWN", "NOT VALID"] == [
        each.stdout.splitlines()[0] for each in (known, unknown, forged)
    ]
    assert unchecked.stdout.startswith("COULD NOT BE FULLY CHECKED")


def test_named_checks_are_printed_with_their_codes(files: Mapping[str, str]) -> None:
    """A person reads sentences, a script codes."""
    told = verify(files).stdout
    assert "[ok] Signature:" in told
    assert "[--] Issuer known:" in told
    assert "(issuer_unknown)" in told


@pytest.mark.parametrize(
    ("recipient", "code", "exit_code"),
    [
        ("Kestrel", "recipient", 2),
        ("Wren", "recipient_mismatch", 1),
        ("kestrel@riverbend.example", "recipient_unknown", 1),
        ("did:web:kestrel.example", "recipient_mismatch", 1),
    ],
)
def test_recipient_is_read_by_its_form(
    files: Mapping[str, str], recipient: str, code: str, exit_code: int
) -> None:
    """An address, an identifier or a name, whichever the candidate gave."""
    result = verify(files, "--recipient", recipient, "--json")
    found = next(each for each in report(result)["checks"] if each["name"] == "recipient")
    assert (code, exit_code) == (found["code"], result.exit_code)


def test_presentation_must_answer_what_was_asked(tmp_path: Path) -> None:
    """With its question each badge of it is told by itself; with another it is not valid."""
    file = tmp_path / "presentation.jwt"
    file.write_bytes(as_token(lean_document()))
    asked = run("verify", str(file), "--challenge", CHALLENGE, "--domain", DOMAIN)
    other = run("verify", str(file), "--challenge", "q-0815", "--json")
    assert "badge 1" in asked.stdout
    assert "[ok] Made for you:" in asked.stdout
    assert (1, "challenge") == (other.exit_code, report(other)["codes"][0])


def test_evidence_is_compared(files: Mapping[str, str]) -> None:
    """A file that is not the signed one makes the badge not valid."""
    result = verify(files, "--evidence", files["work.txt"], "--json")
    assert (1, ["evidence_differs"]) == (result.exit_code, report(result)["codes"])


@pytest.mark.parametrize("source", ["https://badges.riverbend.example/badges/1", "code.png"])
def test_other_host_is_not_asked_where_that_is_not_allowed(
    files: Mapping[str, str], source: str
) -> None:
    """An address, typed or photographed, is an open question then."""
    result = run("verify", files.get(source, source), "--json")
    assert (1, ["address"]) == (result.exit_code, report(result)["codes"])


def test_trust_list_is_kept_and_shown(home: Path) -> None:
    """Added once, updated, removed; the file is plain JSON."""
    added = run("trust", "add", "did:web:a.example", "--name", "Alder")
    again = run("trust", "add", "did:web:a.example", "--name", "Alder School")
    listed = run("trust", "list")
    kept = json.loads((home / "trusted-issuers.json").read_text())
    removed = run("trust", "remove", "did:web:a.example")
    assert ["added", "it was on the list already; updated"] == [
        each.stdout.strip() for each in (added, again)
    ]
    assert "did:web:a.example  Alder School" == listed.stdout.strip()
    assert ["did:web:a.example"] == [each["id"] for each in kept["issuers"]]
    assert (0, "") == (removed.exit_code, run("trust", "list").stdout)


def test_trust_list_of_another_school_is_imported(home: Path, tmp_path: Path) -> None:
    """What `list --json` prints, `import` takes."""
    run("trust", "add", "did:web:a.example", "--name", "Alder")
    file = _written(tmp_path / "issuers.json", run("trust", "list", "--json").stdout_bytes)
    run("trust", "remove", "did:web:a.example")
    told = run("trust", "import", file)
    assert ("1 read, 1 new", True) == (told.stdout.strip(), "Alder" in run("trust", "list").stdout)
    assert home.exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("add", "Famous University"),
        ("add", "http://a.example"),
        ("add", "did:web:two words"),
        ("add", "did:web:\u0440\u0430ypal.example"),
        ("add", "https://a.example/" + "a" * 512),
        ("remove", "did:web:nobody.example"),
    ],
)
def test_odd_trust_is_one_clear_line(home: Path, arguments: tuple[str, ...]) -> None:
    """A name is no identifier, and what is not there cannot go."""
    result = run("trust", *arguments)
    assert (1, True) == (result.exit_code, result.stderr.startswith("issuer: ")), home


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "5",
        "[5]",
        '[{"name": "x"}]',
        '[{"id": "x"}]',
        '[{"id": "did:a:b", "name": 5}]',
        '[{"id": "did:a:b", "added_at": "x"}]',
        "{",
    ],
)
def test_odd_file_is_not_imported(home: Path, tmp_path: Path, text: str) -> None:
    """All or nothing: a list with one bad entry changes nothing."""
    result = run("trust", "import", _written(tmp_path / "bad.json", text.encode()))
    assert (1, "") == (result.exit_code, run("trust", "list").stdout), home


def test_broken_trust_file_is_said_and_never_read_as_empty(home: Path) -> None:
    """An operator mends it; meanwhile nothing is verified by a guess."""
    home.mkdir()
    (home / "trusted-issuers.json").write_text("{")
    result = run("trust", "list")
    assert (2, True) == (result.exit_code, "trusted-issuers.json" in result.stderr)


INIT = ("init", "--slug", "alder", "--name", "Alder Lane", "--kind", "homeschool", "--json")


@pytest.mark.parametrize("name", ["receipt.json", "receipt.PDF"])
def test_receipt_is_written_as_its_name_says(
    files: Mapping[str, str], tmp_path: Path, name: str
) -> None:
    """JSON, or a PDF with the JSON inside; the answer on the terminal stays the same."""
    run(*INIT)
    path = tmp_path / name
    result = run("verify", files["forged.json"], "--receipt", str(path), "--json")
    data = path.read_bytes()
    if name.endswith("PDF"):
        data = pypdf.PdfReader(io.BytesIO(data)).attachments["verification-receipt.json"][0]
    receipt = json.loads(data)
    forged = Path(files["forged.json"]).read_bytes()
    assert report(result) == receipt["report"]
    assert hashlib.sha256(forged).hexdigest() == receipt["bytes"]["sha256"]
    assert (1, "eddsa-jcs-2022") == (result.exit_code, receipt["proof"]["cryptosuite"])


@pytest.mark.parametrize(
    ("file", "options", "is_installed", "code"),
    [
        ("receipt.txt", (), True, "receipt"),
        ("did.json", (), True, "receipt"),
        ("missing/receipt.pdf", (), True, "receipt"),
        ("receipt.pdf", ("--did-document", "did.json"), True, "receipt"),
        ("receipt.pdf", ("--status-list", "list.json"), True, "receipt"),
        ("receipt.pdf", (), False, "settings"),
    ],
    ids=["neither", "there already", "no folder", "keys given", "lists given", "no installation"],
)
def test_receipt_that_cannot_be_is_one_clear_line(
    files: Mapping[str, str],
    tmp_path: Path,
    file: str,
    options: tuple[str, ...],
    is_installed: bool,
    code: str,
) -> None:
    """No file appears, and none is written over."""
    if is_installed:
        run(*INIT)
    before = sorted(each.name for each in tmp_path.iterdir())
    given = [files.get(each, each) for each in options]
    result = run("verify", files["badge.json"], *given, "--receipt", str(tmp_path / file))
    after = sorted(each.name for each in tmp_path.iterdir())
    assert 1 == len(result.stderr.splitlines())
    assert f"[{code}]" in result.stderr
    assert before == after


@pytest.mark.parametrize("name", ["receipt.json", "receipt.pdf"])
def test_receipt_is_checked_later(files: Mapping[str, str], tmp_path: Path, name: str) -> None:
    """By its own signature; what it says is printed, and its exit code is not the badge's."""
    run(*INIT)
    path = tmp_path / name
    run("verify", files["forged.json"], "--receipt", str(path))
    result = run("receipt", str(path))
    assert (0, "THIS RECEIPT HOLDS") == (result.exit_code, result.stdout.splitlines()[0])
    assert "Could not be fully checked" in result.stdout


def test_receipt_that_was_changed_is_refused(files: Mapping[str, str], tmp_path: Path) -> None:
    """And nothing of what it says is printed."""
    run(*INIT)
    path = tmp_path / "receipt.json"
    run("verify", files["forged.json"], "--receipt", str(path))
    path.write_text(path.read_text("utf-8").replace("Could not be", "Could be"), "utf-8")
    result = run("receipt", str(path), "--json")
    answer = report(result)
    assert (1, False, None) == (result.exit_code, answer["holds"], answer["receipt"])


def test_no_receipt_is_one_clear_answer(files: Mapping[str, str], home: Path) -> None:
    """A badge is no receipt, and a file that is not there is told in one line."""
    assert 1 == run("receipt", files["badge.json"]).exit_code
    missing = run("receipt", str(home / "nothing.pdf"))
    assert (1, 1) == (missing.exit_code, len(missing.stderr.splitlines()))


def test_address_without_a_badge_has_no_receipt(files: Mapping[str, str], tmp_path: Path) -> None:
    """There are no bytes that it could name."""
    run(*INIT)
    path = tmp_path / "receipt.pdf"
    result = run("verify", "https://silent.example/badge", "--receipt", str(path))
    assert files
    assert (1, False) == (result.exit_code, path.exists())
    assert "There is no badge at this address" in result.stderr
