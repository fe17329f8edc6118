"""Seeds are sealed for one school, opened once, and shown to nobody."""

import pickle
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from issuer.errors import UnavailableError
from issuer.issuance.model import KeyRecord
from issuer.keyring import EnvelopeKeyring, KeyEncryptionKey
from issuer.proofs import encode_public_key
from issuer.proofs.ed25519 import verify_signature

KEK = bytes(range(32))


def _keyring(secret: bytes = KEK) -> EnvelopeKeyring:
    return EnvelopeKeyring(KeyEncryptionKey(secret))


def _record(keyring: EnvelopeKeyring, organisation: str = "academy") -> KeyRecord:
    made = keyring.make(organisation)
    return KeyRecord(
        id=f"did:web:{organisation}.example#{made.public_key_multibase}",
        organisation=organisation,
        public_key_multibase=made.public_key_multibase,
        sealed=made.sealed,
        created_at=datetime(2026, 11, 20, tzinfo=UTC),
    )


def test_a_sealed_key_signs_for_its_public_half() -> None:
    """What was sealed by one process opens in another and signs for the stored public half."""
    record = _record(_keyring())
    signer = _keyring().signer(record)
    verify_signature(signer.public_key, signer.sign(b"data"), b"data")
    assert (record.id, record.public_key_multibase) == (
        signer.method_id,
        encode_public_key(signer.public_key),
    )


def test_a_key_is_opened_once() -> None:
    """The second call gives the signer of the first."""
    keyring = _keyring()
    record = _record(keyring)
    assert keyring.signer(record) is keyring.signer(record)


@pytest.mark.parametrize(
    "changes",
    [
        {"organisation": "harbor"},
        {"version": 2},
        {"public_key_multibase": "z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"},
        {"sealed": b""},
        {"sealed": bytes(60)},
    ],
    ids=["another school", "another version", "another key", "nothing", "noise"],
)
def test_a_sealed_key_opens_only_where_it_belongs(changes: dict[str, object]) -> None:
    """A row moved or changed by hand signs nothing (reliability row 103)."""
    keyring = _keyring()
    moved = replace(_record(keyring), **changes)  # type: ignore[arg-type] # the table names the fields
    with pytest.raises(UnavailableError) as caught:
        keyring.signer(moved)
    assert "key_unusable" == caught.value.code


def test_another_key_encryption_key_opens_nothing() -> None:
    """A lost KEK is a lost key, said in words."""
    record = _record(_keyring())
    with pytest.raises(UnavailableError, match="key-encryption key"):
        _keyring(bytes(range(1, 33))).signer(record)


def test_two_keys_are_sealed_differently() -> None:
    """Nonces are fresh: equal prefixes would tell equal seeds."""
    keyring = _keyring()
    one, two = keyring.make("academy"), keyring.make("academy")
    assert one.sealed[:12] != two.sealed[:12]


@pytest.mark.parametrize("kind", ["kek", "keyring", "signer", "made"])
def test_nothing_shows_a_secret(kind: str) -> None:
    """Neither repr nor the error of a failed unsealing holds a byte of a secret."""
    keyring = _keyring()
    record = _record(keyring)
    shown = {
        "kek": repr(KeyEncryptionKey(KEK)),
        "keyring": repr(keyring),
        "signer": repr(keyring.signer(record)),
        "made": repr(record),
    }[kind]
    assert (False, False) == (KEK.hex() in shown, repr(KEK)[2:20] in shown)


@pytest.mark.parametrize("kind", ["kek", "signer"])
def test_secrets_are_not_pickled(kind: str) -> None:
    """A secret does not slip into a cache, a queue or a core of another kind."""
    keyring = _keyring()
    secret = KeyEncryptionKey(KEK) if kind == "kek" else keyring.signer(_record(keyring))
    with pytest.raises(TypeError):
        pickle.dumps(secret)
