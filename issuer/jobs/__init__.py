"""Drains the outbox, signs lists again, sweeps what a crash left half done."""

from issuer.jobs.draining import drain
from issuer.jobs.running import run, run_once
from issuer.jobs.services import Services

__all__ = ["Services", "drain", "run", "run_once"]
