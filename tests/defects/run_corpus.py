"""Show every document of the corpus to our verifier, from its files alone, and measure.

`python -m tests.defects.run_corpus FOLDER` prints one JSON line for each row: name, verdict, codes,
notes, seconds, and how many bytes the process grew at its peak. Another verifier's runner is this
program with another `verify`.
"""

import json
import resource
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from issuer.clock import parse_instant
from issuer.documents import read_document
from issuer.verification import Expected, VerificationReport, offline_services, verify
from tests.defects.make_corpus import FOLDER, from_runs

_PROC = Path("/proc/self")


class Corpus:
    """The corpus as its files say."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.table: dict[str, Any] = json.loads((folder / "corpus.json").read_bytes())
        self._now = parse_instant(self.table["now"])

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Return the rows in the order of the table."""
        return list(self.table["rows"])

    def data_of(self, row: Mapping[str, Any]) -> bytes:
        """Return the bytes to show."""
        return self._bytes(row.get("file", row))

    def report(self, row: Mapping[str, Any], data: bytes) -> VerificationReport:
        """Verify the bytes in the world of the row."""
        documents = {did: read_document(each) for did, each in self._world(row, "documents")}
        services = offline_services(
            clock=lambda: self._now,
            documents=documents,
            status_lists=dict(self._world(row, "lists")),
            keys=dict(self._world(row, "keys")),
            trusted=self.table["known_issuers"],
        )
        domain = row.get("domain")
        expected = Expected(
            challenge=row.get("challenge"), domain=frozenset({domain}) if domain else None
        )
        return verify(data, services, expected=expected)

    def _world(self, row: Mapping[str, Any], kind: str) -> Iterator[tuple[str, bytes]]:
        """Yield what stands at each address: as usual, but for what the row says."""
        for url, place in {**self.table["environment"][kind], **row.get(kind, {})}.items():
            if place is not None:
                yield url, self._bytes(place)

    def _bytes(self, place: Any) -> bytes:
        if isinstance(place, str):
            return (self._folder / place).read_bytes()
        return from_runs(place["generated"])


def _forget_peak() -> int:
    """Set the peak of resident memory to what is resident now, where Linux lets us."""
    try:
        (_PROC / "clear_refs").write_text("5")
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return _peak()


def _peak() -> int:
    try:
        text = (_PROC / "status").read_text("utf-8")
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    line = next(line for line in text.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024


def measured(corpus: Corpus, row: Mapping[str, Any]) -> dict[str, Any]:
    """Verify one row; return what was found and what it cost."""
    data = corpus.data_of(row)
    before, start = _forget_peak(), time.perf_counter()
    report = corpus.report(row, data)
    seconds = time.perf_counter() - start
    return {
        "name": row["name"],
        "verdict": report.outcome.value,
        "codes": report.codes,
        "notes": [finding.code for finding in report.findings if finding.is_note],
        "seconds": round(seconds, 4),
        "grown": _peak() - before,
    }


def main(folder: Path) -> None:
    """Print one line for each row."""
    corpus = Corpus(folder)
    # Contexts and tables are read at the first use, which is no document's fault.
    corpus.report(corpus.rows[0], corpus.data_of(corpus.rows[0]))
    for row in corpus.rows:
        sys.stdout.write(json.dumps(measured(corpus, row)) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else FOLDER)
