"""The public page of one credential, made from its signed members and nothing else.

What the page says is what the JSON says (education.md row 45). The consented display name is the
one exception, and is handed in by itself. Subject ids, identifiers and dates of activity are
never read here: what is not read cannot leak (education.md 5.1).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from markupsafe import Markup

from issuer.badges import AchievementCredential, Standing, Valid
from issuer.clock import parse_instant
from issuer.web.languages import gettext as _
from issuer.web.presenting.backing import (
    ASSESSMENT,
    PEER_RESULT,
    PEERS,
    EvidenceRow,
    Witness,
    rows_of,
    witnesses_of,
)
from issuer.web.presenting.downloads import Download, downloads_of
from issuer.web.presenting.frame import Alternate, Banner, Brand, Fact, Frame, Link, Picture
from issuer.web.presenting.kinds import kind_of_achievement
from issuer.web.presenting.levels import Level, levels_of
from issuer.web.presenting.rules import rules
from issuer.web.presenting.sharing import (
    Share,
    issuer_name,
    linked_data,
    oembed_alternates,
    preview_of,
    share_of,
)
from issuer.web.presenting.standings import standing_banner
from issuer.web.presenting.titles import tab_title
from issuer.web.presenting.words import (
    day_of,
    domain_of,
    safe_link,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """What a badge page is made of.

    Attributes:
        credential: as signed.
        standing: what holds at `checked_at`.
        display_name: the name that a consent in force allows, else None.
        digest: SHA-256 of the signed bytes; empty where they are not at hand.
        is_public: a consent to publish is in force; otherwise the page is nameless.
        hands_out: the signed bytes may be had by anyone who sees the page; otherwise they tell what
            is private again, and neither files nor the picture that holds them are offered.
        shows_titles: a consent lets a public page tell the learner's own titles of evidence.
        shows_work: evidence and peers stand on the page; for a minor only with consent.
        public_id: last segment of the credential's address.
        base_url: our public address, so that links to ourselves stay on this host.
        issuer_path: the page of the organisation, from the root of the host.
        verify_href: our check of this very address.
        qr: QR code of the credential's address, as an address of ours or `data:`.
        brand: what the school looks like today.
        entry: number of the badge's entry in the public log, counted from 1, once it has one.
    """

    credential: AchievementCredential
    standing: Standing
    checked_at: datetime
    public_id: str
    base_url: str
    issuer_path: str
    verify_href: str
    qr: str
    display_name: str | None = None
    is_public: bool = False
    entry: int | None = None
    shows_titles: bool = True
    shows_work: bool = True
    hands_out: bool = True
    digest: str = ""
    brand: Brand | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BadgePage:
    """Everything that the template of a badge shows."""

    frame: Frame
    banner: Banner
    look: str  # fades, when the badge does not hold today; else empty
    name: str
    kind: str
    art: Picture
    learner: str
    description: str
    issuer: str
    issuer_href: str
    domain: str
    domain_note: str
    facts: tuple[Fact, ...]
    levels_heading: str
    levels: tuple[Level, ...]
    peers: tuple[Witness, ...]
    assessments: tuple[Witness, ...]
    evidence: tuple[EvidenceRow, ...]
    criteria: Markup
    achievement_href: str
    alignments: tuple[Link, ...]
    address: str
    qr: Picture
    downloads: tuple[Download, ...]
    verify_href: str
    log: Link | None
    share: Share


def badge_page(exhibit: Exhibit) -> BadgePage:
    """Present one credential."""
    credential = exhibit.credential
    subject = credential.credential_subject
    achievement = subject.achievement
    issuer = issuer_name(credential)
    levels = levels_of(subject.result, achievement.result_description)
    seen = {level.name: level for level in levels if level.name.startswith(PEER_RESULT)}
    return BadgePage(
        frame=_frame(exhibit, issuer),
        banner=standing_banner(
            exhibit.standing,
            issuer=issuer,
            until=_instant(credential.valid_until),
            checked_at=exhibit.checked_at,
        ),
        look="" if isinstance(exhibit.standing, Valid) else "fades",
        name=achievement.name,
        kind=kind_of_achievement(achievement.achievement_type),
        art=art_of(exhibit),
        learner=learner_of(exhibit, issuer),
        description=achievement.description,
        issuer=issuer,
        issuer_href=exhibit.issuer_path,
        domain=domain_of(credential.issuer_id) or credential.issuer_id,
        domain_note=_domain_note(credential.issuer_id),
        facts=tuple(_facts(credential, issuer)),
        levels_heading=_levels_heading(exhibit.standing),
        levels=tuple(level for level in levels if level.name not in seen),
        peers=witnesses_of(credential.evidence, PEERS, seen) if exhibit.shows_work else (),
        assessments=witnesses_of(credential.evidence, ASSESSMENT, {}),
        evidence=_evidence(exhibit),
        criteria=rules(achievement.criteria.narrative or ""),
        achievement_href=_at_home(achievement.id, exhibit.base_url),
        alignments=tuple(
            Link(text=each.target_name, href=safe_link(each.target_url) or "")
            for each in achievement.alignment
        ),
        address=credential.id,
        qr=Picture(src=exhibit.qr, alt=_("QR code that opens this page")),
        downloads=downloads_of(exhibit.public_id) if exhibit.hands_out else (),
        verify_href=exhibit.verify_href,
        log=_log(exhibit),
        share=_share(exhibit),
    )


def art_of(exhibit: Exhibit) -> Picture:
    """Return the picture with the badge inside, or without it where the bytes are private."""
    achievement = exhibit.credential.credential_subject.achievement
    baked = f"/credentials/{exhibit.public_id}.png"
    bare = f"{_at_home(achievement.id, exhibit.base_url)}/image.png"
    return Picture(
        src=baked if exhibit.hands_out else bare,
        alt=_("Badge picture: {name}", name=achievement.name),
    )


def _share(exhibit: Exhibit) -> Share:
    return share_of(
        exhibit.credential,
        base_url=exhibit.base_url,
        public_id=exhibit.public_id,
        is_public=exhibit.is_public,
    )


def _frame(exhibit: Exhibit, issuer: str) -> Frame:
    credential = exhibit.credential
    achievement = credential.credential_subject.achievement
    base = f"/credentials/{exhibit.public_id}"
    frame = Frame(
        title=tab_title(achievement.name, issuer),
        description=_(
            "A badge of {issuer}: {description}", issuer=issuer, description=achievement.description
        ),
        canonical=credential.id,
        robots="noindex, nofollow, noarchive",
        brand=exhibit.brand,
        alternates=(
            *(_forms(base) if exhibit.hands_out else ()),
            Alternate(type="application/pdf", href=f"{base}.pdf"),
        ),
    )
    return _spread(frame, exhibit) if exhibit.is_public else frame


def _forms(base: str) -> tuple[Alternate, ...]:
    return (
        Alternate(type="application/vc+ld+json", href=f"{base}.json"),
        Alternate(type="image/png", href=f"{base}.png"),
        Alternate(type="image/svg+xml", href=f"{base}.svg"),
    )


def _spread(frame: Frame, exhibit: Exhibit) -> Frame:
    """Add what other sites and programs take from a page, which only a public one offers."""
    credential, base_url, public_id = exhibit.credential, exhibit.base_url, exhibit.public_id
    name = credential.credential_subject.achievement.name
    return replace(
        frame,
        alternates=(*frame.alternates, *oembed_alternates(base_url, public_id, name)),
        open_graph=preview_of(credential, base_url=base_url, public_id=public_id),
        linked_data=linked_data(credential, base_url=base_url, public_id=public_id),
        script="share.js",
    )


def learner_of(exhibit: Exhibit, issuer: str) -> str:
    """Return the name that the page may show, or a learner at the place."""
    if exhibit.display_name is not None and exhibit.is_public:
        return exhibit.display_name
    source = exhibit.credential.credential_subject.source
    return _(
        "A learner at {school}",
        school=issuer if source is None or not source.name else source.name,
    )


def _at_home(address: str, base_url: str) -> str:
    """Return an address of ours as a path; one of another host stays whole, if it may be linked."""
    if address.startswith(f"{base_url}/"):
        return address.removeprefix(base_url)
    return safe_link(address) or ""


def _domain_note(issuer_id: str) -> str:
    if domain_of(issuer_id) is None:
        return _("This is a key without an address: compare it with one that you know.")
    return _("The signature was made with a key that this address publishes.")


def _levels_heading(standing: Standing) -> str:
    """Say what the levels mean today: a badge that is not in force claims nothing."""
    if isinstance(standing, Valid):
        return _("What this learner can do")
    return _("What this badge said when it was made")


def _facts(credential: AchievementCredential, issuer: str) -> Iterable[Fact]:
    subject = credential.credential_subject
    if credential.awarded_date:
        yield Fact(label=_("Earned on"), value=day_of(credential.awarded_date))
    yield Fact(label=_("Valid from"), value=day_of(credential.valid_from))
    until = credential.valid_until
    yield Fact(label=_("Valid until"), value=day_of(until) if until else _("No end date"))
    yield Fact(label=_("Awarded by"), value=issuer)
    if subject.source is not None and subject.source.name:
        yield Fact(label=_("Assessed at"), value=subject.source.name)
    if subject.credits_earned is not None:
        yield Fact(label=_("Credits"), value=f"{subject.credits_earned:g}")
    if subject.achievement.version:
        yield Fact(label=_("Version of the rules"), value=subject.achievement.version)


def _evidence(exhibit: Exhibit) -> tuple[EvidenceRow, ...]:
    if not exhibit.shows_work:
        return ()
    titled = exhibit.is_public and exhibit.shows_titles
    return tuple(rows_of(exhibit.credential.evidence, titled=titled))


def _instant(text: str | None) -> datetime | None:
    return None if text is None else parse_instant(text)


def _log(exhibit: Exhibit) -> Link | None:
    if exhibit.entry is None:
        return None
    return Link(
        text=_("This badge is entry {entry} in the school's public log.", entry=exhibit.entry),
        href=f"/credentials/{exhibit.public_id}/audit-proof",
    )
