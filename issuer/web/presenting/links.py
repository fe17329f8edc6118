"""Links that a learner's side made: what each opens, until when, and how often it was opened."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from issuer.accounts.model import Consent, LinkKind, Person, Purpose, ShareLink
from issuer.assessment import ShareableWork
from issuer.assessment.model import EvidenceItem
from issuer.badges import AchievementCredential
from issuer.documents import read_document
from issuer.issuance import CredentialFacts
from issuer.web.languages import day, ngettext
from issuer.web.languages import gettext as _
from issuer.web.presenting.frame import Frame, Link, Visitor
from issuer.web.presenting.learning import learner_frame
from issuer.web.presenting.progress import Tag
from issuer.web.presenting.signing_in import Choice, Fault
from issuer.web.presenting.words import kind_of

#: Days that a link may live, and the one that is chosen for whoever does not choose.
DAYS = (7, 30, 90, 180)
_USUAL = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharing:
    """What the use cases gave: whose page it is, what there is, and what was agreed to.

    `is_family` says that a guardian reads it, `decides` that the reader may make and close links.
    """

    learner: Person
    links: tuple[ShareLink, ...]
    credentials: tuple[CredentialFacts, ...]
    works: tuple[ShareableWork, ...]
    consents: tuple[Consent, ...]
    now: datetime
    is_family: bool
    decides: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """One link; `name` tells its buttons apart."""

    id: str
    name: str
    shows: str
    tag: Tag
    opened: str
    lasts: str
    may_close: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shareable:
    """A badge with the pieces of work that a link to it may show."""

    badge: str
    name: str
    pieces: tuple[Choice, ...]
    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinksPage:
    """Everything that the page of links shows."""

    frame: Frame
    token: str
    action: str
    lead: str
    address: str
    open: tuple[Made, ...]
    over: tuple[Made, ...]
    badges: tuple[Shareable, ...]
    days: tuple[Choice, ...]
    decides: bool
    shares_work: bool
    consents_href: str
    field: str
    fault: str


def links_page(
    sharing: Sharing,
    visitor: Visitor,
    *,
    action: str,
    address: str = "",
    fault: Fault | None = None,
) -> LinksPage:
    """Present the links about one learner, for the learner or for a guardian."""
    shares_work = _agrees(sharing)
    titles = _titles(sharing)
    made = [_made(each, sharing, titles, agreed=shares_work) for each in reversed(sharing.links)]
    consents = (
        f"/family#consents-{sharing.learner.id}" if sharing.is_family else "/learn/badges#consents"
    )
    return LinksPage(
        frame=_frame(sharing.learner, visitor, is_family=sharing.is_family),
        token=visitor.token,
        action=action,
        lead=_lead(sharing),
        address=address,
        open=tuple(each for each in made if each.may_close),
        over=tuple(each for each in made if not each.may_close),
        badges=tuple(_shareables(sharing, titles, fault)),
        days=tuple(_day_choices()),
        decides=sharing.decides,
        shares_work=shares_work,
        consents_href=consents,
        field=fault.field if fault else "",
        fault=fault.sentence if fault else "",
    )


def _frame(learner: Person, visitor: Visitor, *, is_family: bool) -> Frame:
    title = _("Links of {name}", name=learner.name) if is_family else _("My links")
    above = (
        Link(text=_("My family"), href="/family")
        if is_family
        else Link(text=_("My badges"), href="/learn/badges")
    )
    return learner_frame(title, visitor, above, script="share.js")


def _lead(sharing: Sharing) -> str:
    if not sharing.decides:
        return _(
            "Until you come of age, your guardian makes and closes links. You see each one, and how"
            " often it was opened."
        )
    if sharing.is_family:
        return _(
            "A link shows a badge of {name}, and the work you choose, to whoever has the address."
            " It ends by itself, and you can close it at any time.",
            name=sharing.learner.name,
        )
    return _(
        "A link shows a badge, and the work you choose, to whoever has the address. It ends by"
        " itself, and you can close it at any time."
    )


def _agrees(sharing: Sharing) -> bool:
    return any(
        each.purpose is Purpose.SHARE_EVIDENCE and each.holds(sharing.now)
        for each in sharing.consents
    )


def _titles(sharing: Sharing) -> Mapping[str, str]:
    """Return the names of badges by their public ids."""
    return {
        each.record.public_id: AchievementCredential.from_dict(
            read_document(each.record.data or b"")
        ).credential_subject.achievement.name
        for each in sharing.credentials
        if each.record.data is not None
    }


def _made(link: ShareLink, sharing: Sharing, titles: Mapping[str, str], *, agreed: bool) -> Made:
    shows = _shows(link, titles)
    is_open = link.is_open(sharing.now)
    lasts = (
        _("Made on {made}, open until {end}.", made=day(link.made_at), end=day(link.expires))
        if is_open
        else _("Made on {made}.", made=day(link.made_at))
    )
    return Made(
        id=link.id,
        name=_("{what}, made on {made}", what=shows, made=day(link.made_at)),
        shows=shows,
        tag=_tag(link, is_open=is_open, rests=not link.evidence or agreed),
        opened=_opened(link.views),
        lasts=lasts,
        may_close=is_open,
    )


def _shows(link: ShareLink, titles: Mapping[str, str]) -> str:
    if link.kind is LinkKind.FAMILY:
        return _("Where the work stands, in words")
    pieces = len(link.evidence)
    work = ngettext("one piece of work", "{count} pieces of work", pieces)
    if link.credential is None:
        return work[:1].upper() + work[1:]
    badge = titles.get(link.credential, _("A badge"))
    if not pieces:
        return _("{badge}, without work", badge=badge)
    return _("{badge}, with {work}", badge=badge, work=work)


def _tag(link: ShareLink, *, is_open: bool, rests: bool) -> Tag:
    if link.revoked_at is not None:
        return Tag(tone="calm", icon="pause", word=_("Closed on {day}", day=day(link.revoked_at)))
    if not is_open:
        return Tag(tone="calm", icon="clock", word=_("Ended on {day}", day=day(link.expires)))
    if not rests:
        return Tag(tone="wait", icon="hourglass", word=_("Opens nothing: nobody agrees to it now"))
    return Tag(tone="good", icon="check", word=_("Open"))


def _opened(views: int) -> str:
    if not views:
        return _("Nobody has opened it yet.")
    return ngettext("Opened once.", "Opened {count} times.", views)


def _shareables(
    sharing: Sharing, titles: Mapping[str, str], fault: Fault | None
) -> Iterator[Shareable]:
    works = {each.credential_id: each.items for each in sharing.works}
    for facts in sorted(sharing.credentials, key=lambda one: one.record.awarded_at, reverse=True):
        badge = facts.record.public_id
        if badge in titles:
            yield Shareable(
                badge=badge,
                name=titles[badge],
                pieces=tuple(_pieces(works.get(facts.record.id, ()))),
                fault=fault.sentence if fault is not None and fault.field == badge else "",
            )


def _pieces(items: Sequence[EvidenceItem]) -> Iterator[Choice]:
    for item in items:
        kind = kind_of(item.kind)
        text = _("{title} ({kind})", title=item.title, kind=kind)
        yield Choice(value=item.id, text=text)


def _day_choices() -> Iterator[Choice]:
    for days in DAYS:
        text = ngettext("One day", "{count} days", days)
        yield Choice(value=str(days), text=text, chosen=days == _USUAL)
