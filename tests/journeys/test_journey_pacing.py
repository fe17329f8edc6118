"""Four worker processes on one database: a limit holds for all of them together (4.3)."""

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from issuer.app import build_house
from issuer.clock import system_clock
from issuer.config import Settings
from issuer.pacing import FIGURES, Family
from tests.databases import fresh_postgres

_ROOT = Path(__file__).resolve().parents[2]
_WORKERS, _EACH = 4, 250


def _start(environ: dict[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603 # our own worker
        [sys.executable, "-m", "tests.journeys.pacing_worker", str(_EACH)],
        cwd=_ROOT,
        env={**os.environ, **environ, "PYTHONPATH": str(_ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_limit_holds_over_four_processes(kind: str, tmp_path: Path) -> None:
    """A thousand requests against a limit of six hundred: within one, and nothing but 429."""
    url = "" if kind == "sqlite" else fresh_postgres()
    settings = Settings(data_dir=tmp_path, database_url=url)
    build_house(settings, system_clock, create=True).close()
    environ = {
        "ISSUER_DATA_DIR": str(tmp_path),
        "ISSUER_DATABASE_URL": url,
        "ISSUER_RATE_STORE": "database",
        "ISSUER_PUBLIC_BASE_URL": "http://localhost:8000",
    }
    workers = [_start(environ) for _ in range(_WORKERS)]
    for worker in workers:
        assert worker.stdout is not None
        assert "ready\n" == worker.stdout.readline()
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("go\n")
        worker.stdin.flush()
    answered: Counter[str] = Counter()
    for worker in workers:
        said, _ = worker.communicate(timeout=100)
        answered.update(json.loads(said.splitlines()[-1]))

    assert {"200", "429"} == set(answered)
    assert abs(FIGURES[Family.PAGES].most - answered["200"]) <= 1
    assert _WORKERS * _EACH == answered.total()
