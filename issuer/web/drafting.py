"""What the views of the designer share: the draft that is open, and its replacement."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import request

from issuer import assessment
from issuer.assessment import commands
from issuer.assessment.model import Definition
from issuer.assessment.rows import LintMessage
from issuer.documents import Document
from issuer.web.presenting.node_form import Sources
from issuer.web.services import Services
from issuer.web.visits import Visit

#: As long as a field of a form may be; what is longer is refused by the language.
LONGEST = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A badge version that this person may read here, with what lint says."""

    definition: Definition
    lint: tuple[LintMessage, ...]

    @property
    def document(self) -> Document:
        """Return the criteria document as it is stored."""
        return self.definition.document


def open_draft(here: Visit, services: Services, definition: str) -> Opened:
    """Open a badge version; NotFoundError, ForbiddenError."""
    view = assessment.show_definition(here.actor, definition, services.assessment)
    return Opened(definition=view.definition, lint=view.lint)


def sources_of(here: Visit, services: Services) -> Sources:
    """Return what a node may refer to."""
    rubrics = assessment.list_rubrics(here.actor, services.assessment)
    instruments = assessment.list_instruments(here.actor, services.assessment)
    return Sources(
        rubrics={each.ref: each for each in rubrics if each.retired_at is None},
        instruments={each.ref: each for each in instruments if each.retired_at is None},
    )


def redraft(
    here: Visit,
    services: Services,
    opened: Opened,
    document: Document,
    art: Document | None = None,
) -> Definition:
    """Store another text of the draft that the form was made from."""
    definition = opened.definition
    command = commands.DraftDefinition(
        actor=here.actor,
        document=document,
        art=definition.art if art is None else art,
        status_purpose=definition.status_purpose,
        based_on=request.form.get("seen", "")[:100],
    )
    return assessment.draft_definition(command, services.assessment)


def sent() -> Mapping[str, list[str]]:
    """Return the fields of the form that was sent, each with all its values."""
    return {
        name: [text[: LONGEST + 1] for text in request.form.getlist(name)]
        for name in request.form
        if name not in {"csrf_token", "seen"}
    }


def field(name: str, most: int = LONGEST) -> str:
    """Return one field without spaces around it."""
    return request.form.get(name, "").strip()[:most].replace("\r\n", "\n")
