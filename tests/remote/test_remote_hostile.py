"""Servers that drip, flood and lie: threat rows T50 and T51, against real sockets."""

import gzip
import socket
import time
from http import HTTPStatus

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from issuer.errors import UnavailableError
from issuer.remote import Fetched, GuardedFetcher, Limits, Network, client_context, is_loopback
from issuer.remote.names import resolve_system
from tests.remote.servers import LOOPBACK, Authority, Script, endless, raw, reply, serving

SECONDS = 1.0
MIB = 1024 * 1024
OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n\r\n"


def fetch(script: Script, *, seconds: float = SECONDS, max_bytes: int = 8 * MIB) -> Fetched:
    """Fetch from a server that runs this script, over plain http as in development."""
    with serving(script) as server:
        fetcher = GuardedFetcher(
            Limits(seconds=seconds, allow_loopback_http=True),
            Network(resolve=lambda _: [LOOPBACK]),
        )
        return fetcher.fetch(
            f"http://localhost:{server.port}/", accept="application/json", max_bytes=max_bytes
        )


def code_of(script: Script, **options: float) -> str:
    """Return the code with which fetching fails."""
    with pytest.raises(UnavailableError) as caught:
        fetch(script, seconds=options.get("seconds", SECONDS))
    return caught.value.code


@pytest.mark.parametrize(
    "script",
    [
        endless(b"", b"H", 0.1),
        endless(OK, b"X", 0.1),
        endless(OK + b"Content-Length: 100\r\n\r\n", b"x", 0.1),
        endless(OK + b"\r\n", b"x", 0.1),
        endless(OK + CHUNKED, b"1\r\nx\r\n", 0.1),
        endless(OK + CHUNKED, b"1", 0.1),
        endless(OK + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"X: y\r\n", 0.1),
        endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n", 0.1),
    ],
    ids=["status", "header", "body", "unmeasured", "chunks", "chunk size", "trailer", "continue"],
)
def test_T50_server_that_drips_meets_the_one_deadline(script: Script) -> None:  # noqa: N802
    """Each byte comes in good time; all together they do not."""
    began = time.monotonic()

    code = code_of(script)

    assert ("timeout", True) == (code, time.monotonic() - began < SECONDS + 0.8)


def test_T50_server_that_never_speaks_tls_meets_the_deadline() -> None:  # noqa: N802 # row id
    """The handshake is part of the time."""
    # The beginning of a handshake record of 16 kB, which then never ends.
    with serving(endless(b"\x16\x03\x03\x3f\xff", b"\x02", 0.1), speaks_first=True) as server:
        fetcher = GuardedFetcher(
            Limits(seconds=SECONDS, ports=frozenset({server.port})),
            Network(resolve=lambda _: [LOOPBACK], may_contact=lambda _: True),
        )
        began = time.monotonic()
        with pytest.raises(UnavailableError) as caught:
            fetcher.fetch(f"https://school.example:{server.port}/", accept="*/*", max_bytes=10)

    assert ("timeout", True) == (caught.value.code, time.monotonic() - began < SECONDS + 0.8)


def test_T50_drip_over_tls_meets_the_deadline(authority: Authority) -> None:  # noqa: N802 # row id
    """The same inside an encrypted connection."""
    script = endless(OK + b"Content-Length: 100\r\n\r\n", b"x", 0.1)
    with serving(script, authority.context("school.example")) as server:
        fetcher = GuardedFetcher(
            Limits(seconds=SECONDS, ports=frozenset({server.port})),
            Network(
                resolve=lambda _: [LOOPBACK],
                may_contact=lambda address: address == LOOPBACK,
                tls=client_context(str(authority.file)),
            ),
        )
        began = time.monotonic()
        with pytest.raises(UnavailableError) as caught:
            fetcher.fetch(f"https://school.example:{server.port}/", accept="*/*", max_bytes=1_000)

    assert ("timeout", True) == (caught.value.code, time.monotonic() - began < SECONDS + 0.8)


