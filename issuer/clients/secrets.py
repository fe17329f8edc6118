"""Secrets of programs: 256 random bits with a prefix, kept as SHA-256."""

import base64
import hashlib

from issuer.collaborators import Ids

#: Secret scanners find a leaked one by its prefix.
CLIENT_PREFIX = "isc_"
TOKEN_PREFIX = "ist_"  # noqa: S105 - what tokens begin with
_SECRET_BYTES = 32


def new_secret(prefix: str, ids: Ids) -> str:
    """Return a new secret with its prefix."""
    raw = base64.urlsafe_b64encode(ids.secret(_SECRET_BYTES)).rstrip(b"=")
    return prefix + raw.decode("ascii")


def hash_of(secret: str) -> str:
    """Return what is stored of a secret; one of 256 random bits needs no salt and no delay."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
