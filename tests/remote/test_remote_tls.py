"""Who answers: certificates, host names and the pinned address, against real TLS servers."""

import json
import socket
import ssl
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest

from issuer.errors import UnavailableError
from issuer.remote import (
    DidResolver,
    Fetched,
    GuardedFetcher,
    Limits,
    Network,
    client_context,
)
from tests.remote.servers import LOOPBACK, Authority, Seen, reply, serving

HOST = "school.example"
OTHER = "other.example"


def guard(
    authority: Authority, *servers: Seen, addresses: Sequence[str] = (LOOPBACK,)
) -> GuardedFetcher:
    """Return a guard for which exactly the address of these servers is public."""
    return GuardedFetcher(
        Limits(seconds=5.0, ports=frozenset(server.port for server in servers)),
        Network(
            resolve=lambda _: addresses,
            may_contact=lambda address: address == LOOPBACK,
            tls=client_context(str(authority.file)),
        ),
    )


def get(fetcher: GuardedFetcher, server: Seen, host: str = HOST) -> Fetched:
    """Fetch the root document of a host."""
    return fetcher.fetch(
        f"https://{host}:{server.port}/", accept="application/json", max_bytes=1_000
    )


def code_of(fetcher: GuardedFetcher, server: Seen, host: str = HOST) -> str:
    """Return the code with which fetching fails."""
    with pytest.raises(UnavailableError) as caught:
        get(fetcher, server, host)
    return caught.value.code


def test_pinned_connection_keeps_the_name_of_the_host(authority: Authority) -> None:
    """The address is dialled; TLS and HTTP are asked for the name, and the name is proved."""
    with serving(reply(b"{}"), authority.context(HOST)) as server:
        answer = get(guard(authority, server), server)

    assert (b"{}", [HOST]) == (answer.data, server.names)
    assert f"Host: {HOST}:{server.port}".encode() in server.heads[0].split(b"\r\n")


def test_request_says_who_asks_and_nothing_else(authority: Authority) -> None:
    """No cookie, no password, no compression, nobody's address."""
    with serving(reply(b"{}"), authority.context(HOST)) as server:
        get(guard(authority, server), server)

    lines = server.heads[0].decode().split("\r\n")
    assert "GET / HTTP/1.1" == lines[0]
    assert {
        "Host": f"{HOST}:{server.port}",
        "User-Agent": "issuer (Open Badges 3.0 verifier)",
        "Accept": "application/json",
        "Accept-Encoding": "identity",
        "Connection": "close",
    } == dict(line.split(": ", 1) for line in lines[1:-2])


def test_certificate_of_another_host_is_refused(authority: Authority) -> None:
    """Whoever answers at the address must prove the name that was asked for."""
    with serving(reply(b"{}"), authority.context(OTHER)) as server:
        assert "tls" == code_of(guard(authority, server), server)

    assert [] == server.heads


def test_certificate_for_the_address_does_not_prove_the_name(authority: Authority) -> None:
    """The connection is pinned to an address, but the name is what counts."""
    with serving(reply(b"{}"), authority.context(LOOPBACK)) as server:
        assert ("tls", []) == (code_of(guard(authority, server), server), server.heads)


def test_expired_certificate_is_refused(authority: Authority) -> None:
    """A date in the past proves nothing today."""
    with serving(reply(b"{}"), authority.context(HOST, days=-1)) as server:
        assert ("tls", []) == (code_of(guard(authority, server), server), server.heads)


def test_certificate_of_an_unknown_authority_is_refused(
    authority: Authority, tmp_path: Path
) -> None:
    """Another authority may vouch for the same name, to no effect."""
    stranger = Authority(tmp_path, "Stranger")
    with serving(reply(b"{}"), stranger.context(HOST)) as server:
        assert ("tls", []) == (code_of(guard(authority, server), server), server.heads)


def test_public_authorities_are_trusted_by_default(authority: Authority) -> None:
    """Without a setting, a home-made authority vouches for nobody."""
    network = Network(resolve=lambda _: [LOOPBACK], may_contact=lambda address: address == LOOPBACK)
    with serving(reply(b"{}"), authority.context(HOST)) as server:
        fetcher = GuardedFetcher(Limits(ports=frozenset({server.port})), network)

        assert ("tls", []) == (code_of(fetcher, server), server.heads)


def test_server_without_tls_gets_no_request(authority: Authority) -> None:
    """Nothing is said before the name is proved."""
    received: list[bytes] = []

    def script(connection: socket.socket, _head: bytes) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n{}")
        received.append(connection.recv(4_096))

    with serving(script, speaks_first=True) as server:
        assert "tls" == code_of(guard(authority, server), server)

    assert [True] == [data.startswith(b"\x16\x03") for data in received]


def test_old_tls_is_refused(authority: Authority) -> None:
    """TLS 1.2 is the oldest that we speak."""
    assert ssl.TLSVersion.TLSv1_2 == client_context(str(authority.file)).minimum_version


