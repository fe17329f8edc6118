"""What is worked out once per badge and minute: parsed credentials and presented pages.

Nothing here decides what may be seen. Every request reads record, marks and consents anew, and all
that they say is part of the key: a withdrawn consent or a revocation is another key at once. What
is kept holds no cookie, no reader and no session; templates are filled for each reader.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import fields
from functools import lru_cache
from threading import Lock
from typing import Generic, TypeVar

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


@lru_cache(maxsize=_MOST)
def credential_of(data: bytes) -> AchievementCredential:
    """Return signed bytes as a value; the value is frozen, so all readers may share it."""
    return AchievementCredential.from_dict(read_document(data))
