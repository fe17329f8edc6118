"""Logos of organisations, on the transaction of their organisations."""

import sqlalchemy as sa

from issuer.accounts.model import Logo
from issuer.records.stored_rows import StoredRows
from issuer.records.tables.branding import logo as _LOGO  # noqa: N812 # a table, as its neighbours


class SqlLogos:
    """Logos on one open transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._logos = StoredRows(connection, _LOGO, Logo)

    def add_logo(self, logo: Logo) -> None:
        """Store a new one."""
        self._logos.insert(logo)

    def logo(self, organisation: str, digest: str) -> Logo | None:
        """Return the logo of that digest, if the organisation ever had it."""
        return self._logos.first(_LOGO.c.organisation == organisation, _LOGO.c.digest == digest)

    def logos_of(self, organisation: str) -> tuple[Logo, ...]:
        """Return every logo that it ever had, oldest first."""
        order = (_LOGO.c.created_at, _LOGO.c.id)
        return self._logos.many(_LOGO.c.organisation == organisation, order=order)
