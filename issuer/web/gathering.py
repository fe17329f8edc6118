"""Asks the use cases for what one page shows. Presents nothing, decides nothing."""

from datetime import datetime
from urllib.parse import quote

from issuer import accounts, assessment, auditing, issuance
from issuer.accounts.model import DidForm, Organisation, Purpose
from issuer.assessment.model import Definition, DefinitionState
from issuer.badges import Achievement
from issuer.errors import NotFoundError
from issuer.issuance.model import CredentialRecord, KeyRecord, KeyState
from issuer.web.keeping import credential_of
from issuer.web.languages import gettext as _
from issuer.web.languages import mark
from issuer.web.pictures import art_path, qr_of, version_path
from issuer.web.presenting.achievement import Offer
from issuer.web.presenting.badge import Exhibit
from issuer.web.presenting.branding import brand_of
from issuer.web.presenting.catalogue import Offered
from issuer.web.presenting.kinds import kind_of_achievement
from issuer.web.presenting.organisation import Key
from issuer.web.services import Services

_KEY_STATES = {
    KeyState.ACTIVE: mark("Signs today"),
    KeyState.RETIRED: mark("Retired"),
    KeyState.COMPROMISED: mark("Not to be trusted"),
}


def exhibit(public_id: str, services: Services) -> Exhibit:
    """Return what the page of one credential shows.

    Raises:
        NotFoundError: unknown, private, erased: one answer for all of them.
    """
    return _exhibit(issuance.credential_page_facts(public_id, services.issuance), services)


def exhibit_of_learner(
    public_id: str, organisation: str, learner: str, services: Services
) -> Exhibit:
    """Return what a link to a learner's badge shows, whatever its visibility; NotFoundError."""
    facts = issuance.credential_facts_of(public_id, organisation, learner, services.issuance)
    return _exhibit(facts, services)


def _exhibit(facts: issuance.CredentialFacts, services: Services) -> Exhibit:
    public_id = facts.record.public_id
    now = services.issuance.clock()
    organisation = _organisation(facts.record.organisation, services)
    return Exhibit(
        credential=credential_of(facts.record.data or b""),
        digest=facts.record.sha256 or "",
        standing=facts.standing,
        checked_at=now,
        public_id=public_id,
        base_url=services.public_base_url,
        issuer_path=f"/issuers/{organisation.slug}",
        verify_href=f"/verify?url={quote(facts.record.id, safe='')}",
        qr=qr_of(facts.record.id),
        display_name=_display_name(facts.record, now, services) if facts.public else None,
        is_public=facts.public,
        entry=auditing.credential_entry(
            facts.record.organisation, facts.record.id, services.auditing
        ),
        shows_titles=facts.open.titles,
        shows_work=facts.open.work,
        hands_out=facts.open.served,
        brand=brand_of(organisation),
    )


def offer(slug: str, version: int, services: Services) -> Offer:
    """Return what the pages of a published badge version show; NotFoundError."""
    found = assessment.find_achievement(slug, version, services.assessment)
    definition = found.definition
    organisation = _organisation(found.organisation, services)
    achievement = Achievement.from_dict(found.achievement)
    counts = issuance.count_by_achievement(organisation.id, services.issuance)
    return Offer(
        achievement=achievement,
        document=definition.document,
        content_hash=definition.content_hash,
        rubrics=found.rubrics,
        instruments=found.instruments,
        organisation=organisation.name,
        organisation_path=f"/issuers/{organisation.slug}",
        achievement_path=version_path(definition),
        art=art_path(definition),
        version=definition.version,
        versions=_versions(definition, services),
        issued=counts.get(achievement.id, 0),
        is_retired=definition.state is DefinitionState.RETIRED,
        sole_teacher=organisation.sole_teacher,
        brand=brand_of(organisation),
    )


def offered(organisation: Organisation, services: Services) -> tuple[Offered, ...]:
    """Return the newest published version of each badge of an organisation."""
    newest: dict[str, Definition] = {}
    for definition in _definitions(organisation.id, services):
        if definition.state is DefinitionState.PUBLISHED:
            newest[definition.badge] = definition
    return tuple(_offered(definition) for definition in newest.values())


def keys_of(organisation: Organisation, services: Services) -> tuple[Key, ...]:
    """Return the public halves of an organisation's keys, newest first."""
    keys = issuance.list_keys(organisation.id, services.issuance)
    return tuple(_key(key) for key in reversed(keys))


def did_document_path(organisation: Organisation) -> str:
    """Return where the DID document is; empty for a `did:key`, which is its own document."""
    match organisation.did_form:
        case DidForm.HOST:
            return "/.well-known/did.json"
        case DidForm.PATH:
            return f"/issuers/{organisation.slug}/did.json"
        case DidForm.KEY:
            return ""


def shelves(services: Services) -> tuple[tuple[Organisation, tuple[Offered, ...]], ...]:
    """Return every organisation with its published badges."""
    organisations = accounts.list_organisations(services.accounts)
    return tuple((each, offered(each, services)) for each in organisations)


def _display_name(record: CredentialRecord, now: datetime, services: Services) -> str | None:
    """Return the name that the newest consent in force allows on the page, if any."""
    with services.accounts.read_only() as uow:
        consents = uow.consents.of(record.organisation, record.learner)
    names = [
        consent.display_name
        for consent in consents
        if consent.purpose is Purpose.NAME_ON_PAGE and consent.holds(now)
    ]
    return names[-1] if names else None


def _organisation(organisation_id: str, services: Services) -> Organisation:
    with services.accounts.read_only() as uow:
        return uow.organisations.get(organisation_id)


def _definitions(organisation_id: str, services: Services) -> tuple[Definition, ...]:
    with services.assessment.read_only() as uow:
        return uow.definitions.all(organisation_id)


def _versions(definition: Definition, services: Services) -> tuple[tuple[int, str], ...]:
    shown = (DefinitionState.PUBLISHED, DefinitionState.RETIRED)
    return tuple(
        (each.version, version_path(each))
        for each in _definitions(definition.organisation, services)
        if each.badge == definition.badge and each.state in shown
    )


def _offered(definition: Definition) -> Offered:
    if definition.achievement is None:
        raise NotFoundError("This badge version was never published")
    achievement = Achievement.from_dict(definition.achievement)
    return Offered(
        name=achievement.name,
        kind=kind_of_achievement(achievement.achievement_type),
        path=version_path(definition),
        art=art_path(definition),
        summary=achievement.description,
        fits=tuple(each.target_name for each in achievement.alignment),
    )


def _key(key: KeyRecord) -> Key:
    return Key(
        value=key.public_key_multibase,
        state=_(_KEY_STATES[key.state]),
        since=key.created_at,
        until=key.compromised_at or key.retired_at,
    )
