"""Views of a learner's badges: standing, who may see them, files, consents, and the record."""

from flask import Response, request

from issuer import access, accounts, assessment, images, issuance
from issuer.access import Role
from issuer.accounts import RecordConsent, WithdrawConsent
from issuer.accounts.model import Person, Purpose
from issuer.errors import IssuerError, MalformedError, NotFoundError
from issuer.issuance import CredentialFacts, CredentialRecord, SetVisibility
from issuer.issuance.model import Visibility
from issuer.web.children import child_of
from issuer.web.entrance import MENDABLE, status_of
from issuer.web.languages import retold
from issuer.web.presenting.backpack import backpack_page
from issuer.web.presenting.record import record_page
from issuer.web.presenting.signing_in import Fault
from issuer.web.rendering import answer_file, answer_unlisted
from issuer.web.routing import go
from issuer.web.services import Services
from issuer.web.visits import Visit

_LONGEST_NAME = 120
_FAMILY = "/family"
_JSON_TYPE = "application/json"


def show_backpack(here: Visit, services: Services) -> Response:
    """Show the own badges; a guardian has none and finds the children's on the family's page."""
    return go(_FAMILY) if here.actor.role is Role.GUARDIAN else _backpack(here, services)


def show_record(here: Visit, services: Services) -> Response:
    """Show the levels over time."""
    if here.actor.role is Role.GUARDIAN:
        return go(_FAMILY)
    levels = assessment.list_levels(here.actor, here.actor.person, services.assessment)
    return answer_unlisted(
        "record.html", record_page(levels, here.visitor(), history=f"/history/{here.actor.person}")
    )


def show_child_record(here: Visit, services: Services, child: str) -> Response:
    """Show the levels of a child over time."""
    person = child_of(here, services, child)
    levels = assessment.list_levels(here.actor, person.id, services.assessment)
    page = record_page(levels, here.visitor(), history=f"/history/{person.id}", child=person.name)
    return answer_unlisted("record.html", page)


def choose_visibility(here: Visit, services: Services, badge: str) -> Response:
    """Choose who may see a badge."""
    if here.actor.role is Role.GUARDIAN:
        return go(_FAMILY)
    try:
        change_visibility(here, services, badge)
    except MENDABLE as error:
        return _backpack(here, services, Fault(field=badge, sentence=retold(error.detail)), error)
    return go("/learn/badges")


def change_own_consent(here: Visit, services: Services) -> Response:
    """Agree to something, or no longer."""
    if here.actor.role is Role.GUARDIAN:
        return go(_FAMILY)
    try:
        change_consent(here, services, here.actor.person)
    except MENDABLE as error:
        fault = Fault(field=request.form.get("purpose", "")[:40], sentence=retold(error.detail))
        return _backpack(here, services, fault, error)
    return go("/learn/badges#consents")


def take_badge(here: Visit, services: Services, badge: str, form: str) -> Response:
    """Answer a badge as a file: the signed bytes, alone or inside a picture."""
    record = issuance.credential_for(here.actor, badge, services.issuance).record
    makers = {"json": _json, "jwt": _jwt, "png": _png, "svg": _svg}
    if form not in makers:
        raise NotFoundError("There is no such file")
    data, media_type = makers[form](record, services)
    return answer_file(data, media_type, f"badge-{badge}.{form}")


def badges_of(here: Visit, services: Services, learner: str) -> tuple[CredentialFacts, ...]:
    """Return every badge of a learner whom the visitor may read."""
    found: list[CredentialFacts] = []
    after = None
    while True:
        page = issuance.list_credentials(
            here.actor, services.issuance, learner=learner, after=after
        )
        found.extend(page.credentials)
        after = page.next_after
        if after is None:
            return tuple(found)


def change_visibility(here: Visit, services: Services, badge: str) -> None:
    """Set what the form says for a badge of the actor or of a child."""
    try:
        wanted = Visibility(request.form.get("visibility", ""))
    except ValueError as error:
        raise MalformedError("Choose who may see it", code="visibility") from error
    record = issuance.credential_for(here.actor, badge, services.issuance).record
    issuance.set_visibility(
        SetVisibility(actor=here.actor, credential_id=record.id, visibility=wanted),
        services.issuance,
    )


def change_consent(here: Visit, services: Services, subject: str) -> None:
    """Record or withdraw what the form says for oneself or a child."""
    form = request.form
    try:
        purpose = Purpose(form.get("purpose", ""))
    except ValueError as error:
        raise MalformedError("Choose what it is about", code="purpose") from error
    if form.get("agree") == "yes":
        name = form.get("display_name", "").strip()[:_LONGEST_NAME] or None
        given = RecordConsent(actor=here.actor, subject=subject, purpose=purpose, display_name=name)
        accounts.record_consent(given, services.accounts)
        return
    taken = WithdrawConsent(actor=here.actor, subject=subject, purpose=purpose)
    accounts.withdraw_consent(taken, services.accounts)


def decides_alone(person: Person, here: Visit, services: Services) -> bool:
    """Tell whether a person has come of age."""
    majority = accounts.show_organisation(here.actor, services.accounts).age_of_majority
    today = services.accounts.clock().date()
    return access.is_adult(person.birth_date, majority=majority, on=today)


def _backpack(
    here: Visit,
    services: Services,
    fault: Fault | None = None,
    error: IssuerError | None = None,
) -> Response:
    me = here.resumed.person
    page = backpack_page(
        badges_of(here, services, me.id),
        accounts.list_consents(here.actor, me.id, services.accounts),
        here.visitor(),
        now=services.accounts.clock(),
        decides=decides_alone(me, here, services),
        fault=fault,
    )
    return answer_unlisted("backpack.html", page, status=200 if error is None else status_of(error))


def _json(record: CredentialRecord, _services: Services) -> tuple[bytes, str]:
    return _bytes(record), _JSON_TYPE


def _jwt(record: CredentialRecord, services: Services) -> tuple[bytes, str]:
    return _bytes(issuance.token_of(record, services.issuance)), "text/plain; charset=utf-8"


def _png(record: CredentialRecord, services: Services) -> tuple[bytes, str]:
    return images.bake_png(_picture(record, services).png, _bytes(record)), "image/png"


def _svg(record: CredentialRecord, services: Services) -> tuple[bytes, str]:
    return images.bake_svg(_picture(record, services).svg, _bytes(record)), "image/svg+xml"


def _picture(record: CredentialRecord, services: Services) -> assessment.Picture:
    """Find the picture of a badge version, whose own address ends in `/{slug}/v{n}`."""
    slug, version = record.achievement.rsplit("/", 2)[-2:]
    number = int(version.removeprefix("v"))
    found = assessment.find_achievement(slug, number, services.assessment)
    return assessment.picture_of(found.definition, services.assessment)


def _bytes(record: CredentialRecord) -> bytes:
    if record.data is None:
        raise NotFoundError("There is no such badge", code="not_found")
    return record.data
