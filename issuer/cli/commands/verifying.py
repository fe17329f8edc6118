"""`issuer verify`: what holds about a credential, in words and as an exit code."""

import sys
from pathlib import Path

import click

from issuer import verification
from issuer.cli.services import Opening
from issuer.cli.speaking import say, say_json, told_in_one_line
from issuer.clock import format_instant
from issuer.documents import Document, read_document
from issuer.errors import MalformedError, NotFoundError
from issuer.verification import Outcome, VerificationReport

#: Baked images are larger than documents; more than this is no badge.
MAX_FILE = 8 * 1024 * 1024

_MARKS = {Outcome.VALID: "ok", Outcome.INVALID: "NO", Outcome.INDETERMINATE: "??"}
_ANSWERS = {
    Outcome.VALID: "VALID",
    Outcome.INVALID: "NOT VALID",
    Outcome.INDETERMINATE: "COULD NOT BE ESTABLISHED (treat it as not valid)",
}


def verify_command(opening: Opening) -> click.Command:
    """Return the command."""

    @click.command("verify")
    @click.argument("source", metavar="FILE|URL")
    @click.option("--json", "as_json", is_flag=True, help="Print the report as one JSON object.")
    @click.option(
        "--did-document",
        "did_documents",
        multiple=True,
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="A DID document to use; may be repeated.",
    )
    @click.option(
        "--status-list",
        "status_lists",
        multiple=True,
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="A status list credential to use; may be repeated.",
    )
    @told_in_one_line
    def verify(
        source: str,
        did_documents: tuple[Path, ...],
        status_lists: tuple[Path, ...],
        *,
        as_json: bool,
    ) -> None:
        """Verify a credential: JSON, baked PNG or SVG, or an address of this installation.

        Exit code 0: valid. 1: not valid, or it could not be established. 2: valid, but the issuer
        is not on the list of known issuers.
        """
        documents: tuple[Document, ...] = tuple(
            read_document(path.read_bytes()) for path in did_documents
        )
        lists = tuple(path.read_bytes() for path in status_lists)
        services = opening.offline(documents, lists)
        report = verification.verify(_read(source, opening), services)
        if as_json:
            say_json(report.to_dict())
        else:
            tell_report(report)
        sys.exit(verification.exit_code(report))

    return verify


def tell_report(report: VerificationReport) -> None:
    """Print a report as a person would want to read it."""
    say(_ANSWERS[report.outcome] + ("" if report.trusted else " - issuer not known here"))
    facts = report.facts
    if facts is not None:
        say(f"  {facts.name}")
        say(f"  issued by {facts.issuer_name or 'an unnamed issuer'} ({facts.issuer_id})")
        if facts.awarded_at is not None:
            say(f"  awarded {format_instant(facts.awarded_at)[:10]}")
    for finding in report.findings:
        mark = "--" if finding.is_note else _MARKS[finding.outcome]
        say(f"  [{mark}] {finding.title}: {finding.sentence}")


def _read(source: str, opening: Opening) -> bytes:
    if source.startswith(("https://", "http://")):
        return opening.published(source)
    try:
        data = Path(source).read_bytes()
    except OSError as error:
        raise NotFoundError(f"Cannot read {source}: {error.strerror}") from error
    if len(data) > MAX_FILE:
        raise MalformedError(f"{source} is larger than a badge can be", code="size")
    return data
