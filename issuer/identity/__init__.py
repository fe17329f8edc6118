"""Adapters of sign-in mechanisms, one kept library each: password hash, common passwords."""

from issuer.identity.common_passwords import ListedPasswords
from issuer.identity.password_hash import SMALL_HOST, STANDARD, Argon2Passwords

__all__ = ["SMALL_HOST", "STANDARD", "Argon2Passwords", "ListedPasswords"]
