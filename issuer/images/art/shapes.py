"""Outlines of badges as SVG path data around the origin, about 200 units in radius."""

import math
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

_RADIUS = 200.0
_Point = tuple[float, float]


def _polar(radius: Callable[[float], float], steps: int = 144) -> str:
    """Draw a smooth outline whose radius depends on the angle (0 at the top, clockwise)."""
    points = []
    for i in range(steps):
        angle = math.tau * i / steps
        points.append((radius(angle) * math.sin(angle), -radius(angle) * math.cos(angle)))
    return _closed(points)


def _closed(points: Sequence[_Point]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z"


def _rounded(points: Sequence[_Point], cut: float) -> str:
    """Draw a polygon with its corners rounded, `cut` units from each."""
    pieces = []
    for i, corner in enumerate(points):
        before, after = points[i - 1], points[(i + 1) % len(points)]
        start, end = _towards(corner, before, cut), _towards(corner, after, cut)
        pieces.append(
            f"{start[0]:.1f} {start[1]:.1f}"
            f"Q{corner[0]:.1f} {corner[1]:.1f} {end[0]:.1f} {end[1]:.1f}"
        )
    return "M" + "L".join(pieces) + "Z"


def _towards(start: _Point, end: _Point, distance: float) -> _Point:
    share = distance / math.dist(start, end)
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def _polygon(corners: int, cut: float, *, turn: float = 0.0, radius: float = 208.0) -> str:
    angles = [math.tau * (i + turn) / corners for i in range(corners)]
    points = [(radius * math.sin(angle), -radius * math.cos(angle)) for angle in angles]
    return _rounded(points, cut)


def _gear() -> str:
    """Draw twelve teeth with flanks, so that it reads as a gear at 64 pixels too."""
    points: list[_Point] = []
    for tooth in range(12):
        for offset, radius in ((-0.30, 176.0), (-0.20, 204.0), (0.20, 204.0), (0.30, 176.0)):
            angle = math.tau * (tooth + offset) / 12
            points.append((radius * math.sin(angle), -radius * math.cos(angle)))
    return _rounded(points, 7)


def _burst() -> str:
    points = [
        (radius * math.sin(math.pi * i / 20), -radius * math.cos(math.pi * i / 20))
        for i, radius in enumerate([207.0, 182.0] * 20)
    ]
    return _rounded(points, 6)


_SHIELD = (
    "M0-200C48-172 106-162 160-164Q176-164 176-146V-20C176 88 104 166 0 208"
    "C-104 166-176 88-176-20V-146Q-176-164-160-164C-106-162-48-172 0-200Z"
)
_CREST = (
    "M-150-192H150Q178-192 178-164V40Q178 86 142 112L22 194Q0 208-22 194L-142 112Q-178 86-178 40"
    "V-164Q-178-192-150-192Z"
)
_ARCH = (
    "M0-206C106-206 172-140 172-44V150Q172 192 130 192H-130Q-172 192-172 150V-44"
    "C-172-140-106-206 0-206Z"
)
_PENNANT = (
    "M-146-192H146Q174-192 174-164V176Q174 204 150 192L14 138Q0 132-14 138L-150 192"
    "Q-174 204-174 176V-164Q-174-192-146-192Z"
)
_PLAQUE = (
    "M-138-190H138A52 52 0 0 0 190-138V138A52 52 0 0 0 138 190H-138A52 52 0 0 0-190 138V-138"
    "A52 52 0 0 0-138-190Z"
)
#: Name of the outline and its path. New ones go to the end: see `badge_art.FIRST`.
SHAPES: Mapping[str, str] = MappingProxyType(
    {
        "circle": _polar(lambda _: 198.0),
        "shield": _SHIELD,
        "crest": _CREST,
        "hexagon": _polygon(6, 34, radius=212),
        "octagon": _polygon(8, 26, turn=0.5, radius=210),
        "pentagon": _polygon(5, 44, radius=214),
        "rosette": _polar(lambda angle: 192 + 10 * math.cos(16 * angle)),
        "flower": _polar(lambda angle: 178 + 22 * math.cos(8 * angle)),
        "burst": _burst(),
        "gear": _gear(),
        "squircle": _polar(
            lambda angle: 190 / (abs(math.sin(angle)) ** 4 + abs(math.cos(angle)) ** 4) ** 0.25
        ),
        "diamond": _polygon(4, 78, radius=226),
        "heptagon": _polygon(7, 32, radius=212),
        "decagon": _polygon(10, 20, turn=0.5, radius=208),
        "clover": _polar(lambda angle: 172 + 26 * math.cos(4 * angle)),
        "sextet": _polar(lambda angle: 182 + 20 * math.cos(6 * angle)),
        "sunflower": _polar(lambda angle: 192 + 9 * abs(math.cos(12 * angle))),
        "arch": _ARCH,
        "pennant": _PENNANT,
        "plaque": _PLAQUE,
    }
)
