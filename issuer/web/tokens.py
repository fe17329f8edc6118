"""The colours, types and spaces of the style sheet, read from it: written once, used and measured.

The sheet keeps them in `:root` blocks: the first is the light scheme, the one within
`prefers-color-scheme: dark` the dark one.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from issuer.web.assets import asset_text

_BLOCK = re.compile(r":root\s*\{(?P<body>[^}]*)\}", re.DOTALL)
_TOKEN = re.compile(r"--(?P<name>[a-z0-9-]+):\s*(?P<value>[^;]+);")
_COLOUR = re.compile(r"#[0-9a-f]{6}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """Name -> value, in the order of the sheet; `dark` has what differs from `light`."""

    light: Mapping[str, str]
    dark: Mapping[str, str]

    def colours(self, *, dark: bool) -> Mapping[str, str]:
        """Return the colours of one scheme by name, as `#rrggbb`."""
        chosen = {**self.light, **self.dark} if dark else self.light
        return {name: value for name, value in chosen.items() if _COLOUR.fullmatch(value)}

    def others(self) -> Mapping[str, str]:
        """Return what is no colour: faces of type, spaces, corners."""
        return {n: value for n, value in self.light.items() if not _COLOUR.fullmatch(value)}


@cache
def tokens() -> Tokens:
    """Return the tokens of the style sheet."""
    light, dark, *_ = (_read(found["body"]) for found in _BLOCK.finditer(asset_text("issuer.css")))
    return Tokens(light=light, dark=dark)


def _read(body: str) -> Mapping[str, str]:
    return {found["name"]: found["value"].strip() for found in _TOKEN.finditer(body)}
