"""`issuer reports`: the figures of the office as CSV, on standard output or in a file."""

from collections.abc import Callable
from pathlib import Path

import click

from issuer import accounts, reporting
from issuer.access import Actor
from issuer.cli.acting import actor
from issuer.cli.services import Opening, Services
from issuer.cli.speaking import told_in_one_line

_out = click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write to this file and not to standard output.",
)
_Sheet = Callable[[Actor, reporting.Services], bytes]


def reports_group(opening: Opening) -> click.Group:
    """Return the commands that write reports."""

    @click.group("reports")
    def reports() -> None:
        """Write reports as CSV, as the registrar or administrator of ISSUER_TOKEN."""

    for name, says, sheet in _REPORTS:
        reports.add_command(_report_command(opening, name, says, sheet))
    reports.add_command(_ending_command(opening))
    return reports


def _equity(who: Actor, services: reporting.Services) -> bytes:
    return reporting.equity_sheet(reporting.equity_report(who, services))


def _waiting(who: Actor, services: reporting.Services) -> bytes:
    return reporting.age_sheet(reporting.age_report(who, services))


def _peers(who: Actor, services: reporting.Services) -> bytes:
    return reporting.peer_sheet(reporting.peer_report(who, services))


def _issued(who: Actor, services: reporting.Services) -> bytes:
    return reporting.issued_sheet(reporting.issued_report(who, services))


_REPORTS: tuple[tuple[str, str, _Sheet], ...] = (
    ("equity", "Compare groups of learners; groups under ten are left out.", _equity),
    ("waiting", "Say how long work waits, by unit and by teacher.", _waiting),
    ("peers", "Say how far peers agree, by instrument and quarter.", _peers),
    ("issued", "Count badges by month and by badge.", _issued),
)


def _report_command(opening: Opening, name: str, says: str, sheet: _Sheet) -> click.Command:
    @click.command(name, help=says)
    @_out
    @told_in_one_line
    def report(out: Path | None) -> None:
        services = opening.services()
        _write(sheet(actor(services), services.reporting), out)

    return report


def _ending_command(opening: Opening) -> click.Command:
    @click.command("ending")
    @click.option(
        "--within", type=int, default=reporting.USUAL_DAYS, show_default=True, help="Days from now."
    )
    @_out
    @told_in_one_line
    def ending(within: int, out: Path | None) -> None:
        """List the badges that end soon, soonest first."""
        services = opening.services()
        _write(_ending(actor(services), within, services), out)

    return ending


def _ending(who: Actor, within: int, services: Services) -> bytes:
    found = reporting.list_ending(who, within, services.reporting)
    names = accounts.names_of_people(who, services.accounts)
    return reporting.ending_sheet(found, names, services.clock())


def _write(data: bytes, out: Path | None) -> None:
    if out is None:
        click.echo(data, nl=False)
    else:
        out.write_bytes(data)
