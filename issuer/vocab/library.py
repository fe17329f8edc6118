"""The library of templates: badges, rubrics and instruments as YAML files in `schemas/library`.

A school starts a badge of its own from one of them, and the demo publishes them all.
"""

from issuer import criteria
from issuer.documents import Document
from issuer.vocab.files import schema_folder

#: The kinds of documents in the library; each is the middle part of a file's name.
BADGE, RUBRIC, INSTRUMENT = "badge", "rubric", "instrument"


def documents(kind: str) -> tuple[Document, ...]:
    """Return all documents of a kind (`badge`, `rubric`, `instrument`), by file name."""
    files = sorted((schema_folder() / "library").glob(f"*.{kind}.yaml"))
    return tuple(criteria.read_authored(file.read_bytes()) for file in files)
