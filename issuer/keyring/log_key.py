"""The audit log's own key, sealed as the keys of organisations are; it signs nothing else."""

from datetime import datetime

from issuer.auditing.model import LOG_OWNER, LogKey
from issuer.issuance.model import KeyRecord
from issuer.keyring.envelope import EnvelopeKeyring
from issuer.proofs import Signer


class LogKeyring:
    """Makes and opens the log's key in a keyring."""

    def __init__(self, keyring: EnvelopeKeyring) -> None:
        self._keyring = keyring

    def make(self, name: str, at: datetime) -> LogKey:
        """Make the log's key, its private half sealed."""
        made = self._keyring.make(LOG_OWNER)
        return LogKey(
            name=name,
            public_key_multibase=made.public_key_multibase,
            sealed=made.sealed,
            created_at=at,
        )

    def signer(self, key: LogKey) -> Signer:
        """Return its signer; UnavailableError if it cannot be opened, code `key_unusable`."""
        return self._keyring.signer(
            KeyRecord(
                id=key.name,
                organisation=LOG_OWNER,
                public_key_multibase=key.public_key_multibase,
                sealed=key.sealed,
                created_at=key.created_at,
            )
        )
