"""The last pages of an author: what publishing will do, the stored text, and how one begins."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from issuer import criteria
from issuer.assessment.model import Definition
from issuer.assessment.rows import LintMessage
from issuer.criteria import Change
from issuer.documents import Document
from issuer.web.languages import gettext as _
from issuer.web.presenting.changes import change_sentence
from issuer.web.presenting.design_parts import (
    NO_FAULT,
    OPEN,
    Remark,
    design_frame,
    drawn,
    remark_of,
)
from issuer.web.presenting.frame import Frame, Picture, Visitor
from issuer.web.presenting.signing_in import Fault


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


def publish_page(
    definition: Definition,
    lint: Sequence[LintMessage],
    before: tuple[Definition, tuple[Change, ...]] | None,
    visitor: Visitor,
    fault: str = "",
) -> PublishPage:
    """Present what publishing will do."""
    document = criteria.parse(definition.document)
    remarks = [remark_of(each, definition, document) for each in lint]
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
