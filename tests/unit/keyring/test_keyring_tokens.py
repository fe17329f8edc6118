"""Sealed P-256 keys: made, opened, bound to their rows like the others, and never shown."""

import pickle
from dataclasses import replace

import pytest

from issuer.errors import UnavailableError
from issuer.issuance.model import KeyRecord
from issuer.keyring import EnvelopeKeyring, KeyEncryptionKey
from issuer.proofs.jose import (
    JwkMethod,
    jwk_of_multikey,
    jwt_header,
    prepare_jwt,
    read_jwt,
    sign_jwt,
    verify_jwt,
)
from tests import awarding, specimens


def record_of(keyring: EnvelopeKeyring, algorithm: str = "ES256") -> KeyRecord:
    """Return a stored key as the database gives it."""
    made = keyring.make("academy", algorithm)
    return KeyRecord(
        id=f"{specimens.ISSUER}#{made.public_key_multibase}",
        organisation="academy",
        algorithm=made.algorithm,
        public_key_multibase=made.public_key_multibase,
        sealed=made.sealed,
        created_at=awarding.START,
    )


def test_sealed_key_signs_tokens_that_hold() -> None:
    """Another keyring under the same key-encryption key opens it and signs in ES256."""
    record = record_of(awarding.keyring())
    signer = awarding.keyring().token_signer(record)
    prepared = prepare_jwt(specimens.small_badge(), jwt_header(record.id))
    published = JwkMethod(
        id=record.id,
        controller=specimens.ISSUER,
        jwk=jwk_of_multikey(record.public_key_multibase),
    )
    verify_jwt(read_jwt(sign_jwt(prepared, signer)), published)
    assert (record.id, published.jwk) == (signer.method_id, signer.jwk)


@pytest.mark.parametrize(
    "changes",
    [
        {"organisation": "harbor"},
        {"version": 2},
        {"algorithm": "Ed25519"},
        {"sealed": b""},
        {"public_key_multibase": "zDnaerx9CtbPJ1q36T5Ln5wYt3MQYeGRG5ehnPAmxcf5mDZpv"},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_key_in_another_row_does_not_open(changes: dict[str, object]) -> None:
    """A sealed key is bound to its organisation, its public half and its version."""
    keyring = awarding.keyring()
    moved = replace(record_of(keyring), **changes)  # type: ignore[arg-type] # the table names the fields
    with pytest.raises(UnavailableError) as caught:
        keyring.token_signer(moved)
    assert "key_unusable" == caught.value.code


def test_key_of_one_kind_does_not_do_the_others_work() -> None:
    """A key for proofs signs no tokens, and a key for tokens no proofs."""
    keyring = awarding.keyring()
    with pytest.raises(UnavailableError):
        keyring.token_signer(record_of(keyring, "Ed25519"))
    with pytest.raises(UnavailableError):
        keyring.signer(record_of(keyring, "ES256"))


def test_other_key_encryption_key_opens_nothing() -> None:
    """Without the right key-encryption key the row is worthless."""
    record = record_of(awarding.keyring())
    with pytest.raises(UnavailableError):
        EnvelopeKeyring(KeyEncryptionKey(bytes(range(1, 33)))).token_signer(record)


def test_signer_is_neither_printed_nor_pickled() -> None:
    """What holds a private key shows its name alone."""
    record = record_of(awarding.keyring())
    signer = awarding.keyring().token_signer(record)
    assert f"EnvelopeTokenSigner({record.id!r})" == repr(signer)
    with pytest.raises(TypeError):
        pickle.dumps(signer)
