"""Write the corpus: every row of the tables as a file, and what a verifier needs beside them.

`python -m tests.defects.make_corpus [FOLDER]` from the root of the repository. The keys are public
seeds and every signature is deterministic, so the same program writes the same bytes each time; a
build of zlib that packs in another way gives other bytes in pictures and lists.
"""

import json
import platform
import re
import sys
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from issuer.clock import format_instant
from issuer.documents import write_document
from tests.defects.tables import ROWS, Named
from tests.defects.world import NOW, good_case
from tests.interop.credentials import ACADEMY_DID

FOLDER = Path(__file__).parent / "corpus"
#: Longer files are described by their runs, and made when they are needed.
MAX_FILE_BYTES = 80_000
_RUN = re.compile(rb"(.{1,8}?)\1{999,}", re.DOTALL)
_ENDINGS = ((b"\x89PNG", "png"), (b"<", "svg"), (b"{", "json"), (b"[", "json"), (b"ey", "jwt"))


def made_with() -> dict[str, str]:
    """Return the versions on which the bytes of packed files depend."""
    version = ".".join(platform.python_version_tuple()[:2])
    return {"python": version, "zlib": zlib.ZLIB_RUNTIME_VERSION}


def runs_of(data: bytes) -> list[list[str | int]]:
    """Describe bytes as [text, times] pieces, in Latin-1."""
    pieces: list[list[str | int]] = []
    end = 0
    for run in _RUN.finditer(data):
        if run.start() > end:
            pieces.append([data[end : run.start()].decode("latin-1"), 1])
        unit = run[1]
        pieces.append([unit.decode("latin-1"), len(run[0]) // len(unit)])
        end = run.end()
    if end < len(data):
        pieces.append([data[end:].decode("latin-1"), 1])
    return pieces


def from_runs(pieces: list[list[Any]]) -> bytes:
    """Return the bytes that [text, times] pieces describe."""
    return b"".join(text.encode("latin-1") * times for text, times in pieces)


class Writer:
    """Collects the files of the corpus; equal bytes of the environment are one file."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self._known: dict[bytes, str] = {}

    def document(self, named: Named) -> dict[str, Any]:
        """Take the document of a row; return how the table names it."""
        data = named.row.case.data
        if len(data) > MAX_FILE_BYTES:
            return {"generated": runs_of(data)}
        name = f"documents/{named.slug}.{_ending(data)}"
        self.files[name] = data
        return {"file": name}

    def world(
        self, slug: str, given: Mapping[str, bytes], usual: Mapping[str, bytes], kind: str
    ) -> dict[str, Any]:
        """Take what stands at addresses, as far as it is not as usual; None for no answer."""
        found: dict[str, Any] = {}
        for url in (*given, *usual):
            if given.get(url) == usual.get(url):
                continue
            found[url] = self.beside(slug, given[url], kind) if url in given else None
        return dict(sorted(found.items()))

    def beside(self, slug: str, data: bytes, kind: str) -> Any:
        """Take one file of the environment; return how the table names it."""
        if len(data) > MAX_FILE_BYTES:
            return {"generated": runs_of(data)}
        if data not in self._known:
            place = f"environment/{slug}.{kind}"
            count = sum(name.startswith(place) for name in self.files)
            name = f"{place}{f'-{count + 1}' if count else ''}.{_ending(data)}"
            self._known[data] = name
            self.files[name] = data
        return self._known[data]


def build() -> dict[str, bytes]:
    """Return every file of the corpus by its path."""
    writer = Writer()
    usual = good_case()
    documents = _written(usual.documents)
    environment = {
        "documents": writer.world("usual", documents, {}, "did"),
        "lists": writer.world("usual", usual.lists, {}, "list"),
        "keys": {},
    }
    rows = [_row(named, writer, documents, usual.lists) for named in ROWS]
    table = {
        "about": "See docs/corpus.md.",
        "now": format_instant(NOW),
        "known_issuers": [ACADEMY_DID],
        "environment": environment,
        "rows": rows,
        "made_with": made_with(),
    }
    return {**writer.files, "corpus.json": _indented(table)}


def write(folder: Path) -> int:
    """Write the corpus into a folder, take away what no row names, and return the sum of bytes."""
    files = build()
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    for path in folder.rglob("*"):
        if path.is_file() and path.relative_to(folder).as_posix() not in files:
            path.unlink()
    return sum(map(len, files.values()))


def _row(
    named: Named, writer: Writer, documents: Mapping[str, bytes], lists: Mapping[str, bytes]
) -> dict[str, Any]:
    case, code, outcome, what = named.row
    found = {
        "name": named.slug,
        "topic": named.topic,
        **writer.document(named),
        "what": what,
        "expected": {"verdict": outcome.value, "code": code or None},
        "threat": named.threat,
        "documents": writer.world(named.slug, _written(case.documents), documents, "did"),
        "lists": writer.world(named.slug, case.lists, lists, "list"),
        "keys": writer.world(named.slug, case.keys, {}, "key"),
        "challenge": case.challenge,
        "domain": case.domain,
    }
    return {name: value for name, value in found.items() if value not in (None, {})}


def _written(documents: Mapping[str, Any]) -> dict[str, bytes]:
    return {did: write_document(document) for did, document in documents.items()}


def _ending(data: bytes) -> str:
    return next((ending for start, ending in _ENDINGS if data.startswith(start)), "txt")


def _indented(table: dict[str, Any]) -> bytes:
    """Write one row on each line, so that a change of one row is a change of one line."""
    rows = ",\n".join("    " + json.dumps(row) for row in table["rows"])
    frame = json.dumps({**table, "rows": []}, indent=2)
    return frame.replace('"rows": []', f'"rows": [\n{rows}\n  ]', 1).encode() + b"\n"


if __name__ == "__main__":
    size = write(Path(sys.argv[1]) if sys.argv[1:] else FOLDER)
    sys.stdout.write(f"{len(ROWS)} rows, {size:,} bytes\n")
