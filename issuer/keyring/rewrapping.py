"""Seals under a new key-encryption key what the old one sealed; each value opens under one of both.

Not the order in which that is done, nor where the values are (`issuer.sealing`).
"""

from collections.abc import Callable

from issuer.errors import UnavailableError
from issuer.keyring.box import NAMES, Box
from issuer.keyring.derived import DerivedSecrets
from issuer.keyring.envelope import EnvelopeKeyring
from issuer.keyring.kek import KeyEncryptionKey
from issuer.keyring.person_keys import FilePersonKeys
from issuer.sealing.model import SealedKey, SealedValue

_CARRIED, _PLACE = "carried", "sealing_secret|carried"


class Rewrapper:
    """Turns values from one secret to another; fits `issuer.sealing.ports.Turning`.

    `index` gives the keyed index of a name at a school under the new secret, and `app_label` is
    the label under which secrets of authenticator apps are sealed.
    """

    def __init__(
        self,
        old: DerivedSecrets,
        new: DerivedSecrets,
        people: FilePersonKeys,
        *,
        index: Callable[[str, str], str],
        app_label: str,
    ) -> None:
        self._old, self._new = old, new
        self._people = people
        self._boxes = Box(old), Box(new)
        self._index = index
        self._app_label = app_label

    def __repr__(self) -> str:
        return "Rewrapper(...)"

    @property
    def old(self) -> str:
        """The name of the old secret."""
        return self._old.kek.name

    @property
    def new(self) -> str:
        """The name of the new secret."""
        return self._new.kek.name

    def turn_owner(self, organisation: str, owner: str) -> bool:
        """Wrap a data key anew; False if there is none. UnavailableError: neither opens it."""
        return self._people.rewrap(organisation, owner)

    def turn_key(self, key: SealedKey) -> bytes:
        """Return a private half sealed anew, or as it is; UnavailableError."""
        names = (key.organisation, key.public_key_multibase, key.version)
        old, new = EnvelopeKeyring(self._old.kek), EnvelopeKeyring(self._new.kek)
        try:
            new.unseal(*names, key.sealed)
        except UnavailableError:
            secret = old.unseal(*names, key.sealed)
            return new.seal(key.organisation, key.public_key_multibase, secret, key.version)
        return key.sealed

    def turn_box(self, value: SealedValue) -> bytes:
        """Return a secret of the installation sealed anew, or as it is; UnavailableError."""
        old, new = self._boxes
        try:
            new.open(value.sealed, value.place)
        except UnavailableError:
            return new.seal(old.open(value.sealed, value.place), value.place)
        return value.sealed

    def turn_app(self, value: SealedValue) -> bytes:
        """Return the secret of an app sealed anew, or as it is; UnavailableError."""
        label, place = self._app_label, value.place
        try:
            self._new.unseal(label, value.sealed, place)
        except UnavailableError:
            secret = self._old.unseal(label, value.sealed, place)
            return self._new.seal(label, secret, place)
        return value.sealed

    def index(self, organisation: str, name: str) -> str:
        """Return the new keyed index of a handle or an address."""
        return self._index(organisation, name)

    def carry(self) -> bytes:
        """Return, sealed anew, what look-ups need whose words are not kept.

        Which subject of a provider a person is, only a digest tells: its key goes along.
        """
        return self._new.seal(_CARRIED, self._old.key(NAMES), _PLACE)


def carried_secrets(kek: KeyEncryptionKey, carried: bytes | None) -> DerivedSecrets:
    """Return the derived secrets of an installation, with what an earlier secret left to it.

    Raises:
        UnavailableError: it was left to another secret, code `unsealable`.
    """
    secrets = DerivedSecrets(kek)
    if carried is not None:
        secrets.adopt(NAMES, secrets.unseal(_CARRIED, carried, _PLACE))
    return secrets
