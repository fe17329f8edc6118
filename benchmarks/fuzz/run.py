"""Fuzz every door for foreign bytes with atheris, one after the other, and print what came of it.

Needs `pip install atheris` (Linux and macOS on the Python versions that it has wheels for), which
is in no extra of the package. From the root of the repository:

    python -m benchmarks.fuzz.run --minutes 10

Each target gets the same share of the time. A finding is an input after which anything but an
`IssuerError` left the target, or that took longer than 10 s or more than 1 GiB; it is kept in
`benchmarks/fuzz/findings/`. The exit status is 1 if there is one.
"""

import argparse
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.fuzz.targets import TARGETS, seeds

ROOT = Path(__file__).resolve().parents[2]
FINDINGS = Path(__file__).parent / "findings"
LARGEST_INPUT = 16_384
_EXECUTIONS = re.compile(r"stat::number_of_executed_units:\s+(\d+)")
_COVERAGE = re.compile(r"cov: (\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What one target did."""

    name: str
    seconds: float
    executions: int
    coverage: int
    findings: tuple[str, ...]
    log: str


def fuzz(name: str, seconds: int) -> Result:
    """Fuzz one target for this long."""
    FINDINGS.mkdir(exist_ok=True)
    before = set(FINDINGS.iterdir())
    with tempfile.TemporaryDirectory() as folder:
        for number, data in enumerate(seeds(name)):
            (Path(folder) / f"seed-{number}").write_bytes(data)
        start = time.perf_counter()
        run = subprocess.run(  # noqa: S603 # our own program
            [
                *(sys.executable, "-m", "benchmarks.fuzz.target", name, folder),
                *(f"-max_total_time={seconds}", f"-max_len={LARGEST_INPUT}", "-timeout=10"),
                *("-rss_limit_mb=1024", "-print_final_stats=1"),
                *("-seed=20261123", f"-artifact_prefix={FINDINGS}/{name}-"),
            ],
            cwd=ROOT,
            capture_output=True,
            check=False,
        )
        spent = time.perf_counter() - start
    log = run.stderr.decode("utf-8", "replace")
    found = [path.name for path in sorted(set(FINDINGS.iterdir()) - before)]
    if run.returncode != 0 and not found:
        found = [f"exit {run.returncode}"]
    return Result(
        name=name,
        seconds=spent,
        executions=_last(_EXECUTIONS, log),
        coverage=_last(_COVERAGE, log),
        findings=tuple(found),
        log=log,
    )


def main() -> int:
    """Fuzz all targets, or those that are named."""
    parser = argparse.ArgumentParser(description="Fuzz every door for foreign bytes.")
    parser.add_argument("--minutes", type=float, default=10.0, help="for all targets together")
    parser.add_argument("--only", nargs="*", default=list(TARGETS), choices=list(TARGETS))
    options = parser.parse_args()
    share = max(1, int(options.minutes * 60 / len(options.only)))
    print(f"{'target':<14}{'seconds':>9}{'executions':>12}{'edges':>8}  findings", flush=True)
    results = []
    for name in options.only:
        found = fuzz(name, share)
        results.append(found)
        told = ", ".join(found.findings) or "none"
        row = f"{name:<14}{found.seconds:>9.0f}{found.executions:>12,}{found.coverage:>8}  {told}"
        print(row, flush=True)
        if found.findings:
            print(found.log[-4_000:], flush=True)
    total = sum(found.executions for found in results)
    print(f"{'all':<14}{sum(found.seconds for found in results):>9.0f}{total:>12,}")
    return 1 if any(found.findings for found in results) else 0


def _last(pattern: re.Pattern[str], log: str) -> int:
    found = pattern.findall(log)
    return int(found[-1]) if found else 0


if __name__ == "__main__":
    sys.exit(main())
