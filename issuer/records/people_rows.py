"""What a unit of work keeps about people: who they are, how they sign in, what they agreed to."""

from abc import abstractmethod

import sqlalchemy as sa

from issuer.clock import Clock
from issuer.records.accounts import SqlGrants, SqlOrganisations, SqlPeople, SqlTokens
from issuer.records.clients import SqlClients, SqlClientTokens, SqlSpentAssertions
from issuer.records.federation import SqlAttempts, SqlOutsideIdentities, SqlProviders
from issuer.records.holdings import SqlHoldings
from issuer.records.letters import Box
from issuer.records.privacy import SqlErasures, SqlLegalHolds, SqlShareLinks
from issuer.records.relations import SqlConsents, SqlTies, SqlUnits
from issuer.records.second_factors import (
    SqlChallenges,
    SqlCodeApps,
    SqlLeftovers,
    SqlPasskeys,
)
from issuer.records.settings_proposals import SqlSettingsProposals
from issuer.records.sign_in import (
    SqlClassCodes,
    SqlInvitations,
    SqlLogins,
    SqlPersonalCodes,
    SqlSessions,
    SqlTries,
)


class PeopleRows:
    """The part of a unit of work that is about people and how they come in."""

    _clock: Clock

    @property
    @abstractmethod
    def _connection(self) -> sa.Connection: ...

    @property
    @abstractmethod
    def _given_box(self) -> Box: ...

    @property
    def organisations(self) -> SqlOrganisations:
        """Organisations of the installation."""
        return SqlOrganisations(self._connection)

    @property
    def people(self) -> SqlPeople:
        """People of an organisation."""
        return SqlPeople(self._connection, self._clock)

    @property
    def settings_proposals(self) -> SqlSettingsProposals:
        """Rules of two that somebody wants switched off."""
        return SqlSettingsProposals(self._connection)

    @property
    def grants(self) -> SqlGrants:
        """Grants of roles."""
        return SqlGrants(self._connection)

    @property
    def units(self) -> SqlUnits:
        """Units of an organisation."""
        return SqlUnits(self._connection)

    @property
    def ties(self) -> SqlTies:
        """Ties between people."""
        return SqlTies(self._connection)

    @property
    def consents(self) -> SqlConsents:
        """Consents."""
        return SqlConsents(self._connection)

    @property
    def tokens(self) -> SqlTokens:
        """API tokens."""
        return SqlTokens(self._connection)

    @property
    def logins(self) -> SqlLogins:
        """How people sign in."""
        return SqlLogins(self._connection)

    @property
    def sessions(self) -> SqlSessions:
        """Signed-in browsers."""
        return SqlSessions(self._connection)

    @property
    def invitations(self) -> SqlInvitations:
        """Links that work once."""
        return SqlInvitations(self._connection)

    @property
    def class_codes(self) -> SqlClassCodes:
        """Codes of groups."""
        return SqlClassCodes(self._connection)

    @property
    def personal_codes(self) -> SqlPersonalCodes:
        """Codes of learners."""
        return SqlPersonalCodes(self._connection)

    @property
    def tries(self) -> SqlTries:
        """Counted tries."""
        return SqlTries(self._connection)

    @property
    def clients(self) -> SqlClients:
        """Programs of an organisation."""
        return SqlClients(self._connection)

    @property
    def client_tokens(self) -> SqlClientTokens:
        """Tokens of programs."""
        return SqlClientTokens(self._connection)

    @property
    def spent_assertions(self) -> SqlSpentAssertions:
        """Assertions of programs that were used."""
        return SqlSpentAssertions(self._connection)

    @property
    def passkeys(self) -> SqlPasskeys:
        """Passkeys of people."""
        return SqlPasskeys(self._connection)

    @property
    def challenges(self) -> SqlChallenges:
        """Challenges that wait for a passkey."""
        return SqlChallenges(self._connection)

    @property
    def code_apps(self) -> SqlCodeApps:
        """Authenticator apps."""
        return SqlCodeApps(self._connection)

    @property
    def leftovers(self) -> SqlLeftovers:
        """What ended long ago."""
        return SqlLeftovers(self._connection)

    @property
    def erasures(self) -> SqlErasures:
        """Erasures of people."""
        return SqlErasures(self._connection)

    @property
    def legal_holds(self) -> SqlLegalHolds:
        """What keeps people from being erased."""
        return SqlLegalHolds(self._connection)

    @property
    def share_links(self) -> SqlShareLinks:
        """Links to be shared."""
        return SqlShareLinks(self._connection)

    @property
    def holdings(self) -> SqlHoldings:
        """Everything that is held about a person."""
        return SqlHoldings(self._connection)

    @property
    def providers(self) -> SqlProviders:
        """Identity providers."""
        return SqlProviders(self._connection, self._given_box)

    @property
    def attempts(self) -> SqlAttempts:
        """Sign-ins under way at a provider."""
        return SqlAttempts(self._connection)

    @property
    def outside_identities(self) -> SqlOutsideIdentities:
        """Who is linked to which subject of a provider."""
        return SqlOutsideIdentities(self._connection, self._given_box)
