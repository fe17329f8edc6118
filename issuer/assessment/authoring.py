"""Publish rubrics and instruments; draft, propose, publish and retire badge versions."""

from dataclasses import replace

from issuer import access, criteria
from issuer.access import Action, Actor, Target
from issuer.assessment.commands import (
    DraftDefinition,
    ProposeDefinition,
    PublishDefinition,
    PublishInstrument,
    PublishRubric,
    RetireDefinition,
)
from issuer.assessment.linting import catalogue_of
from issuer.assessment.model import (
    Definition,
    DefinitionState,
    InstrumentVersion,
    Pin,
    RubricVersion,
)
from issuer.assessment.picturing import require_art, settled_art
from issuer.assessment.ports import Services, UnitOfWork
from issuer.assessment.publishing import achievement_of
from issuer.assessment.recording import act_of
from issuer.assessment.work import leaves_of
from issuer.criteria import (
    Criteria,
    Finding,
    Instrument,
    Rubric,
    content_hash,
    parse_instrument,
    parse_rubric,
    structure_hash,
)
from issuer.criteria.leaves import PeersLeaf, RubricLeaf
from issuer.criteria.lint import lint_instrument, lint_rubric
from issuer.errors import MalformedError, RepeatError, RuleError, StateError

_OPEN = frozenset({DefinitionState.DRAFT, DefinitionState.IN_REVIEW})
_PURPOSES = frozenset({"revocation", "suspension"})


def publish_rubric(command: PublishRubric, services: Services) -> RubricVersion:
    """Publish a rubric for ever; the same content again changes nothing.

    Raises:
        ShapeError: no `cbe-rubric/1` document.
        RuleError: a level without family text and the like, code `lint`.
        RepeatError: this version was published with other content; make a new version.
    """
    _require(command.actor, Action.PUBLISH_RUBRIC)
    rubric = parse_rubric(command.document)
    _refuse_errors(lint_rubric(rubric))
    with services.unit_of_work() as uow:
        found = uow.rubrics.by_ref(command.actor.organisation, rubric.ref)
        if found is not None:
            _require_same(found.content_hash, content_hash(rubric.document))
            return found
        version = RubricVersion(
            id=services.ids.new_id(),
            organisation=command.actor.organisation,
            ref=rubric.ref,
            slug=rubric.rubric,
            version=rubric.version,
            document=rubric.document,
            content_hash=content_hash(rubric.document),
            structure_hash=structure_hash(rubric),
            published_by=command.actor.person,
            published_at=services.clock(),
        )
        uow.rubrics.add(version)
        _record(command.actor, "rubric.published", version.id, version.content_hash, uow, services)
        uow.commit()
    return version


def publish_instrument(command: PublishInstrument, services: Services) -> InstrumentVersion:
    """Publish a peer instrument for ever; the same content again changes nothing.

    Raises:
        ShapeError: no `cbe-instrument/1` document.
        RuleError: an item without an observable statement and the like, code `lint`.
        RepeatError: this version was published with other content; make a new version.
    """
    _require(command.actor, Action.PUBLISH_RUBRIC)
    instrument = parse_instrument(command.document)
    _refuse_errors(lint_instrument(instrument))
    content = content_hash(instrument.document)
    with services.unit_of_work() as uow:
        found = uow.instruments.by_ref(command.actor.organisation, instrument.ref)
        if found is not None:
            _require_same(found.content_hash, content)
            return found
        version = InstrumentVersion(
            id=services.ids.new_id(),
            organisation=command.actor.organisation,
            ref=instrument.ref,
            slug=instrument.instrument,
            version=instrument.version,
            document=instrument.document,
            content_hash=content,
            structure_hash=structure_hash(instrument),
            published_by=command.actor.person,
            published_at=services.clock(),
        )
        uow.instruments.add(version)
        _record(command.actor, "instrument.published", version.id, content, uow, services)
        uow.commit()
    return version


