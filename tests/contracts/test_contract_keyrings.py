"""One suite for every place of private keys: sealed in the database, PKCS #11 token, Vault."""

import base64
import logging
import pickle
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pkcs11
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from issuer import issuance, records
from issuer.errors import SettingsError, UnavailableError
from issuer.issuance.key_ports import Keyring
from issuer.issuance.model import KeyRecord, KeyState
from issuer.keyring import EnvelopeKeyring, KeyEncryptionKey, Places, Secret, open_backends
from issuer.keyring import pkcs11 as hsm
from issuer.keyring import vault as transit
from issuer.keyring.distant import unwrapped
from issuer.proofs import encode_public_key, verify_raw
from tests import awarding, softhsm
from tests.databases import upgraded
from tests.vaulting import NAMESPACE, TOKEN, FakeVault, running_vault

__all__ = ["upgraded"]

KEK = bytes(range(100, 132))
DATA = b"what is signed"
ALGORITHMS = ("Ed25519", "ES256")
#: RFC 8032, 7.1, test 3.
SEED = bytes.fromhex("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7")
PUBLIC = bytes.fromhex("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025")
MESSAGE = bytes.fromhex("af82")
SIGNATURE = bytes.fromhex(
    "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
    "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
)


@dataclass(frozen=True, kw_only=True)
class Place:
    """One place under test: a keyring, a second process's view of it, and an imported key."""

    name: str
    keyring: Keyring
    reopen: Callable[[], Keyring]
    adopt: Callable[[], bytes]


@pytest.fixture
def vault() -> Iterator[FakeVault]:
    """Give a transit engine; nobody may have asked it anything that Vault does not know."""
    with running_vault() as running:
        yield running
    assert [] == running.faults


@pytest.fixture(params=["envelope", "pkcs11", "vault"])
def place(request: pytest.FixtureRequest) -> Place:
    """Give each place in turn."""
    makers = {"envelope": _envelope, "pkcs11": _token, "vault": _vault}
    made: Place = makers[request.param](request)
    return made


def _envelope(_request: pytest.FixtureRequest) -> Place:
    def adopt() -> bytes:
        return EnvelopeKeyring(KeyEncryptionKey(KEK)).seal(
            "academy", encode_public_key(PUBLIC), SEED
        )

    keyring = EnvelopeKeyring(KeyEncryptionKey(KEK))
    return Place(
        name="envelope",
        keyring=keyring,
        reopen=lambda: EnvelopeKeyring(KeyEncryptionKey(KEK)),
        adopt=adopt,
    )


def _token(request: pytest.FixtureRequest) -> Place:
    softhsm.new_token(request.getfixturevalue("tmp_path"), request.getfixturevalue("monkeypatch"))
    address = hsm.read_address(softhsm.URI)

    def adopt() -> bytes:
        token = pkcs11.lib(str(softhsm.MODULE)).get_token(token_label=softhsm.LABEL)
        key_id = bytes(15) + b"\x01"
        shared = {
            pkcs11.Attribute.TOKEN: True,
            pkcs11.Attribute.KEY_TYPE: pkcs11.KeyType.EC_EDWARDS,
            pkcs11.Attribute.EC_PARAMS: b"\x13\x0cedwards25519",
            pkcs11.Attribute.ID: key_id,
            pkcs11.Attribute.LABEL: f"issuer:academy:{key_id.hex()}",
        }
        with token.open(rw=True, user_pin=softhsm.PIN) as session:
            session.create_object(
                {
                    **shared,
                    pkcs11.Attribute.CLASS: pkcs11.ObjectClass.PUBLIC_KEY,
                    pkcs11.Attribute.EC_POINT: b"\x04\x20" + PUBLIC,
                }
            )
            session.create_object(
                {
                    **shared,
                    pkcs11.Attribute.CLASS: pkcs11.ObjectClass.PRIVATE_KEY,
                    pkcs11.Attribute.VALUE: SEED,
                    pkcs11.Attribute.SIGN: True,
                }
            )
        return key_id.hex().encode()

    def opened() -> Keyring:
        return hsm.Pkcs11Keyring(address, Secret(softhsm.PIN))

    return Place(name="pkcs11", keyring=opened(), reopen=opened, adopt=adopt)


def _vault(request: pytest.FixtureRequest) -> Place:
    engine: FakeVault = request.getfixturevalue("vault")

    def adopt() -> bytes:
        name = "issuer-academy-" + "0" * 32
        engine.keys[name] = Ed25519PrivateKey.from_private_bytes(SEED)
        return name.encode()

    return Place(
        name="vault",
        keyring=vault_keyring(engine),
        reopen=lambda: vault_keyring(engine),
        adopt=adopt,
    )


