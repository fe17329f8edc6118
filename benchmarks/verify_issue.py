"""How long one badge takes to issue, sign and verify, beside other programs, in the same minute.

From the root of the repository: `python -m benchmarks.verify_issue [--rounds 15] [--node FOLDER]`.
Every contender does its work in turn in every round, so that a busy machine slows all of them; the
median of the rounds counts, and the ratio is that of medians. README.md beside this says what the
rows compare and what they do not.
"""

import argparse
import contextlib
import io
import json
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from openbadgeslib.ob3 import OB3LdpVerifier
from pyld import jsonld

from issuer import issuance, proofs, records
from issuer.clock import format_instant, system_clock
from issuer.documents import write_document
from issuer.proofs.canonicalizing import canonicalize_document
from issuer.proofs.strictness import VERIFYING
from issuer.verification import verify
from issuer.vocab import all_contexts
from tests import awarding
from tests.interop.credentials import (
    ACADEMY,
    badge,
    good_documents,
    good_lists,
    services_for,
    signed,
)

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
NODE_SOURCES = ROOT / "tests" / "interop" / "node"
#: The other programs read the clock of the machine, so the badge is of today.
NOW = system_clock()
SIGNED = signed(badge(ACADEMY, NOW), ACADEMY, NOW)
DATA = write_document(SIGNED)
DOCUMENTS = good_documents()
LISTS = good_lists(NOW)
Work = Callable[[], object]
Timed = Callable[[], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One contender at one task; `timed` returns the seconds of one piece of work."""

    task: str
    who: str
    timed: Timed


def timed(work: Work, times: int = 1) -> Timed:
    """Return a function that does the work and returns the seconds of one piece."""

    def run() -> float:
        start = time.perf_counter()
        for _ in range(times):
            work()
        return (time.perf_counter() - start) / times

    return run


def signing() -> Work:
    """Sign a badge as the service does: prepare (all checks, a second canonicalizer), sign."""
    document = badge(ACADEMY, NOW)
    options = proofs.proof_options(NOW, ACADEMY.method_id)
    return lambda: proofs.sign(proofs.prepare(document, options), ACADEMY)


def rehearsing() -> Work:
    """Sign as the service does, rehearsal and verification with the published key included."""
    document = badge(ACADEMY, NOW)
    options = proofs.proof_options(NOW, ACADEMY.method_id)

    def work() -> None:
        prepared = proofs.prepare(document, options)
        proofs.rehearse(prepared)
        proofs.verify_proof(proofs.sign(prepared, ACADEMY).document, ACADEMY.method)

    return work


def verifying() -> Work:
    """Verify a badge whole: form, proof, key, dates, status list with its own proof."""
    services = services_for(NOW, lists=LISTS)

    def work() -> None:
        assert verify(DATA, services).is_valid

    return work


def verifying_elsewhere() -> Work:
    """Verify with openbadgeslib: proof and status bit; it does not check the list's own proof."""
    served = {proofs.did_web_to_url(did): write_document(each) for did, each in DOCUMENTS.items()}
    served.update(LISTS)

    def work() -> None:
        OB3LdpVerifier().verify(
            DATA, check_status=True, verify_status_list=False, download=served.__getitem__
        )

    return work


def canonicalizing() -> Work:
    """Give the canonical N-Quads of a badge, strictly."""
    document = badge(ACADEMY, NOW)
    return lambda: canonicalize_document(document, VERIFYING)


def canonicalizing_with_pyld() -> Work:
    """Give the canonical N-Quads of a badge with PyLD alone."""
    document = badge(ACADEMY, NOW)
    contexts = {url: dict(context) for url, context in all_contexts().items()}

    def loader(url: str, _options: object) -> dict[str, Any]:
        return {"contextUrl": None, "documentUrl": url, "document": contexts[url]}

    options = {
        "algorithm": "URDNA2015",
        "format": "application/n-quads",
        "documentLoader": loader,
    }
    return lambda: jsonld.normalize(document, options)


@contextlib.contextmanager
def issuing() -> Iterator[Timed]:
    """Issue awards end to end on SQLite: intent, rehearsal, signature, list, publication."""
    with tempfile.TemporaryDirectory() as folder:
        engine = records.open_engine(f"sqlite:///{folder}/benchmark.db")
        records.upgrade(engine)
        services = awarding.services_on(engine)
        awarding.open_school(services)
        issued = 0

        def run() -> float:
            nonlocal issued
            issued += 1
            award = awarding.add_award(services, f"b{issued}")
            with contextlib.redirect_stdout(io.StringIO()):  # the log's lines
                start = time.perf_counter()
                issuance.issue_award(award, services)
                return time.perf_counter() - start

        yield run
        engine.dispose()


class Node:
    """@digitalbazaar/vc in a process that stays."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def timed(self, what: str, times: int) -> Timed:
        """Return a function that asks for this work and returns the seconds of one piece."""

        def run() -> float:
            stdin, stdout = self._process.stdin, self._process.stdout
            assert stdin is not None
            assert stdout is not None
            stdin.write(json.dumps({"what": what, "times": times}) + "\n")
            stdin.flush()
            said = json.loads(stdout.readline())
            return float(said["seconds"]) / times

        return run


@contextlib.contextmanager
def node_in(modules: Path) -> Iterator[Node]:
    """Start the Node program beside its packages."""
    given = {
        "contexts": dict(all_contexts()),
        "documents": [
            *DOCUMENTS.values(),
            *(json.loads(data) for data in LISTS.values()),
        ],
        "seed": ACADEMY.seed.hex(),
        "method": ACADEMY.method_id,
        "controller": ACADEMY.did,
        "date": format_instant(NOW),
        "unsigned": badge(ACADEMY, NOW),
        "signed": SIGNED,
    }
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "node_modules").symlink_to(modules)
        shutil.copy(NODE_SOURCES / "loader.mjs", folder)
        shutil.copy(HERE / "verify_issue.mjs", folder)
        (Path(folder) / "package.json").write_text('{"type": "module"}', "utf-8")
        file = Path(folder) / "given.json"
        file.write_text(json.dumps(given, default=dict), "utf-8")
        command = ["node", str(Path(folder) / "verify_issue.mjs"), str(file)]
        process = subprocess.Popen(  # noqa: S603 # our own program
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        try:
            yield Node(process)
        finally:
            process.terminate()
            process.wait(timeout=10)


def installed_modules(given: Path | None) -> Path | None:
    """Return a folder with the packages of tests/interop/node, if there is one."""
    cached = sorted((ROOT / ".pytest_cache" / "d").glob("interop-node-*/node_modules"))
    for folder in (given, NODE_SOURCES / "node_modules", *reversed(cached)):
        if folder is not None and (folder / "@digitalbazaar" / "vc").is_dir():
            return folder.resolve()
    return None


def rows_of(issue: Timed, node: Node | None) -> list[Row]:
    """Return every contender; the first of each task is ours."""
    here = [
        Row(task="issue, TX1 to TX2 on SQLite", who="Issuer", timed=issue),
        Row(task="sign", who="Issuer, prepare and sign", timed=timed(signing(), 5)),
        Row(task="sign", who="Issuer, with rehearsal", timed=timed(rehearsing(), 3)),
    ]
    if node is not None:
        here.append(Row(task="sign", who="@digitalbazaar/vc", timed=node.timed("sign", 5)))
    here += [
        Row(task="verify", who="Issuer", timed=timed(verifying(), 5)),
        Row(task="verify", who="openbadgeslib", timed=timed(verifying_elsewhere(), 3)),
    ]
    if node is not None:
        here.append(Row(task="verify", who="@digitalbazaar/vc", timed=node.timed("verify", 5)))
    return [
        *here,
        Row(task="canonicalize", who="Issuer, strict", timed=timed(canonicalizing(), 5)),
        Row(task="canonicalize", who="PyLD normalize", timed=timed(canonicalizing_with_pyld(), 3)),
    ]


def measure(rows: list[Row], rounds: int) -> list[list[float]]:
    """Let all contenders work in turn; one round before, which does not count."""
    found: list[list[float]] = [[] for _ in rows]
    for number in range(rounds + 1):
        turn = list(enumerate(rows))
        # Every other round backwards, so that nobody always works after the same neighbour.
        for place, row in turn if number % 2 else reversed(turn):
            seconds = row.timed()
            if number:
                found[place].append(seconds)
    return found


def tell(rows: list[Row], found: list[list[float]]) -> None:
    """Print the table."""
    ours: dict[str, float] = {}
    print(f"{'task':<30}{'who':<28}{'median ms':>10}{'fastest':>9}{'slowest':>9}{'ratio':>8}")
    for row, seconds in zip(rows, found, strict=True):
        median = statistics.median(seconds)
        ratio = median / ours.setdefault(row.task, median)
        print(
            f"{row.task:<30}{row.who:<28}{median * 1e3:>10.2f}{min(seconds) * 1e3:>9.2f}"
            f"{max(seconds) * 1e3:>9.2f}{ratio:>8.2f}"
        )


def tell_machine(modules: Path | None) -> None:
    """Print what the figures depend on."""
    print(f"processor      {_processor()}")
    print(f"system         {platform.platform()}")
    print(f"Python         {platform.python_version()} ({platform.python_implementation()})")
    for name in ("issuer", "pyld", "openbadgeslib", "pyoxigraph", "cryptography"):
        print(f"{name:<15}{version(name)}")
    if modules is None:
        print("Node           not measured: run npm ci in tests/interop/node, or name --node")
        return
    node = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True)  # noqa: S607 # whichever is on PATH
    package = json.loads((modules / "@digitalbazaar" / "vc" / "package.json").read_bytes())
    print(f"Node           {node.stdout.strip()}, @digitalbazaar/vc {package['version']}")


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{len(names)} x {names[0]}" if names else platform.processor()


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Issue, sign and verify one badge, timed.")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--node", type=Path, help="a node_modules folder with @digitalbazaar/vc")
    options = parser.parse_args()
    modules = installed_modules(options.node) if shutil.which("node") else None
    tell_machine(modules)
    with contextlib.ExitStack() as stack:
        issue = stack.enter_context(issuing())
        node = stack.enter_context(node_in(modules)) if modules else None
        rows = rows_of(issue, node)
        tell(rows, measure(rows, options.rounds))
    return 0


if __name__ == "__main__":
    sys.exit(main())
