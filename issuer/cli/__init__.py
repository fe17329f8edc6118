"""The terminal: the same use cases as pages and API, for operators, teachers and scripts."""

from issuer.cli.group import commands
from issuer.cli.services import GenericServer, Opening, Services

__all__ = ["GenericServer", "Opening", "Services", "commands"]
