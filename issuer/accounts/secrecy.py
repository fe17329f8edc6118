"""Names, codes and secrets of signing in: how each is spelt, looked up and stored.

Every secret that is handed out is derived from the key-encryption key and the id of its row, so a
database without that key holds nothing usable, and a link can be written again by the mailer.
"""

import base64
import hashlib
import hmac
import re
import unicodedata

from issuer.accounts.mechanisms import Secrets
from issuer.accounts.ports import Services
from issuer.errors import MalformedError

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
PERSONAL_LENGTH = 8
RECOVERY_LENGTH = 12
CLASS_LENGTH = 12
_GROUP_OF = 4
_HANDLE = re.compile(r"[a-z0-9][a-z0-9._-]{2,39}")
_EMAIL = re.compile(r"[^\s@<>(),;:\\\"\[\]]{1,64}@[a-z0-9-]+(?:\.[a-z0-9-]+)+")
_MAX_EMAIL = 254
_MAX_NAME = 254


def name_index(organisation: str, name: str, services: Services) -> str:
    """Return the keyed index of a handle or an e-mail address at one school."""
    return index_under(services.sign_in.secrets, organisation, name)


def index_under(secrets: Secrets, organisation: str, name: str) -> str:
    """Return the same index under given secrets, for a re-wrap."""
    plain = normal_name(name)[:_MAX_NAME]
    return secrets.mac("login-index", f"{organisation}|{plain}").hex()


def normal_name(name: str) -> str:
    """Return a handle or address as it is compared: folded, without spaces around it."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def checked_handle(handle: str) -> str:
    """Return a handle in its one spelling; MalformedError, code `handle`."""
    plain = normal_name(handle)
    if _HANDLE.fullmatch(plain) is None:
        raise MalformedError(
            "Write the sign-in name with 3 to 40 small letters, digits, dots or hyphens",
            code="handle",
        )
    return plain


def checked_email(email: str) -> str:
    """Return an address in its one spelling; MalformedError, code `email` (T84)."""
    plain = normal_name(email)
    if len(plain) > _MAX_EMAIL or _EMAIL.fullmatch(plain) is None:
        raise MalformedError("Write the e-mail address as in name@school.example", code="email")
    return plain


def invitation_secret(invitation_id: str, services: Services) -> str:
    """Return the 256-bit secret of an invitation; its row holds only the hash."""
    raw = services.sign_in.secrets.mac("invitation", invitation_id)
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def class_code_of(code_id: str, services: Services) -> str:
    """Return the code of a class as it is printed."""
    return _code("class-code", code_id, CLASS_LENGTH, services)


def personal_code_of(code_id: str, services: Services) -> str:
    """Return the code of a learner as it is printed."""
    return _code("personal-code", code_id, PERSONAL_LENGTH, services)


def code_index(kind: str, scope: str, code: str, services: Services) -> str:
    """Return the keyed index of a printed code; spaces, hyphens and case do not matter."""
    plain = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", code)).upper()[:64]
    return services.sign_in.secrets.mac(f"{kind}-index", f"{scope}|{plain}").hex()


def new_secret(services: Services) -> str:
    """Return the secret of a new session: 256 random bits."""
    raw = services.ids.secret(32)
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def hash_of(secret: str) -> str:
    """Return how a secret of 256 bits is stored."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def device_mark(account: str, services: Services) -> str:
    """Return what a browser keeps after a good sign-in to this account."""
    return services.sign_in.secrets.mac("device", account).hex()


def knows_device(mark: str, account: str, services: Services) -> bool:
    """Tell whether this browser has signed in to this account before."""
    return hmac.compare_digest(mark.encode(), device_mark(account, services).encode())


def recovery_code(services: Services) -> str:
    """Return a random code for a person to write down; unlike others it is derived of nothing."""
    return _spelt(services.ids.secret(32), RECOVERY_LENGTH)


def _code(label: str, code_id: str, length: int, services: Services) -> str:
    return _spelt(services.sign_in.secrets.mac(label, code_id), length)


def _spelt(raw: bytes, length: int) -> str:
    number = int.from_bytes(raw, "big")
    letters = []
    for _ in range(length):
        number, place = divmod(number, len(_ALPHABET))
        letters.append(_ALPHABET[place])
    text = "".join(letters)
    return "-".join(text[at : at + _GROUP_OF] for at in range(0, length, _GROUP_OF))
