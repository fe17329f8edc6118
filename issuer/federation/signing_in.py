"""Sign-in with a provider: away with a state of one use, and back to one (issuer, subject).

A person is recognised by the provider's subject and nothing else. The first link needs somebody
who is known already: a signed-in or invited person, or an administrator's registration.
"""

import base64
import hashlib
import hmac
from dataclasses import replace
from datetime import timedelta

from issuer.errors import ConflictError, NotFoundError, SignInError
from issuer.federation.commands import BeginOidc, FinishOidc
from issuer.federation.model import (
    Attempt,
    IdentityProvider,
    OutsideIdentity,
    SignedIn,
    Vouched,
)
from issuer.federation.ports import Services, UnitOfWork
from issuer.federation.recording import act_of
from issuer.letters import NEWS

CALLBACK_PATH = "/sign-in/provider/callback"
_LIFE = timedelta(minutes=10)
_SECRET_BYTES = 32
_NEWCOMER = "New member"
_MAX_NAME = 120


def begin_oidc(command: BeginOidc, services: Services) -> str:
    """Note that a browser goes to a provider, and return where to send it.

    Raises:
        NotFoundError: the organisation trusts no such provider.
        UnavailableError: the provider does not answer as it should.
    """
    state, now = _random(services), services.clock()
    attempt = Attempt(
        id=services.ids.new_id(),
        organisation=command.organisation,
        provider=command.provider,
        state_hash=_hash(state),
        browser_hash=_hash(command.browser),
        nonce=_random(services),
        verifier=_random(services),
        created_at=now,
        expires_at=now + _LIFE,
        person=command.person,
    )
    with services.unit_of_work() as uow:
        provider = _in_force(attempt, uow)
        uow.attempts.drop_expired(now - _LIFE)
        uow.attempts.add(attempt)
        uow.commit()
    return services.messenger.authorization_url(
        provider, attempt, state, services.base_url + CALLBACK_PATH, again=command.again
    )


def finish_oidc(command: FinishOidc, services: Services) -> SignedIn:
    """Return who came back, linking them where that was begun by somebody known.

    The state is spent before anything else happens, so an answer counts once whatever it says.

    Raises:
        SignInError: `oidc_state` (unknown, used, another browser's), `oidc_expired`,
            `oidc_refused` (by the person or the provider), `oidc_domain`, `oidc_unlinked`,
            `oidc_person` (no member any more), or as `Messenger.redeem`.
        ConflictError: this subject is somebody else's, code `linked_elsewhere`.
        UnavailableError: the provider does not answer.
    """
    attempt, provider = _spend(command, services)
    if "error" in command.parameters:
        raise SignInError(
            "The sign-in was not finished there; begin again when you like", code="oidc_refused"
        )
    redirect_uri = services.base_url + CALLBACK_PATH
    vouched = services.messenger.redeem(provider, attempt, command.parameters, redirect_uri)
    _require_domain(provider, vouched)
    return _recognise(attempt, provider, vouched, services)


def _spend(command: FinishOidc, services: Services) -> tuple[Attempt, IdentityProvider]:
    now = services.clock()
    with services.unit_of_work() as uow:
        attempt = uow.attempts.by_state(_hash(command.parameters.get("state", "")))
        if attempt is None or attempt.used_at is not None or not _same(attempt, command):
            raise SignInError("Begin signing in again, in this browser", code="oidc_state")
        uow.attempts.save(replace(attempt, used_at=now))
        provider = _in_force(attempt, uow)
        uow.commit()
    if attempt.expires_at <= now:
        raise SignInError("That took more than ten minutes; begin again", code="oidc_expired")
    return attempt, provider


def _in_force(attempt: Attempt, uow: UnitOfWork) -> IdentityProvider:
    provider = uow.providers.get(attempt.organisation, attempt.provider)
    if provider.removed_at is not None:
        raise NotFoundError("There is no such way to sign in here")
    return provider


def _require_domain(provider: IdentityProvider, vouched: Vouched) -> None:
    """Let through who has a verified address of a domain that the school listed, if it did."""
    domain = (vouched.email or "").rpartition("@")[2].lower()
    if provider.domains and not (vouched.email_verified and domain in provider.domains):
        raise SignInError(
            "This account is not one of the school; use the account the school gave you",
            code="oidc_domain",
        )


def _recognise(
    attempt: Attempt, provider: IdentityProvider, vouched: Vouched, services: Services
) -> SignedIn:
    newcomer = _enrolled(attempt, provider, vouched, services)
    with services.unit_of_work() as uow:
        known = uow.outside_identities.find(provider.organisation, provider.id, vouched.subject)
        wanted = attempt.person or newcomer
        if known is None and wanted is None:
            raise SignInError(
                "This login is not connected to anybody here yet. Sign in as before and connect"
                " it on the page of your account, or ask the school",
                code="oidc_unlinked",
            )
        if known is not None and wanted not in (None, known.person):
            raise ConflictError(
                "This account is connected to somebody else here", code="linked_elsewhere"
            )
        person = known.person if known is not None else str(wanted)
        if not uow.people.get(provider.organisation, person).active:
            raise SignInError("This account is no member's any more", code="oidc_person")
        if known is None:
            _link(provider, vouched, person, uow, services)
        name = "identity.recognised"
        uow.events.append(
            act_of(None, provider.organisation, name, person, services, provider=provider.id)
        )
        uow.commit()
    return SignedIn(
        organisation=provider.organisation,
        person=person,
        provider=provider.id,
        is_new_link=known is None,
        proved_at=vouched.proved_at,
    )


def _enrolled(
    attempt: Attempt, provider: IdentityProvider, vouched: Vouched, services: Services
) -> str | None:
    """Take in somebody unknown, where the school said in which role; else None."""
    if provider.newcomer_role is None or attempt.person is not None:
        return None
    with services.read_only() as uow:
        if uow.outside_identities.find(provider.organisation, provider.id, vouched.subject):
            return None
    name = " ".join((vouched.name or _NEWCOMER).split())[:_MAX_NAME] or _NEWCOMER
    return services.enrol(provider.organisation, name, provider.newcomer_role)


def _link(
    provider: IdentityProvider,
    vouched: Vouched,
    person: str,
    uow: UnitOfWork,
    services: Services,
) -> None:
    identity = OutsideIdentity(
        id=services.ids.new_id(),
        organisation=provider.organisation,
        provider=provider.id,
        person=person,
        linked_at=services.clock(),
    )
    uow.outside_identities.add(identity, vouched.subject)
    name = "identity.linked"
    event = act_of(None, provider.organisation, name, person, services, provider=provider.id)
    uow.events.append(event)
    uow.outbox.put(NEWS, event.id, event.organisation)


def _same(attempt: Attempt, command: FinishOidc) -> bool:
    """Tell whether the browser that went away comes back, with the same person in it if any."""
    is_same_person = attempt.person is None or attempt.person == command.person
    return hmac.compare_digest(attempt.browser_hash, _hash(command.browser)) and is_same_person


def _random(services: Services) -> str:
    raw = base64.urlsafe_b64encode(services.ids.secret(_SECRET_BYTES)).rstrip(b"=")
    return raw.decode("ascii")


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
