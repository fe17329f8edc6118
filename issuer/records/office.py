"""What the office reads on a unit of work: the log by search, groups and rows of reports."""

from abc import abstractmethod

import sqlalchemy as sa

from issuer.records.event_search import SqlEventSearch
from issuer.records.reporting import SqlReportGroups, SqlReportRows


class OfficeRows:
    """The part of a unit of work that the pages of the office need."""

    @property
    @abstractmethod
    def _connection(self) -> sa.Connection: ...

    @property
    def event_search(self) -> SqlEventSearch:
        """Entries of the log, to be looked for."""
        return SqlEventSearch(self._connection)

    @property
    def report_groups(self) -> SqlReportGroups:
        """In which group learners are counted."""
        return SqlReportGroups(self._connection)

    @property
    def report_rows(self) -> SqlReportRows:
        """What reports are counted from."""
        return SqlReportRows(self._connection)
