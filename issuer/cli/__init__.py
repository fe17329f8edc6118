"""The terminal: the same use cases as pages and API, for operators, teachers and scripts."""

from issuer.cli.group import commands
from issuer.cli.services import Checked, GenericServer, Opening, Services

__all__ = ["Checked", "GenericServer", "Opening", "Services", "commands"]
