"""The guard before the first packet: names, addresses, deadline. No socket is opened here."""

import itertools
import socket
import threading
import time
from collections.abc import Callable, Sequence

import pytest

from issuer.errors import UnavailableError
from issuer.remote import Deadline, GuardedFetcher, Limits, Network

PUBLIC = "93.184.216.34"
URL = "https://school.example/did.json"


class Dialled:
    """Notes the addresses that were dialled; none of them answers."""

    def __init__(self) -> None:
        self.addresses: list[str] = []

    def connect(self, address: str, _port: int, _seconds: float) -> socket.socket:
        """Note the address."""
        self.addresses.append(address)
        raise ConnectionRefusedError


def code_of(
    resolve: Callable[[str], Sequence[str]],
    dialled: Dialled,
    *,
    url: str = URL,
    limits: Limits | None = None,
) -> str:
    """Return the code with which a fetch fails."""
    fetcher = GuardedFetcher(limits, Network(resolve=resolve, connect=dialled.connect))
    return failure_of(fetcher, url)


def failure_of(fetcher: GuardedFetcher, url: str = URL) -> str:
    """Return the code with which a fetch fails."""
    with pytest.raises(UnavailableError) as caught:
        fetcher.fetch(url, accept="application/json", max_bytes=1_000)
    return caught.value.code


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        ["::1"],
        ["169.254.169.254"],
        ["64:ff9b::7f00:1"],
        ["fe80::1%eth0"],
        ["2002:7f00:1::"],
        [PUBLIC, "127.0.0.1"],
        ["127.0.0.1", PUBLIC],
        [PUBLIC, "2606:4700::1111", "::ffff:10.0.0.1"],
        ["127.1"],
        ["not an address"],
    ],
)
def test_T48_one_bad_address_refuses_all_before_anything_is_dialled(  # noqa: N802 # row id
    addresses: list[str],
) -> None:
    """A mixed answer is an attack on whoever takes the first address that works."""
    dialled = Dialled()

    assert ("address", []) == (code_of(lambda _: addresses, dialled), dialled.addresses)


def test_T48_name_that_changes_its_address_never_leads_inside() -> None:  # noqa: N802 # row id
    """A thousand fetches of a rebinding name: each resolves once and dials what it checked."""
    answers = itertools.cycle([[PUBLIC], ["127.0.0.1"]])
    dialled = Dialled()

    network = Network(resolve=lambda _: next(answers), connect=dialled.connect)
    fetcher = GuardedFetcher(network=network)

    codes = [failure_of(fetcher) for _ in range(1_000)]

    assert ({"connection", "address"}, {PUBLIC}) == (set(codes), set(dialled.addresses))
    assert (500, 500) == (codes.count("address"), len(dialled.addresses))


def test_each_hop_resolves_its_name_once() -> None:
    """There is no second lookup that could answer otherwise."""
    looked_up: list[str] = []

    def resolve(host: str) -> Sequence[str]:
        looked_up.append(host)
        return [PUBLIC]

    code_of(resolve, Dialled())

    assert ["school.example"] == looked_up


def test_every_checked_address_gets_its_chance_up_to_four() -> None:
    """A dead first address does not make a host unreachable; a hundred do not keep us busy."""
    dialled = Dialled()

    code = code_of(lambda _: [f"93.184.216.{last}" for last in range(1, 101)], dialled)

    assert ("connection", 4) == (code, len(dialled.addresses))


def test_name_without_an_address_is_told_from_a_refused_one() -> None:
    """A typing error in a host name has a code of its own."""

    def resolve(_host: str) -> Sequence[str]:
        raise socket.gaierror

    assert "dns" == code_of(resolve, Dialled())


def test_empty_answer_of_the_resolver_is_no_permission() -> None:
    """Nothing to check is not the same as nothing wrong."""
    dialled = Dialled()

    assert ("dns", []) == (code_of(lambda _: [], dialled), dialled.addresses)


def test_slow_name_server_meets_the_deadline() -> None:
    """A lookup cannot be interrupted, so it is left behind."""
    release = threading.Event()

    def resolve(_host: str) -> Sequence[str]:
        release.wait(30)
        return [PUBLIC]

    code = code_of(resolve, Dialled(), limits=Limits(seconds=0.1))
    release.set()

    assert "timeout" == code


def test_stuck_name_server_holds_sixteen_threads_and_no_more() -> None:
    """A lookup that is left behind keeps its thread; the next ones wait their time."""
    gate, inside = threading.Event(), threading.Semaphore(0)

    def resolve(_host: str) -> Sequence[str]:
        inside.release()
        gate.wait(30)
        return []

    fetcher = GuardedFetcher(network=Network(resolve=resolve))
    codes = [
        ask(fetcher, f"host{number}.example", Deadline(0.1, time.monotonic)) for number in range(17)
    ]
    begun = sum(inside.acquire(timeout=0) for _ in codes)
    gate.set()

    assert (["timeout"] * 17, 16) == (codes, begun)


def test_localhost_in_development_must_be_this_host() -> None:
    """A resolver that sends localhost elsewhere gets nothing."""
    dialled = Dialled()
    limits = Limits(allow_loopback_http=True)

    code = code_of(lambda _: [PUBLIC], dialled, url="http://localhost:8000/", limits=limits)

    assert ("address", []) == (code, dialled.addresses)


def ask(fetcher: GuardedFetcher, host: str, deadline: Deadline) -> str:
    """Return the code with which a fetch from this host fails."""
    with pytest.raises(UnavailableError) as caught:
        fetcher.fetch(f"https://{host}/", accept="*/*", max_bytes=10, deadline=deadline)
    return caught.value.code


def test_seventh_fetch_of_one_host_waits_and_then_gives_up() -> None:
    """Six at a time for one host; another host is not kept waiting."""
    gate, inside = threading.Event(), threading.Semaphore(0)

    def resolve(host: str) -> Sequence[str]:
        if host == "slow.example":
            inside.release()
            gate.wait(30)
        return []

    fetcher = GuardedFetcher(Limits(seconds=20), Network(resolve=resolve))
    six = [
        threading.Thread(target=ask, args=(fetcher, "slow.example", fetcher.deadline()))
        for _ in range(6)
    ]
    for thread in six:
        thread.start()
    arrived = [inside.acquire(timeout=10) for _ in six]
    seventh = ask(fetcher, "slow.example", Deadline(0.2, time.monotonic))
    other = ask(fetcher, "quick.example", fetcher.deadline())
    gate.set()
    for thread in six:
        thread.join(10)

    assert ([True] * 6, "busy", "dns") == (arrived, seventh, other)
