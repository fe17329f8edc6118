"""Ask pip-audit about every locked package; a known vulnerability fails, an unasked one is said.

pip-audit skips what its advisory service does not know and still ends well. A network that reaches
packages but no advisories would then look clean, so what was skipped is counted and told apart.
ISSUER_AUDIT_REQUIRED=1 makes it a failure: set it wherever the advisory service can be reached.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).resolve().parent.parent
_COMMAND = (
    sys.executable,
    *("-m", "pip_audit", "--requirement", "requirements.lock"),
    *("--require-hashes", "--disable-pip", "--format", "json", "--progress-spinner", "off"),
)


def main() -> int:
    """Return 0 if nothing is known against the lock."""
    answer = subprocess.run(_COMMAND, cwd=_ROOT, capture_output=True, text=True, check=False)  # noqa: S603 # our own command
    if not answer.stdout.strip():
        sys.stdout.write(f"NOT AUDITED: pip-audit did not answer: {answer.stderr.strip()[-300:]}\n")
        return _unasked()
    packages: list[dict[str, Any]] = json.loads(answer.stdout)["dependencies"]
    for package in packages:
        for found in package.get("vulns", ()):
            fixed = ", ".join(found["fix_versions"]) or "none yet"
            sys.stdout.write(
                f"{package['name']} {package['version']}: {found['id']}; mended in: {fixed}\n"
            )
    skipped = [package["name"] for package in packages if "skip_reason" in package]
    asked = len(packages) - len(skipped)
    sys.stdout.write(f"known vulnerabilities: {asked} of {len(packages)} locked packages asked\n")
    if any(package.get("vulns") for package in packages):
        return 1
    if skipped:
        sys.stdout.write(f"NOT AUDITED, no advisories reachable for: {', '.join(skipped)}\n")
        return _unasked()
    return 0


def _unasked() -> int:
    return 1 if os.environ.get("ISSUER_AUDIT_REQUIRED") == "1" else 0


if __name__ == "__main__":
    sys.exit(main())
