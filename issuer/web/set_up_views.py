"""Views of the first run: from an empty database to a badge that holds, in three forms.

The first form is for whoever holds the link from the terminal, until there is a school. The others
are for that person, who then holds the roles of a sole teacher: each act is that of one role.
"""

import hmac
import re

from flask import Response, request

from issuer import accounts, assessment, issuance, verification
from issuer.access import Actor, Role
from issuer.accounts import (
    EnrolPerson,
    Founded,
    FoundSchool,
    SwitchRole,
)
from issuer.accounts.branding import Branding, ChangeBranding, change_branding, checked_branding
from issuer.assessment.commands import (
    Approve,
    DraftDefinition,
    OpenSubmission,
    ProposeDefinition,
    PublishDefinition,
    SignOff,
    Submit,
    Triage,
)
from issuer.assessment.model import DefinitionState
from issuer.assessment.rows import CatalogueRow
from issuer.errors import IssuerError, MalformedError, NotFoundError
from issuer.verification import Recipient
from issuer.web.entrance import MENDABLE, status_of
from issuer.web.form_guard import form_token
from issuer.web.languages import retold
from issuer.web.looks_views import asked_branding, fault_of
from issuer.web.presenting.set_up import badge_page, done_page, found_page, learner_page
from issuer.web.presenting.signing_in import Fault
from issuer.web.rendering import answer_unlisted
from issuer.web.routing import go
from issuer.web.services import Services
from issuer.web.starters import starters
from issuer.web.visits import Visit, begin, origin

_BESIDE = {
    "school_name": "school",
    "slug": "school",
    "person_name": "person",
    "handle": "handle",
    "password_length": "password",
    "password_common": "password",
    "looks_colour": "colour",
    "looks_logo": "logo",
}
_FIELDS = ("school", "person", "handle", "adults", "colour", "own_colour")


def show_set_up(services: Services, secret: str) -> Response:
    """Show the first form to whoever has the link."""
    _require_link(secret, services)
    return _found_form(secret)


def set_up(services: Services, secret: str) -> Response:
    """Found the school, make its key, and sign the first person in."""
    _require_link(secret, services)
    form = request.form
    command = FoundSchool(
        name=form.get("school", "").strip(),
        slug=_slug_of(form.get("school", "")),
        person_name=form.get("person", "").strip(),
        handle=form.get("handle", "").strip(),
        password=form.get("password", ""),
        sole_teacher=form.get("adults") == "one",
        base_url=services.public_base_url,
        origin=origin(services),
    )
    try:
        branding = _looks()
        founded = accounts.found_school(command, services.accounts)
    except MENDABLE as error:
        return _found_form(secret, error)
    issuance.create_key(founded.organisation.id, services.issuance)
    opened = accounts.switch_role(
        SwitchRole(session=founded.opened.session, role=Role.ADMIN), services.accounts
    )
    _dress(founded, branding, services)
    return begin(go("/set-up/badge"), opened, services)


def _looks() -> Branding:
    """Return the looks that were chosen, which nobody has to; checked before anything is made."""
    try:
        return checked_branding(asked_branding())
    except MalformedError as error:
        raise MalformedError(retold(error.detail), code=f"looks_{fault_of(error).field}") from error


def _dress(founded: Founded, branding: Branding, services: Services) -> None:
    if not (branding.colour or branding.logo):
        return
    person, school = founded.opened.session.person, founded.organisation.id
    actor = Actor(person=person, organisation=school, role=Role.ADMIN)
    command = ChangeBranding(actor=actor, branding=branding, base_url=services.public_base_url)
    change_branding(command, services.accounts)


def show_first_badge(here: Visit, services: Services) -> Response:
    """Show the badges to begin with."""
    _as(here, Role.ADMIN)
    if _published(here, services):
        return go("/set-up/learner")
    return answer_unlisted("set_up_badge.html", badge_page(starters(), here.visitor()))


def publish_first_badge(here: Visit, services: Services) -> Response:
    """Publish the chosen badge."""
    admin = _as(here, Role.ADMIN)
    if _published(here, services):
        return go("/set-up/learner")
    documents, slug = starters(), request.form.get("badge", "")
    if slug not in documents:
        fault = Fault(field="page", sentence="Choose one of the badges.")
        page = badge_page(documents, here.visitor(), fault)
        return answer_unlisted("set_up_badge.html", page, status=400)
    room = services.assessment
    draft = assessment.draft_definition(
        DraftDefinition(actor=admin, document=documents[slug]), room
    )
    assessment.propose_definition(ProposeDefinition(actor=admin, definition=draft.id), room)
    assessment.publish_definition(PublishDefinition(actor=admin, definition=draft.id), room)
    return go("/set-up/learner")


def show_first_learner(here: Visit, services: Services) -> Response:
    """Show the last form."""
    return _learner_form(here, services)


def give_first_badge(here: Visit, services: Services) -> Response:
    """Take the first learner in, sign as teacher, approve as issuer, and issue."""
    badge = _first(here, services)
    _require_none_issued(here, services)
    try:
        if request.form.get("seen") != "yes":
            raise MalformedError("Say that you saw it, by the tick.", code="seen")
        public_id = _give(here, badge, services)
    except MENDABLE as error:
        return _learner_form(here, services, error)
    return go(f"/set-up/done/{public_id}")


