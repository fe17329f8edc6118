"""`issuer verify`: what holds about a credential, in words and as an exit code."""

import sys
from pathlib import Path

import click

from issuer import verification
from issuer.cli.receipts import require_receipt_file, write_receipt
from issuer.cli.services import Opening
from issuer.cli.speaking import say, say_json, told_in_one_line
from issuer.clock import format_instant
from issuer.documents import Document, read_document
from issuer.errors import MalformedError, NotFoundError, UnavailableError
from issuer.verification import (
    Address,
    Expected,
    Recipient,
    Result,
    Services,
    Verdict,
    VerificationReport,
    look_into,
)

#: Baked images are larger than documents; more than this is no badge.
MAX_FILE = 8 * 1024 * 1024

_SCHEMES = ("https://", "http://")
_MARKS = {Result.PASS: "ok", Result.FAIL: "NO", Result.NOT_CHECKED: "--"}
_ANSWERS = {
    Verdict.VALID: "VALID",
    Verdict.VALID_ISSUER_UNKNOWN: "VALID, BUT ISSUER UNKNOWN",
    Verdict.NOT_VALID: "NOT VALID",
    Verdict.NOT_FULLY_CHECKED: "COULD NOT BE FULLY CHECKED (treat it as not valid)",
}

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_PARAMETERS: tuple[click.Parameter, ...] = (
    click.Argument(["source"], metavar="FILE|URL"),
    click.Option(["--json", "as_json"], is_flag=True, help="Print the report as one JSON object."),
    click.Option(
        ["--did-document", "did_documents"],
        multiple=True,
        type=_FILE,
        help="A DID document to use; may be repeated.",
    ),
    click.Option(
        ["--status-list", "status_lists"],
        multiple=True,
        type=_FILE,
        help="A status list credential to use; may be repeated.",
    ),
    click.Option(["--recipient"], help="E-mail address, name or id that it should be for."),
    click.Option(
        ["--evidence"],
        multiple=True,
        type=_FILE,
        help="A file to compare with the evidence that was signed; may be repeated.",
    ),
    click.Option(
        ["--receipt"],
        type=click.Path(dir_okay=False, path_type=Path),
        help="Write a signed receipt to this new file: NAME.pdf or NAME.json.",
    ),
    click.Option(["--challenge"], help="The question that a presentation must answer."),
    click.Option(
        ["--domain"],
        multiple=True,
        help="For whom a presentation must be made; may be repeated.",
    ),
)


def verify_command(opening: Opening) -> click.Command:
    """Return the command."""

    @click.command("verify", params=[*_PARAMETERS])
    @told_in_one_line
    def verify(  # noqa: PLR0913, PLR0917 # one parameter per option
        source: str,
        did_documents: tuple[Path, ...],
        status_lists: tuple[Path, ...],
        recipient: str | None,
        evidence: tuple[Path, ...],
        receipt: Path | None,
        challenge: str | None,
        domain: tuple[str, ...],
        *,
        as_json: bool,
    ) -> None:
        """Verify a credential: JSON, JWT, baked PNG or SVG, photo of a QR code, or an address.

        Of a presentation every badge is verified, and whether its holder signed it.

        Exit code 0: valid. 1: not valid, or it could not be fully checked. 2: valid, but the
        issuer is not on the list of known issuers.
        """
        if receipt is not None:
            require_receipt_file(receipt, is_given=bool(did_documents or status_lists))
        documents: tuple[Document, ...] = tuple(
            read_document(path.read_bytes()) for path in did_documents
        )
        services = opening.verifying(documents, tuple(path.read_bytes() for path in status_lists))
        report, data = _report(
            source,
            services,
            recipient_of(recipient or ""),
            tuple(path.read_bytes() for path in evidence),
            Expected(challenge=challenge, domain=frozenset(domain) or None),
        )
        if receipt is not None:
            write_receipt(receipt, report, data, opening)
        if as_json:
            say_json(report.to_dict())
        else:
            tell_report(report)
        sys.exit(verification.exit_code(report))

    return verify


def recipient_of(typed: str) -> Recipient:
    """Tell by its form what was typed: an e-mail address, an identifier, or a name."""
    if "@" in typed and not typed.startswith(("did:", "http")):
        return Recipient(email=typed)
    if typed.startswith(("did:", "urn:", "https://", "http://")):
        return Recipient(id=typed)
    return Recipient(name=typed)


def tell_report(report: VerificationReport) -> None:
    """Print a report as a person would want to read it."""
    say(_ANSWERS[report.verdict])
    facts = report.facts
    if facts is not None:
        say(f"  {facts.name}")
        say(f"  issued by {facts.issuer_name or 'an unnamed issuer'} ({facts.issuer_id})")
        if facts.awarded_at is not None:
            say(f"  awarded {format_instant(facts.awarded_at)[:10]}")
    _tell_checks(report)
    for number, presented in enumerate(report.presented, start=1):
        name = "" if presented.facts is None else f": {presented.facts.name}"
        say(f"  badge {number}{name}: {presented.verdict.words}")
        _tell_checks(presented)


def _tell_checks(report: VerificationReport) -> None:
    for check in report.checks:
        say(f"  [{_MARKS[check.result]}] {check.title}: {check.sentence} ({check.code})")
        for sentence in check.further:
            say(f"       {sentence}")


def _report(
    source: str,
    services: Services,
    recipient: Recipient,
    evidence: tuple[bytes, ...],
    expected: Expected,
) -> tuple[VerificationReport, bytes | None]:
    """Return the report and the bytes that it is about; None if nothing was found."""
    shown = Address(url=source) if source.startswith(_SCHEMES) else look_into(read_file(source))
    if isinstance(shown, Address):
        try:
            data = services.badge_pages.find(shown.url)
        except (NotFoundError, UnavailableError):
            asked = verification.verify_address(
                shown.url, services, recipient=recipient, evidence=evidence, expected=expected
            )
            return asked, None
    else:
        data = shown.data
    report = verification.verify(
        data, services, recipient=recipient, evidence=evidence, expected=expected
    )
    return report, data


def read_file(source: str) -> bytes:
    """Return the bytes of a file that may be a badge; NotFoundError, or MalformedError, `size`."""
    try:
        data = Path(source).read_bytes()
    except OSError as error:
        raise NotFoundError(f"Cannot read {source}: {error.strerror}") from error
    if len(data) > MAX_FILE:
        raise MalformedError(f"{source} is larger than a badge can be", code="size")
    return data
