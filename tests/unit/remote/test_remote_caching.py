"""What is remembered, for how long, and how much of it."""

import threading
from collections.abc import Mapping

import pytest

from issuer.errors import UnavailableError
from issuer.remote import CacheLimits, CachingFetcher
from tests.simulator import Reply, SimulatedWeb

URL = "https://school.example/list"


class Clock:
    """Seconds that pass when the test says so."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        """Return the present second."""
        return self.now


def web_of(replies: Mapping[str, Reply]) -> SimulatedWeb:
    """Return a web in which this stands."""
    return SimulatedWeb(replies=dict(replies))


def get(fetcher: CachingFetcher, url: str = URL) -> bytes:
    """Fetch one document."""
    return fetcher.fetch(url, accept="*/*", max_bytes=10_000).data


@pytest.mark.parametrize(
    ("max_age", "seconds", "asked"),
    [
        (None, 59, 1),
        (None, 61, 2),
        (10, 9, 1),
        (10, 11, 2),
        (0, 0, 2),
        (86_400, 299, 1),
        (86_400, 301, 2),
    ],
)
def test_answer_is_kept_as_long_as_server_and_limit_allow(
    max_age: int | None, seconds: float, asked: int
) -> None:
    """A server may shorten the time, and may not lengthen it beyond five minutes."""
    clock, web = Clock(), web_of({URL: Reply(data=b"{}", max_age=max_age)})
    fetcher = CachingFetcher(web, CacheLimits(), clock)

    get(fetcher)
    clock.now = seconds
    get(fetcher)

    assert asked == len(web.asked)


@pytest.mark.parametrize(
    ("code", "seconds", "asked"),
    [("dns", 4, 1), ("dns", 6, 2), ("http_status", 4, 1), ("timeout", 0, 2), ("busy", 0, 2)],
)
def test_fault_is_kept_for_seconds_only(code: str, seconds: float, asked: int) -> None:
    """A host that is down is spared, and is asked again soon."""
    clock, web = Clock(), web_of({URL: Reply(fault=code)})
    fetcher = CachingFetcher(web, CacheLimits(), clock)
    codes = []

    for now in (0, seconds):
        clock.now = now
        with pytest.raises(UnavailableError) as caught:
            get(fetcher)
        codes.append(caught.value.code)

    assert ([code, code], asked) == (codes, len(web.asked))


def test_least_recently_used_answer_goes_first() -> None:
    """The number of entries is bounded."""
    urls = [f"https://school.example/{number}" for number in range(3)]
    web = web_of({url: Reply(data=b"{}") for url in urls})
    fetcher = CachingFetcher(web, CacheLimits(entries=2), Clock())

    for url in (urls[0], urls[1], urls[0], urls[2], urls[0], urls[1]):
        get(fetcher, url)

    assert [urls[0], urls[1], urls[2], urls[1]] == web.asked


def test_bytes_of_all_answers_are_bounded() -> None:
    """Two answers that do not fit together are not both kept; one that never fits is not kept."""
    big, small, huge = (f"https://school.example/{name}" for name in ("big", "small", "huge"))
    web = web_of(
        {big: Reply(data=b"x" * 6_000), small: Reply(data=b"x"), huge: Reply(data=b"x" * 9_000)}
    )
    fetcher = CachingFetcher(web, CacheLimits(max_bytes=8_000), Clock())

    for url in (small, big, small, huge, huge, small, big):
        get(fetcher, url)

    assert [small, big, small, huge, huge, big] == web.asked


def test_answer_for_one_type_is_not_given_for_another() -> None:
    """Content negotiation and the number of redirects are part of what was asked."""
    web = web_of({URL: Reply(data=b"{}")})
    fetcher = CachingFetcher(web, CacheLimits(), Clock())

    for accept, redirects in (("a/a", 0), ("b/b", 0), ("a/a", 2), ("a/a", 0)):
        fetcher.fetch(URL, accept=accept, max_bytes=10, redirects=redirects)

    assert 3 == len(web.asked)


def test_eight_threads_share_one_cache() -> None:
    """No update is lost: at the end the cache still keeps its bounds and answers rightly."""
    urls = [f"https://school.example/{number}" for number in range(20)]
    web = web_of({url: Reply(data=url.encode()) for url in urls})
    fetcher = CachingFetcher(web, CacheLimits(entries=7), Clock())
    wrong: list[str] = []

    def work(first: int) -> None:
        for step in range(500):
            url = urls[(first + step * 7) % len(urls)]
            if get(fetcher, url) != url.encode():
                wrong.append(url)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert [] == wrong
