"""Slugs and DIDs of organisations, tokens, consents: the rules that need no database."""

import pytest

from issuer.accounts import did_of
from issuer.accounts.model import DidForm
from issuer.errors import MalformedError


@pytest.mark.parametrize(
    ("form", "base_url", "expected"),
    [
        (
            DidForm.PATH,
            "https://badges.riverbend.example",
            "did:web:badges.riverbend.example:issuers:academy",
        ),
        (DidForm.HOST, "https://badges.riverbend.example", "did:web:badges.riverbend.example"),
        (DidForm.PATH, "http://localhost:8000", "did:web:localhost%3A8000:issuers:academy"),
        (DidForm.PATH, "https://a.example/badges/", "did:web:a.example:badges:issuers:academy"),
    ],
    ids=["by path", "by host", "with a port", "below a folder"],
)
def test_the_did_follows_from_the_address(form: DidForm, base_url: str, expected: str) -> None:
    """The did:web method writes paths with colons and ports with %3A."""
    assert expected == did_of(form, "academy", base_url)


def test_a_did_key_is_not_derived_from_an_address() -> None:
    """Where there is no host the key has to be given."""
    with pytest.raises(MalformedError):
        did_of(DidForm.KEY, "academy", "https://badges.riverbend.example")
