"""What verification looks up: our own things first, others only where that is allowed."""

import pytest

from issuer.app.lookups import FirstDocument, FirstFile, public_id_of
from issuer.app.strangers import strangers_of
from issuer.config import Settings
from issuer.errors import UnavailableError
from issuer.verification import GivenDocuments, GivenLists
from tests.simulator import SimulatedWeb

_ID = "7Yp3kQ2mVxT9aLcR5bNw8e"
HOST = "https://badges.riverbend.example"
FOREIGN = "https://guild.harbor.example"


def settings(*, allow_remote_verification: bool = True) -> Settings:
    """Return settings of an installation at a public host."""
    return Settings(public_base_url=HOST, allow_remote_verification=allow_remote_verification)


@pytest.mark.parametrize(
    ("address", "found"),
    [
        (f"https://badges.riverbend.example/credentials/{_ID}", _ID),
        (f"https://badges.riverbend.example/credentials/{_ID}.json", _ID),
        (f"https://BADGES.riverbend.example/badges/{_ID}/?x=1#y", _ID),
        (f"badges.riverbend.example/badges/{_ID}", _ID),
        (f"https://attacker.example/credentials/{_ID}", None),
        (f"https://badges.riverbend.example@attacker.example/credentials/{_ID}", None),
        (f"https://badges.riverbend.example.attacker.example/badges/{_ID}", None),
        (f"https://badges.riverbend.example:99/credentials/{_ID}", None),
        ("https://badges.riverbend.example/credentials/../admin", None),
        (f"file:///credentials/{_ID}", None),
        ("https://[broken", None),
        ("", None),
    ],
)
def test_only_badge_addresses_of_this_host_are_looked_up(address: str, found: str | None) -> None:
    """Nobody makes this service ask another host (reliability.md, SSRF)."""
    assert found == public_id_of(address, "badges.riverbend.example")


def test_other_hosts_are_asked_through_the_fetcher() -> None:
    """Pages, files, keys and lists of strangers all go one way."""
    web = SimulatedWeb()
    web.publish(f"{FOREIGN}/badge.json", b'{"type": ["VerifiableCredential"]}')
    strangers = strangers_of(settings(), web)
    asked = [
        strangers.pages.find(f"{FOREIGN}/badge.json"),
        strangers.files.fetch(f"{FOREIGN}/badge.json"),
        strangers.keys.fetch(f"{FOREIGN}/badge.json"),
        strangers.lists.fetch(f"{FOREIGN}/badge.json"),
    ]
    assert ([b'{"type": ["VerifiableCredential"]}'] * 4, 4) == (asked, len(web.asked))


def test_no_other_host_is_asked_where_that_is_not_allowed() -> None:
    """One setting closes every way out, whichever is tried."""
    web = SimulatedWeb()
    closed = strangers_of(settings(allow_remote_verification=False), web)
    for ask in (closed.pages.find, closed.files.fetch, closed.keys.fetch, closed.lists.fetch):
        with pytest.raises(UnavailableError):
            ask(f"{FOREIGN}/badge.json")
    with pytest.raises(UnavailableError):
        closed.documents.resolve("did:web:guild.harbor.example")
    assert [] == web.asked


@pytest.mark.parametrize("address", [f"{HOST}/status/1", "https://BADGES.riverbend.example/x"])
def test_the_service_never_asks_itself(address: str) -> None:
    """Its threads would wait for each other; what it has, it reads directly."""
    web = SimulatedWeb()
    with pytest.raises(UnavailableError) as caught:
        strangers_of(settings(), web).files.fetch(address)
    assert ("own_address", []) == (caught.value.code, web.asked)


def test_key_that_is_out_of_reach_is_said_to_be_so() -> None:
    """Reports have one code for it, whatever went wrong on the way."""
    web = SimulatedWeb()
    web.fail(f"{FOREIGN}/.well-known/did.json", "dns")
    with pytest.raises(UnavailableError) as caught:
        strangers_of(settings(), web).documents.resolve("did:web:guild.harbor.example")
    assert "key_unreachable" == caught.value.code


def test_given_things_come_before_other_hosts() -> None:
    """What a person gave as a file is not asked for again."""
    documents = FirstDocument(
        (GivenDocuments({"did:web:a": {"id": "given"}}), GivenDocuments({"did:web:b": {"id": "b"}}))
    )
    files = FirstFile((GivenLists({"https://a": b"given"}), GivenLists({"https://b": b"b"})))
    assert (["given", "b"], [b"given", b"b"]) == (
        [documents.resolve(each)["id"] for each in ("did:web:a", "did:web:b")],
        [files.fetch(each) for each in ("https://a", "https://b")],
    )
