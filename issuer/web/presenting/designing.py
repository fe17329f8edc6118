"""The designer of badges: the list of drafts, and one draft as a tree."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from issuer import criteria, images
from issuer.access import RULES, Action, Role
from issuer.assessment.model import Definition, DefinitionState
from issuer.assessment.picturing import DRAWN
from issuer.assessment.rows import CatalogueRow, LintMessage
from issuer.criteria import Criteria, Node
from issuer.criteria.vocabulary import GROUPS, LEAVES
from issuer.documents import Document
from issuer.web.languages import gettext as _
from issuer.web.presenting.art_words import art_word
from issuer.web.presenting.design_parts import (
    NO_FAULT,
    OPEN,
    Remark,
    design_frame,
    remark_of,
)
from issuer.web.presenting.frame import Frame, Picture, Visitor
from issuer.web.presenting.kinds import kind_of_achievement
from issuer.web.presenting.leaf_words import kind_hint, kind_name
from issuer.web.presenting.progress import Tag
from issuer.web.presenting.roles import role_name
from issuer.web.presenting.signing_in import Choice, Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRow:
    """One badge version in the list."""

    href: str
    title: str
    version: str
    tag: Tag
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignsPage:
    """All badge versions, those that are being written first."""

    frame: Frame
    drafts: tuple[DraftRow, ...]
    published: tuple[DraftRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Knot:
    """One node of the tree, with what may be done to it here."""

    id: str
    title: str
    kind: str
    text: str
    waivable: str
    is_group: bool
    is_root: bool
    is_first: bool
    is_last: bool
    remarks: tuple[Remark, ...]
    children: tuple["Knot", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AlignmentRow:
    """One entry of a public framework."""

    name: str
    url: str
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignPage:
    """One badge version: what it says, its tree, its picture, and what to do with it."""

    frame: Frame
    token: str
    id: str
    seen: str
    title: str
    slug: str
    version: str
    tag: Tag
    art: Picture
    details: Mapping[str, str]
    types: tuple[Choice, ...]
    results: tuple[Choice, ...]
    remarks: tuple[Remark, ...]
    errors: int
    tree: Knot
    adds: tuple[Choice, ...]
    alignments: tuple[AlignmentRow, ...]
    alignment_types: tuple[str, ...]
    art_choices: tuple[tuple[str, str, tuple[Choice, ...]], ...]
    given: Mapping[str, str]
    said: str
    may_edit: bool
    may_propose: bool
    may_publish: bool
    may_retire: bool
    public_href: str
    field: str
    fault: str


def designs_page(rows: Sequence[CatalogueRow], visitor: Visitor) -> DesignsPage:
    """Present the list."""
    return DesignsPage(
        frame=design_frame(_("Design badges"), visitor, at="list"),
        drafts=tuple(_draft(row) for row in rows if row.state in OPEN),
        published=tuple(_draft(row) for row in rows if row.state not in OPEN),
    )


def design_page(  # noqa: PLR0913 # what the page of a draft gathers
    definition: Definition,
    lint: Sequence[LintMessage],
    visitor: Visitor,
    *,
    role: Role,
    picture: str,
    given: Mapping[str, str],
    done: str = "",
    fault: Fault = NO_FAULT,
) -> DesignPage:
    """Present one badge version."""
    document = criteria.parse(definition.document)
    is_open = definition.state in OPEN
    remarks = tuple(remark_of(each, definition, document) for each in lint)
    may_publish = bool(RULES[Action.PUBLISH_DEFINITION].get(role))
    return DesignPage(
        frame=design_frame(definition.title, visitor),
        token=visitor.token,
        id=definition.id,
        seen=definition.content_hash,
        title=definition.title,
        slug=definition.badge,
        version=_("Version {number}", number=definition.version),
        tag=_state(definition.state),
        art=Picture(src=picture, alt=_("Badge picture: {title}", title=definition.title)),
        details=_details(document, given),
        types=_types(document),
        results=_results(document),
        remarks=remarks,
        errors=sum(each.code.startswith("E") for each in lint),
        tree=_knot(document.root, remarks, is_root=True),
        adds=tuple(Choice(value=each, text=kind_name(each)) for each in (*LEAVES, *GROUPS)),
        alignments=_alignments(document),
        alignment_types=criteria.ALIGNMENT_TYPES,
        art_choices=_art_choices(definition),
        given=given,
        said=_done().get(done, ""),
        may_edit=is_open,
        may_propose=definition.state is DefinitionState.DRAFT,
        may_publish=is_open and may_publish,
        may_retire=definition.state is DefinitionState.PUBLISHED and may_publish,
        public_href=""
        if is_open
        else f"/achievements/{definition.public_slug}/v{definition.version}",
        field=fault.field,
        fault=fault.sentence,
    )


def _alignments(document: Criteria) -> tuple[AlignmentRow, ...]:
    return tuple(
        AlignmentRow(
            name=each.name,
            url=each.url,
            where=", ".join(filter(None, (each.framework, each.code))),
        )
        for each in document.alignment
    )


def _done() -> Mapping[str, str]:
    return {
        "made": _("This is your draft. Nothing is public before it is published."),
        "saved": _("Saved."),
        "proposed": _("Whoever publishes badges can look at it now."),
        "published": _("Published. Learners can begin, and this version never changes again."),
        "retired": _("Nobody can begin this version any more. Work that is under way goes on."),
        "removed": _("Removed."),
    }


def _state(state: DefinitionState) -> Tag:
    tags = {
        DefinitionState.DRAFT: Tag(tone="calm", icon="note", word=_("Draft")),
        DefinitionState.IN_REVIEW: Tag(tone="wait", icon="hourglass", word=_("Proposed")),
        DefinitionState.PUBLISHED: Tag(tone="good", icon="check", word=_("Published")),
        DefinitionState.RETIRED: Tag(tone="calm", icon="pause", word=_("Retired")),
    }
    return tags[state]


def _draft(row: CatalogueRow) -> DraftRow:
    return DraftRow(
        href=f"/design/{row.definition}",
        title=row.title,
        version=_("Version {number}", number=row.version),
        tag=_state(row.state),
        kind=kind_of_achievement(row.achievement_type),
    )


def _knot(
    node: Node,
    remarks: Sequence[Remark],
    *,
    is_root: bool = False,
    is_first: bool = True,
    is_last: bool = True,
) -> Knot:
    children = node.children
    return Knot(
        id=node.id,
        title=node.label,
        kind=kind_name(node.kind),
        text=kind_hint(node.kind) if children else (node.help or kind_hint(node.kind)),
        waivable=", ".join(role_name(Role(role)) for role in node.waivable),
        is_group=node.kind in GROUPS,
        is_root=is_root,
        is_first=is_first,
        is_last=is_last,
        remarks=tuple(each for each in remarks if each.href.endswith(f"#node-{node.id}")),
        children=tuple(
            _knot(child, remarks, is_first=n == 0, is_last=n == len(children) - 1)
            for n, child in enumerate(children)
        ),
    )


def _details(document: Criteria, given: Mapping[str, str]) -> Mapping[str, str]:
    award = document.award
    held = {
        "title": document.title,
        "summary": document.summary,
        "valid_for": _member(document.document, "award", "valid_for"),
        "target_weeks": _member(document.document, "window", "target_weeks"),
        "opens": _member(document.document, "window", "opens"),
        "closes": _member(document.document, "window", "closes"),
        "second_approver": "yes" if award.second_approver else "",
    }
    return {
        name: given.get(name, value) if "summary" in given else value
        for name, value in held.items()
    }


def _member(document: Document, outer: str, inner: str) -> str:
    members = document.get(outer)
    value = members.get(inner) if isinstance(members, Mapping) else None
    return "" if value is None else str(value)


def _types(document: Criteria) -> tuple[Choice, ...]:
    chosen = document.award.achievement_type
    known = sorted({*criteria.ACHIEVEMENT_TYPES, chosen})
    return tuple(
        Choice(value=each, text=kind_of_achievement(each), chosen=each == chosen) for each in known
    )


def _results(document: Criteria) -> tuple[Choice, ...]:
    return tuple(
        Choice(value=node.id, text=node.label, chosen=node.id in document.award.results)
        for node in document.nodes()
        if node.kind == "rubric"
    )


def _art_choices(definition: Definition) -> tuple[tuple[str, str, tuple[Choice, ...]], ...]:
    art = definition.art or {}
    seed = images.art_from_seed(definition.public_slug)
    words = {
        "shape": (_("Shape"), tuple(images.SHAPES), seed.shape),
        "pattern": (_("Pattern"), tuple(images.PATTERNS), seed.pattern),
        "symbol": (_("Symbol"), tuple(images.SYMBOLS), seed.symbol),
        "colour": (_("Colour"), tuple(images.PALETTE), seed.colour),
        "border": (_("Border"), tuple(images.BORDERS), seed.border),
    }
    return tuple(
        (
            name,
            words[name][0],
            tuple(
                Choice(
                    value=each, text=art_word(each), chosen=each == art.get(name, words[name][2])
                )
                for each in words[name][1]
            ),
        )
        for name in DRAWN
    )
