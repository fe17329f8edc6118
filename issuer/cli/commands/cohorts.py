"""`issuer cohort`: check a list of learners, sign it, approve it. The same verbs as the pages."""

from pathlib import Path

import click

from issuer.assessment import cohorts
from issuer.assessment.cohorts import AboutCohort, Checked, ReadCohort
from issuer.cli.acting import actor
from issuer.cli.services import Opening, Services
from issuer.cli.speaking import say, say_json, told_in_one_line

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def cohort_group(opening: Opening) -> click.Group:
    """Return the commands about lists of learners."""

    @click.group("cohort")
    def cohort() -> None:
        """Badges for a list of learners that a teacher saw outside this service."""

    cohort.add_command(_check_command(opening))
    cohort.add_command(_issue_command(opening))
    cohort.add_command(_approve_command(opening))
    return cohort


def _check_command(opening: Opening) -> click.Command:
    @click.command("check")
    @click.argument("file", type=_FILE)
    @click.option("--mend", type=click.Path(path_type=Path), help="Write the file to mend here.")
    @click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
    @told_in_one_line
    def check(file: Path, mend: Path | None, *, as_json: bool) -> None:
        """Read FILE and name each fault by row, column and remedy. Nothing is issued."""
        services = opening.services()
        draft = _read(file, services)
        who = actor(services)
        checked = cohorts.check_cohort(who, draft, services.assessment)
        if mend is not None:
            mend.write_bytes(cohorts.cohort_file(who, draft, services.assessment))
        _tell(checked, as_json=as_json)
        if checked.faults:
            raise SystemExit(1)

    return check


def _issue_command(opening: Opening) -> click.Command:
    @click.command("issue")
    @click.argument("file", type=_FILE)
    @click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
    @told_in_one_line
    def issue(file: Path, *, as_json: bool) -> None:
        """Sign every row of FILE as the teacher of ISSUER_TOKEN.

        An issuer then approves the list with: issuer cohort approve. Rows whose badge a learner
        has already are passed over, so the same file twice issues nothing twice.
        """
        services = opening.services()
        command = AboutCohort(actor=actor(services), cohort=_read(file, services))
        signed = cohorts.sign_cohort(command, services.assessment)
        services.run_jobs()
        if as_json:
            say_json({"cohort": signed.id, "rows": signed.size})
        else:
            say(f"Signed: {signed.size} rows. Now an issuer approves them:")
            say(f"issuer cohort approve {signed.id}")

    return issue


def _approve_command(opening: Opening) -> click.Command:
    @click.command("approve")
    @click.argument("cohort")
    @click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
    @told_in_one_line
    def approve(cohort: str, *, as_json: bool) -> None:
        """Approve every signed row of COHORT as the issuer of ISSUER_TOKEN, and issue."""
        services = opening.services()
        who = actor(services)
        cohorts.approve_cohort(AboutCohort(actor=who, cohort=cohort), services.assessment)
        services.run_jobs()
        counts = cohorts.show_cohort(who, cohort, services.assessment).counts
        issued, failed = counts.get("issued", 0), counts.get("failed", 0)
        if as_json:
            say_json({"cohort": cohort, "issued": issued, "failed": failed})
        else:
            say(f"Issued: {issued}. Could not go on: {failed}.")

    return approve


def _read(file: Path, services: Services) -> str:
    command = ReadCohort(actor=actor(services), data=file.read_bytes())
    return cohorts.read_cohort(command, services.assessment).id


def _tell(checked: Checked, *, as_json: bool) -> None:
    if as_json:
        say_json(
            {
                "rows": len(checked.lines),
                "ready": len(checked.good),
                "already": len(checked.already),
                "faults": [
                    {
                        "row": fault.row,
                        "column": fault.column,
                        "code": fault.code,
                        "says": fault.says,
                        "remedy": fault.remedy,
                    }
                    for fault in checked.faults
                ],
            }
        )
        return
    for fault in checked.faults:
        say(f"Row {fault.row}, {fault.column}: {fault.sentence}")
    say(
        f"{len(checked.lines)} rows: {len(checked.good)} right, {len(checked.already)} had it"
        f" already, {len({fault.row for fault in checked.faults})} to mend."
    )
