"""The rules that a badge carries as Markdown, in the language of the reader.

What people wrote in it (the summary, titles, sentences to sign) stays as they wrote it. The signed
text is not touched: the badge has it in the language in which it was published.
"""

import re

from markupsafe import Markup

from issuer.web.languages import retold
from issuer.web.markdown import markdown

#: A bullet: its title in bold, what is asked, and who may waive it.
_BULLET = re.compile(r"( *- \*\*.*?\*\*)(: )?(.*?)(?: \((may be waived by an? .*)\))?")
_ESCAPED = re.compile(r"\\([\\`*_\[\]<>])")
_MARKUP = re.compile(r"([\\`*_\[\]<>])")


def rules(narrative: str) -> Markup:
    """Present the narrative of criteria."""
    return markdown(told_rules(narrative))


def told_rules(narrative: str) -> str:
    """Return the narrative of criteria as Markdown in the language in force."""
    return "\n".join(_line(line) for line in narrative.split("\n"))


def _line(line: str) -> str:
    bullet = _BULLET.fullmatch(line)
    if bullet is None:
        return retold(line)
    head, colon, asked, waived = bullet.groups()
    told = _MARKUP.sub(r"\\\1", retold(_ESCAPED.sub(r"\1", asked)))
    return f"{head}{colon or ''}{told}" + (f" ({retold(waived)})" if waived else "")
