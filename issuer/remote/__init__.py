"""Everything that leaves the host: guarded fetching, DID documents, status lists, badge pages.

The one door to the network. Nothing here decides whether a credential holds.
"""

from issuer.remote.addresses import AddressPolicy, is_loopback, is_public
from issuer.remote.caching import CacheLimits, CachingFetcher
from issuer.remote.deadlines import Deadline
from issuer.remote.fetching import GuardedFetcher, Network
from issuer.remote.linked_files import FetchedFiles
from issuer.remote.mail import FileMailer, SmtpMailer, SmtpServer, read_smtp_url
from issuer.remote.model import Fetched, Fetcher, Limits, Link
from issuer.remote.oidc import OidcMessenger
from issuer.remote.pages import FoundCredential, find_credential
from issuer.remote.resolving import DidResolver
from issuer.remote.sockets import client_context
from issuer.remote.status_lists import FetchedLists
from issuer.remote.urls import Target, read_url

__all__ = [
    "AddressPolicy",
    "CacheLimits",
    "CachingFetcher",
    "Deadline",
    "DidResolver",
    "Fetched",
    "FetchedFiles",
    "FetchedLists",
    "Fetcher",
    "FileMailer",
    "FoundCredential",
    "GuardedFetcher",
    "Limits",
    "Link",
    "Network",
    "OidcMessenger",
    "SmtpMailer",
    "SmtpServer",
    "Target",
    "client_context",
    "find_credential",
    "is_loopback",
    "is_public",
    "read_smtp_url",
    "read_url",
]
