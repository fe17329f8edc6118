"""The file into which `issuer verify --receipt` writes: PDF or JSON, by its name."""

from pathlib import Path

from issuer import verification
from issuer.cli.services import Opening
from issuer.cli.speaking import hint
from issuer.errors import MalformedError, NotFoundError, RuleError
from issuer.verification import VerificationReport

_PDF = ".pdf"
_KINDS = (_PDF, ".json")


def require_receipt_file(path: Path, *, is_given: bool) -> None:
    """Refuse a receipt that could not be written, before anything is checked.

    `is_given` says that keys or lists came from files: what the installation signs is what it
    found by itself.

    Raises:
        MalformedError: neither `.pdf` nor `.json`, code `receipt`.
        RuleError: the file is there already, or keys or lists were given; code `receipt`.
    """
    if path.suffix.lower() not in _KINDS:
        raise MalformedError("Name the receipt NAME.pdf or NAME.json", code="receipt")
    if path.exists():
        raise RuleError(f"{path} is there already; choose another name", code="receipt")
    if is_given:
        raise RuleError(
            "A receipt says what this installation found by itself; leave out --did-document and"
            " --status-list",
            code="receipt",
        )


def write_receipt(
    path: Path, report: VerificationReport, data: bytes | None, opening: Opening
) -> None:
    """Sign a receipt of a report about these bytes and write it.

    Raises:
        NotFoundError: no bytes were found that it could name.
        MalformedError: the file cannot be written, code `receipt`.
    """
    if data is None:
        raise NotFoundError("There is no badge at this address that a receipt could name")
    signed = opening.sign_receipt(report, data)
    is_pdf = path.suffix.lower() == _PDF
    try:
        with path.open("xb") as file:
            file.write(verification.receipt_pdf(signed) if is_pdf else signed)
    except OSError as error:
        raise MalformedError(f"Cannot write {path}: {error.strerror}", code="receipt") from error
    hint(f"Receipt: {path}")
