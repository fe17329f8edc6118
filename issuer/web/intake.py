"""What a visitor hands in to be checked: a file, a photo, a text or an address. Keeps nothing."""

import base64
from dataclasses import dataclass, field, replace

from flask import Request

from issuer import documents, verification
from issuer.errors import MalformedError, NotFoundError, UnavailableError
from issuer.verification import Address, Recipient
from issuer.web.languages import gettext as _
from issuer.web.languages import mark, retold
from issuer.web.recognising import NO_CODE, is_address, why_no_badge
from issuer.web.services import Services

#: As much as a baked picture may have (issuer.verification reads no more).
MAX_BYTES = 4 * 1024 * 1024
#: All evidence files together; they are compared and forgotten.
MAX_EVIDENCE = 16 * 1024 * 1024
MAX_EVIDENCE_FILES = 8
#: What the envelope of a form may add, file name and boundaries included.
_ENVELOPE = 64 * 1024
_LONGEST = 1_000
_LONGEST_ADDRESS = 4_096
_MULTIPART = "multipart/form-data"
_NO_ADDRESS = mark(
    "This is no web address. Type it as it is printed beside the QR code; it starts with https://."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Bytes to be checked, what to call them, and what else the visitor knows."""

    data: bytes
    called: str
    recipient: Recipient = field(default_factory=Recipient)
    evidence: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Why nothing can be checked, to be shown beside the field."""

    field: str
    sentence: str
    status: int = 400


def read_form(request: Request, services: Services) -> Source | Fault:
    """Read the posted form: a chosen file, an address, or a pasted text.

    Raises:
        RequestEntityTooLarge: more than any badge needs; nothing of it was read.
    """
    # Other routes of the same app take larger files, and a pasted text has no limit of its own.
    files = MAX_EVIDENCE if request.mimetype == _MULTIPART else 0
    request.max_content_length = MAX_BYTES + files + _ENVELOPE
    recipient = Recipient(
        email=request.form.get("recipient_email", "")[:_LONGEST].strip(),
        name=request.form.get("recipient_name", "")[:_LONGEST].strip(),
    )
    upload = request.files.get("file")
    if upload is not None and upload.filename:
        evidence = _evidence(request)
        if isinstance(evidence, Fault):
            return evidence
        data = upload.stream.read(MAX_BYTES + 1)
        return _file(data, recipient, evidence, services)
    if "url" in request.form:
        return read_address(request.form["url"], services, recipient)
    if "text" in request.form:
        data = request.form["text"].encode()
        if data.strip().startswith((b"https://", b"http://")):
            # Somebody pasted the address into the larger box; what they want is plain.
            found = read_address(request.form["text"], services, recipient)
            return replace(found, field="text") if isinstance(found, Fault) else found
        return _meant(
            _given("text", data, _("the text you pasted"), documents.MAX_BYTES, recipient), "text"
        )
    return Fault(field="file", sentence=_("Choose a file first."))


def read_receipt_form(request: Request) -> Source | Fault:
    """Read the form of a report page that asks for a receipt: the credential comes back with it."""
    request.max_content_length = 2 * documents.MAX_BYTES
    try:
        data = base64.b64decode(request.form.get("credential", ""), altchars=b"-_", validate=True)
    except ValueError:
        data = b""
    recipient = Recipient(
        email=request.form.get("recipient_email", "")[:_LONGEST],
        name=request.form.get("recipient_name", "")[:_LONGEST],
    )
    return _given("file", data, _("the badge"), documents.MAX_BYTES, recipient)


def read_address(
    address: str, services: Services, recipient: Recipient | None = None
) -> Source | Fault:
    """Find the badge at an address of this host or, where that is allowed, of another."""
    if not address.strip():
        return Fault(field="url", sentence=_("Type an address first."))
    if len(address) > _LONGEST_ADDRESS or not is_address(address.strip()):
        return Fault(field="url", sentence=_(_NO_ADDRESS))
    try:
        data = services.verification.badge_pages.find(address.strip())
    except NotFoundError:
        sentence = _("There is no badge at this address, or it is private.")
        return Fault(field="url", sentence=sentence, status=404)
    except UnavailableError as error:
        return Fault(field="url", sentence=f"{retold(error.detail).rstrip('.')}.")
    called = _("the badge at {address}", address=address.strip())
    return Source(data=data, called=called, recipient=recipient or Recipient())


def _file(
    data: bytes, recipient: Recipient, evidence: tuple[bytes, ...], services: Services
) -> Source | Fault:
    """Take a file as it is or, if it is the photo of a QR code, what the code leads to."""
    try:
        shown = verification.look_into(data)
    except MalformedError as error:
        sentence = _(NO_CODE) if error.code == "no_qr" else f"{retold(error.detail).rstrip('.')}."
        return Fault(field="file", sentence=sentence)
    if isinstance(shown, Address):
        found = read_address(shown.url, services, recipient)
        return (
            found
            if isinstance(found, Source)
            else Fault(
                field="file",
                sentence=_(
                    "The QR code leads to {url}. {sentence}",
                    url=shown.url[:200],
                    sentence=found.sentence,
                ),
                status=found.status,
            )
        )
    if shown.data is data:
        called = _("the file you chose")
        return _meant(_given("file", data, called, MAX_BYTES, recipient, evidence), "file")
    called = _("the QR code in your picture")
    return _given("file", shown.data, called, MAX_BYTES, recipient, evidence)


def _meant(source: Source | Fault, field_name: str) -> Source | Fault:
    """Tell beside the form of what is plainly no badge; all else is checked, good or bad."""
    if isinstance(source, Fault) or verification.is_receipt(source.data):
        return source
    why = why_no_badge(source.data)
    return source if why is None else Fault(field=field_name, sentence=_(why))


def _evidence(request: Request) -> tuple[bytes, ...] | Fault:
    files = [each for each in request.files.getlist("evidence") if each.filename]
    if len(files) > MAX_EVIDENCE_FILES:
        sentence = _("Choose at most {most} files of evidence.", most=MAX_EVIDENCE_FILES)
        return Fault(field="file", sentence=sentence)
    found = tuple(each.stream.read(MAX_EVIDENCE + 1) for each in files)
    if sum(len(data) for data in found) > MAX_EVIDENCE:
        sentence = _(
            "The files of evidence are too large: {most} MB in all.", most=MAX_EVIDENCE // 2**20
        )
        return Fault(field="file", sentence=sentence, status=413)
    return found


def _given(
    field_name: str,
    data: bytes,
    called: str,
    most: int,
    recipient: Recipient,
    evidence: tuple[bytes, ...] = (),
) -> Source | Fault:
    if len(data) > most:
        size = f"{most // 2**20} MB" if most >= 2**20 else f"{most // 1024} KB"
        sentence = _(
            "This is larger than any badge: {size} at most. Take the badge alone.", size=size
        )
        return Fault(field=field_name, sentence=sentence, status=413)
    if not data.strip():
        sentence = _("There is nothing in it. Try again with the badge.")
        return Fault(field=field_name, sentence=sentence)
    return Source(data=data, called=called, recipient=recipient, evidence=evidence)
