"""The elements and attributes of SVG 2 that a drawing of a badge may have."""

#: Shapes, groups and paint. No filters: they cost much time for little.
_DRAWING = (
    "circle clipPath defs desc ellipse g line linearGradient mask path pattern polygon polyline "
    "radialGradient rect stop style svg symbol title use"
)
ELEMENTS = frozenset(_DRAWING.split())
#: Letters look right only where their font is installed.
TEXT_ELEMENTS = frozenset({"text", "textPath", "tref", "tspan"})
#: Elements whose character data is kept: words for people, and CSS.
WORDS_INSIDE = frozenset({"title", "desc", "style"})

_GEOMETRY = (
    "cx cy d dx dy fr fx fy height offset pathLength points preserveAspectRatio r rx ry transform "
    "transform-origin viewBox width x x1 x2 y y1 y2"
)
_PAINT = (
    "clip-path clip-rule color display fill fill-opacity fill-rule isolation mask mix-blend-mode "
    "opacity overflow paint-order shape-rendering stop-color stop-opacity stroke stroke-dasharray "
    "stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity "
    "stroke-width vector-effect visibility"
)
_PAINT_SERVERS = (
    "clipPathUnits gradientTransform gradientUnits maskContentUnits maskUnits patternContentUnits "
    "patternTransform patternUnits spreadMethod"
)
_OTHERS = "aria-hidden aria-label class id role style"
ATTRIBUTES = frozenset(f"{_GEOMETRY} {_PAINT} {_PAINT_SERVERS} {_OTHERS}".split())