def vault_keyring(engine: FakeVault, token: str = TOKEN) -> transit.VaultKeyring:
    """Return a keyring on a running engine."""
    address = transit.read_address(f"{engine.url}/transit", namespace=NAMESPACE)
    return transit.VaultKeyring(address, Secret(token), timeout=5)


def record_of(made: issuance.MadeKey, **changes: Any) -> KeyRecord:
    """Return the row of a made key."""
    plain = KeyRecord(
        id=f"did:web:academy.example#{made.public_key_multibase}",
        organisation=made.organisation,
        algorithm=made.algorithm,
        public_key_multibase=made.public_key_multibase,
        sealed=made.sealed,
        backend=made.backend,
        created_at=awarding.START,
    )
    return replace(plain, **changes)


def signed(keyring: Keyring, key: KeyRecord, data: bytes = DATA) -> bytes:
    """Sign with a key of either kind."""
    if key.algorithm == "ES256":
        return keyring.token_signer(key).sign(data)
    return keyring.signer(key).sign(data)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_made_key_signs_for_its_public_half(place: Place, algorithm: str) -> None:
    """What one process made, another one signs with, and a stranger verifies."""
    key = record_of(place.keyring.make("academy", algorithm))
    verify_raw(key.public_key_multibase, signed(place.reopen(), key), DATA)
    assert place.name == key.backend


def test_the_vector_of_the_standard_is_signed_alike(place: Place) -> None:
    """RFC 8032, 7.1, test 3: pure Ed25519, whoever holds the seed."""
    made = issuance.MadeKey(
        organisation="academy",
        public_key_multibase=encode_public_key(PUBLIC),
        sealed=place.adopt(),
        backend=place.name,
    )
    assert SIGNATURE == signed(place.keyring, record_of(made), MESSAGE)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_another_school_cannot_use_the_key(place: Place, algorithm: str) -> None:
    """Row 103: a key row that was moved to another school opens nothing."""
    key = record_of(place.keyring.make("academy", algorithm), organisation="harbor")
    with pytest.raises(UnavailableError) as refused:
        signed(place.keyring, key)
    assert "key_unusable" == refused.value.code


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_another_public_half_is_refused(place: Place, algorithm: str) -> None:
    """The stored public half is the one that is published, so it must be the key's."""
    other = place.keyring.make("academy", algorithm)
    key = record_of(
        place.keyring.make("academy", algorithm), public_key_multibase=other.public_key_multibase
    )
    with pytest.raises(UnavailableError) as refused:
        signed(place.reopen(), key)
    assert "key_unusable" == refused.value.code


@pytest.mark.parametrize("sealed", [b"", b"\xff\xfe", b"issuer-academy-x", b"0" * 32])
def test_a_name_of_nothing_is_refused(place: Place, sealed: bytes) -> None:
    """A row that was damaged says so, and does not break the process."""
    key = record_of(place.keyring.make("academy"), sealed=sealed)
    with pytest.raises(UnavailableError) as refused:
        signed(place.keyring, key)
    assert "key_unusable" == refused.value.code


@pytest.mark.parametrize(("algorithm", "other"), [ALGORITHMS, ALGORITHMS[::-1]])
def test_a_key_of_the_other_kind_is_refused(place: Place, algorithm: str, other: str) -> None:
    """An Ed25519 key signs no tokens, and the reverse."""
    key = record_of(place.keyring.make("academy", algorithm))
    with pytest.raises(UnavailableError):
        signed(place.keyring, replace(key, algorithm=other))


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_nothing_secret_is_shown_or_pickled(place: Place, algorithm: str) -> None:
    """Row 6.3: neither keyring nor signer shows what it holds, and neither travels."""
    key = record_of(place.keyring.make("academy", algorithm))
    signer: Any = (
        place.keyring.token_signer(key) if algorithm == "ES256" else place.keyring.signer(key)
    )
    shown = f"{signer!r} {place.keyring!r} {key!r}"
    for secret in (KEK.hex(), softhsm.PIN, TOKEN, key.sealed.decode("latin-1")):
        assert secret not in shown
    with pytest.raises(TypeError):
        pickle.dumps(signer)