@pytest.mark.parametrize(
    "script",
    [
        endless(OK + b"\r\n", b"x" * 65_536),
        endless(OK + CHUNKED, b"10000\r\n" + b"x" * 65_536 + b"\r\n"),
        endless(OK + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"X: y\r\n" * 1_000),
        endless(OK + b"X: ", b"x" * 65_536),
        endless(OK + b"X: y\r\n", b" folded" * 1_000),
        endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 1_000),
        raw(OK + b"X: " + b"x" * MIB + b"\r\n\r\n{}"),
        raw(OK + b"X: " + b"x" * 40_000 + b"\r\nY: " + b"x" * 40_000 + b"\r\n\r\n{}"),
        raw(OK + b"Content-Length: 1048577\r\n\r\n"),
        raw(OK + b"Content-Length: 99999999999999999999999999\r\n\r\n"),
        reply(b"x" * (MIB + 1)),
        raw(OK + b"\r\n" + b"x" * (MIB + 1)),
        raw(OK + CHUNKED + b"100001\r\n" + b"x" * (MIB + 1) + b"\r\n0\r\n\r\n"),
    ],
    ids=[
        "body", "chunks", "trailer", "header line", "folded line",
        "continue", "long header", "two headers", "announced", "announced much", "one too many",
        "one too many unmeasured", "one too many in chunks",
    ],
)  # fmt: skip
def test_T50_answer_without_end_stops_at_the_cap(script: Script) -> None:  # noqa: N802 # row id
    """One mebibyte of body and 64 kB of headers, whatever the caller would take."""
    assert "size" == code_of(script, seconds=8.0)


@pytest.mark.parametrize(
    "script",
    [
        raw(OK + b"X: y\r\n" * 170_000 + b"\r\n{}"),
        endless(OK + CHUNKED, b"1" * 65_536),
        endless(OK + b"Transfer-Encoding: chunked\r\n\r\n1;", b"x" * 65_536),
    ],
    ids=["headers", "chunk size", "chunk extension"],
)
def test_T50_framing_without_end_is_refused(script: Script) -> None:  # noqa: N802 # row id
    """Stopped by the allowance, or before it by the HTTP library's own limits."""
    assert code_of(script, seconds=8.0) in {"size", "connection"}


@pytest.mark.parametrize(
    "header",
    [
        "Content-Encoding: gzip",
        "Content-Encoding: GZIP",
        "Content-Encoding: br",
        "Content-Encoding: deflate, gzip",
        "Content-Encoding: identity, gzip",
        "Content-Encoding: unknown",
    ],
)
def test_T51_compressed_answer_is_refused(header: str) -> None:  # noqa: N802 # row id
    """It was not asked for, so it is not unpacked: there is no bomb to grow."""
    assert "encoding" == code_of(reply(gzip.compress(bytes(MIB)), header))


@pytest.mark.parametrize("encoding", [b"gzip, chunked", b"gzip", b"chunked, gzip", b"x"])
def test_T51_compressed_transfer_is_refused(encoding: bytes) -> None:  # noqa: N802 # row id
    """The other place where HTTP can hide compression."""
    script = raw(OK + b"Transfer-Encoding: " + encoding + b"\r\n\r\n0\r\n\r\n")

    assert "encoding" == code_of(script)


@pytest.mark.parametrize(
    "status",
    [
        each
        for each in HTTPStatus
        if each.value >= 201 and each.value not in range(300, 309) and each is not HTTPStatus.GONE
    ],
)
def test_T34_status_other_than_200_is_a_fault(status: HTTPStatus) -> None:  # noqa: N802 # row id
    """Neither an error page nor a part of a document is a document."""
    script = reply(b"{}", status=f"{status.value} {status.phrase}")

    assert "http_status" == code_of(script)


def test_T34_gone_is_told_apart() -> None:  # noqa: N802 # row id
    """Whoever takes a file away says something about it; no document is read all the same."""
    script = reply(b"{}", status="410 Gone")

    assert "taken_away" == code_of(script)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"\x00\xff",
        b"HTTP/1.1\r\n\r\n",
        b"HTTP/1.1 abc\r\n\r\n",
        b"HTTP/9.9 200 OK\r\n\r\n{}",
        b"SSH-2.0-OpenSSH_9.0\r\n",
        OK + b"Content-Length: 100\r\n\r\n{}",
        OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nab",
        OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
        OK + b"Content-Length: 1, 2\r\n\r\n{}",
    ],
)
def test_answer_that_is_no_http_or_cut_short_is_a_fault(data: bytes) -> None:
    """Never a document, never a traceback."""
    assert "connection" == code_of(raw(data))


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        (reply(b"{}"), b"{}"),
        (reply(b"{}", "Content-Encoding: identity"), b"{}"),
        (raw(OK + b"\r\n{}"), b"{}"),
        (raw(OK + b"Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1;a=b\r\n}\r\n0\r\n\r\n"), b"{}"),
        (raw(b"HTTP/1.1 100 Continue\r\n\r\n" + OK + b"Content-Length: 2\r\n\r\n{}"), b"{}"),
        (reply(b"x" * MIB), b"x" * MIB),
    ],
    ids=["plain", "identity", "unmeasured", "chunks", "continue", "full"],
)
def test_honest_answer_arrives_whole(script: Script, expected: bytes) -> None:
    """With a length, without, or in chunks, up to the last byte of the cap."""
    assert expected == fetch(script).data


