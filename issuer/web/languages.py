"""In which language a page speaks: messages, plurals and dates; not what people wrote themselves.

English is the language of the source, so every message is its own key. The catalogues are PO files
beside this module, read when first needed. The language is a context variable and not a matter of
the framework: presenting is tested without a request.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from functools import cache
from io import BytesIO
from pathlib import Path

from babel import Locale, dates, negotiate_locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

from issuer.web.phrasebook import Phrase, Phrasebook

ENGLISH = "en"
#: Code -> the language's own name, as a speaker looks for it.
LANGUAGES: Mapping[str, str] = {ENGLISH: "English", "es": "Español"}

_FOLDER = Path(__file__).parent / "translations"
_SPOKEN: ContextVar[str] = ContextVar("issuer_language", default=ENGLISH)


def spoken() -> str:
    """Return the code of the language in force."""
    return _SPOKEN.get()


def speak(language: str) -> None:
    """Speak a language from now on; each request says which, so nothing is left of the last."""
    _SPOKEN.set(language if language in LANGUAGES else ENGLISH)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak a language within a block; an unknown one is English."""
    token = _SPOKEN.set(language if language in LANGUAGES else ENGLISH)
    try:
        yield
    finally:
        _SPOKEN.reset(token)


def chosen_language(wish: str | None, accepted: str) -> str:
    """Return the language of a reader: the wish if we speak it, else what the browser accepts.

    `accepted` is the value of Accept-Language (RFC 9110 section 12.5.4).
    """
    if wish in LANGUAGES:
        return str(wish)
    return negotiate_locale(_by_weight(accepted), tuple(LANGUAGES), sep="-") or ENGLISH


def gettext(message: str, /, **values: object) -> str:
    """Return a message in the language in force, with `{names}` filled in."""
    # A catalogue keeps its own head under the empty message.
    translated = _catalogue(spoken()).gettext(message) if message else ""
    return translated.format(**values) if values else translated


def mark(message: str) -> str:
    """Return a message as it is: it is found here, and translated where it is used."""
    return message


def ngettext(one: str, many: str, count: int, /, **values: object) -> str:
    """Return the form of a message that fits a number; `{count}` is the number."""
    translated = _catalogue(spoken()).ngettext(one, many, count)
    return translated.format(count=count, **values)


def retold(sentence: str) -> str:
    """Return what a floor below said in English, in the language in force.

    What is not in the phrasebook stays as it is: words that people wrote, and sentences that a
    page has put into the language already.
    """
    if spoken() == ENGLISH:
        return sentence
    told = _phrasebook(spoken()).retell(sentence)
    return gettext(sentence) if told == sentence else told


def day(when: date) -> str:
    """Return a day in words, as in 3 November 2026; the day of a moment is its UTC day."""
    moment = when.astimezone(UTC).date() if isinstance(when, datetime) else when
    form = "d MMMM y" if spoken() == ENGLISH else "long"
    return dates.format_date(moment, format=form, locale=Locale.parse(spoken()))


def month(first: date) -> str:
    """Return a month in short words, as in Nov 2026."""
    return dates.format_skeleton("yMMM", first, locale=Locale.parse(spoken()))


@cache
def _phrasebook(language: str) -> Phrasebook:
    """Return the sentences of the floors below; `sentences.po` holds them and nothing else."""
    path = _FOLDER / language / "LC_MESSAGES" / "sentences.po"
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    form = Locale.parse(language).plural_form
    return Phrasebook(_phrases(catalogue), is_one=lambda count: form(count) == "one", day=day)


def _phrases(catalogue: Catalog) -> Iterator[Phrase]:
    for each in catalogue:
        if not each.id:
            continue
        match each.id, each.string:
            case (one, many), (told, told_many):
                yield Phrase(message=one, many=many, told=told, told_many=told_many)
            case message, told:
                yield Phrase(message=str(message), told=str(told))


@cache
def _catalogue(language: str) -> NullTranslations:
    path = _FOLDER / language / "LC_MESSAGES" / "messages.po"
    if language == ENGLISH or not path.exists():
        return NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return Translations(compiled)


def _by_weight(accepted: str) -> list[str]:
    """Return the ranges of Accept-Language, most wanted first; what is malformed counts last."""
    ranges = []
    for item in accepted.split(","):
        name, _, weight = item.partition(";q=")
        ranges.append((_weight(weight), name.strip()))
    return [name for weight, name in sorted(ranges, key=lambda each: -each[0]) if weight and name]


def _weight(text: str) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0
