"""One piece of work of a learner: where it stands, what is in it, what others said, what to do."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from issuer import criteria
from issuer.access import Role
from issuer.assessment.model import EvidenceItem, EvidenceStatus, Feedback
from issuer.assessment.rows import NextAction, SubmissionView, WorkView
from issuer.criteria import Criteria
from issuer.web.languages import day
from issuer.web.languages import gettext as _
from issuer.web.presenting.exhibits import (
    FILMS,
    SOUNDS,
    altered_notice,
    copy_sentence,
    gone_of,
)
from issuer.web.presenting.frame import Fact, Frame, Link, Visitor
from issuer.web.presenting.learning import learner_frame
from issuer.web.presenting.progress import Step, Tag, next_sentence, state_tag, steps_of
from issuer.web.presenting.revising import Pair
from issuer.web.presenting.signing_in import Choice, Fault
from issuer.web.presenting.tree import Branch, Slot, names_of, slots_of, tree_of
from issuer.web.presenting.words import kind_of, title_of

_PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")
_FILES = ("file", "video")
_LINKS = ("url", "repository", "video")
NO_FILES: Mapping[str, str] = MappingProxyType({})
_MB = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One item of evidence: what it is, where to open it, and itself if it can be shown.

    `copied` says of an address whether a copy was taken, `saved` since when the item is here,
    `cleaned` what was taken out of it.
    """

    id: str
    title: str
    about: str
    href: str
    rel: str
    picture: str
    film: str
    sound: str
    text: str
    lines: tuple[str, ...]
    copied: str
    saved: str
    gone: str
    may_remove: bool
    notice: str = ""
    cleaned: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What an adult wrote about one part."""

    about: str
    text: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What peers saw: levels by behaviour, and their words without names."""

    levels: tuple[Fact, ...]
    comments: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Acts:
    """What may be done with the work here and now, by this reader."""

    edit: bool
    hand_in: bool
    resubmit: bool
    withdraw: bool
    appeal: bool
    conflict: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkPage:
    """Everything that the page of one piece of work shows."""

    frame: Frame
    token: str
    action: str
    title: str
    learner: str
    badge: Link
    tag: Tag
    steps: tuple[Step, ...]
    next: str
    notes: tuple[str, ...]
    newer: Link | None
    tree: Branch
    pieces: tuple[Piece, ...]
    feedback: tuple[Said, ...]
    heard: Heard
    pairs: tuple[Pair, ...]
    acts: Acts
    file_slots: tuple[Choice, ...]
    link_slots: tuple[Choice, ...]
    text_slots: tuple[Choice, ...]
    accept: str
    limit: str
    given: Mapping[str, str]
    field: str
    fault: str


def work_page(  # noqa: PLR0913 # what the page of a piece of work gathers
    work: WorkView,
    visitor: Visitor,
    role: Role,
    *,
    limit: int,
    given: Mapping[str, str],
    pairs: tuple[Pair, ...] = (),
    files: Mapping[str, str] = NO_FILES,
    fault: Fault | None = None,
) -> WorkPage:
    """Present work for its learner, who may change it, or for a reader."""
    view, document = work.view, criteria.parse(work.view.definition.document)
    slots = slots_of(document)
    names = names_of(document, work.rubrics)
    is_mine = role is Role.LEARNER
    return WorkPage(
        frame=_frame(view, visitor, is_mine=is_mine),
        token=visitor.token,
        action=f"/learn/{view.submission.id}",
        title=view.definition.title,
        learner="" if is_mine else view.learner_name,
        badge=Link(text=_("Read what this badge asks"), href=rules_path(view)),
        tag=state_tag(view.submission.state),
        steps=steps_of(view.submission.state),
        next=_next(view, names, is_mine=is_mine),
        notes=tuple(_notes(view)),
        newer=_newer(work),
        tree=tree_of(work.standing, document, work.rubrics, family=role is Role.GUARDIAN),
        pieces=tuple(_pieces(view, document, files)),
        feedback=_feedback(view, names),
        heard=_heard(view, document, role),
        pairs=pairs,
        acts=_acts(view, role),
        file_slots=_choices(slots, _FILES),
        link_slots=_choices(slots, _LINKS),
        text_slots=_choices(slots, ("text",)),
        accept=".png,.jpg,.jpeg,.gif,.webp,.pdf,.txt,.mp4,.webm,.mov,.mp3,.wav,.ogg,.docx,.xlsx,"
        ".pptx,.odt,.zip,image/*",
        limit=_size(limit),
        given=given,
        field=fault.field if fault else "",
        fault=fault.sentence if fault else "",
    )


def slot_of(work: WorkView, node: str) -> Slot | None:
    """Return the part of the badge that a form names, if there is such a part."""
    slots = slots_of(criteria.parse(work.view.definition.document))
    return next((slot for slot in slots if slot.node == node), None)


def piece_path(item: EvidenceItem) -> str:
    """Return where the bytes of an item are."""
    return f"/learn/{item.submission}/evidence/{item.id}"


def viewing_path(item: EvidenceItem) -> str:
    """Return where a film or a sound is played from, part by part."""
    return f"/evidence/{item.submission}/{item.id}"


