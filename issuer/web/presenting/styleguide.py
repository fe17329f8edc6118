"""The page of all tokens and parts, for whoever builds pages; its words are not translated."""

from collections.abc import Iterator
from dataclasses import dataclass

from issuer.web.presenting.frame import Banner, Fact, Frame, Picture, Rung, Tile
from issuer.web.presenting.progress import Step, Tag
from issuer.web.presenting.signing_in import Choice
from issuer.web.presenting.tree import Branch, Reached
from issuer.web.shades import PARTS, TEXT, contrast
from issuer.web.tokens import tokens

_HIDDEN = "noindex, nofollow"
_GROUNDS = ("paper", "card", "sunk")
_TONES = ("good", "wait", "stop", "calm")
#: Foreground, ground, and the least contrast between them (WCAG 2.2: 1.4.3 and 1.4.11).
PAIRS: tuple[tuple[str, str, float], ...] = (
    *((fore, ground, TEXT) for fore in ("ink", "soft", "brand", "link") for ground in _GROUNDS),
    *((tone, f"{tone}-ground", TEXT) for tone in _TONES),
    *(("ink", f"{tone}-ground", TEXT) for tone in _TONES),
    *((tone, ground, TEXT) for tone in _TONES for ground in ("paper", "card")),
    ("brand-ink", "brand", TEXT),
    *((fore, ground, PARTS) for fore in ("brand-edge", "edge", "focus") for ground in _GROUNDS),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Swatch:
    """One colour in both schemes."""

    name: str
    light: str
    dark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A foreground on its ground in one scheme, and the contrast that was measured."""

    name: str
    scheme: str
    fore: str
    ground: str
    ratio: str
    tag: Tag


@dataclass(frozen=True, slots=True, kw_only=True)
class StyleguidePage:
    """Everything that the page of parts shows."""

    frame: Frame
    token: str
    swatches: tuple[Swatch, ...]
    pairs: tuple[Pair, ...]
    measures: tuple[tuple[str, str], ...]
    types: tuple[tuple[str, str], ...]
    tags: tuple[Tag, ...]
    banners: tuple[Banner, ...]
    facts: tuple[Fact, ...]
    rungs: tuple[Rung, ...]
    steppers: tuple[tuple[Step, ...], ...]
    branch: Branch
    tiles: tuple[Tile, ...]
    choices: tuple[Choice, ...]
    field: str
    fault: str


def styleguide_page(art: str) -> StyleguidePage:
    """Present all tokens and parts; `art` is the address of some picture of a badge."""
    light, dark = tokens().colours(dark=False), tokens().colours(dark=True)
    others = tuple(tokens().others().items())
    return StyleguidePage(
        frame=Frame(
            title="Parts of pages - Issuer",
            description="Every part that pages are made of, for builders.",
            robots=_HIDDEN,
        ),
        token="",
        swatches=tuple(Swatch(name=n, light=v, dark=dark[n]) for n, v in light.items()),
        pairs=tuple(_pairs()),
        measures=tuple((n, v) for n, v in others if v.endswith("rem")),
        types=tuple((n, v) for n, v in others if n in {"serif", "sans", "mono"}),
        tags=_TAGS,
        banners=tuple(_banner(tag) for tag in _TAGS),
        facts=(
            Fact(label="Plain", value="A sentence or a name"),
            Fact(label="Linked", value="badges.example.org", href="/"),
            Fact(label="Of one width", value="did:web:badges.example.org", plain=False),
        ),
        rungs=_RUNGS,
        steppers=tuple(_steps(done) for done in (0, 2, 4)),
        branch=_BRANCH,
        tiles=tuple(_tile(name, art) for name in _NAMES),
        choices=(Choice(value="a", text="First"), Choice(value="b", text="Second")),
        field="wrong",
        fault="Say what is wrong and what to do: use at least 12 characters.",
    )


def _pairs() -> Iterator[Pair]:
    for scheme, dark in (("light", False), ("dark", True)):
        known = tokens().colours(dark=dark)
        for fore, ground, least in PAIRS:
            ratio = contrast(known[fore], known[ground])
            yield Pair(
                name=f"{fore} on {ground}",
                scheme=scheme,
                fore=known[fore],
                ground=known[ground],
                ratio=f"{ratio:.1f} (at least {least})",
                tag=_TAGS[0] if ratio >= least else _TAGS[2],
            )


def _steps(done: int) -> tuple[Step, ...]:
    words = ("Begin", "Hand in", "Peers", "Teacher", "Badge")
    return tuple(
        Step(word=word, mark="done" if place < done else "here" if place == done else "")
        for place, word in enumerate(words)
    )


def _banner(tag: Tag) -> Banner:
    return Banner(
        tone=tag.tone,
        icon=tag.icon,
        word=tag.word,
        headline="One sentence that answers.",
        meaning="What this means for whoever reads it, and what to do.",
    )


def _tile(name: str, art: str) -> Tile:
    return Tile(name=name, href="/styleguide", art=Picture(src=art, alt=""), text="Badge")


_TAGS = (
    Tag(tone="good", icon="check", word="It holds"),
    Tag(tone="wait", icon="hourglass", word="It waits"),
    Tag(tone="stop", icon="cross", word="It does not hold"),
    Tag(tone="calm", icon="info", word="Good to know"),
)
_NAMES = ("Team Leadership", "A name that is so long that it needs a second line")
_RUNGS = (
    Rung(name="Beginning", text="Works from task to task.", mark="passed"),
    Rung(name="Developing", text="Makes a plan.", mark="reached", note="reached"),
    Rung(name="Proficient", text="Follows the plan."),
)
_LEAF = Branch(
    title="Show the work",
    help="A plan, a product, a film.",
    tag=_TAGS[0],
    why="Two files were handed in; one is asked for.",
    levels=(),
    remarks=(),
    children=(),
)
_BRANCH = Branch(
    title="All of these",
    help="",
    tag=_TAGS[1],
    why="One of two is met.",
    levels=(),
    remarks=(),
    children=(
        _LEAF,
        Branch(
            title="Teacher assessment",
            help="",
            tag=_TAGS[1],
            why="A teacher has not looked yet.",
            levels=(Reached(name="Planning", level="Developing", text="Makes a plan."),),
            remarks=("An earlier rating is not counted.",),
            children=(),
        ),
    ),
)
