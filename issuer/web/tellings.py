"""The languages in which receipts are printed: those of the pages, by the same catalogues."""

from functools import partial

from issuer.verification import Telling
from issuer.web.languages import LANGUAGES, retold, speaking, spoken


def tellings() -> tuple[Telling, ...]:
    """Return every language, for a verifier that recognises its own sheets."""
    return tuple(_telling(language) for language in LANGUAGES)


def spoken_telling() -> Telling:
    """Return the language in force."""
    return _telling(spoken())


def _telling(language: str) -> Telling:
    return Telling(language=language, tell=partial(_told, language))


def _told(language: str, sentence: str) -> str:
    with speaking(language):
        return retold(sentence)
