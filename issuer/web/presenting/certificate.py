"""A badge as a sheet for the wall: the words of its page, as far as they fit on paper."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time

from issuer.badges import (
    Achievement,
    AchievementCredential,
    Expired,
    NotYetValid,
    Revoked,
    Standing,
    Suspended,
    Valid,
)
from issuer.paper import Attachment, Certificate, Face, Tone, can_show
from issuer.web.languages import day, retold, spoken
from issuer.web.languages import gettext as _
from issuer.web.markdown import plain_lines
from issuer.web.presenting.badge import Exhibit, learner_of
from issuer.web.presenting.kinds import kind_of_achievement
from issuer.web.presenting.levels import levels_of
from issuer.web.presenting.rules import told_rules
from issuer.web.presenting.sharing import issuer_name
from issuer.web.presenting.standings import headline
from issuer.web.presenting.words import day_of, domain_of

CERTIFICATE_FILE = "badge.json"
_TONES: dict[type[Standing], Tone] = {
    Valid: Tone.GOOD,
    NotYetValid: Tone.CALM,
    Expired: Tone.WAIT,
    Suspended: Tone.WAIT,
    Revoked: Tone.STOP,
}
#: More lines of rules than this nobody reads on a wall; the page has all of them.
_MOST_RULES = 7
#: Lists inside of lists inside of lists are details.
_DEEPEST = 2
_MOST_LEVELS = 9


def certificate_of(
    exhibit: Exhibit,
    *,
    data: bytes | None,
    picture: bytes,
    colour: str,
    code: Sequence[Sequence[bool]],
    paper: str,
) -> Certificate:
    """Present one credential on paper; the day is the only time on it.

    `data` are the signed bytes, to go with it; None where they are private.
    """
    credential = exhibit.credential
    achievement = credential.credential_subject.achievement
    issuer = issuer_name(credential)
    today = day(exhibit.checked_at)
    levels = levels_of(credential.credential_subject.result, achievement.result_description)
    return Certificate(
        title=_("{name} - certificate of {issuer}", name=achievement.name, issuer=issuer),
        subject=achievement.description,
        author=issuer,
        language=spoken(),
        made_at=_midnight(exhibit.checked_at),
        paper=paper,
        face=_face(exhibit, picture, colour),
        levels_heading=_("What was reached"),
        levels=tuple(
            (retold(each.name), each.reached) for each in levels[:_MOST_LEVELS] if each.reached
        ),
        rules_heading=_("What had to be shown"),
        rules=_rules(achievement),
        facts_heading=_("Who says so"),
        facts=tuple(_facts(credential, issuer, exhibit.public_id)),
        tone=_TONES[type(exhibit.standing)],
        standing=headline(exhibit.standing),
        standing_note=_(
            "As of {day}, when this sheet was made. What holds today is told at the address below.",
            day=today,
        ),
        code_heading=_("Check it yourself"),
        code=code,
        code_alt=_("QR code that opens the page of this badge"),
        says=(_("Scan the code, or type this address:"), credential.id),
        attachment=None if data is None else _attachment(data),
    )


def with_logo(certificate: Certificate, exhibit: Exhibit, logo: bytes) -> Certificate:
    """Return the same with the logo that the school has today; unchanged where there is none."""
    known = exhibit.brand.logo if exhibit.brand else None
    if known is None:
        return certificate
    return replace(certificate, face=replace(certificate.face, logo=logo, logo_alt=known.alt))


def _attachment(data: bytes) -> Attachment:
    return Attachment(
        name=CERTIFICATE_FILE,
        media_type="application/json",
        description=_("The signed badge"),
        data=data,
    )


def _face(exhibit: Exhibit, picture: bytes, colour: str) -> Face:
    credential = exhibit.credential
    achievement = credential.credential_subject.achievement
    issuer = issuer_name(credential)
    return Face(
        colour=colour,
        issuer=issuer,
        picture=picture,
        alt=_("Badge picture: {name}", name=achievement.name),
        above=_("This certifies that"),
        whom=_whom(exhibit, issuer),
        between=_("has earned the badge"),
        what=achievement.name,
        kind=kind_of_achievement(achievement.achievement_type),
        description=achievement.description,
    )


def _whom(exhibit: Exhibit, issuer: str) -> str:
    """Return the name to print; a name whose letters the font lacks is not shown as boxes."""
    learner = learner_of(exhibit, issuer)
    if can_show(learner):
        return learner
    return _("The learner whose name stands at the address below")


def _rules(achievement: Achievement) -> tuple[str, ...]:
    """Return the rules in short, without their details and what the description says already."""
    lines = plain_lines(told_rules(achievement.criteria.narrative or ""), depth=_DEEPEST)
    return tuple(line for line in lines if line != achievement.description)[:_MOST_RULES]


def _facts(
    credential: AchievementCredential, issuer: str, public_id: str
) -> Iterator[tuple[str, str]]:
    yield _("Awarded by"), issuer
    domain = domain_of(credential.issuer_id)
    yield _("Signed for"), domain or credential.issuer_id
    yield _("Earned on"), day_of(credential.awarded_date or credential.valid_from)
    until = credential.valid_until
    yield _("Valid until"), day_of(until) if until else _("No end date")
    yield _("Number"), public_id


def _midnight(instant: datetime) -> datetime:
    return datetime.combine(instant.astimezone(UTC).date(), time(), UTC)
