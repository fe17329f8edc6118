"""`issuer keys compromise`: what to do when somebody else may hold a signing key."""

import hashlib
import sys
from pathlib import Path

import click

from issuer import auditing, issuance
from issuer.audit import read_note_key
from issuer.cli.commands.agreeing import asked_at_terminal, tell_proposal
from issuer.cli.services import Opening, Services
from issuer.cli.speaking import EXIT_REFUSED, hint, say, say_json, told_in_one_line
from issuer.clock import format_instant
from issuer.documents import Json, write_document
from issuer.errors import ForbiddenError
from issuer.issuance import KeyAct
from issuer.issuance.model import GenuineCopy

#: So many characters at the end of a key's id a person types to show which one is meant.
_LAST = 6
_EVERY = 100
_MARKS = {True: "ok", False: "NO", None: "--"}
_KEY = click.argument("key_id", metavar="KEY")
_EXPORT = click.option(
    "--export",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the list of genuine badges to this file.",
)
_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def compromise_command(opening: Opening) -> click.Command:
    """Return the command; running it again goes on where it was interrupted."""

    @click.command(
        "compromise", help="End a key that somebody else may hold, and sign its badges again."
    )
    @_KEY
    @click.option("--yes", is_flag=True, help="Do not ask; for scripts.")
    @_EXPORT
    @_JSON
    @told_in_one_line
    def run(key_id: str, export: Path | None, *, yes: bool, as_json: bool) -> None:
        services = opening.services()
        if not yes:
            _confirm(key_id)
        owner = issuance.find_key(key_id, services.issuance).organisation
        asked = asked_at_terminal(services, owner, KeyAct.COMPROMISE, key_id)
        if asked is not None:
            tell_proposal(asked, as_json=as_json)
            return
        ended = issuance.compromise_key(key_id, services.issuance)
        hint(f"Ended: {key_id}")
        hint(f"Signs from now on: {ended.successor.id}")
        again = issuance.reissue_key(key_id, services.issuance, told=_tell_progress)
        copies = issuance.genuine_copies(key_id, services.issuance)
        _export(export, key_id, copies, services)
        if as_json:
            say_json(_answer(key_id, ended.successor.id, again, copies))
        else:
            _tell(again, copies, export)
        if again.left:
            sys.exit(EXIT_REFUSED)

    return run


def genuine_command(opening: Opening) -> click.Command:
    """Return the command that prints the list once more."""

    @click.command("genuine", help="List every badge that a key signed for us, with its SHA-256.")
    @_KEY
    @_EXPORT
    @_JSON
    @told_in_one_line
    def run(key_id: str, export: Path | None, *, as_json: bool) -> None:
        services: Services = opening.services()
        copies = issuance.genuine_copies(key_id, services.issuance)
        _export(export, key_id, copies, services)
        if as_json:
            say_json([_shown(copy) for copy in copies])
        elif export is None:
            _list(copies)

    return run


def _confirm(key_id: str) -> None:
    say("This ends the key for good. Badges that it signed are signed again with a new key;")
    say("copies that people keep must be replaced by the new ones. It cannot be undone.")
    typed = click.prompt(f"Type the last {_LAST} characters of the key to go on", default="")
    if typed.strip() != key_id[-_LAST:]:
        raise ForbiddenError("That is another key; nothing was changed", code="not_confirmed")


def _tell_progress(done: int) -> None:
    if done % _EVERY == 0 and done:
        hint(f"Signed again: {done}")


def _tell(again: issuance.Reissued, copies: tuple[GenuineCopy, ...], export: Path | None) -> None:
    say(f"Signed again: {again.done}. Could not be signed yet: {again.failed}.")
    if again.left:
        say("Some badges are still to be signed again: run the same command once more.")
    if export is not None:
        say(f"Genuine badges: {len(copies)}, listed in {export}.")
    else:
        _list(copies)


def _list(copies: tuple[GenuineCopy, ...]) -> None:
    for copy in copies:
        say(f"{copy.sha256}  {copy.form:4} {copy.credential_id}")


def check_genuine_command() -> click.Command:
    """Return the command with which a stranger checks such a list; it needs no installation."""

    @click.command(
        "check-genuine",
        help="Check a list of genuine badges offline: was each in the log before the key ended?",
    )
    @click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
    @click.option("--key", "text", metavar="KEY", help="The log's public key, kept elsewhere.")
    @click.option(
        "--badge",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="Ask about the badge in this file (JSON or JWT, as it was handed out).",
    )
    @_JSON
    @told_in_one_line
    def run(file: Path, text: str | None, badge: Path | None, *, as_json: bool) -> None:
        key = None if text is None else read_note_key(text)
        digest = None if badge is None else hashlib.sha256(badge.read_bytes()).hexdigest()
        checks = auditing.check_genuine(file.read_bytes(), key, digest)
        if as_json:
            say_json([check.to_dict() for check in checks])
        for check in () if as_json else checks:
            say(f"[{_MARKS[check.holds]}] {check.sentence}")
        sys.exit(int(any(check.holds is False for check in checks)))

    return run


def _export(
    path: Path | None, key_id: str, copies: tuple[GenuineCopy, ...], services: Services
) -> None:
    if path is None:
        return
    # What was signed a moment ago is to be under a checkpoint as well.
    auditing.checkpoint(services.auditing)
    owner = issuance.find_key(key_id, services.issuance).organisation
    proof = auditing.prove_genuine(owner, key_id, copies, services.auditing)
    listed: list[Json] = [_shown(copy) for copy in copies]
    path.write_bytes(write_document({**proof, "genuine": listed}) + b"\n")


def _shown(copy: GenuineCopy) -> dict[str, Json]:
    return {
        "id": copy.credential_id,
        "form": copy.form,
        "version": copy.row_version,
        "sha256": copy.sha256,
        "issued": format_instant(copy.issued_at),
    }


def _answer(
    key_id: str, successor: str, again: issuance.Reissued, copies: tuple[GenuineCopy, ...]
) -> dict[str, Json]:
    return {
        "key": key_id,
        "successor": successor,
        "reissued": again.done,
        "failed": again.failed,
        "left": again.left,
        "genuine": [_shown(copy) for copy in copies],
    }
