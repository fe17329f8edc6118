"""Passwords that everybody tries first: the list and the estimate that zxcvbn ships, offline."""

import re

from zxcvbn import zxcvbn
from zxcvbn.frequency_lists import FREQUENCY_LISTS

_LISTED = frozenset(FREQUENCY_LISTS["passwords"])
#: zxcvbn reads no more than this; the rest of a longer password can only add.
_READ = 72
#: Fewer guesses than this are made in minutes, were the hashes ever stolen.
_GUESSES = 10**8
_MIN_WORD = 3


class ListedPasswords:
    """Knows the list of 30,000 common passwords, patterns, and words about the person."""

    def is_common(self, password: str, about: tuple[str, ...]) -> bool:
        """Tell whether it is listed, or easily guessed, also from words about the person."""
        folded = password.casefold()
        words = [word for text in about for word in re.split(r"\W+", text.casefold())]
        known = [word for word in (*words, *map(str.casefold, about)) if len(word) >= _MIN_WORD]
        if folded in _LISTED or folded in known:
            return True
        return bool(zxcvbn(password[:_READ], user_inputs=known)["guesses"] < _GUESSES)
