"""A PKCS #11 token of its own in a folder of the test: SoftHSM2."""

import os
import shutil
import subprocess
from pathlib import Path

import pkcs11
import pytest

MODULE = Path("/usr/lib/softhsm/libsofthsm2.so")
PIN = "314159"
LABEL = "issuer tests"
URI = f"pkcs11:token=issuer%20tests?module-path={MODULE}"


def new_token(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Initialise a token in a folder, and let the module of this process see no other."""
    program = shutil.which("softhsm2-util")
    if program is None or not MODULE.exists():
        pytest.skip(f"SoftHSM2 is missing: looked for softhsm2-util and {MODULE}")
    tokens = folder / "tokens"
    tokens.mkdir()
    configuration = folder / "softhsm2.conf"
    configuration.write_text(
        f"directories.tokendir = {tokens}\nobjectstore.backend = file\nlog.level = ERROR\n"
    )
    monkeypatch.setenv("SOFTHSM2_CONF", str(configuration))
    subprocess.run(  # noqa: S603 - a program of the host
        [program, "--init-token", "--free", "--label", LABEL, "--pin", PIN, "--so-pin", PIN],
        check=True,
        capture_output=True,
        env={**os.environ, "SOFTHSM2_CONF": str(configuration)},
    )
    # The module is loaded once per process and remembers the tokens of an earlier test.
    pkcs11.lib(str(MODULE)).reinitialize()
