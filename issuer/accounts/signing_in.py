"""API tokens: made once, shown once, kept as a hash; not sign-in pages."""

import base64
import hashlib
import hmac
from dataclasses import replace
from datetime import timedelta

from issuer import access
from issuer.access import Action, Actor
from issuer.accounts.commands import MakeToken, RevokeToken
from issuer.accounts.model import Token
from issuer.accounts.ports import Services
from issuer.accounts.recording import act_of
from issuer.accounts.role_grants import target_of
from issuer.accounts.seconding import require_way_in
from issuer.errors import MalformedError, RuleError, SignInError

#: Secret scanners find a leaked token by its prefix.
PREFIX = "iss_"
_SECRET_BYTES = 32
_MAX_DAYS = 366
_MAX_LABEL = 100


def make_token(command: MakeToken, services: Services) -> tuple[Token, str]:
    """Make a token and return it with its secret, which is never shown again.

    Raises:
        ForbiddenError: the actor may not manage people, or not give this role,
            or as `require_way_in`.
        RuleError: the person does not have that role, code `role_not_held`.
        MalformedError: the label or the number of days breaks a limit.
    """
    _check_wish(command)
    now = services.clock()
    raw = base64.urlsafe_b64encode(services.ids.secret(_SECRET_BYTES)).rstrip(b"=")
    secret = PREFIX + raw.decode("ascii")
    token = Token(
        id=services.ids.new_id(),
        organisation=command.organisation,
        person=command.person,
        role=command.role,
        secret_hash=_hash(secret),
        label=command.label,
        created_at=now,
        expires_at=now + timedelta(days=command.days),
    )
    with services.unit_of_work() as uow:
        person = uow.people.get(command.organisation, command.person)
        if command.actor is not None:
            access.require(command.actor, Action.MANAGE_PEOPLE, target_of(person))
            access.require_grant(command.actor, frozenset({command.role}), person.id)
            require_way_in(command.actor, person, uow)
        if command.role not in person.roles:
            raise RuleError(
                f"This person does not have the role {command.role.value}", code="role_not_held"
            )
        uow.tokens.add(token)
        uow.events.append(
            act_of(
                command.actor,
                token.organisation,
                "token.made",
                token.id,
                services,
                codes={"role": token.role.value},
            )
        )
        uow.commit()
    return token, secret


def _check_wish(command: MakeToken) -> None:
    if not 1 <= command.days <= _MAX_DAYS:
        raise MalformedError(f"Let a token live 1 to {_MAX_DAYS} days", code="days")
    if not 1 <= len(command.label) <= _MAX_LABEL:
        raise MalformedError(f"Give a label of 1 to {_MAX_LABEL} characters", code="label")


def authenticate(secret: str, services: Services) -> Actor:
    """Return who holds this secret.

    The look-up is by SHA-256 of 256 random bits, so its time tells nothing about other secrets.

    Raises:
        SignInError: unknown, expired or revoked, or the person left or lost the role; the codes
            are `token_unknown`, `token_expired`, `token_revoked` and `token_void`.
    """
    wanted = _hash(secret)
    with services.read_only() as uow:
        token = uow.tokens.by_hash(wanted)
        if token is None or not hmac.compare_digest(token.secret_hash, wanted):
            raise SignInError("Send a valid token; this one is not known", code="token_unknown")
        if token.revoked_at is not None:
            raise SignInError("This token was revoked; ask for a new one", code="token_revoked")
        if token.expires_at <= services.clock():
            raise SignInError("This token has expired; ask for a new one", code="token_expired")
        person = uow.people.get(token.organisation, token.person)
    if not person.active or token.role not in person.roles:
        raise SignInError("This token's role is no longer held", code="token_void")
    return person.acting_as(token.role)


def revoke_token(command: RevokeToken, services: Services) -> Token:
    """End a token at once; ending it twice changes nothing.

    Raises:
        ForbiddenError: neither one's own token nor a manager of people.
    """
    actor = command.actor
    with services.unit_of_work() as uow:
        token = uow.tokens.get(actor.organisation, command.token)
        if token.person != actor.person:
            person = uow.people.get(token.organisation, token.person)
            access.require(actor, Action.MANAGE_PEOPLE, target_of(person))
        if token.revoked_at is None:
            token = replace(token, revoked_at=services.clock())
            uow.tokens.save(token)
            uow.events.append(
                act_of(actor, token.organisation, "token.revoked", token.id, services)
            )
            uow.commit()
    return token


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
