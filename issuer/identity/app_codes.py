"""Codes of authenticator apps by pyotp (RFC 6238: SHA-1, six digits, 30 seconds)."""

import base64
import re
from datetime import datetime

from pyotp.exceptions import OTPVerificationError
from pyotp.totp import TOTP

#: Clocks of telephones are a little off (RFC 6238 section 5.2).
_STEPS_AWAY = 1
_CODE = re.compile(r"[0-9]{6}")


class PyotpCodes:
    """Makes secrets for apps and reads their codes."""

    def secret_of(self, random: bytes) -> str:
        """Return a secret in base32, as apps read it."""
        return base64.b32encode(random).decode("ascii")

    def address(self, secret: str, name: str, school: str) -> str:
        """Return the `otpauth:` address that a QR code hands to an app."""
        return TOTP(secret).provisioning_uri(name=name, issuer_name=school)

    def step_of(self, secret: str, code: str, now: datetime) -> int | None:
        """Return the time step that a code belongs to, or None."""
        if _CODE.fullmatch(code) is None:
            return None
        try:
            return TOTP(secret).verify_and_get_timecode(
                code, for_time=now, valid_window=_STEPS_AWAY
            )
        except OTPVerificationError:
            return None
