"""The one import of jsonschema: without the grammar of IRIs, which no schema here asks for.

On import jsonschema tries every package of formats that is installed. `rfc3987_syntax` compiles
forty grammars then, which took a third of the time in which any command starts. It comes along with
openbadgeslib, so it cannot be left out of an installation. None of our schemas says
`"format": "iri"` (`issuer.vocab.shapes` names the formats that are checked), and schemas of
strangers are checked without formats.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def _not_importable(name: str) -> Iterator[None]:
    """Let the import of a module fail meanwhile, unless somebody has imported it already."""
    if name in sys.modules:
        yield
        return
    sys.modules[name] = None  # type: ignore[assignment] # what the import system takes for "not there"
    try:
        yield
    finally:
        del sys.modules[name]


with _not_importable("rfc3987_syntax"):
    import jsonschema
    from jsonschema import Draft202012Validator, FormatChecker, ValidationError

__all__ = ["Draft202012Validator", "FormatChecker", "ValidationError", "jsonschema"]
