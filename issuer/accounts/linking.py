"""Links that show something about a learner to whoever has them (education.md section 4.2).

Not what they show: the rooms that own badges and work answer that, for a link that is open.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from issuer import access
from issuer.access import Action, Actor
from issuer.accounts.commands import MakeLink, RevokeLink
from issuer.accounts.model import LinkKind, Person, Purpose, ShareLink
from issuer.accounts.ports import Services, UnitOfWork
from issuer.accounts.recording import act_of
from issuer.accounts.relating import has_come_of_age, target_of
from issuer.errors import MalformedError, NotFoundError, RuleError

_SECRET_BYTES = 16
_MAX_DAYS = 180
_MAX_ITEMS = 50
#: Longer than it takes to look at what fits behind a link.
_SITTING = timedelta(hours=4)
_SECRET = re.compile(r"[A-Za-z0-9_-]{22}")
_ACTIONS: Mapping[LinkKind, Action] = {
    LinkKind.SHARE: Action.SHARE_LINK,
    LinkKind.FAMILY: Action.FAMILY_LINK,
}


def make_link(command: MakeLink, services: Services) -> tuple[ShareLink, str]:
    """Make a link and return it with its secret, which is never shown again.

    Raises:
        ForbiddenError: neither the adult learner, nor a guardian, nor (family) a registrar.
        RuleError: a minor shares nothing alone, code `minor_consent`; or nobody agreed that
            evidence is shared, code `consent_missing`.
        NotFoundError: the badge or an item is not the learner's.
        MalformedError: nothing or too much to show (`evidence`), or a wrong duration (`days`).
    """
    _check_wish(command)
    raw = services.ids.secret(_SECRET_BYTES)
    secret = base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")
    actor, now = command.actor, services.clock()
    with services.unit_of_work() as uow:
        person = uow.people.get(actor.organisation, command.learner)
        access.require(actor, _ACTIONS[command.kind], target_of(person, uow, now))
        _require_agreement(command, person, uow, services)
        if not uow.holdings.owns(
            person.organisation, person.id, command.credential, command.evidence
        ):
            raise NotFoundError("There is no such badge or evidence of this learner")
        link = ShareLink(
            id=services.ids.new_id(),
            organisation=person.organisation,
            learner=person.id,
            kind=command.kind,
            secret_hash=_hash(secret),
            credential=command.credential,
            evidence=command.evidence,
            made_by=actor.person,
            role=actor.role.value,
            made_at=now,
            expires=now + timedelta(days=command.days),
        )
        uow.share_links.add(link)
        _note(uow, actor, link, "link.created", services)
        uow.commit()
    return link, secret


def revoke_link(command: RevokeLink, services: Services) -> ShareLink:
    """Close a link at once; closing it twice changes nothing.

    Raises:
        NotFoundError: no such link in the organisation.
        ForbiddenError: the actor could not have made it.
    """
    actor = command.actor
    with services.unit_of_work() as uow:
        link = uow.share_links.get(actor.organisation, command.link)
        person = uow.people.get(link.organisation, link.learner)
        access.require(actor, _ACTIONS[link.kind], target_of(person, uow, services.clock()))
        if link.revoked_at is None:
            link = replace(link, revoked_at=services.clock())
            uow.share_links.save(link)
            _note(uow, actor, link, "link.revoked", services)
            uow.commit()
    return link


def list_links(actor: Actor, learner: str, services: Services) -> tuple[ShareLink, ...]:
    """List the links about oneself or one's child, closed ones too."""
    now = services.clock()
    with services.read_only() as uow:
        person = uow.people.get(actor.organisation, learner)
        access.require(actor, Action.SHARE_LINK, target_of(person, uow, now))
        return uow.share_links.of(actor.organisation, person.id)


def follow_link(secret: str, services: Services) -> ShareLink:
    """Return the open link of a secret, and count that somebody looked.

    A link ends with what it rests on: a consent that was withdrawn, a guardian who no longer acts,
    a learner who was erased.

    Raises:
        NotFoundError: unknown, expired, revoked: one answer for all of them.
    """
    return _follow(secret, services, sitting=timedelta(0))


def follow_link_on(secret: str, services: Services) -> ShareLink:
    """Return the open link of a secret for a part of what it shows, such as a minute of a film.

    It belongs to an opening of the last four hours, and is one itself where there was none: so
    nobody looks uncounted, and nobody is counted for each part.

    Raises:
        NotFoundError: as `follow_link`; what ends a link ends it between two parts.
    """
    return _follow(secret, services, sitting=_SITTING)


def _follow(secret: str, services: Services, *, sitting: timedelta) -> ShareLink:
    now = services.clock()
    wanted = _hash(secret) if _SECRET.fullmatch(secret) else ""
    with services.unit_of_work() as uow:
        link = uow.share_links.by_hash(wanted)
        if link is None or not hmac.compare_digest(link.secret_hash, wanted):
            raise _nowhere()
        if not link.is_open(now) or not _still_stands(link, uow, services):
            raise _nowhere()
        if link.viewed_at is None or now - link.viewed_at >= sitting:
            uow.share_links.count_view(link.id, now)
            _note(uow, None, link, "link.viewed", services)
            uow.commit()
    return link


def _still_stands(link: ShareLink, uow: UnitOfWork, services: Services) -> bool:
    now = services.clock()
    person = uow.people.get(link.organisation, link.learner)
    if person.erased_at is not None or not person.active:
        return False
    maker = link.made_by
    by_school = link.kind is LinkKind.FAMILY and link.role == access.Role.REGISTRAR.value
    guardians = target_of(person, uow, now).guardians
    if not by_school and maker != person.id and maker not in guardians:
        return False
    return not link.evidence or _may_share(person, uow, services)


def _require_agreement(
    command: MakeLink, person: Person, uow: UnitOfWork, services: Services
) -> None:
    alone = command.actor.person == person.id
    if alone and not has_come_of_age(person, uow, services.clock()):
        raise RuleError(
            "Before the age of majority a guardian makes this link", code="minor_consent"
        )
    if command.evidence and not _may_share(person, uow, services):
        raise RuleError(
            "Sharing evidence needs the consent 'share-evidence'; give it first",
            code="consent_missing",
        )


def _may_share(person: Person, uow: UnitOfWork, services: Services) -> bool:
    return any(
        consent.purpose is Purpose.SHARE_EVIDENCE and consent.holds(services.clock())
        for consent in uow.consents.of(person.organisation, person.id)
    )


def _check_wish(command: MakeLink) -> None:
    if not 1 <= command.days <= _MAX_DAYS:
        raise MalformedError(f"Let a link live 1 to {_MAX_DAYS} days", code="days")
    shows = bool(command.credential) or bool(command.evidence)
    if shows is (command.kind is LinkKind.FAMILY) or len(command.evidence) > _MAX_ITEMS:
        raise MalformedError(
            "Choose a badge or evidence for a share link, and neither for a family link",
            code="evidence",
        )


def _note(
    uow: UnitOfWork, actor: Actor | None, link: ShareLink, name: str, services: Services
) -> None:
    uow.events.append(
        act_of(
            actor,
            link.organisation,
            name,
            link.id,
            services,
            learner=link.learner,
            codes={"kind": link.kind.value},
        )
    )


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("ascii")).hexdigest()


def _nowhere() -> NotFoundError:
    return NotFoundError("There is nothing at this address, or it is private")