def test_nothing_secret_is_logged(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    """Not even when every library tells everything."""
    caplog.set_level(logging.DEBUG)
    signed(place.keyring, record_of(place.keyring.make("academy")))
    for secret in (KEK.hex(), softhsm.PIN, TOKEN):
        assert secret not in caplog.text


def test_a_private_key_cannot_leave_its_token(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sensitive and not extractable, for both kinds."""
    softhsm.new_token(tmp_path, monkeypatch)
    keyring = hsm.Pkcs11Keyring(hsm.read_address(softhsm.URI), Secret(softhsm.PIN))
    for algorithm in ALGORITHMS:
        keyring.make("academy", algorithm)
    token = pkcs11.lib(str(softhsm.MODULE)).get_token(token_label=softhsm.LABEL)
    with token.open() as session:
        found = session.get_objects({pkcs11.Attribute.CLASS: pkcs11.ObjectClass.PRIVATE_KEY})
        ways = [
            (key[pkcs11.Attribute.SENSITIVE], key[pkcs11.Attribute.EXTRACTABLE]) for key in found
        ]
    assert [(True, False), (True, False)] == ways


def test_a_wrong_pin_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence, without the PIN."""
    softhsm.new_token(tmp_path, monkeypatch)
    keyring = hsm.Pkcs11Keyring(hsm.read_address(softhsm.URI), Secret("271828"))
    with pytest.raises(UnavailableError) as refused:
        keyring.ping()
    assert ("key_store", False) == (refused.value.code, "271828" in refused.value.detail)


@pytest.mark.filterwarnings(
    # The library cannot close a search in a session that is gone, and says so when it is freed.
    "ignore::pytest.PytestUnraisableExceptionWarning"
)
def test_a_token_that_went_away_is_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A session that died is opened anew by the next signature."""
    softhsm.new_token(tmp_path, monkeypatch)
    keyring = hsm.Pkcs11Keyring(hsm.read_address(softhsm.URI), Secret(softhsm.PIN))
    key = record_of(keyring.make("academy"))
    pkcs11.lib(str(softhsm.MODULE)).reinitialize()
    with pytest.raises(UnavailableError):
        signed(keyring, key)
    verify_raw(key.public_key_multibase, signed(keyring, key), DATA)


@pytest.mark.parametrize(
    ("mood", "code"),
    [
        ("sealed", "key_store"),
        ("denied", "key_store"),
        ("late", "key_store"),
        ("noise", "key_store"),
        ("loose", "key_unusable"),
        ("moved", "key_unusable"),
    ],
)
def test_a_vault_in_trouble_is_unavailable(vault: FakeVault, mood: str, code: str) -> None:
    """Whatever it does, callers learn that nothing was signed, in the words of our own errors."""
    key = record_of(vault_keyring(vault).make("academy"))
    vault.mood = mood
    with pytest.raises(UnavailableError) as refused:
        signed(vault_keyring(vault), key)
    assert code == refused.value.code


def test_a_vault_that_is_away_is_unavailable() -> None:
    """Nobody listens there."""
    address = transit.read_address("http://127.0.0.1:9/transit")
    with pytest.raises(UnavailableError) as refused:
        transit.VaultKeyring(address, Secret(TOKEN)).ping()
    assert "key_store" == refused.value.code


def test_a_wrong_token_is_said(vault: FakeVault) -> None:
    """And is not repeated."""
    with pytest.raises(UnavailableError) as refused:
        vault_keyring(vault, "hvs.another-token").ping()
    assert "hvs.another-token" not in refused.value.detail


def test_the_right_token_passes(vault: FakeVault) -> None:
    """A key that does not exist is an answer too."""
    vault_keyring(vault).ping()
    assert [] == vault.bodies


@pytest.mark.parametrize(
    "uri",
    [
        "http://vault.example.org:8200/transit",
        "https://vault.example.org",
        "https://vault.example.org/transit?token=x",
        "https://user@vault.example.org/transit",
        "https://vault.example.org/../transit",
        "vault:transit",
    ],
)
def test_an_address_of_vault_that_is_none_is_refused(uri: str) -> None:
    """A token is never sent in the clear, nor to a place that was not meant."""
    with pytest.raises(SettingsError) as refused:
        transit.read_address(uri)
    assert refused.value.detail.startswith("vault_uri:")


@pytest.mark.parametrize(
    "uri",
    [
        "pkcs11:token=x",
        f"pkcs11:token=x;object=y?module-path={softhsm.MODULE}",
        f"pkcs11:token=x?module-path={softhsm.MODULE}&pin-value=1234",
        "pkcs11:token=x?module-path=/nowhere/module.so",
        "token=x",
    ],
)
def test_an_address_of_a_token_that_is_none_is_refused(uri: str) -> None:
    """A PIN never stands in an address, which is logged and shown."""
    with pytest.raises(SettingsError) as refused:
        hsm.read_address(uri)
    assert (True, False) == (
        refused.value.detail.startswith("pkcs11_uri:"),
        "1234" in refused.value.detail,
    )


@pytest.mark.parametrize(
    ("wrapped", "algorithm"),
    [
        (PUBLIC, "Ed25519"),
        (b"\x04\x20" + PUBLIC, "Ed25519"),
        (b"\x03\x21\x00" + PUBLIC, "Ed25519"),
        (b"\x04" + bytes(64), "ES256"),
        (b"\x04\x41\x04" + bytes(64), "ES256"),
    ],
    ids=["bare", "octet string", "bit string", "bare point", "point in an octet string"],
)
def test_points_are_unwrapped_by_length(wrapped: bytes, algorithm: str) -> None:
    """0x04 begins an OCTET STRING and an uncompressed point alike."""
    size = 32 if algorithm == "Ed25519" else 65
    assert wrapped[-size:] == unwrapped(wrapped, algorithm)


def test_old_keys_stay_where_they_were_made(vault: FakeVault) -> None:
    """After a change of place both keys sign, each in its own."""
    places = Places(
        kek=KeyEncryptionKey(KEK),
        vault_uri=f"{vault.url}/transit",
        vault_namespace=NAMESPACE,
        vault_token=Secret(TOKEN),
    )
    old = record_of(open_backends("envelope", places).make("academy"))
    keyring = open_backends("vault", places)
    new = record_of(keyring.make("academy"))
    for key in (old, new):
        verify_raw(key.public_key_multibase, signed(keyring, key), DATA)
    assert ("envelope", "vault") == (old.backend, new.backend)


def test_a_place_that_is_not_configured_any_more_is_said() -> None:
    """The sentence names it."""
    keyring = open_backends("envelope", Places(kek=KeyEncryptionKey(KEK)))
    key = record_of(keyring.make("academy"), backend="vault")
    with pytest.raises(UnavailableError) as refused:
        signed(keyring, key)
    assert "'vault'" in refused.value.detail


@dataclass(frozen=True, kw_only=True)
class VaultSchool:
    """A school whose keys are in Vault."""

    services: issuance.Services
    vault: FakeVault

    def states(self) -> tuple[object, object, bool]:
        """Return state of the credential, of the key, and whether the key is paused."""
        with self.services.read_only() as uow:
            credential = uow.credentials.by_id(f"{awarding.BASE}/credentials/k1")
            key = uow.keys.get(credential.key_id)
        return credential.state.value, key.state, key.paused_at is not None


@pytest.fixture
def vault_school(upgraded: str, vault: FakeVault) -> Iterator[VaultSchool]:
    """Open a school with its keys in Vault, and an approved award."""
    engine = records.open_engine(upgraded)
    services = replace(awarding.services_on(engine), keyring=vault_keyring(vault))
    awarding.open_school(services)
    awarding.add_award(services, "k1")
    yield VaultSchool(services=services, vault=vault)
    engine.dispose()


def test_a_pre_hashed_signature_pauses_the_key(vault_school: VaultSchool) -> None:
    """Row 9: a store that signs Ed25519ph is found out; nothing is handed out."""
    vault_school.vault.mood = "ph"
    with pytest.raises(UnavailableError) as refused:
        issuance.issue_award("award-k1", vault_school.services)
    assert "sign_failed" == refused.value.code
    assert ("sign_failed", KeyState.ACTIVE, True) == vault_school.states()


def test_a_store_that_signs_otherwise_gets_no_key_published(vault_school: VaultSchool) -> None:
    """Rotation proves the new key before the world learns of it."""
    vault_school.vault.mood = "ph"
    with pytest.raises(UnavailableError):
        issuance.begin_rotation(awarding.ACADEMY, vault_school.services)
    keys = issuance.list_keys(awarding.ACADEMY, vault_school.services)
    assert {KeyState.ACTIVE} == {key.state for key in keys}


def test_an_answer_that_was_lost_after_signing_does_no_harm(vault_school: VaultSchool) -> None:
    """The signature was made and never arrived; the next attempt makes the same bytes."""
    vault_school.vault.mood = "late"
    before = vault_school.vault.signatures
    with pytest.raises(UnavailableError):
        issuance.issue_award("award-k1", vault_school.services)
    lost = vault_school.vault.signatures - before
    assert "prepared" == vault_school.states()[0]
    vault_school.vault.mood = "plain"
    issuance.issue_award("award-k1", vault_school.services)
    assert (1, "issued") == (lost, vault_school.states()[0])


def test_vault_is_asked_to_sign_and_given_no_secret(vault: FakeVault) -> None:
    """Only the data goes there."""
    keyring = vault_keyring(vault)
    signed(keyring, record_of(keyring.make("academy")))
    assert base64.b64encode(DATA) in vault.bodies[-1]
