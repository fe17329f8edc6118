"""The designer of badges: the list, one draft as a tree, what changed, and its raw form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from issuer import criteria, images
from issuer.access import RULES, Action, Role
from issuer.assessment.model import Definition, DefinitionState
from issuer.assessment.picturing import DRAWN
from issuer.assessment.rows import CatalogueRow, LintMessage
from issuer.criteria import Change, Criteria, Node
from issuer.criteria.vocabulary import GROUPS, LEAVES
from issuer.documents import Document
from issuer.web.languages import gettext as _
from issuer.web.languages import retold
from issuer.web.pictures import inside
from issuer.web.presenting.art_words import art_word
from issuer.web.presenting.changes import change_sentence
from issuer.web.presenting.frame import Frame, Link, Picture, Visitor
from issuer.web.presenting.kinds import kind_of_achievement
from issuer.web.presenting.leaf_words import kind_hint, kind_name
from issuer.web.presenting.progress import Tag
from issuer.web.presenting.roles import role_name
from issuer.web.presenting.signing_in import Choice, Fault

_HIDDEN = "noindex, nofollow"
NO_FAULT = Fault(field="", sentence="")
OPEN = frozenset({DefinitionState.DRAFT, DefinitionState.IN_REVIEW})


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
class Remark:
    """One finding of lint; `href` leads to what it is about."""

    tag: Tag
    code: str
    sentence: str
    about: str
    href: str


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


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishPage:
    """The last look before a version is published for ever."""

    frame: Frame
    token: str
    id: str
    title: str
    before: str
    changes: tuple[str, ...]
    errors: tuple[Remark, ...]
    warnings: tuple[Remark, ...]
    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePage:
    """The document as it is stored, to read, copy or replace."""

    frame: Frame
    token: str
    id: str
    seen: str
    title: str
    text: str
    may_edit: bool
    field: str
    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateRow:
    """One badge of the library to begin with."""

    slug: str
    title: str
    summary: str
    art: Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDesignPage:
    """Where a badge begins: a template, or almost nothing."""

    frame: Frame
    token: str
    templates: tuple[TemplateRow, ...]
    given: Mapping[str, str]
    field: str
    fault: str


def designs_page(rows: Sequence[CatalogueRow], visitor: Visitor) -> DesignsPage:
    """Present the list."""
    return DesignsPage(
        frame=design_frame(_("Design badges"), visitor, at="list"),
        drafts=tuple(_draft(row) for row in rows if row.state in OPEN),
        published=tuple(_draft(row) for row in rows if row.state not in OPEN),
    )


def new_design_page(
    templates: Sequence[Document],
    visitor: Visitor,
    *,
    given: Mapping[str, str],
    fault: Fault = NO_FAULT,
) -> NewDesignPage:
    """Present the library."""
    return NewDesignPage(
        frame=design_frame(_("A new badge"), visitor),
        token=visitor.token,
        templates=tuple(
            TemplateRow(
                slug=str(each["badge"]),
                title=str(each["title"]),
                summary=str(each["summary"]).strip().split("\n\n")[0],
                art=drawn(str(each["badge"]), "", {}),
            )
            for each in templates
        ),
        given=given,
        field=fault.field,
        fault=fault.sentence,
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
    remarks = tuple(_remark(each, definition, document) for each in lint)
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
        alignments=tuple(
            AlignmentRow(
                name=each.name,
                url=each.url,
                where=", ".join(filter(None, (each.framework, each.code))),
            )
            for each in document.alignment
        ),
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


def publish_page(
    definition: Definition,
    lint: Sequence[LintMessage],
    before: tuple[Definition, tuple[Change, ...]] | None,
    visitor: Visitor,
    fault: str = "",
) -> PublishPage:
    """Present what publishing will do."""
    document = criteria.parse(definition.document)
    remarks = [_remark(each, definition, document) for each in lint]
    return PublishPage(
        frame=design_frame(_("Publish {title}", title=definition.title), visitor),
        token=visitor.token,
        id=definition.id,
        title=definition.title,
        before=""
        if before is None
        else _("What changed since version {number}", number=before[0].version),
        changes=() if before is None else tuple(change_sentence(each) for each in before[1]),
        errors=tuple(each for each in remarks if each.code.startswith("E")),
        warnings=tuple(each for each in remarks if not each.code.startswith("E")),
        fault=fault,
    )


def source_page(
    definition: Definition, visitor: Visitor, *, text: str, fault: Fault = NO_FAULT
) -> SourcePage:
    """Present the stored document."""
    return SourcePage(
        frame=design_frame(_("{title} as text", title=definition.title), visitor),
        token=visitor.token,
        id=definition.id,
        seen=definition.content_hash,
        title=definition.title,
        text=text,
        may_edit=definition.state in OPEN,
        field=fault.field,
        fault=fault.sentence,
    )


def design_frame(title: str, visitor: Visitor, *, at: str = "") -> Frame:
    """Return the frame of a page for authors."""
    above = () if at == "list" else (Link(text=_("Design badges"), href="/design"),)
    return Frame(
        title=f"{title} - Issuer",
        description=_("For those who write badges."),
        section="design",
        robots=_HIDDEN,
        visitor=visitor,
        trail=(Link(text=_("My start page"), href="/home"), *above, Link(text=title, href="")),
    )


def drawn(slug: str, title: str, art: Mapping[str, str]) -> Picture:
    """Draw the picture that an address gets, with what was chosen of it."""
    seed = images.art_from_seed(slug, title=title)
    svg = images.draw_badge(
        images.BadgeArt(
            title=seed.title,
            shape=art.get("shape") or seed.shape,
            pattern=art.get("pattern") or seed.pattern,
            symbol=art.get("symbol") or seed.symbol,
            colour=art.get("colour") or seed.colour,
        )
    )
    return Picture(src=inside(svg), alt="")


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


def _remark(message: LintMessage, definition: Definition, document: Criteria) -> Remark:
    ids = message.path.split(" > ") if message.path else []
    node = document.node(ids[-1]) if ids else None
    is_error = message.code.startswith("E")
    return Remark(
        tag=Tag(tone="stop", icon="cross", word=_("Stops publishing"))
        if is_error
        else Tag(tone="wait", icon="question", word=_("Think about it")),
        code=message.code,
        sentence=_sentence(message.sentence),
        about=node.label if node else "",
        href=f"/design/{definition.id}#node-{node.id}" if node else "",
    )


def _sentence(remark: str) -> str:
    told = retold(remark)
    return f"{told[:1].upper()}{told[1:]}."


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
