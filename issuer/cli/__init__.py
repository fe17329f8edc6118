"""The terminal: the same use cases as pages and API, for operators, teachers and scripts."""

from issuer.cli.group import commands
from issuer.cli.services import Checked, Exported, GenericServer, Opening, Rewrapped, Services

__all__ = ["Checked", "Exported", "GenericServer", "Opening", "Rewrapped", "Services", "commands"]
