"""Consents: given by an adult for oneself or by a guardian for a child; never needed to earn."""

from dataclasses import replace

from issuer import access
from issuer.access import Action, Actor, Target
from issuer.accounts.commands import RecordConsent, WithdrawConsent
from issuer.accounts.model import Consent, Person, Purpose
from issuer.accounts.ports import Services, UnitOfWork
from issuer.accounts.recording import act_of
from issuer.errors import MalformedError, NotFoundError, RuleError


def record_consent(command: RecordConsent, services: Services) -> Consent:
    """Record a consent of an adult learner, or of a guardian for a minor.

    Raises:
        RuleError: a minor cannot consent alone, code `minor_consent`.
        ForbiddenError: neither the learner nor a guardian in force.
        MalformedError: a name on a page was agreed to without saying which, code `display_name`.
    """
    if command.purpose is Purpose.NAME_ON_PAGE and not (command.display_name or "").strip():
        raise MalformedError("Say which name to show", code="display_name")
    actor = command.actor
    with services.unit_of_work() as uow:
        relation = _relation(actor, command.subject, uow, services)
        consent = Consent(
            id=services.ids.new_id(),
            organisation=actor.organisation,
            subject=command.subject,
            purpose=command.purpose,
            granted_by=actor.person,
            relation=relation,
            at=services.clock(),
            display_name=command.display_name,
            expires=command.expires,
        )
        uow.consents.add(consent)
        _append(uow, consent, actor, "consent.granted", services)
        uow.commit()
    return consent


def withdraw_consent(command: WithdrawConsent, services: Services) -> tuple[Consent, ...]:
    """Withdraw every consent for the purpose that is in force, and return them.

    Raises:
        NotFoundError: there is none to withdraw.
    """
    actor, now = command.actor, services.clock()
    with services.unit_of_work() as uow:
        _relation(actor, command.subject, uow, services)
        held = [
            replace(consent, withdrawn_at=now)
            for consent in uow.consents.of(actor.organisation, command.subject)
            if consent.purpose is command.purpose and consent.holds(now)
        ]
        if not held:
            raise NotFoundError("There is no such consent in force")
        for consent in held:
            uow.consents.save(consent)
            _append(uow, consent, actor, "consent.withdrawn", services)
        uow.commit()
    return tuple(held)


def _relation(actor: Actor, subject: str, uow: UnitOfWork, services: Services) -> str:
    """Check that the actor may consent for the subject; return `self` or `guardian`."""
    person = uow.people.get(actor.organisation, subject)
    organisation = uow.organisations.get(actor.organisation)
    now, majority = services.clock(), organisation.age_of_majority
    guardians = access.guardians_of(
        subject,
        uow.ties.of(actor.organisation, subject),
        birth_date=person.birth_date,
        majority=majority,
        now=now,
    )
    target = Target(organisation=person.organisation, learner=person.id, guardians=guardians)
    access.require(actor, Action.GIVE_CONSENT, target)
    if actor.person != subject:
        return "guardian"
    _require_adult(
        person, is_adult=access.is_adult(person.birth_date, majority=majority, on=now.date())
    )
    return "self"


def _require_adult(person: Person, *, is_adult: bool) -> None:
    if is_adult:
        return
    reason = "a guardian consents" if person.birth_date else "ask the school to enter a birth date"
    raise RuleError(
        f"Before the age of majority one does not consent alone; {reason}", code="minor_consent"
    )


def _append(uow: UnitOfWork, consent: Consent, actor: Actor, name: str, services: Services) -> None:
    uow.events.append(
        act_of(
            actor,
            consent.organisation,
            name,
            consent.id,
            services,
            learner=consent.subject,
            codes={"purpose": consent.purpose.value, "relation": consent.relation},
        )
    )
