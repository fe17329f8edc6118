"""Mechanisms of signing in for tests of other things: real, with a cheap hash."""

from issuer.accounts import SignIn
from issuer.identity import Argon2Passwords, ListedPasswords, PyotpCodes, WebAuthnPasskeys
from issuer.identity.password_hash import Cost
from issuer.keyring import DerivedSecrets, KeyEncryptionKey

#: The least that argon2 accepts for one lane.
CHEAP = Cost(passes=1, memory=8, lanes=1)


def plain_sign_in() -> SignIn:
    """Return real adapters under a key of no worth."""
    return SignIn(
        secrets=DerivedSecrets(KeyEncryptionKey(bytes(range(32)))),
        passwords=Argon2Passwords(CHEAP),
        common=ListedPasswords(),
        passkeys=WebAuthnPasskeys("https://badges.riverbend.example"),
        time_codes=PyotpCodes(),
    )
