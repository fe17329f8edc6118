"""Letters in words: a subject, a text and a page, each written for itself; Jinja's door.

The text is not made from the page, since it would read like one. Names are escaped in the page.
"""

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from issuer.letters import Letter, check_letter
from issuer.post.model import Worded
from issuer.post.subjects import ENGLISH, SUBJECTS, language_of
from issuer.post.weekly import children_of

_TEMPLATES = Environment(
    loader=PackageLoader("issuer.post"),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)
_LONGEST_SUBJECT = 120


def word(letter: Letter, base_url: str) -> Worded:
    """Put a letter into words; MalformedError as `check_letter`."""
    check_letter(letter, base_url)
    language = language_of(letter.words)
    given = {
        **letter.words,
        "lines": letter.lines,
        "children": children_of(letter, language),
        "language": language,
    }
    subject = SUBJECTS[language][letter.kind].format_map(letter.words)
    folder = "" if language == ENGLISH else f"{language}/"
    return Worded(
        id=letter.id,
        to=letter.to,
        at=letter.at,
        subject=subject[:_LONGEST_SUBJECT],
        text=_TEMPLATES.get_template(f"{folder}{letter.kind.value}.txt").render(given),
        html=_TEMPLATES.get_template(f"{folder}{letter.kind.value}.html").render(
            given, subject=subject
        ),
        unsubscribe=letter.words.get("unsubscribe"),
    )
