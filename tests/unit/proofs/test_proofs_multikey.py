"""Multikey text: one key, one text, and no key that proves nothing."""

import pytest

from issuer.errors import InvalidProofError, MalformedError
from issuer.proofs import did_key, did_key_method, read_did_key, require_strong, verify_proof
from issuer.proofs.did import VerificationMethod
from issuer.proofs.multikey import (
    base58_decode,
    base58_encode,
    decode_public_key,
    decode_secret_key,
    encode_public_key,
)
from tests import specimens

PRIME = 2**255 - 19
ORDER_8 = (
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
)
KEY = "z6MkehRgf7yJbgaGfYsdoAsKdBPE3dj2CYhowQdcjqSJgvVd"


def little(number: int) -> bytes:
    """Write a coordinate as a key holds it."""
    return number.to_bytes(32, "little")


_POINTS = [*map(little, (0, 1, PRIME - 1, PRIME, PRIME + 1)), *map(bytes.fromhex, ORDER_8)]
#: Seven coordinates, each with either sign bit: 14 encodings.
WEAK = [point[:31] + bytes([point[31] | sign]) for point in _POINTS for sign in (0, 0x80)]
NOT_CANONICAL = [little(PRIME + 2), little(2**255 - 1), b"\xff" * 32]


@pytest.mark.parametrize("key", WEAK + NOT_CANONICAL, ids=lambda key: key.hex())
def test_weak_key_is_refused_everywhere(key: bytes) -> None:
    """Small-order and non-canonical points are no keys: raw, as Multikey, as did:key (row 7)."""
    text = "z" + base58_encode(b"\xed\x01" + key)
    for refuse in (
        lambda: require_strong(key),
        lambda: encode_public_key(key),
        lambda: decode_public_key(text),
        lambda: read_did_key(f"did:key:{text}"),
        lambda: did_key_method(f"did:key:{text}"),
    ):
        with pytest.raises(InvalidProofError) as caught:
            refuse()
        assert caught.value.code == "weak_key"


@pytest.mark.parametrize("length", [0, 31, 33])
def test_key_of_another_length_is_refused(length: int) -> None:
    """An Ed25519 key has 32 bytes."""
    with pytest.raises(InvalidProofError):
        require_strong(bytes([7] * length))


def test_there_are_fourteen_small_order_encodings() -> None:
    """The table of weak keys is complete."""
    assert len(set(WEAK)) == 14


def test_weak_key_is_refused_before_the_signature_is_looked_at() -> None:
    """A method that was built by hand from the identity point verifies nothing."""
    badge = specimens.endorsement()
    name = badge["proof"][0]["verificationMethod"]
    method = VerificationMethod(id=name, controller=specimens.GUILD, public_key=little(1))
    with pytest.raises(InvalidProofError) as caught:
        verify_proof(badge, method)
    assert caught.value.code == "weak_key"


def test_key_is_written_in_48_characters() -> None:
    """The text begins with z6Mk and reads back."""
    key = specimens.SeedSigner().public_key
    assert encode_public_key(key) == KEY
    assert key == decode_public_key(KEY)
    assert f"did:key:{KEY}" == did_key(key)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "z",
        KEY[1:],
        "u" + KEY[1:],
        "Z" + KEY[1:],
        KEY[:-1],
        KEY + "1",
        "z1" + KEY[1:],
        KEY.replace("M", "0"),
        KEY.replace("M", "l"),
        KEY + " ",
        "z" + base58_encode(b"\xed\x02" + bytes(range(32))),
        "z" + base58_encode(b"\x80\x26" + bytes(range(32))),
        "z" + base58_encode(b"\xed\x01" + bytes(range(31))),
        "z" + base58_encode(b"\xed\x01" + bytes(range(33))),
        "z" + "2" * 100_000,
    ],
)
def test_near_miss_of_a_multikey_is_malformed(text: str) -> None:
    """Other bases, codecs, lengths and alphabets are refused."""
    with pytest.raises(MalformedError):
        decode_public_key(text)


def test_secret_and_public_keys_are_not_confused() -> None:
    """A public Multikey is no secret one."""
    with pytest.raises(MalformedError):
        decode_secret_key(KEY)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        (b"\0", "1"),
        (b"\0\0\x01", "112"),
        (b"Hello World!", "2NEpo7TZRRrLZSi2U"),
        (bytes.fromhex("0000287fb4cd"), "11233QC4"),
    ],
)
def test_base58_has_its_published_form(data: bytes, text: str) -> None:
    """The examples of the base58 draft, leading zeros included."""
    assert text == base58_encode(data)
    assert data == base58_decode(text)


@pytest.mark.parametrize(
    "did",
    [
        "did:key:",
        f"did:web:{KEY}",
        f"did:key:{KEY}#other",
        f"did:key:{KEY}#{KEY[:-1]}X",
        f"DID:key:{KEY}",
        f"did:key:1.1:{KEY}",
        KEY,
    ],
)
def test_near_miss_of_a_did_key_is_malformed(did: str) -> None:
    """The fragment must be the key itself and the prefix exact."""
    with pytest.raises(MalformedError):
        did_key_method(did)


def test_did_key_method_names_itself() -> None:
    """The method of a did:key is computed from the DID or from the method's id."""
    method = did_key_method(f"did:key:{KEY}#{KEY}")
    assert method == did_key_method(f"did:key:{KEY}")
    assert f"did:key:{KEY}" == method.controller