def show_first_done(here: Visit, services: Services, credential: str) -> Response:
    """Check the badge as a stranger would, and show what that said."""
    admin = _as(here, Role.ADMIN)
    record = issuance.credential_for(admin, credential, services.issuance).record
    report = verification.verify(
        record.data or b"", services.verification, recipient=Recipient(), evidence=()
    )
    page = done_page(
        report,
        here.visitor(),
        badge=_first(here, services).title,
        learner=accounts.show_person(admin, record.learner, services.accounts).name,
        public_id=credential,
    )
    return answer_unlisted("set_up_done.html", page)


def _give(here: Visit, badge: CatalogueRow, services: Services) -> str:
    """Do one after the other what a sole teacher's roles may do; each verb decides anew."""
    admin, teacher, issuer = (_as(here, role) for role in (Role.ADMIN, Role.TEACHER, Role.ISSUER))
    learner = accounts.enrol_person(
        EnrolPerson(
            actor=admin,
            organisation=admin.organisation,
            name=request.form.get("learner", ""),
            roles=frozenset({Role.LEARNER}),
        ),
        services.accounts,
    )
    room = services.assessment
    work = assessment.open_submission(
        OpenSubmission(actor=teacher, definition=badge.definition, learner=learner.id), room
    )
    said = "Seen by a teacher on the first day of this service."
    assessment.submit_revision(Submit(actor=teacher, submission=work.id, authorship=said), room)
    assessment.triage_submission(Triage(actor=teacher, submission=work.id), room)
    signing = SignOff(actor=teacher, submission=work.id, node="seen", approve=True)
    assessment.sign_off(signing, room)
    award = assessment.approve_award(Approve(actor=issuer, submission=work.id), room)
    issued = issuance.issue_award(award.id, services.issuance)
    assessment.mark_issued(award.id, room)
    return issued.rsplit("/", 1)[-1]


def _require_link(secret: str, services: Services) -> None:
    """Let whoever was at the terminal pass, until there is a school; nobody learns which failed."""
    known = services.set_up_secret
    fits = bool(known) and hmac.compare_digest(secret.encode(), known.encode())
    if not fits or accounts.list_organisations(services.accounts):
        raise NotFoundError("There is nothing of that name here")


def _as(here: Visit, role: Role) -> Actor:
    """Return the person in one of the roles that they hold; to others these pages do not exist."""
    if not {Role.ADMIN, role} <= here.resumed.person.roles:
        raise NotFoundError("There is nothing of that name here")
    return Actor(person=here.actor.person, organisation=here.actor.organisation, role=role)


def _require_none_issued(here: Visit, services: Services) -> None:
    """End the first run with its badge; from then on each act is done in the role that it needs."""
    admin = _as(here, Role.ADMIN)
    if issuance.list_credentials(admin, services.issuance, limit=1).credentials:
        raise NotFoundError("There is nothing of that name here")


def _published(here: Visit, services: Services) -> list[CatalogueRow]:
    admin = _as(here, Role.ADMIN)
    return [
        row
        for row in assessment.list_catalogue(admin, services.assessment)
        if row.state is DefinitionState.PUBLISHED
    ]


def _first(here: Visit, services: Services) -> CatalogueRow:
    """Return the first badge, as long as it is one of those to begin with."""
    names = starters()
    for row in _published(here, services):
        if row.badge in names and row.version == 1:
            return row
    raise NotFoundError("There is nothing of that name here")


def _found_form(secret: str, error: IssuerError | None = None) -> Response:
    given = {name: request.form.get(name, "")[:120] for name in _FIELDS}
    fault = None
    if error is not None:
        fault = Fault(field=_BESIDE.get(error.code, "page"), sentence=retold(error.detail))
    page = found_page(secret, form_token(), given=given, fault=fault)
    return answer_unlisted("set_up.html", page, status=200 if error is None else status_of(error))


def _learner_form(here: Visit, services: Services, error: IssuerError | None = None) -> Response:
    badge = _first(here, services)
    fault = None
    if error is not None:
        beside = "seen" if error.code == "seen" else "learner"
        fault = Fault(field=beside, sentence=retold(error.detail))
    page = learner_page(
        here.visitor(),
        badge=badge.title,
        statement=str(starters()[badge.badge]["criteria"]["signoff"]["statement"]),  # type: ignore[index,call-overload] # our own document
        alone=Role.TEACHER in here.resumed.person.roles,
        given=request.form.get("learner", "")[:120],
        fault=fault,
    )
    return answer_unlisted(
        "set_up_learner.html", page, status=200 if error is None else status_of(error)
    )


def _slug_of(name: str) -> str:
    """Return the short name of a school for addresses, made of its name."""
    words = re.findall(r"[a-z0-9]+", name.lower())
    slug = re.sub(r"^[0-9-]+", "", "-".join(words))[:40].strip("-")
    return slug or "school"
