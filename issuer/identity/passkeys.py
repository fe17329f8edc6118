"""Passkeys by py_webauthn (WebAuthn Level 3), for one origin and one relying party.

Both come from the public base URL alone, never from a request. Attestation is not asked for: any
device that verifies its person is good enough for a school.
"""

from collections.abc import Callable, Mapping
from typing import TypeVar
from urllib.parse import urlsplit

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, parse_client_data_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from issuer.accounts.model import MadePasskey, Passkey, Presented
from issuer.documents import Document, read_document
from issuer.errors import MalformedError

T = TypeVar("T")

#: An answer without attestation is about 1 kB.
_MAX_ANSWER = 16 * 1024
_MAX_CREDENTIAL_ID = 1364  # 1,023 bytes in base64url (WebAuthn 3, section 4)
_TIMEOUT_MS = 300_000
#: Whatever hostile bytes make of the parsers below.
_BROKEN = (
    WebAuthnException,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    OverflowError,
    RecursionError,
)
_VERIFIED = UserVerificationRequirement.REQUIRED


class WebAuthnPasskeys:
    """Asks browsers for passkeys, and checks what they answer."""

    def __init__(self, public_base_url: str) -> None:
        address = urlsplit(public_base_url)
        self._origin = f"{address.scheme}://{address.netloc}"
        self._rp_id = address.hostname or ""

    def ask_for_new(
        self, challenge: bytes, owner: str, name: str, known: tuple[Passkey, ...]
    ) -> str:
        """Return the options of `navigator.credentials.create()`."""
        options = generate_registration_options(
            rp_id=self._rp_id,
            rp_name="Issuer",
            user_id=owner.encode(),
            user_name=name,
            user_display_name=name,
            challenge=challenge,
            timeout=_TIMEOUT_MS,
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED, user_verification=_VERIFIED
            ),
            exclude_credentials=[
                PublicKeyCredentialDescriptor(id=base64url_to_bytes(each.credential_id))
                for each in known
            ],
        )
        return options_to_json(options)

    def ask_for_proof(self, challenge: bytes) -> str:
        """Return the options of `navigator.credentials.get()`; the device offers what it has."""
        options = generate_authentication_options(
            rp_id=self._rp_id,
            challenge=challenge,
            timeout=_TIMEOUT_MS,
            user_verification=_VERIFIED,
        )
        return options_to_json(options)

    def read(self, answer: str) -> Presented:
        """Return what an answer claims; MalformedError."""
        return _guarded(lambda: _presented(_document_of(answer)))

    def made(self, answer: str, challenge: bytes) -> MadePasskey:
        """Check a new passkey; MalformedError."""

        def check() -> MadePasskey:
            verified = verify_registration_response(
                credential=dict(_document_of(answer)),
                expected_challenge=challenge,
                expected_rp_id=self._rp_id,
                expected_origin=self._origin,
                require_user_verification=True,
            )
            return MadePasskey(
                credential_id=bytes_to_base64url(verified.credential_id),
                public_key=verified.credential_public_key,
                sign_count=verified.sign_count,
            )

        return _guarded(check)

    def proven(self, answer: str, challenge: bytes, public_key: bytes) -> int:
        """Check an answer and return its counter, which the caller compares; MalformedError."""

        def check() -> int:
            verified = verify_authentication_response(
                credential=dict(_document_of(answer)),
                expected_challenge=challenge,
                expected_rp_id=self._rp_id,
                expected_origin=self._origin,
                credential_public_key=public_key,
                credential_current_sign_count=0,
                require_user_verification=True,
            )
            return verified.new_sign_count

        return _guarded(check)


def _document_of(answer: str) -> Document:
    if len(answer) > _MAX_ANSWER:
        raise ValueError("longer than any device answers")
    return read_document(answer.encode())


def _presented(document: Document) -> Presented:
    response = document["response"]
    if not isinstance(response, Mapping):
        raise TypeError("no response")
    client = parse_client_data_json(base64url_to_bytes(str(response["clientDataJSON"])))
    owner = response.get("userHandle")
    credential_id = bytes_to_base64url(base64url_to_bytes(str(document["id"])))
    if len(credential_id) > _MAX_CREDENTIAL_ID:
        raise ValueError("longer than any credential id")
    return Presented(
        credential_id=credential_id,
        challenge=client.challenge,
        owner=None if owner is None else base64url_to_bytes(str(owner)).decode(),
    )


def _guarded(check: Callable[[], T]) -> T:
    try:
        return check()
    except (*_BROKEN, MalformedError) as error:
        raise MalformedError(
            "This passkey was not taken; try again, or come in another way", code="passkey"
        ) from error
