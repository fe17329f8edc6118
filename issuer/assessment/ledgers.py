"""Hours, outside certificates, metrics and activity statements."""

from issuer.assessment import commands
from issuer.assessment.model import ExternalProof, HoursEntry, StatementRecord, Submission
from issuer.assessment.ports import Services


def log_hours(command: commands.LogHours, services: Services) -> HoursEntry:
    """Do as the command says."""
    raise NotImplementedError


def verify_hours(command: commands.VerifyHours, services: Services) -> HoursEntry:
    """Do as the command says."""
    raise NotImplementedError


def reject_hours(command: commands.RejectHours, services: Services) -> HoursEntry:
    """Do as the command says."""
    raise NotImplementedError


def submit_external(command: commands.SubmitExternal, services: Services) -> ExternalProof:
    """Do as the command says."""
    raise NotImplementedError


def verify_external(command: commands.VerifyExternal, services: Services) -> ExternalProof:
    """Do as the command says."""
    raise NotImplementedError


def record_metric(command: commands.RecordMetric, services: Services) -> Submission:
    """Do as the command says."""
    raise NotImplementedError


def record_statement(command: commands.RecordStatement, services: Services) -> StatementRecord:
    """Do as the command says."""
    raise NotImplementedError
