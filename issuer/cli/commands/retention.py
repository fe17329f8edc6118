"""`issuer retention`: what is over its time, and for how long a school keeps its evidence."""

from collections.abc import Sequence

import click

from issuer import accounts, retention
from issuer.cli.commands.keys import organisation_of
from issuer.cli.services import Opening, Services
from issuer.cli.speaking import say, say_json, told_in_one_line
from issuer.clock import format_instant
from issuer.documents import Json
from issuer.retention import Overdue

_ORGANISATION = click.option("--organisation", metavar="SLUG", help="Which organisation.")
_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
_HEADINGS = ("organisation", "what", "how many", "oldest", "stays because of")


def retention_group(opening: Opening) -> click.Group:
    """Return the group; the background work does the same every day."""

    @click.group(
        "retention",
        invoke_without_command=True,
        help="Delete what is over its time, as the service does every day.",
    )
    @_ORGANISATION
    @click.option("--dry-run", is_flag=True, help="Change nothing; say what would go.")
    @_JSON
    @click.pass_context
    @told_in_one_line
    def group(
        context: click.Context, organisation: str | None, *, dry_run: bool, as_json: bool
    ) -> None:
        if context.invoked_subcommand is not None:
            return
        services = opening.services()
        chosen = organisation and organisation_of(services, organisation).id
        found = retention.overdue(services.retention, chosen)
        if not dry_run:
            _delete(chosen, services)
        if as_json:
            say_json([_shown(row) for row in found])
        else:
            _table(found, dry_run=dry_run)

    group.add_command(_keep_command(opening))
    return group


def _keep_command(opening: Opening) -> click.Command:
    @click.command("keep", help="Show or choose for how long evidence is kept.")
    @_ORGANISATION
    @click.option("--months", type=int, help="Months after the award.")
    @click.option("--withdrawn-days", type=int, help="Days after work was withdrawn.")
    @_JSON
    @told_in_one_line
    def keep(
        organisation: str | None,
        months: int | None,
        withdrawn_days: int | None,
        *,
        as_json: bool,
    ) -> None:
        services = opening.services()
        school = organisation_of(services, organisation)
        if months is not None or withdrawn_days is not None:
            command = accounts.ChooseTerms(
                organisation=school.id, evidence_months=months, withdrawn_days=withdrawn_days
            )
            school = accounts.choose_terms(command, services.accounts)
        if as_json:
            say_json(
                {
                    "evidence_months": school.evidence_months,
                    "withdrawn_days": school.withdrawn_days,
                }
            )
            return
        say(f"Evidence: {school.evidence_months} months after the award.")
        say(f"Withdrawn work: {school.withdrawn_days} days. A hold or an appeal keeps both.")
        say("Records of signing in: 90 days. What letters said: 30 days.")

    return keep


def _delete(organisation: str | None, services: Services) -> None:
    schools = accounts.list_organisations(services.accounts)
    for school in schools:
        if organisation in (None, school.id):
            while retention.forget_overdue(school.id, services.retention).left:
                pass


def _table(found: Sequence[Overdue], *, dry_run: bool) -> None:
    rows = [_HEADINGS, *_lines(found)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(_HEADINGS))]
    for row in rows:
        say("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    going = sum(row.count for row in found if row.kept is None)
    say(f"{going} would go; nothing was changed." if dry_run else f"{going} deleted.")


def _lines(found: Sequence[Overdue]) -> list[tuple[str, ...]]:
    """Return one line per organisation, kind and reason to stay."""
    together: dict[tuple[str, str, str], list[Overdue]] = {}
    for row in found:
        key = (row.slug, row.what.value, "" if row.kept is None else row.kept.value)
        together.setdefault(key, []).append(row)
    return [
        (
            slug,
            what,
            str(sum(row.count for row in rows)),
            f"{min(row.oldest for row in rows):%Y-%m-%d}",
            kept,
        )
        for (slug, what, kept), rows in together.items()
    ]


def _shown(row: Overdue) -> dict[str, Json]:
    return {
        "organisation": row.slug,
        "what": row.what.value,
        "count": row.count,
        "oldest": format_instant(row.oldest),
        "submission": row.subject,
        "kept": None if row.kept is None else row.kept.value,
    }
