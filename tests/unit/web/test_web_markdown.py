"""Markdown becomes a short list of tags and nothing that runs, loads or deceives."""

from html.parser import HTMLParser

import pytest

from issuer.web.markdown import markdown, plain_lines


class Seen(HTMLParser):
    """Collects what a browser would make of some HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note one tag, its attributes and where it leads."""
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.addresses |= {value or "" for name, value in attrs if name in {"href", "src"}}


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**bold** and *soft*", "<p><strong>bold</strong> and <em>soft</em></p>\n"),
        ("- a\n  - b", "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>\n"),
        ("# Title", "<h4>Title</h4>\n"),
        (
            "[site](https://example.org/a)",
            '<p><a href="https://example.org/a" rel="nofollow noopener">site</a></p>\n',
        ),
    ],
    ids=["emphasis", "nested list", "heading below all of the page's", "https link"],
)
def test_ordinary_markdown_is_rendered(text: str, html: str) -> None:
    """Authors get lists, emphasis, headings and https links."""
    assert html == markdown(text)


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "![x](https://tracker.example/p.png)",
        "[x](javascript:alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "[x](http://plain.example)",
        "<a href='https://a.example' onclick='x()'>x</a>",
        "<style>body{display:none}</style>",
        "<svg onload=alert(1)>",
        "<iframe src=https://a.example></iframe>",
        '<p style="position:fixed">x</p>',
        "[x](https://a.example 'title\" onmouseover=alert(1)')",
    ],
)
def test_hostile_markdown_makes_no_tag_or_address_of_its_own(text: str) -> None:
    """What could run, load or style stays text or disappears."""
    seen = Seen()
    seen.feed(str(markdown(text)))

    assert seen.tags <= {"p", "a", "ul", "ol", "li", "strong", "em", "code", "h4"}
    assert seen.attributes <= {"href", "rel"}
    assert all(address.startswith("https://") for address in seen.addresses)


def test_link_to_plain_http_keeps_its_words_and_loses_its_address() -> None:
    """A reader still reads the words; only https becomes a link."""
    assert '<p><a rel="nofollow noopener">x</a></p>\n' == markdown("[x](http://plain.example)")


@pytest.mark.parametrize(
    ("text", "depth", "expected"),
    [
        ("A *b* **c**\nd\n\ne", 9, ("A b c d", "e")),
        ("- **One**: x\n  - two\n    - three", 9, ("• One: x", "• two", "• three")),
        ("- **One**: x\n  - two\n    - three", 2, ("• One: x", "• two")),
        ("x\n\n1. a\n2. b", 1, ("x", "• a", "• b")),
        ("[link](https://x.example) `code` <b>raw</b>", 9, ("link code <b>raw</b>",)),
        ("", 9, ()),
        ("- \n- ", 9, ()),
    ],
)
def test_plain_lines_have_the_words_alone(text: str, depth: int, expected: tuple[str, ...]) -> None:
    """Paper has no markup: words, one line per paragraph or item, details left out on request."""
    assert expected == plain_lines(text, depth=depth)
