"""Which passwords, names and codes are taken; no database."""

import hashlib
import hmac

import pytest

from issuer.access import Role
from issuer.accounts.model import Factor, limits_of
from issuer.accounts.passwords import MAX_LENGTH, normal_password
from issuer.accounts.secrecy import checked_email, checked_handle
from issuer.errors import MalformedError
from issuer.identity import ListedPasswords
from issuer.keyring import DerivedSecrets, KeyEncryptionKey


@pytest.mark.parametrize(
    "password",
    [
        "1234567890",
        "password123",
        "qwertyuiop",
        "aaaaaaaaaaaa",
        "abcdefghijkl",
        "iloveyou1234",
        "Kestrel-of-Riverbend",
        "2012-05-31",
    ],
)
def test_t77_passwords_that_everybody_tries_are_known(password: str) -> None:
    """T77: listed ones, keyboard rows, sequences, dates, and what is known of the person."""
    about = ("Kestrel-of-Riverbend", "kestrel")

    assert ListedPasswords().is_common(password, about)


@pytest.mark.parametrize(
    "password",
    [
        "otter lamp violet run",
        "Zt7-qm9!vRk2",
        "наши птицы летят на юг",
        hashlib.shake_256(b"long").hexdigest(512),
    ],
)
def test_long_and_strange_passwords_are_taken(password: str) -> None:
    """No rule about kinds of characters: length and surprise are enough."""
    assert not ListedPasswords().is_common(password, ("Kestrel",))


def test_one_spelling_of_what_looks_the_same_is_hashed() -> None:
    """A composed and a decomposed letter are the same password on every keyboard."""
    assert normal_password("caf\u00e9") == normal_password("cafe\u0301")


@pytest.mark.parametrize(
    "email",
    [
        "no-at-sign",
        "a@b",
        "a b@school.example",
        "a@school.example\r\nBcc: x@evil.example",
        "a@school.example\n",
        '"a"@school.example',
        "a@@school.example",
        "<a@school.example>",
        "a" * 250 + "@school.example",
    ],
)
def test_t84_addresses_that_would_break_a_mail_are_refused(email: str) -> None:
    """T84: no line break, no second address, no display name. Spaces around are taken off."""
    if email.strip() != email and checked_email(email) == "a@school.example":
        return
    with pytest.raises(MalformedError) as caught:
        checked_email(email)
    assert "email" == caught.value.code


@pytest.mark.parametrize("handle", ["ab", "with space", "a@b", "-first", "x" * 41, "ünï", ""])
def test_handles_are_plain(handle: str) -> None:
    """A sign-in name is typed on any keyboard and never looks like an address."""
    with pytest.raises(MalformedError):
        checked_handle(handle)


@pytest.mark.parametrize(
    ("role", "factors", "hours"),
    [
        (Role.TEACHER, (Factor.PASSWORD,), 0.5),
        (Role.ADMIN, (Factor.PASSWORD,), 0.5),
        (Role.AUDITOR, (Factor.PASSWORD,), 0.5),
        (Role.GUARDIAN, (Factor.PASSWORD,), 168),
        (Role.LEARNER, (Factor.PASSWORD,), 168),
        (Role.LEARNER, (Factor.CLASS_CODE,), 1),
    ],
)
def test_t78_idle_limits(role: Role, factors: tuple[Factor, ...], hours: float) -> None:
    """T78: staff half an hour, families a week, shared devices an hour."""
    assert hours * 3600 == limits_of(role, factors).idle.total_seconds()


def test_derived_keys_differ_by_label_and_by_installation() -> None:
    """Each use has a key of its own, and another installation has others."""
    one = DerivedSecrets(KeyEncryptionKey(bytes(range(32))))
    two = DerivedSecrets(KeyEncryptionKey(bytes(range(1, 33))))
    keys = {one.key("forms"), one.key("invitation"), two.key("forms"), one.mac("forms", "a")}

    assert 4 == len(keys)
    assert one.key("forms") == DerivedSecrets(KeyEncryptionKey(bytes(range(32)))).key("forms")


def test_derived_key_is_hkdf_sha256() -> None:
    """RFC 5869 by hand: extract with a salt of zeros, expand once with the label."""
    extracted = hmac.new(bytes(32), bytes(range(32)), hashlib.sha256).digest()
    expected = hmac.new(extracted, b"issuer/derived/1/forms\x01", hashlib.sha256).digest()

    assert expected == DerivedSecrets(KeyEncryptionKey(bytes(range(32)))).key("forms")


def test_longest_password_is_a_page_and_no_more() -> None:
    """A megabyte is no password."""
    assert 1024 == MAX_LENGTH
