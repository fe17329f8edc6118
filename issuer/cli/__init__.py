"""The terminal: the same use cases as pages and API, for operators, teachers and scripts."""

from issuer.cli.group import commands
from issuer.cli.services import Opening, Services

__all__ = ["Opening", "Services", "commands"]
