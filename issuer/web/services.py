"""What the pages are given by the app: use cases with their collaborators."""

from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from issuer import accounts, assessment, auditing, federation, issuance, reporting, verification
from issuer.pacing import Pacer
from issuer.verification import Recipient, Trusting


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """The collaborators of the pages.

    `make_receipt` verifies bytes for a recipient and returns a signed receipt as JSON.
    `set_up_secret` is known to who started the service, and lets them set up an empty one.
    `public_base_url` is scheme and host under which the world reaches us, without final slash.
    `security_contact` is where weaknesses are reported, as mailto: or https:; empty for nowhere.
    `styleguide` shows the page of all tokens and parts.
    `pacer` says how often a client may ask.
    """

    accounts: accounts.Services
    federation: federation.Services
    assessment: assessment.Services
    issuance: issuance.Services
    auditing: auditing.Services
    verification: verification.Services
    trusting: Trusting
    reporting: reporting.Services
    make_receipt: Callable[[bytes, Recipient], bytes]
    public_base_url: str
    pacer: Pacer
    security_contact: str = ""
    styleguide: bool = False
    set_up_secret: str = field(default="", repr=False)

    @property
    def is_secure(self) -> bool:
        """Tell whether browsers reach us by TLS; only a developer's machine is without."""
        return self.public_base_url.startswith("https://")

    @property
    def host(self) -> str:
        """Return our public host, with its port if it has one."""
        return urlsplit(self.public_base_url).netloc
