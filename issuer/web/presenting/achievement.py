"""A published badge version before anyone starts: what to do, who looks, what each level means.

The lowest level of a scale is left out everywhere (education.md 5.1); only the raw documents,
which must keep their hash, have it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from issuer.badges import Achievement
from issuer.documents import Document, Json
from issuer.web.languages import gettext as _
from issuer.web.languages import ngettext
from issuer.web.presenting.frame import Alternate, Brand, Fact, Frame, Link, Picture, Rung
from issuer.web.presenting.kinds import kind_of_achievement
from issuer.web.presenting.rules import rules
from issuer.web.presenting.titles import tab_title
from issuer.web.presenting.words import duration, safe_link, title_of

#: Below this number a count could point at a person (education.md row 23).
FEWEST_SHOWN = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What the pages of a published badge version are made of.

    Attributes:
        document: the criteria document (`cbe-criteria/1`) as stored and hashed.
        issued: how many badges of this version were issued; None where nobody counts.
        versions: all published versions as (number, address), oldest first.
        achievement_path: address of this version, from the root of the host.
        sole_teacher: one adult may assess and approve where the badge does not ask for two.
    """

    achievement: Achievement
    document: Document
    content_hash: str
    rubrics: tuple[Document, ...]
    instruments: tuple[Document, ...]
    organisation: str
    organisation_path: str
    achievement_path: str
    art: str
    version: int
    versions: tuple[tuple[int, str], ...] = ()
    issued: int | None = None
    is_retired: bool = False
    sole_teacher: bool = False
    brand: Brand | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One criterion or behaviour with its ladder."""

    title: str
    text: str
    ladder: tuple[Rung, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """One rubric, or one list of behaviours that peers look for."""

    title: str
    note: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AchievementPage:
    """Everything that the templates of a badge version show."""

    frame: Frame
    name: str
    kind: str
    description: str
    art: Picture
    notice: str
    issuer: Link
    narrative: Markup
    rubrics: tuple[Scale, ...]
    instruments: tuple[Scale, ...]
    facts: tuple[Fact, ...]
    alignments: tuple[Link, ...]
    criteria_href: str
    raw_href: str
    content_hash: str


def achievement_page(offer: Offer) -> AchievementPage:
    """Present one published version."""
    return _page(offer, title=offer.achievement.name, path=offer.achievement_path)


def criteria_page(offer: Offer) -> AchievementPage:
    """Present the rules of one published version."""
    title = _("Rules of {name}", name=offer.achievement.name)
    return _page(offer, title=title, path=f"{offer.achievement_path}/criteria")


def _page(offer: Offer, *, title: str, path: str) -> AchievementPage:
    achievement = offer.achievement
    needed = _needed(offer.document)
    return AchievementPage(
        frame=_frame(offer, title=title, path=path),
        name=title,
        kind=kind_of_achievement(achievement.achievement_type),
        description=achievement.description,
        art=Picture(src=offer.art, alt=_("Badge picture: {name}", name=achievement.name)),
        notice=_notice(offer),
        issuer=Link(text=offer.organisation, href=offer.organisation_path),
        narrative=rules(achievement.criteria.narrative or ""),
        rubrics=tuple(_rubric(rubric, needed) for rubric in offer.rubrics),
        instruments=tuple(_instrument(each, needed) for each in offer.instruments),
        facts=tuple(_facts(offer)),
        alignments=tuple(
            Link(text=each.target_name, href=safe_link(each.target_url) or "")
            for each in achievement.alignment
        ),
        criteria_href=f"{offer.achievement_path}/criteria",
        raw_href=f"{offer.achievement_path}/criteria.json",
        content_hash=offer.content_hash,
    )


def _frame(offer: Offer, *, title: str, path: str) -> Frame:
    achievement = offer.achievement
    return Frame(
        title=tab_title(title, offer.organisation),
        description=achievement.description,
        brand=offer.brand,
        canonical=achievement.id
        if path == offer.achievement_path
        else f"{achievement.id}/criteria",
        alternates=(Alternate(type="application/json", href=f"{path}.json"),),
        open_graph=(
            ("og:type", "website"),
            ("og:title", f"{title} - {offer.organisation}"),
            ("og:description", achievement.description),
            ("og:url", achievement.id),
        ),
        trail=(
            Link(text=_("Badges"), href="/"),
            Link(text=offer.organisation, href=offer.organisation_path),
            Link(text=achievement.name, href=""),
        ),
    )


def _notice(offer: Offer) -> str:
    if offer.is_retired:
        return _(
            "This version can no longer be started. Badges that were earned by it still count."
        )
    newer = [number for number, _address in offer.versions if number > offer.version]
    if newer:
        return _(
            "Version {number} is newer. Badges that were earned by this version still count.",
            number=max(newer),
        )
    return ""


def _facts(offer: Offer) -> Iterable[Fact]:
    document = offer.document
    award = _members(document.get("award"))
    window = _members(document.get("window"))
    yield Fact(label=_("Who approves"), value=_approval(award, sole_teacher=offer.sole_teacher))
    yield Fact(label=_("How long it takes"), value=_pace(window))
    lasting = award.get("valid_for")
    value = duration(lasting) if isinstance(lasting, str) else _("It does not run out")
    yield Fact(label=_("How long it counts"), value=value)
    if isinstance(award.get("credits"), (int, float)):
        yield Fact(label=_("Credits"), value=f"{award['credits']:g}")
    if offer.issued is not None:
        yield Fact(label=_("Earned so far"), value=_count(offer.issued))
    for number, href in offer.versions:
        here = number == offer.version
        label = _("Version {number}", number=number)
        yield Fact(
            label=label, value=_("This one") if here else _("Read it"), href="" if here else href
        )


def _pace(window: Document) -> str:
    weeks = window.get("target_weeks")
    if isinstance(weeks, int):
        return ngettext(
            "About {count} week; taking longer is fine",
            "About {count} weeks; taking longer is fine",
            weeks,
        )
    return _("As long as you need")


def _count(issued: int) -> str:
    if issued >= FEWEST_SHOWN:
        return ngettext("{count} time", "{count} times", issued)
    return _("Fewer than {count} times", count=FEWEST_SHOWN) if issued else _("Not yet")


def _approval(award: Document, *, sole_teacher: bool) -> str:
    if sole_teacher and award.get("second_approver") is not True:
        return _("An adult, who may be the one who assessed")
    return _("A second adult, not the one who assessed")


def _needed(document: Document) -> Mapping[str, Mapping[str, str]]:
    """Return the required level per criterion or item, by ref of rubric or instrument."""
    needed: dict[str, dict[str, str]] = {}
    for leaf in _leaves(_members(document.get("criteria"))):
        ref = leaf.get("rubric", leaf.get("instrument"))
        if isinstance(ref, str):
            levels = _members(leaf.get("levels"))
            needed.setdefault(ref, {}).update({key: str(level) for key, level in levels.items()})
    return needed


def _leaves(node: Document) -> Iterable[Document]:
    """Walk the tree, yielding what stands under `rubric` and `peers`."""
    for kind in ("rubric", "peers"):
        if isinstance(node.get(kind), Mapping):
            yield _members(node[kind])
    n_of = _members(node.get("n_of"))
    for children in (node.get("all_of"), node.get("any_of"), n_of.get("of")):
        for child in _items(children):
            yield from _leaves(child)


def _rubric(rubric: Document, needed: Mapping[str, Mapping[str, str]]) -> Scale:
    wanted = needed.get(f"{rubric['rubric']}@{rubric['version']}", {})
    rows = tuple(
        Row(
            title=str(criterion["title"]),
            text="",
            ladder=_ladder(rubric, criterion, wanted.get(str(criterion["id"]))),
        )
        for criterion in _items(rubric.get("criteria"))
    )
    note = _("Adults compare the work with these steps.")
    return Scale(title=str(rubric["title"]), note=note, rows=rows)


def _instrument(instrument: Document, needed: Mapping[str, Mapping[str, str]]) -> Scale:
    wanted = needed.get(f"{instrument['instrument']}@{instrument['version']}", {})
    rows = tuple(
        Row(
            title=title_of(str(item["id"])),
            text=str(item["statement"]),
            ladder=_ladder(instrument, item, wanted.get(str(item["id"]))),
        )
        for item in _items(instrument.get("items"))
    )
    note = _(
        "Peers whom the school chose say what they saw. They may also say: I did not see this."
    )
    return Scale(title=str(instrument["title"]), note=note, rows=rows)


def _ladder(document: Document, criterion: Document, wanted: str | None) -> tuple[Rung, ...]:
    texts = _members(criterion.get("levels"))
    scale = document.get("scale")
    levels = [str(level) for level in scale] if isinstance(scale, Sequence) else []
    return tuple(
        Rung(
            name=title_of(level),
            text=str(texts.get(level, "")),
            mark="reached" if level == wanted else "",
            note=_("Needed") if level == wanted else "",
        )
        for level in levels[1:]
    )


def _members(value: Json) -> Document:
    return value if isinstance(value, Mapping) else {}


def _items(value: Json) -> Iterable[Document]:
    if isinstance(value, str) or not isinstance(value, Sequence):
        return ()
    return (item for item in value if isinstance(item, Mapping))
