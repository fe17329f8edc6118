"""What the sources say to people, read out of them: to be compared with the catalogues.

`python -m tests.catalogues` prints what the Spanish catalogues lack, ready to be translated.
"""

import sys
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po

from tests.floor_sentences import ROOT, Message, floor_sentences

CATALOGUES = ROOT / "issuer" / "web" / "translations"
_KEYWORDS: Mapping[str, None] = dict.fromkeys(("_", "gettext", "mark", "rich"))


@cache
def page_messages() -> Mapping[Message, set[str]]:
    """Return what pages say by themselves, each with the files that say it."""
    found: dict[Message, set[str]] = defaultdict(set)
    web = ROOT / "issuer" / "web"
    for path in sorted(web.rglob("*.py")):
        _extract("python", path, found)
    for path in sorted((web / "templates").glob("*.html")):
        _extract("jinja2.ext:babel_extract", path, found)
    return found


def _extract(method: str, path: Path, found: dict[Message, set[str]]) -> None:
    keywords = {**_KEYWORDS, "ngettext": (1, 2)}
    options = {"trimmed": "false"}
    with path.open("rb") as file:
        for _line, message, _comments, _context in extract(method, file, keywords, (), options):
            key: Message = message if isinstance(message, str) else (message[0], message[1])
            found[key].add(str(path.relative_to(ROOT)))


def catalogue(language: str, name: str) -> Catalog:
    """Return one catalogue of a language."""
    with (CATALOGUES / language / "LC_MESSAGES" / name).open("rb") as file:
        return read_po(file, locale=language)


def messages_in(book: Catalog) -> set[Message]:
    """Return the messages of a catalogue."""
    return {
        each.id if isinstance(each.id, str) else (each.id[0], each.id[1])
        for each in book
        if each.id
    }


def main() -> None:
    """Print what the Spanish catalogues lack."""
    for name, said in (("messages.po", page_messages()), ("sentences.po", floor_sentences())):
        there = messages_in(catalogue("es", name))
        lacking = [each for each in said if each not in there]
        sys.stdout.write(f"# {name} lacks {len(lacking)}\n")
        for each in lacking:
            sys.stdout.write(f"{each!r}  # {', '.join(sorted(said[each]))}\n")
        for each in sorted(map(str, there - set(said))):
            sys.stdout.write(f"# not said any more: {each}\n")


if __name__ == "__main__":
    main()
