"""What in the database hangs on the key-encryption key (`issuer.sealing`)."""

from datetime import datetime

import sqlalchemy as sa

from issuer.auditing.model import LOG_OWNER
from issuer.records.federation import place_of
from issuer.records.sealing import RowSeals, key_of_day
from issuer.records.tables import accounts, audit, federation, issuance, sealing
from issuer.sealing.model import LoginNames, SealedKey, SealedValue, SealingSecret

_SECRET, _KEY, _LOG_KEY = sealing.sealing_secret, issuance.key, audit.audit_key
_PERSON, _LOGIN, _APP = accounts.person, accounts.login, accounts.code_app
_PROVIDER, _ANSWER = federation.identity_provider, issuance.idempotency
_ENVELOPE = "envelope"


class SqlSealings:
    """Sealed rows on one open transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def secrets(self) -> tuple[SealingSecret, ...]:
        """Return the secrets that the database knows of, oldest first."""
        found = self._connection.execute(sa.select(_SECRET).order_by(_SECRET.c.since, _SECRET.c.id))
        return tuple(SealingSecret(**row) for row in found.mappings())

    def put_secret(self, secret: SealingSecret) -> None:
        """Store a secret's name and state, in place of what is known of it."""
        self._connection.execute(_SECRET.delete().where(_SECRET.c.id == secret.id))
        self._connection.execute(
            _SECRET.insert().values(
                id=secret.id, state=secret.state, since=secret.since, carried=secret.carried
            )
        )

    def organisations(self) -> tuple[str, ...]:
        """Return all organisations."""
        table = accounts.organisation
        found = self._connection.execute(sa.select(table.c.id).order_by(table.c.id))
        return tuple(found.scalars())

    def owners(self) -> tuple[tuple[str, str], ...]:
        """Return (organisation, owner) of every data key: people first, then days."""
        people = self._connection.execute(
            sa.select(_PERSON.c.organisation, _PERSON.c.id).order_by(
                _PERSON.c.organisation, _PERSON.c.id
            )
        )
        answers = self._connection.execute(sa.select(_ANSWER.c.organisation, _ANSWER.c.created_at))
        days = {(row.organisation, key_of_day(row.created_at)) for row in answers}
        return (*((row.organisation, row.id) for row in people), *sorted(days))

    def private_halves(self) -> tuple[SealedKey, ...]:
        """Return the private halves that are in this database, the audit log's too."""
        ours = self._connection.execute(
            sa.select(_KEY).where(_KEY.c.backend == _ENVELOPE).order_by(_KEY.c.id)
        )
        log = self._connection.execute(sa.select(_LOG_KEY))
        return (
            *(
                SealedKey(
                    id=row.id,
                    organisation=row.organisation,
                    public_key_multibase=row.public_key_multibase,
                    version=row.version,
                    sealed=row.sealed,
                )
                for row in ours
            ),
            *(
                SealedKey(
                    id=row.name,
                    organisation=LOG_OWNER,
                    public_key_multibase=row.public_key_multibase,
                    version=1,
                    sealed=row.sealed,
                    log=True,
                )
                for row in log
            ),
        )

    def set_key(self, key: SealedKey, sealed: bytes) -> None:
        """Store a private half as it is sealed now."""
        if sealed == key.sealed:
            return
        update = (
            _LOG_KEY.update().where(_LOG_KEY.c.name == key.id)
            if key.log
            else _KEY.update().where(_KEY.c.id == key.id)
        )
        self._connection.execute(update.values(sealed=sealed))

    def providers(self) -> tuple[SealedValue, ...]:
        """Return the secrets at identity providers."""
        found = self._connection.execute(sa.select(_PROVIDER.c.id, _PROVIDER.c.sealed_secret))
        return tuple(
            SealedValue(id=row.id, place=place_of(row.id), sealed=row.sealed_secret)
            for row in found
        )

    def set_provider(self, provider_id: str, sealed: bytes) -> None:
        """Store a secret as it is sealed now."""
        self._connection.execute(
            _PROVIDER.update().where(_PROVIDER.c.id == provider_id).values(sealed_secret=sealed)
        )

    def app_of(self, organisation: str, person: str) -> SealedValue | None:
        """Return the secret of a person's authenticator app, if there is one."""
        row = self._connection.execute(
            sa.select(_APP.c.id, _APP.c.sealed).where(
                _APP.c.organisation == organisation, _APP.c.person == person
            )
        ).first()
        return None if row is None else SealedValue(id=row.id, place=person, sealed=row.sealed)

    def set_app(self, app_id: str, sealed: bytes) -> None:
        """Store a secret as it is sealed now."""
        self._connection.execute(_APP.update().where(_APP.c.id == app_id).values(sealed=sealed))

    def login_of(self, organisation: str, person: str) -> LoginNames | None:
        """Return by what a person is looked up, opened, if there is a login."""
        row = (
            self._connection.execute(
                sa.select(_LOGIN).where(
                    _LOGIN.c.organisation == organisation, _LOGIN.c.person == person
                )
            )
            .mappings()
            .first()
        )
        if row is None:
            return None
        opened = RowSeals(self._connection, _LOGIN).open(row)
        names = ("id", "handle", "email", "handle_index", "email_index")
        return LoginNames(**{name: opened[name] for name in names})

    def set_indices(self, login: LoginNames) -> None:
        """Store the keyed indices of a login."""
        self._connection.execute(
            _LOGIN.update()
            .where(_LOGIN.c.id == login.id)
            .values(handle_index=login.handle_index, email_index=login.email_index)
        )

    def end_derived(self, organisation: str, now: datetime) -> int:
        """End links, cards and codes that are made from the secret; return how many."""
        invitation, group = accounts.invitation, accounts.class_code
        statements: tuple[sa.Update | sa.Delete, ...] = (
            invitation.update()
            .where(
                invitation.c.organisation == organisation,
                invitation.c.used_at.is_(None),
                invitation.c.expires_at > now,
            )
            .values(used_at=now),
            group.update()
            .where(
                group.c.organisation == organisation,
                group.c.ended_at.is_(None),
                group.c.expires_at > now,
            )
            .values(ended_at=now),
            *(
                table.delete().where(table.c.organisation == organisation)
                for table in (accounts.personal_code, accounts.recovery_code)
            ),
        )
        return sum(self._connection.execute(each).rowcount for each in statements)
