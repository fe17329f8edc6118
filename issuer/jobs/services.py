"""The use cases whose work is left to jobs."""

from dataclasses import dataclass

from issuer import accounts, assessment, auditing, issuance, post, retention
from issuer.accounts import Privacy


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """The use cases whose work is left to jobs; without `privacy` nobody is ever erased here."""

    accounts: accounts.Services
    assessment: assessment.Services
    issuance: issuance.Services
    auditing: auditing.Services
    post: post.Services
    retention: retention.Services
    privacy: Privacy | None = None
