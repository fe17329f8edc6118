"""What the looks of an organisation need from storage."""

from typing import Protocol

from issuer.accounts.model import Logo


class Logos(Protocol):
    """Logos of all organisations, those of former years included."""

    def add_logo(self, logo: Logo) -> None:
        """Store a new one."""

    def logo(self, organisation: str, digest: str) -> Logo | None:
        """Return the logo of that digest, if the organisation ever had it."""
        ...

    def logos_of(self, organisation: str) -> tuple[Logo, ...]:
        """Return every logo that it ever had, oldest first."""
        ...
