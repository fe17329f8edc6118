"""Nothing reaches a server inside, however the way to it is dressed up: T46, T48, T49.

A canary listens on the own host and counts. The guard has the real policy; a public address of the
test stands for a real server of strangers, which may redirect.
"""

import itertools
import socket
import ssl
from collections.abc import Iterator, Sequence

import pytest

from issuer.errors import UnavailableError
from issuer.remote import GuardedFetcher, Limits, Network, client_context
from issuer.remote.names import resolve_system
from tests.remote.servers import LOOPBACK, Authority, Seen, reply, serving

PUBLIC = "93.184.216.34"
FRONT = "front.example"
INSIDE = "inside.example"
LITERALS = [
    "127.0.0.1", "127.1", "127.0.1", "0", "0.0.0", "0x7f.1", "0x7f000001", "2130706433",
    "017700000001", "0177.0.0.1", "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]",
    "[0:0:0:0:0:0:0:1]", "[64:ff9b::7f00:1]", "①②⑦.⓪.⓪.①", "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ", "127。0。0。1",
    "localhost", "LOCALHOST", "localhost.", "a.localhost", "ip6-localhost", "127.0.0.1.",
    "front.example@127.0.0.1", "127.0.0.1#front.example", "127.0.0.1\\.front.example",
    "127.0.0.1%2f.front.example", "user:password@localhost", "%31%32%37.0.0.1", "127.0.0.1%00",
]  # fmt: skip


@pytest.fixture
def canary(authority: Authority) -> Iterator[Seen]:
    """Return a server inside, with a certificate for every name that leads to it here."""
    context = authority.context(INSIDE, "localhost", LOOPBACK)
    with serving(reply(b'{"secret": true}'), context) as server:
        yield server


def network_of(
    tls: ssl.SSLContext, front: Seen | None, addresses: dict[str, Sequence[str]]
) -> Network:
    """Return a network in which the public address leads to `front` and all others to themselves.

    Names that are not given are looked up by the system, as they would be in earnest.
    """

    def connect(address: str, port: int, seconds: float) -> socket.socket:
        if address == PUBLIC:
            if front is None:
                raise ConnectionRefusedError
            return socket.create_connection((LOOPBACK, front.port), timeout=seconds)
        return socket.create_connection((address, port), timeout=seconds)

    def resolve(host: str) -> Sequence[str]:
        return addresses[host] if host in addresses else resolve_system(host)

    return Network(resolve=resolve, connect=connect, tls=tls)


def code_of(fetcher: GuardedFetcher, url: str) -> str:
    """Return the code with which fetching fails."""
    with pytest.raises(UnavailableError) as caught:
        fetcher.fetch(url, accept="*/*", max_bytes=1_000)
    return caught.value.code


def limits_with(canary: Seen) -> Limits:
    """Allow the canary's port, so that the port is not what stops a fetch."""
    return Limits(seconds=5.0, ports=frozenset({443, canary.port}))


def test_canary_counts_whoever_comes(canary: Seen, authority: Authority) -> None:
    """The same fetch without the policy does reach it: so the other tests can fail."""
    network = Network(
        resolve=lambda _: [LOOPBACK],
        may_contact=lambda _: True,
        tls=client_context(str(authority.file)),
    )
    fetcher = GuardedFetcher(limits_with(canary), network)

    answer = fetcher.fetch(f"https://{INSIDE}:{canary.port}/", accept="*/*", max_bytes=1_000)

    assert (b'{"secret": true}', 1) == (answer.data, canary.connections)


@pytest.mark.parametrize("literal", LITERALS)
def test_T46_address_in_any_dress_is_not_reached(  # noqa: N802 # row id
    literal: str, canary: Seen, authority: Authority
) -> None:
    """The system's resolver would read many of these as the own host."""
    tls = client_context(str(authority.file))
    fetcher = GuardedFetcher(limits_with(canary), network_of(tls, None, {}))

    codes = {
        code_of(fetcher, f"{scheme}://{literal}:{canary.port}/") for scheme in ("https", "http")
    }

    assert ({"url"}, 0) == (codes, canary.connections)


