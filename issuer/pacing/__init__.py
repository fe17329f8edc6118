"""How often a client may ask: families of routes, their figures, and who counts."""

from issuer.pacing.families import FIGURES, Family, Figure
from issuer.pacing.memory import MemoryCounters
from issuer.pacing.networks import network_of
from issuer.pacing.pacer import Pacer
from issuer.pacing.ports import Counters

__all__ = [
    "FIGURES",
    "Counters",
    "Family",
    "Figure",
    "MemoryCounters",
    "Pacer",
    "network_of",
]
