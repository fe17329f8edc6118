"""The figures, as data: each route names a family, each family has one figure (4.3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

_MINUTE, _HOUR = 60, 3600


class Family(StrEnum):
    """Routes that share a pace; what is counted (a network, a session, a person) is their edge's.

    `FREE` is for what monitors ask and for files that browsers keep. `PROOF` is for whoever is
    signed in and shows once more who it is, or changes how that is shown: each costs a slow hash,
    a signature or a call to another host.
    """

    FREE = "free"
    DOCUMENTS = "documents"
    PAGES = "pages"
    ENTRY = "entry"
    VISIT = "visit"
    PROOF = "proof"
    VERIFY = "verify"
    API = "api"
    STRANGER = "stranger"
    UPLOAD = "upload"
    ISSUE = "issue"
    CLAIM = "claim"
    TOKEN = "token"  # noqa: S105 # the word


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """So many requests of one client within a window.

    Attributes:
        seconds: length of the window; it begins with the first request.
        closed: what happens while nobody can count: refuse (503), or let pass.
    """

    most: int
    seconds: int
    closed: bool = False


#: A school shares one address, so what is counted by network is generous; guesses at sign-ins and
#: codes are counted once more, by account, in `issuer.accounts.trying`.
FIGURES: Mapping[Family, Figure] = MappingProxyType(
    {
        Family.DOCUMENTS: Figure(most=6000, seconds=_MINUTE),
        Family.PAGES: Figure(most=600, seconds=_MINUTE),
        Family.ENTRY: Figure(most=300, seconds=_MINUTE, closed=True),
        Family.VISIT: Figure(most=300, seconds=_MINUTE),
        Family.PROOF: Figure(most=30, seconds=_MINUTE, closed=True),
        Family.VERIFY: Figure(most=30, seconds=_MINUTE),
        Family.API: Figure(most=600, seconds=_MINUTE),
        Family.STRANGER: Figure(most=60, seconds=_MINUTE, closed=True),
        Family.UPLOAD: Figure(most=30, seconds=_HOUR),
        Family.ISSUE: Figure(most=60, seconds=_MINUTE),
        Family.CLAIM: Figure(most=10, seconds=_HOUR, closed=True),
        Family.TOKEN: Figure(most=60, seconds=_MINUTE, closed=True),
    }
)