def test_name_is_looked_up_once_for_a_fetch(authority: Authority) -> None:
    """A second answer, to 127.0.0.2, is never asked for."""
    looked_up: list[str] = []

    def resolve(host: str) -> Sequence[str]:
        looked_up.append(host)
        return [LOOPBACK] if len(looked_up) == 1 else ["127.0.0.2"]

    with serving(reply(b"{}"), authority.context(HOST)) as server:
        network = Network(
            resolve=resolve,
            may_contact=lambda address: address == LOOPBACK,
            tls=client_context(str(authority.file)),
        )
        get(GuardedFetcher(Limits(ports=frozenset({server.port})), network), server)

    assert [HOST] == looked_up


def test_address_beside_the_allowed_one_refuses_both(authority: Authority) -> None:
    """The policy of this test allows one address; the mixed answer is refused undialled."""
    with serving(reply(b"{}"), authority.context(HOST)) as server:
        fetcher = guard(authority, server, addresses=[LOOPBACK, "127.0.0.2"])

        assert ("address", 0) == (code_of(fetcher, server), server.connections)


def test_proxies_and_passwords_of_the_environment_are_not_used(
    authority: Authority, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The environment of the service belongs to its operator, not to a stranger's badge."""
    netrc = tmp_path / "netrc"
    netrc.write_text(f"machine {HOST} login teacher password secret\n")
    with serving(reply(b"{}")) as proxy, serving(reply(b"{}"), authority.context(HOST)) as server:
        for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "HTTP_PROXY"):
            monkeypatch.setenv(name, f"http://{LOOPBACK}:{proxy.port}")
        monkeypatch.setenv("NETRC", str(netrc))
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nonexistent")

        get(guard(authority, server), server)

    assert (0, 1) == (proxy.connections, server.connections)
    assert b"Authorization" not in server.heads[0]


def test_cookie_is_not_carried_over_a_redirect(authority: Authority) -> None:
    """Nothing that one answer sets is sent with the next request."""
    with serving(reply(b"{}"), authority.context(OTHER)) as second:
        to = f"Location: https://{OTHER}:{second.port}/"
        first_answer = reply(b"", to, "Set-Cookie: a=b; Domain=example", status="302 Found")
        with serving(first_answer, authority.context(HOST)) as first:
            get(guard(authority, first, second), first)

    assert (1, False) == (len(second.heads), b"cookie" in second.heads[0].lower())


def test_final_address_is_the_one_that_answered(authority: Authority) -> None:
    """Links of a page are relative to where it stands after redirects."""
    with serving(reply(b"{}"), authority.context(OTHER)) as second:
        to = f"Location: https://{OTHER}:{second.port}/a/b#c"
        with serving(reply(b"", to, status="301 Moved"), authority.context(HOST)) as first:
            answer = get(guard(authority, first, second), first)

    assert f"https://{OTHER}:{second.port}/a/b" == answer.url


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other", "307 T", "308 P"])
def test_T49_did_web_follows_no_redirect(authority: Authority, status: str) -> None:  # noqa: N802
    """The DID document stands at its address or nowhere."""
    document = {"id": ""}
    with serving(reply(json.dumps(document).encode()), authority.context(OTHER)) as second:
        to = f"Location: https://{OTHER}:{second.port}/did.json"
        with serving(reply(b"", to, status=status), authority.context(HOST)) as first:
            resolver = DidResolver(guard(authority, first, second))
            with pytest.raises(UnavailableError) as caught:
                resolver.resolve(f"did:web:{HOST}%3A{first.port}")

    assert ("redirect", 0) == (caught.value.code, second.connections)


def test_did_web_is_resolved_over_a_real_connection(authority: Authority) -> None:
    """From the identifier to the document, with a port."""
    documents: list[bytes] = []

    def script(connection: socket.socket, head: bytes) -> None:
        reply(documents[0])(connection, head)

    with serving(script, authority.context(HOST)) as server:
        did = f"did:web:{HOST}%3A{server.port}:issuers:a"
        documents.append(json.dumps({"id": did}).encode())
        document = DidResolver(guard(authority, server)).resolve(did)

    assert {"id": did} == document
    assert server.heads[0].startswith(b"GET /issuers/a/did.json HTTP/1.1\r\n")


def test_one_host_is_asked_by_six_at_a_time(authority: Authority) -> None:
    """Thirty readers of one list reach its host in sixes, and all get it."""
    pause, lock = threading.Event(), threading.Lock()
    answers: list[bytes] = []
    asking: list[int] = []
    most = 0

    def script(connection: socket.socket, head: bytes) -> None:
        nonlocal most
        with lock:
            asking.append(1)
            most = max(most, len(asking))
        pause.wait(0.05)
        with lock:
            # Before the reply: a server may see a connection end after its client did.
            asking.pop()
        reply(b"{}")(connection, head)

    with serving(script, authority.context(HOST)) as server:
        fetcher = guard(authority, server)
        readers = [
            threading.Thread(target=lambda: answers.append(get(fetcher, server).data))
            for _ in range(30)
        ]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join(20)

    assert (30, True) == (len(answers), most <= 6)
