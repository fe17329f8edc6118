"""The import of jsonschema leaves out what takes long and nobody asks for."""

import subprocess
import sys

_PROGRAM = """
import sys
import issuer.vocab.json_schema as found
print(sorted({"lark", "rfc3987_syntax"} & set(sys.modules)))
print(found.FormatChecker(formats=("uri",)).conforms("no uri", "uri"))
"""


def test_grammar_of_iris_is_not_compiled() -> None:
    """A fresh process checks addresses, and has not read the grammar of IRIs."""
    done = subprocess.run(  # noqa: S603 # our own program
        [sys.executable, "-c", _PROGRAM], capture_output=True, text=True, check=True, timeout=60
    )
    assert ["[]", "False"] == done.stdout.splitlines()
