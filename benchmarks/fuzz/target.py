"""Run one target under atheris; `run.py` starts this with the arguments of libFuzzer.

`python -m benchmarks.fuzz.target NAME [libFuzzer's arguments]` from the root of the repository.
"""

import sys

import atheris

with atheris.instrument_imports(include=["issuer"]):
    from benchmarks.fuzz.targets import TARGETS


def main() -> None:
    """Hand the target to libFuzzer, which ends the process."""
    name = sys.argv.pop(1)
    atheris.Setup(sys.argv, TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