def draft_definition(command: DraftDefinition, services: Services) -> Definition:
    """Create or replace the draft of one badge version.

    Raises:
        ShapeError: no `cbe-criteria/1` document.
        RepeatError: this version is published; make a new version.
        RuleError: another organisation has both forms of the public slug, code `public_slug`.
    """
    actor = command.actor
    _require(actor, Action.DRAFT_DEFINITION)
    if command.status_purpose not in _PURPOSES:
        raise MalformedError("Choose revocation or suspension", code="status_purpose")
    if command.art is not None:
        require_art(command.art, services)
    with services.unit_of_work() as uow:
        document = criteria.parse(command.document, default_scale=_scale(actor, uow))
        before = uow.definitions.by_version(actor.organisation, document.badge, document.version)
        if before is not None and before.state not in _OPEN:
            _require_same(before.content_hash, document.hash)
            return before
        draft = Definition(
            id=before.id if before else services.ids.new_id(),
            organisation=actor.organisation,
            badge=document.badge,
            version=document.version,
            public_slug=before.public_slug if before else _public_slug(actor, document.badge, uow),
            title=document.title,
            state=DefinitionState.DRAFT,
            document=document.document,
            content_hash=document.hash,
            drafted_by=actor.person,
            drafted_at=services.clock(),
            art=command.art,
            status_purpose=command.status_purpose,
        )
        if before is None:
            uow.definitions.add(draft)
        else:
            uow.definitions.save(draft)
        _record(actor, "definition.drafted", draft.id, draft.content_hash, uow, services)
        uow.commit()
    return draft


def propose_definition(command: ProposeDefinition, services: Services) -> Definition:
    """Ask for the review of a draft.

    Raises:
        StateError: it is no draft.
    """
    _require(command.actor, Action.DRAFT_DEFINITION)
    with services.unit_of_work() as uow:
        draft = uow.definitions.lock(command.actor.organisation, command.definition)
        if draft.state is not DefinitionState.DRAFT:
            raise StateError("Only a draft can be proposed")
        proposed = replace(draft, state=DefinitionState.IN_REVIEW)
        uow.definitions.save(proposed)
        _record(
            command.actor,
            "definition.proposed",
            proposed.id,
            proposed.content_hash,
            uow,
            services,
        )
        uow.commit()
    return proposed


def publish_definition(command: PublishDefinition, services: Services) -> Definition:
    """Publish a draft for ever: pins are fixed and the Achievement is built and stored.

    Publishing what is published changes nothing.

    Raises:
        RuleError: lint has errors; the sentence lists them, code `lint`.
        StateError: it is retired.
    """
    actor = command.actor
    _require(actor, Action.PUBLISH_DEFINITION)
    with services.unit_of_work() as uow:
        draft = uow.definitions.lock(actor.organisation, command.definition)
        if draft.state is DefinitionState.PUBLISHED:
            return draft
        if draft.state not in _OPEN:
            raise StateError("A retired badge version is not published again")
        document = criteria.parse(draft.document)
        _require_clean(document, actor, uow, services)
        published = _published(draft, document, actor, uow, services)
        uow.definitions.save(published)
        _supersede(published, uow)
        _record(
            actor,
            "definition.published",
            published.id,
            published.content_hash,
            uow,
            services,
        )
        uow.commit()
    return published


def retire_definition(command: RetireDefinition, services: Services) -> Definition:
    """Allow no new starts; running submissions finish.

    Raises:
        StateError: it is not published.
    """
    actor = command.actor
    _require(actor, Action.PUBLISH_DEFINITION)
    with services.unit_of_work() as uow:
        definition = uow.definitions.lock(actor.organisation, command.definition)
        if definition.state is not DefinitionState.PUBLISHED:
            raise StateError("Only a published badge version can be retired")
        retired = replace(definition, state=DefinitionState.RETIRED, retired_at=services.clock())
        uow.definitions.save(retired)
        _record(actor, "definition.retired", retired.id, retired.content_hash, uow, services)
        uow.commit()
    return retired


