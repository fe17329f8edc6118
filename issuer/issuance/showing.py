"""Who may see a credential (README ruling 6; education.md section 5.1)."""

from datetime import datetime

from issuer.access import Action, Target, guardians_of, require
from issuer.errors import RuleError
from issuer.issuance.commands import SetVisibility
from issuer.issuance.model import CredentialRecord, Visibility
from issuer.issuance.openness import has_consent
from issuer.issuance.ports import Services, UnitOfWork
from issuer.issuance.recording import credential_event


def set_visibility(command: SetVisibility, services: Services) -> Visibility:
    """Choose who may see a credential; `public` needs the consent `publish-page`.

    Raises:
        NotFoundError: no such credential in the actor's organisation.
        ForbiddenError: neither the learner nor, for a minor, the guardian.
        RuleError: public without consent, code `consent_missing`.
    """
    now = services.clock()
    with services.unit_of_work() as uow:
        record = uow.credentials.by_id(command.credential_id)
        require(
            command.actor, Action.SHARE, target_of(record.organisation, record.learner, uow, now)
        )
        if command.visibility is Visibility.PUBLIC:
            require_consent(record, uow, now)
        uow.credentials.set_visibility(record.id, command.visibility)
        uow.events.append(
            credential_event(
                "credential.visibility_changed",
                record,
                services,
                at=now,
                actor=command.actor,
                codes={"from": record.visibility.value, "to": command.visibility.value},
            )
        )
        uow.commit()
    return command.visibility


def target_of(organisation: str, learner: str, uow: UnitOfWork, now: datetime) -> Target:
    """Return what the table of permissions has to know about one learner's credentials."""
    person = uow.people.get(organisation, learner)
    guardians = guardians_of(
        learner,
        uow.ties.of(organisation, learner),
        birth_date=person.birth_date,
        majority=uow.organisations.get(organisation).age_of_majority,
        now=now,
    )
    return Target(
        organisation=organisation, learner=learner, units=person.units, guardians=guardians
    )


def require_consent(record: CredentialRecord, uow: UnitOfWork, now: datetime) -> None:
    """Refuse a public page to which nobody agreed."""
    if not has_consent(record, uow, now):
        raise RuleError(
            "A public page needs the consent 'publish-page' of the learner or, for a minor, of a"
            " guardian",
            code="consent_missing",
        )
