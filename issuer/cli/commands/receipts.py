"""`issuer receipt`: whether a receipt that somebody shows was signed, by whom, and what it says."""

import sys
from pathlib import Path
from typing import Any

import click

from issuer import verification
from issuer.cli.commands.verifying import read_file
from issuer.cli.services import Opening
from issuer.cli.speaking import EXIT_REFUSED, say, say_json, told_in_one_line
from issuer.documents import Document, read_document
from issuer.verification import Outcome, ReceiptCheck

_ANSWERS = {
    Outcome.VALID: "THIS RECEIPT HOLDS",
    Outcome.INVALID: "THIS RECEIPT DOES NOT HOLD",
    Outcome.INDETERMINATE: "THIS RECEIPT COULD NOT BE FULLY CHECKED (do not rely on it)",
}


def receipt_command(opening: Opening) -> click.Command:
    """Return the command."""

    @click.command("receipt")
    @click.argument("source", metavar="FILE", type=click.Path(path_type=Path))
    @click.option("--json", "as_json", is_flag=True, help="Print the answer as one JSON object.")
    @click.option(
        "--did-document",
        "did_documents",
        multiple=True,
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="A DID document to use; may be repeated.",
    )
    @told_in_one_line
    def receipt(source: Path, did_documents: tuple[Path, ...], *, as_json: bool) -> None:
        """Check a receipt of a badge check: its JSON, or the PDF with the JSON inside.

        Exit code 0: signed by somebody who is known here, and unchanged. 1: anything else.
        """
        documents = tuple(read_document(path.read_bytes()) for path in did_documents)
        check = verification.check_receipt(read_file(str(source)), opening.verifying(documents))
        if as_json:
            say_json(_members(check))
        else:
            _tell(check)
        sys.exit(0 if check.holds else EXIT_REFUSED)

    return receipt


def _members(check: ReceiptCheck) -> Document:
    return {
        "holds": check.holds,
        "outcome": check.outcome.value,
        "code": check.code,
        "sentence": check.sentence,
        "receipt": check.receipt,
    }


def _tell(check: ReceiptCheck) -> None:
    say(_ANSWERS[check.outcome])
    say(f"  {check.sentence} ({check.code})")
    if check.receipt is None:
        return
    receipt: Any = check.receipt
    say(f"  signed by {receipt['verifier']}")
    say(f"  It says, of {receipt['checked_at']}: {receipt['words']}")
    _tell_badge(receipt["report"], "  ")
    for number, badge in enumerate(receipt["report"].get("presented", []), start=1):
        say(f"  badge {number}: {verification.Verdict(badge['verdict']).words}")
        _tell_badge(badge, "    ")
    say(f"  about the bytes with SHA-256 {receipt['bytes']['sha256']}")


def _tell_badge(report: Any, indent: str) -> None:
    credential = report["credential"]
    if credential is not None:
        whose = credential.get("issuer_domain") or credential["issuer_id"]
        name = credential.get("achievement_name") or credential["name"]
        say(f"{indent}{name}, signed for {whose}")
