"""Titles of pages, as tabs and search engines show them."""

#: About so many characters are shown.
_LONGEST = 65


def tab_title(name: str, place: str) -> str:
    """Name a thing and its place; where that is too long, the thing, cut where a word ends."""
    whole = f"{name} - {place}"
    if len(whole) <= _LONGEST:
        return whole
    if len(name) <= _LONGEST:
        return name
    return f"{name[: _LONGEST - 1].rsplit(' ', 1)[0]}…"
