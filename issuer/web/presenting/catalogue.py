"""Finding badges in a list: by words, by the competency they fit, by kind. No ranking, no guess."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from issuer.web.languages import gettext as _
from issuer.web.languages import ngettext

#: A longer search is no search.
MAX_WORDS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """One published badge in a list: newest version only.

    `fits` names the competencies of public frameworks that it fits.
    """

    name: str
    kind: str
    path: str
    art: str
    summary: str = ""
    fits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a reader looks for; empty members ask for nothing."""

    words: str = ""
    fits: str = ""
    kind: str = ""

    @property
    def is_empty(self) -> bool:
        """Tell whether everything fits."""
        return not (self.words or self.fits or self.kind)


#: What everything fits.
ANYTHING = Wish()


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One value that can be chosen."""

    value: str
    text: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Finder:
    """The form above a list of badges; `says` tells how many were found, if anything was asked."""

    action: str
    words: str
    fits: tuple[Choice, ...]
    kinds: tuple[Choice, ...]
    says: str


def wish_of(query: Mapping[str, str]) -> Wish:
    """Read a wish from the query of an address; what is too long is cut."""
    return Wish(
        words=query.get("q", "").strip()[:MAX_WORDS],
        fits=query.get("fits", "")[: MAX_WORDS * 3],
        kind=query.get("kind", "")[:MAX_WORDS],
    )


def matching(badges: Iterable[Offered], wish: Wish) -> tuple[Offered, ...]:
    """Return the badges that fit a wish, in their order."""
    return tuple(badge for badge in badges if _fits(badge, wish))


def finder(action: str, badges: Sequence[Offered], wish: Wish) -> Finder:
    """Return the form for all badges of a page, with what is chosen now."""
    fits = sorted({name for badge in badges for name in badge.fits}, key=str.casefold)
    kinds = sorted({badge.kind for badge in badges}, key=str.casefold)
    return Finder(
        action=action,
        words=wish.words,
        fits=_choices(_("Any competency"), fits, wish.fits),
        kinds=_choices(_("Any kind"), kinds, wish.kind),
        says="" if wish.is_empty else _says(len(matching(badges, wish))),
    )


def _fits(badge: Offered, wish: Wish) -> bool:
    text = " ".join((badge.name, badge.summary, badge.kind, *badge.fits)).casefold()
    return (
        all(word in text for word in wish.words.casefold().split())
        and wish.fits in ("", *badge.fits)
        and wish.kind in ("", badge.kind)
    )


def _choices(nothing: str, values: Iterable[str], chosen: str) -> tuple[Choice, ...]:
    return tuple(
        Choice(value=value, text=value or nothing, is_chosen=value == chosen)
        for value in ("", *values)
    )


def _says(count: int) -> str:
    if not count:
        return _("No badge fits. Try fewer words.")
    return ngettext("1 badge fits.", "{count} badges fit.", count)
