"""What parent and child say to each other: frames of bytes, JSON inside; nothing is unpickled.

The child has worked on a stranger's document, so its answer is read with suspicion too.
"""

import struct
from collections.abc import Callable
from typing import IO

from issuer import errors
from issuer.documents import Document, Json, read_document, write_document
from issuer.errors import ComplexityError, MalformedError
from issuer.proofs import Strictness

#: A status list of a mebibyte, every character of it escaped, and its canonical form.
MAX_FRAME = 16 * 1024 * 1024
READY = b"ready"
_LENGTH = struct.Struct(">I")
_DONE, _REFUSED = b"\x00", b"\x01"
_ERRORS: dict[str, type[MalformedError]] = {
    each.__name__: each
    for each in (
        MalformedError,
        errors.ShapeError,
        errors.UndefinedTermError,
        errors.ContextError,
        ComplexityError,
    )
}


class BrokenFrameError(Exception):
    """The other side ended, or does not keep the protocol."""


def write_frame(stream: IO[bytes], data: bytes) -> None:
    """Write one frame and let it go."""
    stream.write(_LENGTH.pack(len(data)) + data)
    stream.flush()


def read_frame(stream: IO[bytes]) -> bytes:
    """Read one frame.

    Raises:
        BrokenFrameError: the stream has ended, or the frame is too long.
    """
    (length,) = _LENGTH.unpack(_exactly(stream, _LENGTH.size))
    if length > MAX_FRAME:
        raise BrokenFrameError("the frame is too long")
    return _exactly(stream, length)


def job_of(document: Document, strictness: Strictness, digest: str) -> tuple[bytes, bytes]:
    """Return the two frames of a job: how, and on what."""
    how: dict[str, Json] = {
        "contexts": sorted(strictness.contexts),
        "signing": strictness.signing,
        "generic": strictness.generic,
        "digest": digest,
    }
    return write_document(how), write_document(document)


def read_job(how: bytes, what: bytes) -> tuple[Document, Strictness, str]:
    """Return document, strictness and hash function of a job; the inverse of `job_of`."""
    members = read_document(how)
    contexts = members["contexts"]
    strictness = Strictness(
        contexts=frozenset(map(str, contexts)) if isinstance(contexts, list) else frozenset(),
        signing=members["signing"] is True,
        generic=members["generic"] is True,
    )
    document = read_document(what, max_bytes=MAX_FRAME)
    return document, strictness, str(members["digest"])


def answer_of(work: Callable[[], bytes]) -> bytes:
    """Do the work and write down what came of it."""
    try:
        return _DONE + work()
    except MalformedError as error:
        refused = {"error": type(error).__name__, "detail": error.detail, "code": error.code}
        return _REFUSED + write_document({**refused, "pointer": error.pointer})


def read_answer(answer: bytes) -> bytes:
    """Return what the work yielded, or raise what it raised.

    Raises:
        MalformedError: the very error that was raised in the child.
        BrokenFrameError: no answer in the protocol.
    """
    kind, body = answer[:1], answer[1:]
    if kind == _DONE:
        return body
    if kind != _REFUSED:
        raise BrokenFrameError("the answer is of no known kind")
    members = read_document(body)
    pointer = members.get("pointer")
    raise _ERRORS.get(str(members.get("error")), MalformedError)(
        str(members.get("detail")),
        code=str(members.get("code")),
        pointer=pointer if isinstance(pointer, str) else None,
    )


def _exactly(stream: IO[bytes], count: int) -> bytes:
    data = stream.read(count)
    if len(data) != count:
        raise BrokenFrameError("the other side has ended")
    return data
