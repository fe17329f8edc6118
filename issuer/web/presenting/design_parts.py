"""What all pages for authors share: their frame, drawn pictures, remarks of the lint."""

from collections.abc import Mapping
from dataclasses import dataclass

from issuer import images
from issuer.assessment.model import Definition, DefinitionState
from issuer.assessment.rows import LintMessage
from issuer.criteria import Criteria
from issuer.web.languages import gettext as _
from issuer.web.languages import retold
from issuer.web.pictures import inside
from issuer.web.presenting.frame import Frame, Link, Picture, Visitor
from issuer.web.presenting.progress import Tag
from issuer.web.presenting.signing_in import Fault

_HIDDEN = "noindex, nofollow"


NO_FAULT = Fault(field="", sentence="")


OPEN = frozenset({DefinitionState.DRAFT, DefinitionState.IN_REVIEW})


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One finding of lint; `href` leads to what it is about."""

    tag: Tag
    code: str
    sentence: str
    about: str
    href: str


def design_frame(title: str, visitor: Visitor, *, at: str = "") -> Frame:
    """Return the frame of a page for authors."""
    above = () if at == "list" else (Link(text=_("Design badges"), href="/design"),)
    return Frame(
        title=f"{title} - Issuer",
        description=_("For those who write badges."),
        section="design",
        robots=_HIDDEN,
        visitor=visitor,
        trail=(Link(text=_("My start page"), href="/home"), *above, Link(text=title, href="")),
    )


def drawn(slug: str, title: str, art: Mapping[str, str]) -> Picture:
    """Draw the picture that an address gets, with what was chosen of it."""
    seed = images.art_from_seed(slug, title=title)
    svg = images.draw_badge(
        images.BadgeArt(
            title=seed.title,
            shape=art.get("shape") or seed.shape,
            pattern=art.get("pattern") or seed.pattern,
            symbol=art.get("symbol") or seed.symbol,
            colour=art.get("colour") or seed.colour,
        )
    )
    return Picture(src=inside(svg), alt="")


def remark_of(message: LintMessage, definition: Definition, document: Criteria) -> Remark:
    """Present one finding of the lint, with the part of the badge that it is about."""
    ids = message.path.split(" > ") if message.path else []
    node = document.node(ids[-1]) if ids else None
    is_error = message.code.startswith("E")
    return Remark(
        tag=Tag(tone="stop", icon="cross", word=_("Stops publishing"))
        if is_error
        else Tag(tone="wait", icon="question", word=_("Think about it")),
        code=message.code,
        sentence=remark_sentence(message.sentence),
        about=node.label if node else "",
        href=f"/design/{definition.id}#node-{node.id}" if node else "",
    )


def remark_sentence(remark: str) -> str:
    """Return a finding as a sentence in the language that is spoken."""
    told = retold(remark)
    return f"{told[:1].upper()}{told[1:]}."