def piece_of(
    item: EvidenceItem,
    *,
    part: str = "",
    lines: tuple[str, ...] = (),
    may_remove: bool = False,
    is_altered: bool = False,
) -> Piece:
    """Present one item; pictures, films, sounds and texts stand on the page, others are opened.

    `lines` are those of a text file, as far as they are shown.
    """
    kind = kind_of(item.kind)
    about = _("{kind}, for “{part}”", kind=kind, part=part) if part else kind
    is_link, is_there = item.url is not None, item.deleted_at is None
    return Piece(
        id=item.id,
        title=item.title or kind,
        about=about,
        href=item.url or ("" if item.blob is None or item.deleted_at else piece_path(item)),
        rel="nofollow noopener noreferrer" if is_link else "",
        picture=piece_path(item) if item.media_type in _PICTURES and is_there else "",
        film=viewing_path(item) if item.media_type in FILMS and is_there else "",
        sound=viewing_path(item) if item.media_type in SOUNDS and is_there else "",
        text=item.text or "",
        lines=lines,
        copied=copy_sentence(item) if is_link else "",
        saved=_("Saved on {day}", day=day(item.at)),
        gone=gone_of(item),
        may_remove=may_remove,
        notice=altered_notice() if is_altered else "",
        cleaned=_("Place, time and device were taken out of it.") if item.metadata_removed else "",
    )


def _frame(view: SubmissionView, visitor: Visitor, *, is_mine: bool) -> Frame:
    above = (
        Link(text=_("My challenges"), href="/learn")
        if is_mine
        else Link(text=_("My family"), href="/family")
    )
    found = learner_frame(view.definition.title, visitor, above)
    return replace(found, script="upload.js") if _acts_edit(view) and is_mine else found


def rules_path(view: SubmissionView) -> str:
    """Return where anybody reads what the badge asks, and what each level means."""
    return f"/achievements/{view.definition.public_slug}/v{view.definition.version}"


def _next(view: SubmissionView, names: Mapping[str, str], *, is_mine: bool) -> str:
    me = _("You") if is_mine else view.learner_name
    actions: Sequence[NextAction] = view.next
    return next_sentence(view.submission.state, actions, me, names)


def _notes(view: SubmissionView) -> Iterator[str]:
    submission = view.submission
    if submission.on_behalf:
        yield _("A teacher started this for the learner.")
    if submission.late:
        yield _("It came after the closing day. A registrar extends the time or declines.")
    if submission.appealed:
        yield _("There is an appeal. Another assessor looks at the work.")


def _newer(work: WorkView) -> Link | None:
    """Lead to the choice between two versions, if there is one to make."""
    if work.newer is None:
        return None
    text = _("Version {number} of this badge is out: see what changed", number=work.newer.version)
    return Link(text=text, href=f"/learn/{work.view.submission.id}/version")


def _pieces(view: SubmissionView, document: Criteria, files: Mapping[str, str]) -> Iterator[Piece]:
    """Present what belongs to the next hand-in or, where nothing changes, to the last one."""
    parts = {slot.tag: slot.title for slot in slots_of(document) if slot.tag}
    revision = view.submission.next_revision
    for item in view.evidence:
        if item.belongs_to(revision) and item.status is not EvidenceStatus.WITHDRAWN:
            part = next((parts[tag] for tag in item.tags if tag in parts), "")
            yield piece_of(
                item,
                part=part,
                lines=tuple(files.get(item.id, "").splitlines()),
                may_remove=_acts_edit(view),
                is_altered=item.id in view.altered,
            )


def _feedback(view: SubmissionView, names: Mapping[str, str]) -> tuple[Said, ...]:
    newest = sorted(view.feedback, key=lambda each: each.at, reverse=True)
    return tuple(_said(each, names) for each in newest)


def _said(each: Feedback, names: Mapping[str, str]) -> Said:
    whole = _("The work as a whole")
    about = whole if each.criterion is None else names.get(each.criterion, title_of(each.criterion))
    note = _(
        "{role}, {day}, about hand-in {number}",
        role=title_of(each.role),
        day=day(each.at),
        number=each.revision,
    )
    return Said(about=about, text=each.text, note=note)


def _heard(view: SubmissionView, document: Criteria, role: Role) -> Heard:
    lowest = document.scale.names[0]
    hides = role is Role.GUARDIAN
    return Heard(
        levels=tuple(
            Fact(
                label=title_of(item),
                value=_("Not there yet") if hides and level == lowest else title_of(str(level)),
            )
            for peers in view.peers
            for item, level in peers.levels.items()
        ),
        comments=tuple(comment for peers in view.peers for comment in peers.comments),
    )


def _acts_edit(view: SubmissionView) -> bool:
    return "edit evidence" in view.possible


def _acts(view: SubmissionView, role: Role) -> Acts:
    """Say what the state and the role allow; the verbs ask again."""
    is_mine = role is Role.LEARNER
    is_family = role in {Role.LEARNER, Role.GUARDIAN}
    return Acts(
        edit=is_mine and _acts_edit(view),
        hand_in=is_mine and "submit" in view.possible,
        resubmit=is_mine and "resubmit" in view.possible,
        withdraw=is_family and "withdraw" in view.possible,
        appeal=is_family and "appeal" in view.possible,
        conflict=is_mine and "edit evidence" in view.possible,
    )


def _choices(slots: Sequence[Slot], kinds: Sequence[str]) -> tuple[Choice, ...]:
    return tuple(
        Choice(value=slot.node, text=slot.title)
        for slot in slots
        if any(kind in slot.kinds for kind in kinds)
    )


def _size(limit: int) -> str:
    if limit >= _MB:
        return _("{size} MB", size=limit // _MB)
    return _("{size} KB", size=limit // 1024)