@pytest.mark.parametrize(
    "addresses",
    [
        [LOOPBACK],
        [PUBLIC, LOOPBACK],
        [LOOPBACK, PUBLIC],
        ["::1"],
        ["::ffff:127.0.0.1"],
        ["0.0.0.0"],  # noqa: S104 # an answer of a resolver, not bound
        ["::"],
        ["64:ff9b::7f00:1"],
    ],
)
def test_T48_name_that_leads_inside_is_not_followed(  # noqa: N802 # row id
    addresses: list[str], canary: Seen, authority: Authority
) -> None:
    """Every address of the name is looked at before any is dialled."""
    network = network_of(client_context(str(authority.file)), None, {INSIDE: addresses})
    fetcher = GuardedFetcher(limits_with(canary), network)

    code = code_of(fetcher, f"https://{INSIDE}:{canary.port}/")

    assert ("address", 0) == (code, canary.connections)


def test_T48_rebinding_name_never_reaches_the_canary(  # noqa: N802 # row id
    canary: Seen, authority: Authority
) -> None:
    """A thousand tries with answers that change between any two lookups."""
    answers = itertools.cycle([[PUBLIC], [LOOPBACK], [PUBLIC, LOOPBACK]])
    network = network_of(client_context(str(authority.file)), None, {})
    rebinding = Network(resolve=lambda _: next(answers), connect=network.connect, tls=network.tls)
    fetcher = GuardedFetcher(limits_with(canary), rebinding)

    codes = [code_of(fetcher, f"https://{INSIDE}:{canary.port}/") for _ in range(1_000)]

    assert ({"connection", "address"}, 0) == (set(codes), canary.connections)


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ("https://127.0.0.1:{port}/", "redirect"),
        ("http://127.0.0.1:{port}/", "redirect"),
        ("http://localhost:{port}/", "redirect"),
        ("https://localhost:{port}/", "redirect"),
        ("https://inside.example:{port}/", "address"),
        ("//inside.example:{port}/", "address"),
        ("https://2130706433:{port}/", "redirect"),
        ("https://front.example@127.0.0.1:{port}/", "redirect"),
        ("https://[::1]:{port}/", "redirect"),
        ("https://[::1", "redirect"),
        ("\\\\127.0.0.1:{port}\\", "redirect"),
        ("https:127.0.0.1:{port}", "redirect"),
        ("https://169.254.169.254/latest/meta-data/", "redirect"),
        ("https://metadata.example/latest/meta-data/", "address"),
        ("http://front.example/", "redirect"),
        ("https://front.example:22/", "redirect"),
        ("file:///etc/passwd", "redirect"),
        ("gopher://front.example/", "redirect"),
        ("https://front.example/again", "redirect"),
        ("/again", "redirect"),
        ("", "redirect"),
        ("https://front.example/\xe4", "redirect"),
    ],
)
def test_T49_redirect_is_read_as_strictly_as_the_first_address(  # noqa: N802 # row id
    location: str, expected: str, canary: Seen, authority: Authority
) -> None:
    """To the inside, to http, to another port, or on and on: refused, and the canary is silent."""
    to = f"Location: {location.format(port=canary.port)}"
    with serving(reply(b"", to, status="302 Found"), authority.context(FRONT)) as front:
        names: dict[str, Sequence[str]] = {
            FRONT: [PUBLIC],
            INSIDE: [LOOPBACK],
            "metadata.example": ["169.254.169.254"],
        }
        network = network_of(client_context(str(authority.file)), front, names)
        limits = Limits(seconds=5.0, ports=frozenset({443, canary.port}), allow_loopback_http=True)
        code = code_of(GuardedFetcher(limits, network), f"https://{FRONT}/")

    assert (expected, 0) == (code, canary.connections)


@pytest.mark.parametrize(("hops", "reached"), [(1, True), (2, True), (3, False)])
def test_T49_third_redirect_is_refused(  # noqa: N802 # row id
    hops: int, reached: bool, authority: Authority
) -> None:
    """Two redirects are followed, however honest the third would be."""

    def script(connection: socket.socket, head: bytes) -> None:
        at = int(head.split(b" ")[1].removeprefix(b"/"))
        if at == hops:
            reply(b"{}")(connection, head)
        else:
            reply(b"", f"Location: /{at + 1}", status="302 Found")(connection, head)

    with serving(script, authority.context(FRONT)) as front:
        network = network_of(client_context(str(authority.file)), front, {FRONT: [PUBLIC]})
        fetcher = GuardedFetcher(Limits(seconds=5.0), network)
        try:
            found = fetcher.fetch(f"https://{FRONT}/0", accept="*/*", max_bytes=10).data == b"{}"
        except UnavailableError as error:
            found = error.code != "redirect"

    assert (reached, min(hops, 2) + 1) == (found, front.connections)
