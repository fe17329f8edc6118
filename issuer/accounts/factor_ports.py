"""What passkeys, authenticator apps and upkeep need from storage; joined in `ports.UnitOfWork`."""

from datetime import datetime
from typing import Protocol

from issuer.accounts.model import Challenge, CodeApp, Passkey, RecoveryCode


class Passkeys(Protocol):
    """Passkeys of people."""

    def add(self, passkey: Passkey) -> None:
        """Store a passkey; ConflictError if the credential is known, to whomever it belongs."""

    def locked(self, credential_id: str) -> Passkey | None:
        """Return the passkey of that credential, kept from changing meanwhile, if any."""
        ...

    def of_person(self, organisation: str, person_id: str) -> tuple[Passkey, ...]:
        """Return a person's passkeys, oldest first."""
        ...

    def save(self, passkey: Passkey) -> None:
        """Store counter and last use."""

    def remove(self, passkey: Passkey) -> None:
        """Delete a passkey."""


class Challenges(Protocol):
    """Challenges that wait for an answer."""

    def add(self, challenge: Challenge) -> None:
        """Store a challenge."""

    def take(self, secret_hash: str) -> Challenge | None:
        """Return the challenge of that hash and delete it, so that one answer at most finds it."""
        ...


class CodeApps(Protocol):
    """One authenticator app per person, with its recovery codes."""

    def put(self, app: CodeApp) -> None:
        """Store a person's app in place of an earlier one."""

    def locked(self, organisation: str, person_id: str) -> CodeApp | None:
        """Return a person's app, kept from changing meanwhile, if any."""
        ...

    def of_person(self, organisation: str, person_id: str) -> CodeApp | None:
        """Return a person's app, if any."""
        ...

    def save(self, app: CodeApp) -> None:
        """Store confirmation and last step."""

    def remove(self, organisation: str, person_id: str) -> None:
        """Delete a person's app and its recovery codes."""

    def put_recovery(
        self, organisation: str, person_id: str, codes: tuple[RecoveryCode, ...]
    ) -> None:
        """Store recovery codes in place of earlier ones."""

    def use_recovery(self, organisation: str, person_id: str, index: str, now: datetime) -> bool:
        """Mark an unused recovery code as used; tell whether there was one."""
        ...

    def unused_recovery(self, organisation: str, person_id: str) -> int:
        """Return how many recovery codes are left."""
        ...


class Leftovers(Protocol):
    """Rows of signing in that have served their time."""

    def any_before(self, kept_since: datetime, now: datetime) -> bool:
        """Tell whether there is anything to delete."""
        ...

    def delete_before(self, kept_since: datetime, now: datetime) -> int:
        """Delete what ended before `kept_since`, and challenges that are over; return how many."""
        ...
