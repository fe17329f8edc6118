"""Markdown of badges and criteria as safe HTML: the one door to markdown-it and nh3.

Two walls: markdown-it makes no HTML of what the text contains as HTML, and nh3 then lets only a
short list of tags pass (reliability.md row 59). No pictures: they would tell who is reading.
"""

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

_TAGS = {"p", "br", "ul", "ol", "li", "strong", "em", "code", "pre", "blockquote", "h4", "a"}
_READER = MarkdownIt("commonmark", {"html": False}).disable(["image", "html_block", "html_inline"])

_LISTS = frozenset(
    f"{kind}_list_{end}" for kind in ("bullet", "ordered") for end in ("open", "close")
)
_BULLET = "\u2022 "


def markdown(text: str) -> Markup:
    """Render trusted or foreign Markdown; links only to https, marked as not ours."""
    tokens = _READER.parse(text)
    for token in tokens:
        # A page has one h1 and headings of its own: those of a text come below all of them.
        if token.type in {"heading_open", "heading_close"}:
            token.tag = "h4"
    html = _READER.renderer.render(tokens, _READER.options, {})
    clean = nh3.clean(
        html,
        tags=_TAGS,
        attributes={"*": set(), "a": {"href"}},
        url_schemes={"https"},
        link_rel="nofollow noopener",
    )
    return Markup(clean)  # noqa: S704 - what nh3 has cleaned is the meaning of this function


def plain_lines(text: str, *, depth: int = 9) -> tuple[str, ...]:
    """Return the words of a text without any markup, one line per paragraph or list item.

    Items of lists inside of `depth` lists are left out.
    """
    lines = []
    inside = 0
    for token in _READER.parse(text):
        inside += token.nesting if token.type in _LISTS else 0
        if token.type == "inline" and inside <= depth:
            words = "".join(_words(each) for each in token.children or ())
            lines.append(f"{_BULLET if inside else ''}{' '.join(words.split())}")
    return tuple(line for line in lines if line.strip(_BULLET))


def _words(token: Token) -> str:
    return " " if token.type in {"softbreak", "hardbreak"} else token.content