def _approval(document: Criteria, actor: Actor, uow: UnitOfWork) -> str:
    """Say who approves; only a small school's own rule lets one adult do both (ruling 7)."""
    organisation = uow.organisations.get(actor.organisation)
    alone = organisation.sole_teacher and not document.award.second_approver
    return criteria.ONE_ADULT if alone else criteria.TWO_ADULTS


def _published(
    draft: Definition, document: Criteria, actor: Actor, uow: UnitOfWork, services: Services
) -> Definition:
    rubrics: dict[str, Rubric] = {}
    instruments: dict[str, Instrument] = {}
    pins: dict[str, Pin] = {}
    for _, asked in leaves_of(document, RubricLeaf):
        rubric = uow.rubrics.by_ref(actor.organisation, asked.rubric)
        if rubric is not None:
            pins[rubric.ref] = _pin(rubric)
            rubrics[rubric.ref] = parse_rubric(rubric.document)
    for _, attested in leaves_of(document, PeersLeaf):
        instrument = uow.instruments.by_ref(actor.organisation, attested.instrument)
        if instrument is not None:
            pins[instrument.ref] = _pin(instrument)
            instruments[instrument.ref] = parse_instrument(instrument.document)
    address = f"{services.base_url}/achievements/{draft.public_slug}/v{draft.version}"
    achievement = achievement_of(
        document,
        address=address,
        rubrics=rubrics,
        instruments=instruments,
        approval=_approval(document, actor, uow),
    )
    return replace(
        draft,
        state=DefinitionState.PUBLISHED,
        pins=pins,
        achievement=achievement.to_dict(),
        art=settled_art(draft, uow.organisations.get(actor.organisation).slug),
        published_by=actor.person,
        published_at=services.clock(),
    )


def _pin(version: RubricVersion | InstrumentVersion) -> Pin:
    return Pin(content=version.content_hash, structure=version.structure_hash)


def _supersede(published: Definition, uow: UnitOfWork) -> None:
    """Point the version before at its successor."""
    earlier = [
        each
        for each in uow.definitions.all(published.organisation)
        if each.badge == published.badge
        and each.version < published.version
        and each.state not in _OPEN
    ]
    for each in earlier:
        if each.superseded_by is None:
            uow.definitions.save(replace(each, superseded_by=published.id))


def _require_clean(document: Criteria, actor: Actor, uow: UnitOfWork, services: Services) -> None:
    catalogue = catalogue_of(actor.organisation, uow, services.clock())
    _refuse_errors(criteria.lint(document, catalogue))


def _refuse_errors(findings: tuple[Finding, ...]) -> None:
    errors = [each for each in findings if each.code.startswith("E")]
    if errors:
        told = "; ".join(f"{each.code} {each.path}: {each.sentence}" for each in errors)
        raise RuleError(f"Mend what lint found before publishing: {told}", code="lint")


def _public_slug(actor: Actor, badge: str, uow: UnitOfWork) -> str:
    """Return the badge's slug, or one with the organisation's where another school has it."""
    organisation = uow.organisations.get(actor.organisation)
    for slug in (badge, f"{organisation.slug}-{badge}"):
        if uow.definitions.slug_owner(slug) in {None, actor.organisation}:
            return slug
    raise RuleError(
        "Another school uses this badge name and yours with it; rename the badge",
        code="public_slug",
    )


def _scale(actor: Actor, uow: UnitOfWork) -> tuple[str, ...]:
    return uow.organisations.get(actor.organisation).scale


def _require(actor: Actor, action: Action) -> None:
    access.require(actor, action, Target(organisation=actor.organisation))


def _require_same(before: str, now: str) -> None:
    if before != now:
        raise RepeatError("This version is published with other content; make a new version")


def _record(
    actor: Actor, name: str, subject: str, content: str, uow: UnitOfWork, services: Services
) -> None:
    uow.events.append(
        act_of(actor, actor.organisation, name, subject, services, object_hash=content)
    )
