"""A newer version of a badge: what changed, what moving means, what staying means."""

from dataclasses import dataclass

from issuer.access import Role
from issuer.assessment import NewerVersion
from issuer.assessment.model import Definition
from issuer.web.languages import gettext as _
from issuer.web.presenting.changes import change_sentence
from issuer.web.presenting.frame import Frame, Link, Visitor
from issuer.web.presenting.learning import learner_frame
from issuer.web.presenting.signing_in import Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class MovingPage:
    """Everything that the page of a newer version shows."""

    frame: Frame
    token: str
    action: str
    back: str
    title: str
    lead: str
    versions: tuple[Link, ...]
    changes: tuple[str, ...]
    moving: str
    staying: str
    definition: str
    asks_authorship: bool
    decides: bool
    given: str
    field: str
    fault: str


def moving_page(
    found: NewerVersion,
    visitor: Visitor,
    role: Role,
    *,
    given: str = "",
    fault: Fault | None = None,
) -> MovingPage:
    """Present the choice between two versions, which is the learner's alone."""
    back = f"/learn/{found.submission.id}"
    title = _("A newer version of “{title}”", title=found.current.title)
    is_mine = role is Role.LEARNER
    return MovingPage(
        frame=learner_frame(title, visitor, Link(text=found.current.title, href=back)),
        token=visitor.token,
        action=f"{back}/version",
        back=back,
        title=title,
        lead=_("You choose. Nothing moves by itself, and staying costs nothing.")
        if is_mine
        else _("The learner chooses. Nothing moves by itself, and staying costs nothing."),
        versions=(_version(found.current, is_newer=False), _version(found.newer, is_newer=True)),
        changes=tuple(change_sentence(each) for each in found.changes),
        moving=_moving(found),
        staying=_staying(found),
        definition=found.newer.id,
        asks_authorship=found.hands_in,
        decides=is_mine,
        given=given,
        field=fault.field if fault else "",
        fault=fault.sentence if fault else "",
    )


def _version(definition: Definition, *, is_newer: bool) -> Link:
    text = (
        _("Read version {number}, the newer one", number=definition.version)
        if is_newer
        else _("Read version {number}, which your work is on", number=definition.version)
    )
    return Link(text=text, href=f"/achievements/{definition.public_slug}/v{definition.version}")


def _moving(found: NewerVersion) -> str:
    if not found.hands_in:
        return _(
            "Everything that you have added stays. From now on the newer version says what counts."
        )
    return _(
        "Your work is handed in once more at once, as it is, under the newer version. Peers and"
        " teachers look at it anew. It does not use up one of your hand-ins."
    )


def _staying(found: NewerVersion) -> str:
    return _(
        "Version {number} says what counts until this work is decided, and the badge is worth the"
        " same.",
        number=found.current.version,
    )
