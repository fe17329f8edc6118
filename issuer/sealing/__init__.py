"""Which secret seals this installation, and how everything is sealed under another one."""

from issuer.sealing.model import SealingSecret, SecretState, Turned
from issuer.sealing.ports import Services
from issuer.sealing.rewrapping import is_finished, rewrap

__all__ = ["SealingSecret", "SecretState", "Services", "Turned", "is_finished", "rewrap"]
