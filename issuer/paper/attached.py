"""The file inside a sheet of ours, taken out again by the marks that `attaching` writes.

Not a reader of PDF: what another program has saved anew is told apart, never guessed at.
"""

import re
import zlib

from issuer.errors import LimitError, MalformedError

_PDF = b"%PDF-"
_MARK = b"/Type /EmbeddedFile\n>>\nstream\n"
_END = b"endstream\nendobj\n"
#: How far before the mark the dictionary of the stream begins, at the most.
_DICTIONARY = 600
_LENGTH = re.compile(rb"/Filter \[ /FlateDecode \] /Length ([0-9]{1,8}) ")


def looks_like_pdf(data: bytes) -> bool:
    """Tell whether this is meant as a PDF."""
    return data.startswith(_PDF)


def read_attachment(data: bytes, *, max_bytes: int) -> bytes:
    """Return the one file that is attached to a sheet of ours.

    Raises:
        MalformedError: no PDF, or not one as we write it; code `attachment`.
        LimitError: the file inside is larger than this, code `size`.
    """
    start = data.find(_MARK)
    if not looks_like_pdf(data) or start < 0 or data.count(_MARK) > 1:
        raise _not_ours()
    found = _LENGTH.findall(data[max(0, start - _DICTIONARY) : start])
    if len(found) != 1:
        raise _not_ours()
    begin = start + len(_MARK)
    end = begin + int(found[0])
    if data[end : end + len(_END)] != _END:
        raise _not_ours()
    return _inflate(data[begin:end], max_bytes)


def _inflate(packed: bytes, max_bytes: int) -> bytes:
    decoder = zlib.decompressobj()
    try:
        data = decoder.decompress(packed, max_bytes + 1)
    except zlib.error as error:
        raise _not_ours() from error
    if len(data) > max_bytes:
        raise LimitError(f"The file inside is larger than {max_bytes} bytes", code="size")
    if not decoder.eof or decoder.unused_data:
        raise _not_ours()
    return data


def _not_ours() -> MalformedError:
    return MalformedError(
        "This PDF does not have the signed file inside as a receipt from here has; save the"
        " attached JSON file from your PDF reader and choose that",
        code="attachment",
    )
