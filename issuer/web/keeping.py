"""What is worked out once per badge and minute: parsed credentials, presented pages, answers.

Nothing here decides what may be seen. Every request reads record, marks and consents anew, and all
that they say is part of the key: a withdrawn consent or a revocation is another key at once. What
is kept holds no cookie, no reader and no session: a page of a badge is the same for everybody.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, fields
from functools import lru_cache
from threading import Lock
from typing import Generic, TypeVar

from flask import Response

from issuer import issuance
from issuer.badges import AchievementCredential
from issuer.documents import read_document
from issuer.web.copying import copied_on
from issuer.web.languages import spoken
from issuer.web.presenting.badge import BadgePage, Exhibit, badge_page

T = TypeVar("T")
_MOST = 512


class Kept(Generic[T]):
    """The newest values by key, for all threads; two may make the same one, which is no harm."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._values: OrderedDict[Hashable, T] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what is kept under this key, or make and keep it."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        value = make()
        with self._lock:
            self._values[key] = value
            while len(self._values) > self._most:
                self._values.popitem(last=False)
        return value

    def peek(self, key: Hashable) -> T | None:
        """Return what is kept under this key, if anything."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
            return self._values.get(key)


_PAGES: Kept[BadgePage] = Kept()


def presented(exhibit: Exhibit) -> BadgePage:
    """Return the page of an exhibit: `badge_page`, at most once a minute for the same facts."""
    if not exhibit.digest:
        return badge_page(exhibit)
    return _PAGES.get(key_of(exhibit), lambda: badge_page(exhibit))


def key_of(exhibit: Exhibit) -> Hashable:
    """Return everything that a page depends on; a member that is added later is in it by itself."""
    members = {field.name: getattr(exhibit, field.name) for field in fields(exhibit)}
    del members["credential"]  # `digest` stands for its bytes
    members["checked_at"] = exhibit.checked_at.replace(second=0, microsecond=0)
    return (spoken(), copied_on(), *sorted(members.items()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """An answer as it went out: its bytes and its headers."""

    data: bytes
    headers: tuple[tuple[str, str], ...]

    def again(self) -> Response:
        """Return it once more, for another reader."""
        return Response(self.data, headers=list(self.headers))


_ANSWERS: Kept[Answered] = Kept()


def answered(public_id: str, draw: Callable[[], Response], services: issuance.Services) -> Response:
    """Return the page of a badge as it was drawn before, if all that it rests on is the same.

    A page that changed while it was drawn is not kept: whose it is then, nobody can say.
    """
    found = issuance.page_state(public_id, services)
    if found is None:
        return draw()
    key = (public_id, spoken(), copied_on(), found.at(services.clock()))
    kept = _ANSWERS.peek(key)
    if kept is not None:
        return kept.again()
    drawn = draw()
    if issuance.page_state(public_id, services) == found:
        made = Answered(data=drawn.get_data(), headers=tuple(drawn.headers.items()))
        _ANSWERS.get(key, lambda: made)
    return drawn


@lru_cache(maxsize=_MOST)
def credential_of(data: bytes) -> AchievementCredential:
    """Return signed bytes as a value; the value is frozen, so all readers may share it."""
    return AchievementCredential.from_dict(read_document(data))