def test_caller_may_take_less() -> None:
    """The smaller of both limits counts."""
    with pytest.raises(UnavailableError) as caught:
        fetch(reply(b"x" * 11), max_bytes=10)

    assert "size" == caught.value.code


def test_headers_that_matter_are_read() -> None:
    """Type without parameters, links, and how long it may be kept."""
    answer = fetch(
        reply(
            b"{}",
            "Content-Type: Application/LD+JSON; charset=utf-8",
            'Link: </a.json>; rel="alternate"; type="application/json", <b>; rel=next',
            "Cache-Control: public, max-age=60",
        )
    )

    assert ("application/ld+json", 60) == (answer.content_type, answer.max_age)
    assert [("/a.json", "alternate", "application/json"), ("b", "next", "")] == [
        (link.href, link.rel, link.type) for link in answer.links
    ]


@pytest.mark.parametrize(
    ("header", "expected"),
    [("no-store", 0), ("max-age=5, no-cache", 0), ("private", 0), ("max-age=x", None), ("", None)],
)
def test_cache_control_is_read_with_care(header: str, expected: int | None) -> None:
    """What cannot be read says nothing."""
    assert expected == fetch(reply(b"{}", f"Cache-Control: {header}")).max_age


def test_host_that_refuses_is_told_from_one_that_is_slow() -> None:
    """Nobody listens there."""
    with socket.create_server((LOOPBACK, 0)) as listener:
        port = listener.getsockname()[1]
    fetcher = GuardedFetcher(
        Limits(allow_loopback_http=True), Network(resolve=lambda _: [LOOPBACK])
    )

    with pytest.raises(UnavailableError) as caught:
        fetcher.fetch(f"http://localhost:{port}/", accept="*/*", max_bytes=10)

    assert "connection" == caught.value.code


def test_system_finds_the_own_host_on_loopback_alone() -> None:
    """The resolver of the system gives addresses as text, each once."""
    found = resolve_system("localhost")

    assert found
    assert (sorted(set(found)), True) == (sorted(found), all(map(is_loopback, found)))


def outcome_of(data: bytes) -> bytes | str:
    """Return the body, or the code of the fault, after a server has said exactly these bytes."""
    ours, theirs = socket.socketpair()
    with theirs:
        theirs.sendall(data)
        theirs.shutdown(socket.SHUT_WR)
        network = Network(resolve=lambda _: [LOOPBACK], connect=lambda *_: ours, tls=TLS)
        fetcher = GuardedFetcher(Limits(allow_loopback_http=True), network)
        try:
            return fetcher.fetch("http://localhost:8000/", accept="*/*", max_bytes=100).data
        except UnavailableError as error:
            return error.code
        finally:
            assert -1 == ours.fileno(), "the connection was left open"


PIECES = st.sampled_from(
    [
        b"HTTP/1.1 200 OK", b"HTTP/1.0 302 Found", b"\r\n", b"\n", b"\r", b":", b" ", b"0", b"5",
        b"Content-Length", b"Transfer-Encoding", b"chunked", b"Location", b"Link", b"<a>", b"-1",
        b"Content-Type", b"Set-Cookie", b"a=b", b"https://[", b"\xff\xfe", b"\x00", b"{}", b"ffff",
        b"Content-Encoding", b"identity", b"Cache-Control", b"max-age=", b"\xe2\x82\xac", b";",
        b"=",
    ]
)  # fmt: skip


@given(head=st.booleans(), pieces=st.lists(PIECES | st.binary(max_size=8), max_size=40))
@example(head=True, pieces=[b"Content-Length: 1, 2\r\n\r\n{}"]).via("urllib3 forgets its socket")
@example(head=True, pieces=[b"\r\n{}"]).via("an honest answer, so that the test is known to read")
def test_any_bytes_are_an_answer_or_a_fault(head: bool, pieces: list[bytes]) -> None:
    """Whatever a server says, nothing but a document or `UnavailableError` comes out."""
    outcome = outcome_of((OK if head else b"") + b"".join(pieces))

    if head and pieces[:1] == [b"\r\n{}"]:
        assert b"{}" == outcome[:2]
    if isinstance(outcome, bytes):
        assert len(outcome) <= 100
    else:
        assert outcome in {"connection", "encoding", "http_status", "redirect", "size", "timeout"}


#: Read once: an authority file takes longer than a fetch.
TLS = client_context()
