"""What of a credential anyone may see today: age, visibility and the consents in force decide.

Nothing of this is stored: a consent that is withdrawn, or a birthday, counts with the next request
(education.md sections 5.1 and 5.3).
"""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from issuer.access import is_adult
from issuer.badges import AchievementCredential
from issuer.documents import read_document
from issuer.issuance.model import CredentialRecord, Visibility
from issuer.issuance.ports import UnitOfWork

PUBLISH_PAGE, SHARE_EVIDENCE, WALLET_EXPORT = "publish-page", "share-evidence", "wallet-export"
#: Entries that we write ourselves, in numbers and roles; all others stand for a learner's item.
_OUR_OWN = frozenset({"Peer verification record", "Assessment record"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Openness:
    """What may be seen without an account.

    Attributes:
        seen: the page answers at all.
        public: it is public with consent; only then may it show a chosen name.
        work: evidence entries and the peers' record stand on the page.
        titles: the learner's own titles of evidence too.
        served: the signed bytes are handed out; they may tell a title that is private again.
        exported: the holder may take the badge into a wallet or file.
    """

    seen: bool
    public: bool
    work: bool
    titles: bool
    served: bool
    exported: bool


def openness_of(record: CredentialRecord, uow: UnitOfWork, now: datetime) -> Openness:
    """Decide what of an issued credential may be seen at an instant."""
    held = _consents(record, uow, now)
    adult = _is_adult(record, uow, now)
    public = record.visibility is Visibility.PUBLIC and PUBLISH_PAGE in held
    # A public page without its consent falls back to what its learner's age has by default.
    by_link = record.visibility is Visibility.LINK or (
        record.visibility is Visibility.PUBLIC and adult
    )
    seen = record.data is not None and (public or by_link)
    shares = SHARE_EVIDENCE in held
    return Openness(
        seen=seen,
        public=public,
        work=adult or public,
        titles=public and shares,
        served=seen and (shares or not _tells_titles(record.data or b"")),
        exported=adult or WALLET_EXPORT in held,
    )


def has_consent(record: CredentialRecord, uow: UnitOfWork, now: datetime) -> bool:
    """Tell whether the learner's side agrees today to a public page."""
    return PUBLISH_PAGE in _consents(record, uow, now)


def _consents(record: CredentialRecord, uow: UnitOfWork, now: datetime) -> frozenset[str]:
    consents = uow.consents.of(record.organisation, record.learner)
    return frozenset(str(consent.purpose) for consent in consents if consent.holds(now))


def _is_adult(record: CredentialRecord, uow: UnitOfWork, now: datetime) -> bool:
    born = uow.people.get(record.organisation, record.learner).birth_date
    majority = uow.organisations.get(record.organisation).age_of_majority
    return is_adult(born, majority=majority, on=now.date())


@lru_cache(maxsize=512)  # signed bytes never change, and every look at a page asks
def _tells_titles(data: bytes) -> bool:
    credential = AchievementCredential.from_dict(read_document(data))
    return any(item.description and item.genre not in _OUR_OWN for item in credential.evidence)
