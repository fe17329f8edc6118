"""The documents of the demo school: badges, rubrics and instruments as YAML files beside this."""

from pathlib import Path

from issuer import criteria
from issuer.documents import Document

_FOLDER = Path(__file__).parent


def documents(kind: str) -> tuple[Document, ...]:
    """Return all documents of a kind (`badge`, `rubric`, `instrument`), by file name."""
    files = sorted(_FOLDER.glob(f"*.{kind}.yaml"))
    return tuple(criteria.read_authored(file.read_bytes()) for file in files)
