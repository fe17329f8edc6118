"""Rules of addresses whose builders are compiled when an address is first built, and once only.

Werkzeug writes and compiles two functions for each rule as soon as it is added: for our three
hundred rules that is most of the time in which the service starts, and few of them are ever asked
to build an address. The compiled function takes the rule as its argument, so rules of the same
text share it.
"""

from collections.abc import Callable
from typing import Any

from werkzeug.routing import Rule

_Builder = Callable[..., tuple[str, str]]
_Key = tuple[tuple[tuple[bool, str], ...], bool]

_compiled: dict[_Key, _Builder] = {}


class LateRule(Rule):
    """A rule that matches at once and learns to build when asked."""

    def _compile_builder(self, append_unknown: bool = True) -> _Builder:
        """Return what compiles the builder on its first call."""
        if self.defaults:
            return super()._compile_builder(append_unknown)
        key = (tuple(self._trace), append_unknown)
        compile_now = super()._compile_builder

        def build(rule: Rule, **values: Any) -> tuple[str, str]:
            builder = _compiled.get(key)
            if builder is None:
                builder = _compiled[key] = compile_now(append_unknown)
            return builder(rule, **values)

        return build
