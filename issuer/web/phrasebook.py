"""Sentences of the floors below in another language: found again by their pattern.

The floors below speak, store and sign English, and know no language (an evaluator's reasons are
part of a decision's digest, a finding's sentence of a signed receipt). A page recognises such a
sentence by the pattern that it was made from, and fills the translation with the same values.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property, lru_cache

#: How the floors below write a day.
_DAY = re.compile(r"[0-9]{1,2} [A-Z][a-z]{2,8} [0-9]{4}")
_PLACE = re.compile(r"\{(\w+)\}")
#: Values are phrases themselves, or hold some: a finding says what an error said.
_DEPTH = 4
#: A sentence of ours is shorter, unless a stranger's words are most of it.
_LONGEST = 2_000
_KEPT = 2_048
#: Places that hold a number: short patterns such as `{count} of {least}` fit nothing else.
_NUMBERS = frozenset({"count", "met", "n", "found", "counted", "approving"})
#: Places that hold a list: `a`, `a and b` or `a, b or c`.
_LISTS = frozenset({"wanted", "least", "kinds", "roles", "role", "badges", "proofs", "conditions"})
_ITEMS = re.compile(r", | and | or ")
_JOINTS = {" and ": "{some} and {last}", " or ": "{some} or {last}"}
_QUOTES = frozenset("“\"'")
_JOINING = " ,;"
_HEAD = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """One message: in English, in its plural where it has one, and in the language of the book."""

    message: str
    told: str
    many: str = ""
    told_many: str = ""


class Phrasebook:
    """All phrases of one language."""

    def __init__(
        self,
        phrases: Iterable[Phrase],
        *,
        is_one: Callable[[int], bool] = lambda count: count == 1,
        day: Callable[[date], str] = date.isoformat,
    ) -> None:
        """Keep the phrases; `is_one` tells which numbers take the singular, `day` writes a day."""
        self._phrases = tuple(phrases)
        self._is_one = is_one
        self._day = day
        self._found = lru_cache(maxsize=_KEPT)(self._look_up)

    def retell(self, sentence: str) -> str:
        """Return a sentence in the language of the book, or as it is if the book lacks it."""
        return self._found(sentence, 0) or sentence

    def _look_up(self, sentence: str, depth: int) -> str | None:
        """Find a sentence; where a floor writes a full stop and an edge takes it away, too."""
        if depth > _DEPTH or len(sentence) > _LONGEST:
            return None
        found = self._one(sentence, depth)
        if found is not None:
            return found
        if sentence.endswith("."):
            told = self._one(sentence.removesuffix("."), depth)
            return None if told is None else f"{told}."
        told = self._one(f"{sentence}.", depth)
        return None if told is None else told.removesuffix(".")

    def _one(self, sentence: str, depth: int) -> str | None:
        if sentence in self._known:
            return self._known[sentence]
        if _DAY.fullmatch(sentence) and (day := _day(sentence)) is not None:
            return self._day(day)
        for pattern in (*self._by_head.get(sentence[:_HEAD], ()), *self._by_head.get("", ())):
            values = pattern.values_in(sentence)
            if values is not None:
                return self._filled(pattern, values, depth)
        return self._after_a_name(sentence, depth)

    def _after_a_name(self, sentence: str, depth: int) -> str | None:
        """Retell what stands behind the name of a file, a row or a criterion."""
        name, colon, rest = sentence.partition(": ")
        told = self._found(rest, depth + 1) if colon else None
        return None if told is None else f"{name}: {told}"

    def _filled(self, pattern: "_Pattern", values: Mapping[str, str], depth: int) -> str:
        phrase, count = pattern.phrase, values.get("count", "")
        one = self._is_one(int(count)) if count.isdecimal() else not pattern.is_many
        shown = {
            name: value if name in pattern.quoted else self._value(name, value, depth + 1)
            for name, value in values.items()
        }
        told = phrase.told if one or not phrase.many else phrase.told_many
        return _PLACE.sub(lambda place: shown.get(place[1], place[0]), told)

    def _value(self, name: str, value: str, depth: int) -> str:
        """Retell a value; one that was added to a sentence keeps what joins it."""
        bare = value.lstrip(_JOINING)
        told = self._found(bare, depth)
        if told is None and name in _LISTS:
            told = self._list(bare, depth)
        return value[: len(value) - len(bare)] + (bare if told is None else told)

    def _list(self, value: str, depth: int) -> str:
        items = [self._found(item, depth) or item for item in _ITEMS.split(value)]
        joint = next((_JOINTS[each] for each in _JOINTS if each in value), "")
        if len(items) == 1 or not joint:
            return ", ".join(items)
        pattern = self._joints.get(joint, joint)
        return pattern.format(some=", ".join(items[:-1]), last=items[-1])

    @cached_property
    def _joints(self) -> Mapping[str, str]:
        joints = frozenset(_JOINTS.values())
        return {each.message: each.told for each in self._phrases if each.message in joints}

    @cached_property
    def _known(self) -> Mapping[str, str]:
        """Return the phrases without values."""
        plain = (each for each in self._phrases if not _PLACE.search(each.message))
        return {each.message: each.told for each in plain}

    @cached_property
    def _by_head(self) -> Mapping[str, tuple["_Pattern", ...]]:
        """Return the patterns by their first letters, those with the most letters first."""
        made: dict[str, list[_Pattern]] = {}
        for phrase in sorted(self._phrases, key=lambda each: -len(_PLACE.sub("", each.message))):
            for message in (phrase.message, phrase.many):
                if _PLACE.search(message) and message not in _JOINTS.values():
                    head = message.partition("{")[0][:_HEAD]
                    key = head if len(head) == _HEAD else ""
                    made.setdefault(key, []).append(_pattern(phrase, message))
        return {head: tuple(patterns) for head, patterns in made.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pattern:
    """A message as the texts between its places, which are looked for from left to right.

    Not a regular expression: a stranger's words are in these sentences, and no text of theirs
    must make the search slow.
    """

    phrase: Phrase
    names: tuple[str, ...]
    texts: tuple[str, ...]
    quoted: frozenset[str]
    is_many: bool

    def values_in(self, sentence: str) -> Mapping[str, str] | None:
        """Return the values that make this message the sentence, or None."""
        first, *between, last = self.texts
        if not sentence.startswith(first) or not sentence.endswith(last):
            return None
        end = len(sentence) - len(last)
        at, values = len(first), []
        for text in between:
            found = sentence.find(text, at, end)
            if found < 0:
                return None
            values.append(sentence[at:found])
            at = found + len(text)
        if at > end:
            return None
        every = dict(zip(self.names, [*values, sentence[at:end]], strict=True))
        numbers = (value for name, value in every.items() if name in _NUMBERS)
        return every if all(number.isdecimal() for number in numbers) else None


def _day(text: str) -> date | None:
    try:
        return datetime.strptime(text, "%d %B %Y").replace(tzinfo=UTC).date()
    except ValueError:
        return None


def _pattern(phrase: Phrase, message: str) -> _Pattern:
    parts = _PLACE.split(message)
    texts, names = parts[::2], parts[1::2]
    return _Pattern(
        phrase=phrase,
        names=tuple(names),
        texts=tuple(texts),
        quoted=frozenset(
            name for name, before in zip(names, texts, strict=False) if before[-1:] in _QUOTES
        ),
        is_many=message == phrase.many,
    )
