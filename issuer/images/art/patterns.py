"""Quiet patterns on the field of a badge, as strokes within 200 units around the origin."""

import math
from collections.abc import Iterable, Mapping
from types import MappingProxyType

_HALF = 200


def _rays() -> str:
    """Draw wedges from the middle, like light behind the symbol."""
    pieces = []
    for i in range(12):
        one, two = math.tau * i / 12, math.tau * (i + 0.5) / 12
        pieces.append(
            f"M0 0L{300 * math.sin(one):.0f} {-300 * math.cos(one):.0f}"
            f"L{300 * math.sin(two):.0f} {-300 * math.cos(two):.0f}Z"
        )
    return "".join(pieces)


def _circle(x: float, y: float, radius: float) -> str:
    arc = f"a{radius:g} {radius:g} 0 1 0"
    return f"M{x - radius:g} {y:g}{arc} {2 * radius:g} 0{arc}-{2 * radius:g} 0z"


def _ring(radius: float) -> str:
    """Draw a ring as two circles of opposite direction."""
    inner = radius - 12
    return (
        _circle(0, 0, radius)
        + f"M{-inner:g} 0a{inner:g} {inner:g} 0 1 1 {2 * inner:g} 0"
        + f"a{inner:g} {inner:g} 0 1 1-{2 * inner:g} 0z"
    )


def _band(points: Iterable[tuple[float, float]], height: float) -> str:
    """Draw a band of the given height along a line of points."""
    there = list(points)
    back = [(x, y + height) for x, y in reversed(there)]
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in [*there, *back]) + "Z"


def _dots() -> str:
    return "".join(
        _circle(x + (15 if row % 2 else 0), y, 4.6)
        for row, y in enumerate(range(-_HALF, _HALF + 1, 26))
        for x in range(-_HALF, _HALF + 1, 30)
    )


def _stripes() -> str:
    return "".join(
        f"M{x} -{_HALF}h22l{_HALF} {2 * _HALF}h-22z" for x in range(-2 * _HALF, _HALF + 1, 48)
    )


def _chevrons() -> str:
    xs = range(-240, 241, 40)
    return "".join(
        _band(((x, y + (20 if i % 2 else 0)) for i, x in enumerate(xs)), 12)
        for y in range(-230, _HALF + 1, 36)
    )


def _waves() -> str:
    return "".join(
        f"M-240 {y}" + "q20-18 40 0t40 0" * 6 + "v9" + "q-20 18-40 0t-40 0" * 6 + "z"
        for y in range(-190, _HALF + 1, 34)
    )


def _facets() -> str:
    """Draw every other triangle of a grid."""
    return "".join(
        f"M{x + (30 if row % 2 else 0)} {y}l30 52h-60z"
        for row, y in enumerate(range(-208, _HALF + 1, 52))
        for x in range(-240, 241, 60)
    )


def _cells() -> str:
    """Draw outlines of hexagons."""
    pieces = []
    for row, y in enumerate(range(-210, 211, 42)):
        for x in range(-240, 241, 48):
            left = x + (24 if row % 2 else 0)
            pieces.append(f"M{left} {y - 24}l20 12v24l-20 12l-20-12v-24z")
            pieces.append(f"M{left} {y - 17}l-14 8.4v17.2l14 8.4l14-8.4v-17.2z")
    return "".join(pieces)


def _confetti() -> str:
    """Draw small crosses in staggered rows."""
    return "".join(
        f"M{x + (24 if row % 2 else 0) - 3} {y - 10}h6v7h7v6h-7v7h-6v-7h-7v-6h7z"
        for row, y in enumerate(range(-192, _HALF + 1, 42))
        for x in range(-216, 217, 48)
    )


def _lattice() -> str:
    """Draw outlines of upright squares, each with a hole."""
    return "".join(
        f"M{x} {y - 26}l26 26l-26 26l-26-26zM{x} {y - 17}l-17 17l17 17l17-17z"
        for y in range(-208, 209, 52)
        for x in range(-208, 209, 52)
    )


def _bricks() -> str:
    return "".join(
        f"M{x + (34 if row % 2 else 0)} {y}h60v22h-60z"
        for row, y in enumerate(range(-200, _HALF + 1, 30))
        for x in range(-272, 205, 68)
    )


def _scales() -> str:
    """Draw half moons in staggered rows, like the scales of a fish."""
    return "".join(
        f"M{x + (24 if row % 2 else 0)} {y}a24 24 0 0 0 48 0h-8a16 16 0 0 1-32 0z"
        for row, y in enumerate(range(-210, _HALF + 1, 24))
        for x in range(-264, 241, 48)
    )


def _hills() -> str:
    """Draw bands that rise to the middle, one behind the other."""
    return "".join(
        f"M-220 {y}Q0 {y - 150} 220 {y}v13Q0 {y - 137}-220 {y + 13}z" for y in range(-90, 320, 38)
    )


def _halftone() -> str:
    """Draw dots that grow from the top to the foot."""
    return "".join(
        _circle(x + (14 if row % 2 else 0), y, 1.5 + row * 0.55)
        for row, y in enumerate(range(-196, _HALF + 1, 28))
        for x in range(-196, 197, 28)
    )


#: Name of the pattern and its filled path; `plain` has none. New ones go to the end.
PATTERNS: Mapping[str, str] = MappingProxyType(
    {
        "plain": "",
        "rays": _rays(),
        "rings": "".join(_ring(radius) for radius in range(50, 230, 40)),
        "dots": _dots(),
        "stripes": _stripes(),
        "chevrons": _chevrons(),
        "waves": _waves(),
        "facets": _facets(),
        "cells": _cells(),
        "crosses": _confetti(),
        "lattice": _lattice(),
        "bricks": _bricks(),
        "scales": _scales(),
        "hills": _hills(),
        "halftone": _halftone(),
    }
)
