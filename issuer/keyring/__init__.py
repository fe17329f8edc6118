"""Where private keys live: sealed at rest, opened once per process, never shown."""

from issuer.keyring.box import Box
from issuer.keyring.envelope import EnvelopeKeyring, EnvelopeSigner
from issuer.keyring.kek import (
    KEK_BYTES,
    KeyEncryptionKey,
    create_kek_file,
    read_kek_file,
    read_kek_text,
)
from issuer.keyring.one_run import SEED_BYTES, OneRunSigner, self_signed_pem
from issuer.keyring.token_signer import EnvelopeTokenSigner

__all__ = [
    "KEK_BYTES",
    "SEED_BYTES",
    "Box",
    "EnvelopeKeyring",
    "EnvelopeSigner",
    "EnvelopeTokenSigner",
    "KeyEncryptionKey",
    "OneRunSigner",
    "create_kek_file",
    "read_kek_file",
    "read_kek_text",
    "self_signed_pem",
]
