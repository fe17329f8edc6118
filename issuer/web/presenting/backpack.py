"""A learner's badges: what holds today, who may see it, and how it is taken along."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from issuer.accounts.model import Consent
from issuer.badges import AchievementCredential, Standing, Suspended, Valid
from issuer.documents import read_document
from issuer.issuance import CredentialFacts, CredentialRecord
from issuer.issuance.model import Visibility
from issuer.web.languages import day
from issuer.web.languages import gettext as _
from issuer.web.pictures import qr_of
from issuer.web.presenting.agreeing import Agreement, agreements_of
from issuer.web.presenting.frame import Frame, Link, Picture, Visitor
from issuer.web.presenting.learning import learner_frame
from issuer.web.presenting.progress import Tag
from issuer.web.presenting.sharing import linkedin_href, page_address
from issuer.web.presenting.signing_in import Choice, Fault
from issuer.web.presenting.standings import headline

_FORMS = ("png", "svg", "json", "jwt")


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One badge: its standing, who may see it, its files, and its public address."""

    id: str
    name: str
    description: str
    art: Picture
    tag: Tag
    standing: str
    awarded: str
    visibilities: tuple[Choice, ...]
    files: tuple[Link, ...]
    page: str
    address: str
    qr: Picture | None
    linkedin: str
    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BackpackPage:
    """All badges of a learner, and the consents."""

    frame: Frame
    token: str
    badges: tuple[Held, ...]
    agreements: tuple[Agreement, ...]
    decides: bool
    decider: str
    action: str
    field: str
    fault: str


def backpack_page(
    facts: Sequence[CredentialFacts],
    consents: Sequence[Consent],
    visitor: Visitor,
    *,
    now: datetime,
    decides: bool,
    fault: Fault | None = None,
) -> BackpackPage:
    """Present a learner's badges, newest first."""
    newest = sorted(facts, key=lambda each: each.record.awarded_at, reverse=True)
    return BackpackPage(
        frame=learner_frame(_("My badges"), visitor, _above()),
        token=visitor.token,
        badges=tuple(held_of(each, "/learn/badges", fault) for each in newest),
        agreements=agreements_of(consents, now),
        decides=decides,
        decider=_("Until you come of age, your guardian decides about these. You see what holds."),
        action="/learn/consents",
        field=fault.field if fault else "",
        fault=fault.sentence if fault else "",
    )


def held_of(facts: CredentialFacts, place: str, fault: Fault | None = None) -> Held:
    """Present one badge; `place` is where its files and its form are."""
    record = facts.record
    credential = AchievementCredential.from_dict(read_document(record.data or b""))
    achievement = credential.credential_subject.achievement
    seen = record.visibility is not Visibility.PRIVATE
    return Held(
        id=record.public_id,
        name=achievement.name,
        description=achievement.description,
        art=Picture(src=f"{_path(record.achievement)}/image.svg", alt=""),
        tag=standing_tag(facts.standing),
        standing=headline(facts.standing),
        awarded=_("Awarded on {day}", day=day(record.awarded_at)),
        visibilities=tuple(_visibilities(record.visibility)),
        files=tuple(_files(record.public_id, place, seen=seen)),
        page=f"/badges/{record.public_id}" if seen else "",
        address=record.id if seen else "",
        qr=Picture(src=qr_of(record.id), alt=_("QR code of {name}", name=achievement.name))
        if seen
        else None,
        linkedin=_linkedin(credential, record) if seen else "",
        fault=fault.sentence if fault is not None and fault.field == record.public_id else "",
    )


def _files(badge: str, place: str, *, seen: bool) -> Iterator[Link]:
    """Return the files of a badge; the certificate has a public address, so it needs a page."""
    for form in _FORMS:
        yield Link(text=form.upper(), href=f"{place}/{badge}/{form}")
    if seen:
        yield Link(text="PDF", href=f"/credentials/{badge}.pdf")


def _linkedin(credential: AchievementCredential, record: CredentialRecord) -> str:
    """Return what opens LinkedIn's form; it leads back to the page, so there has to be one."""
    base_url = record.id.rpartition("/credentials/")[0]
    page = page_address(base_url, record.public_id)
    return linkedin_href(credential, page, record.public_id)


def standing_tag(standing: Standing) -> Tag:
    """Say in a word whether a badge holds today."""
    match standing:
        case Valid():
            return Tag(tone="good", icon="check", word=_("Valid"))
        case Suspended():
            return Tag(tone="wait", icon="pause", word=_("On hold"))
        case _:
            return Tag(tone="stop", icon="cross", word=_("Does not hold today"))


def _above() -> Link:
    return Link(text=_("My challenges"), href="/learn")


def _path(achievement: str) -> str:
    """Return the path of a badge version, whose own address ends in `/{slug}/v{n}`."""
    slug, version = achievement.rsplit("/", 2)[-2:]
    return f"/achievements/{slug}/{version}"


def _visibilities(chosen: Visibility) -> Iterator[Choice]:
    texts = {
        Visibility.PRIVATE: _("Only the learner, the family and the school"),
        Visibility.LINK: _("Whoever has the address; it says no name"),
        Visibility.PUBLIC: _("Everybody, with the name that was agreed to"),
    }
    for visibility, text in texts.items():
        yield Choice(value=visibility.value, text=text, chosen=visibility is chosen)
