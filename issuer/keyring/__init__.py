"""Where private keys live: sealed at rest, opened once per process, never shown."""

from issuer.keyring.backends import BACKENDS, Backends, Places, open_backends
from issuer.keyring.box import Box
from issuer.keyring.derived import DerivedSecrets
from issuer.keyring.envelope import EnvelopeKeyring, EnvelopeSigner
from issuer.keyring.kek import (
    KEK_BYTES,
    KeyEncryptionKey,
    create_kek_file,
    read_kek_file,
    read_kek_text,
)
from issuer.keyring.log_key import LogKeyring
from issuer.keyring.one_run import SEED_BYTES, OneRunSigner, self_signed_pem
from issuer.keyring.person_keys import FilePersonKeys, erasures_beside
from issuer.keyring.rewrapping import Rewrapper, carried_secrets
from issuer.keyring.secret_files import Secret, read_secret_file
from issuer.keyring.token_signer import EnvelopeTokenSigner

__all__ = [
    "BACKENDS",
    "KEK_BYTES",
    "SEED_BYTES",
    "Backends",
    "Box",
    "DerivedSecrets",
    "EnvelopeKeyring",
    "EnvelopeSigner",
    "EnvelopeTokenSigner",
    "FilePersonKeys",
    "KeyEncryptionKey",
    "LogKeyring",
    "OneRunSigner",
    "Places",
    "Rewrapper",
    "Secret",
    "carried_secrets",
    "create_kek_file",
    "erasures_beside",
    "open_backends",
    "read_kek_file",
    "read_kek_text",
    "read_secret_file",
    "self_signed_pem",
]
