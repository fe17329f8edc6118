"""Adapters of sign-in mechanisms, one kept library each: passwords, passkeys, codes of an app."""

from issuer.identity.app_codes import PyotpCodes
from issuer.identity.common_passwords import ListedPasswords
from issuer.identity.passkeys import WebAuthnPasskeys
from issuer.identity.password_hash import SMALL_HOST, STANDARD, Argon2Passwords

__all__ = [
    "SMALL_HOST",
    "STANDARD",
    "Argon2Passwords",
    "ListedPasswords",
    "PyotpCodes",
    "WebAuthnPasskeys",
]
