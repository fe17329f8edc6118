"""What the demo leaves on disk, so that other tools can check it offline."""

import os
from pathlib import Path

from issuer.documents import Document, read_document, write_document

#: The result of a finished demo; holds the demo's tokens, so it is readable by its owner only.
RESULT = "demo.json"


def finished(folder: Path) -> Document | None:
    """Return the result of an earlier run in this folder, if it came to its end."""
    path = folder / RESULT
    return read_document(path.read_bytes()) if path.exists() else None


def write_result(folder: Path, result: Document) -> None:
    """Write the result last: its presence says that the demo is complete."""
    path = folder / RESULT
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(write_document(result))
