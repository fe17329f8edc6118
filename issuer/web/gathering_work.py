"""Views by which a learner puts work together: files, links, texts, and taking them out again."""

from collections.abc import Callable
from pathlib import PurePath

from flask import Response, request

from issuer import assessment
from issuer.access import Role
from issuer.assessment import commands
from issuer.errors import IssuerError, MalformedError
from issuer.web.entrance import MENDABLE
from issuer.web.handing_out import answer_stream
from issuer.web.languages import retold
from issuer.web.learning import answer_work
from issuer.web.presenting.signing_in import Fault
from issuer.web.presenting.tree import Slot
from issuer.web.presenting.work import slot_of
from issuer.web.routing import go
from issuer.web.services import Services
from issuer.web.visits import Visit

_LINKS = ("url", "repository", "video")
_LONGEST_TITLE = 200
_CHOOSE = "Choose a file first, or drop one here"


def add_work_files(here: Visit, services: Services, submission: str) -> Response:
    """Add one or several files; those before a fault are kept."""
    slot = _slot(here, services, submission)
    files = [each for each in request.files.getlist("files") if each.filename]
    if not files:
        error = MalformedError(_CHOOSE, code="file")
        return answer_work(here, services, submission, _fault(error, "files"), error)
    for file in files:
        name = PurePath(file.filename or "").name
        command = commands.AddFile(
            actor=here.actor,
            submission=submission,
            stream=file.stream,  # type: ignore[arg-type] # a spooled file reads like a BinaryIO
            title=_title(name, alone=len(files) == 1),
            tags=_tags(slot),
            file_name=name,
            kind=_file_kind(slot, file.mimetype),
        )
        try:
            assessment.add_file(command, services.assessment)
        except MENDABLE as error:
            fault = Fault(field="files", sentence=f"{name[:80]}: {retold(error.detail)}")
            return answer_work(here, services, submission, fault, error)
    return go(f"/learn/{submission}#pieces")


def add_work_link(here: Visit, services: Services, submission: str) -> Response:
    """Add an address."""
    slot = _slot(here, services, submission)
    url = request.form.get("url", "").strip()
    command = commands.AddLink(
        actor=here.actor,
        submission=submission,
        url=url,
        title=_title(url),
        tags=_tags(slot),
        kind=next((kind for kind in _LINKS if slot and kind in slot.kinds), "url"),
    )
    return _added(
        here, services, submission, lambda: assessment.add_link(command, services.assessment), "url"
    )


def add_work_text(here: Visit, services: Services, submission: str) -> Response:
    """Add a text."""
    command = commands.AddText(
        actor=here.actor,
        submission=submission,
        text=request.form.get("text", ""),
        title=_title("My text"),
        tags=_tags(_slot(here, services, submission)),
    )
    return _added(
        here,
        services,
        submission,
        lambda: assessment.add_text(command, services.assessment),
        "text",
    )


def remove_work(here: Visit, services: Services, submission: str, evidence: str) -> Response:
    """Take an item out of the next hand-in."""
    command = commands.RemoveEvidence(actor=here.actor, submission=submission, evidence=evidence)
    return _added(
        here,
        services,
        submission,
        lambda: assessment.remove_evidence(command, services.assessment),
        "pieces",
    )


def open_piece(here: Visit, services: Services, submission: str, evidence: str) -> Response:
    """Answer the bytes of an item: pictures to be seen, everything else to be saved."""
    file = assessment.open_evidence(here.actor, submission, evidence, services.assessment)
    name = file.file_name
    if here.actor.role is Role.PEER:
        # A file's name may tell whose work it is, and outside peers are not told.
        name = f"work{PurePath(name).suffix}"
    answer = answer_stream(file.stream, file.media_type, name)
    if file.altered:
        answer.headers["Evidence-Altered"] = "true"
    return answer


def _added(
    here: Visit, services: Services, submission: str, act: Callable[[], object], beside: str
) -> Response:
    try:
        act()
    except MENDABLE as error:
        return answer_work(here, services, submission, _fault(error, beside), error)
    return go(f"/learn/{submission}#pieces")


def _fault(error: IssuerError, beside: str) -> Fault:
    return Fault(field=beside, sentence=retold(error.detail))


def _slot(here: Visit, services: Services, submission: str) -> Slot | None:
    """Return the part that the form names; the page is asked, so nobody else's work answers."""
    work = assessment.show_work(here.actor, submission, services.assessment)
    return slot_of(work, request.form.get("part", "")[:64])


def _tags(slot: Slot | None) -> tuple[str, ...]:
    return (slot.tag,) if slot is not None and slot.tag else ()


def _title(otherwise: str, *, alone: bool = True) -> str:
    """Return the title that was given or, where there is none, what the thing is called."""
    given = request.form.get("title", "").strip()
    if given and alone:
        return given[:_LONGEST_TITLE]
    called = f"{given}: {otherwise}" if given else otherwise
    return (called or "My work")[:_LONGEST_TITLE]


def _file_kind(slot: Slot | None, media_type: str) -> str:
    """Call a file a video where the part asks for one; the content decides whether it is."""
    wants = slot is not None and "video" in slot.kinds
    only = slot is not None and "file" not in slot.kinds
    return "video" if wants and (only or media_type.startswith("video/")) else "file"
