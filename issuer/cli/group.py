"""The command `issuer` and everything below it."""

import click

from issuer.cli.commands.auditing import audit_group
from issuer.cli.commands.authoring import badges_group, instruments_group, rubrics_group
from issuer.cli.commands.check import check_command
from issuer.cli.commands.clients import clients_group
from issuer.cli.commands.cohorts import cohort_group
from issuer.cli.commands.criteria import criteria_group
from issuer.cli.commands.demo import demo_command
from issuer.cli.commands.exporting import export_site_command
from issuer.cli.commands.keys import keys_group
from issuer.cli.commands.providers import providers_group
from issuer.cli.commands.receipts import receipt_command
from issuer.cli.commands.reports import reports_group
from issuer.cli.commands.retention import retention_group
from issuer.cli.commands.serving import serve_command, work_command
from issuer.cli.commands.settings import settings_group
from issuer.cli.commands.setup import db_group, init_command, people_group, tokens_group
from issuer.cli.commands.standing import (
    issue_command,
    reinstate_command,
    revoke_command,
    suspend_command,
)
from issuer.cli.commands.trusting import trust_group
from issuer.cli.commands.verifying import verify_command
from issuer.cli.services import Opening

_MAKERS = (
    init_command,
    demo_command,
    serve_command,
    work_command,
    verify_command,
    export_site_command,
    receipt_command,
    trust_group,
    issue_command,
    revoke_command,
    suspend_command,
    reinstate_command,
    cohort_group,
    reports_group,
    keys_group,
    check_command,
    people_group,
    retention_group,
    settings_group,
    tokens_group,
    clients_group,
    providers_group,
    db_group,
    criteria_group,
    badges_group,
    rubrics_group,
    instruments_group,
    audit_group,
)


def commands(opening: Opening) -> click.Group:
    """Return the whole command line on one way to open services."""

    @click.group("issuer", context_settings={"help_option_names": ["-h", "--help"]})
    @click.version_option(package_name="issuer")
    def issuer() -> None:
        """Open Badges 3.0 for competency-based schools."""

    for make in _MAKERS:
        issuer.add_command(make(opening))
    return issuer
