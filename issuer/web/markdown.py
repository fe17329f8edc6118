"""Markdown of badges and criteria as safe HTML: the one door to markdown-it and nh3.

Two walls: markdown-it makes no HTML of what the text contains as HTML, and nh3 then lets only a
short list of tags pass (reliability.md row 59). No pictures: they would tell who is reading.
"""

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

_TAGS = {"p", "br", "ul", "ol", "li", "strong", "em", "code", "pre", "blockquote", "h4", "a"}
_READER = MarkdownIt("commonmark", {"html": False}).disable(["image", "html_block", "html_inline"])


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
