"""Challenges of passkeys: random, kept as hashes, answered once, in the browser that asked."""

import hashlib
import hmac
from dataclasses import dataclass, field

from issuer.accounts.model import CHALLENGE_LIFETIME, Ceremony, Challenge, Presented, Session
from issuer.accounts.ports import Services, UnitOfWork
from issuer.accounts.secrecy import hash_of, new_secret
from issuer.accounts.session_commands import Origin
from issuer.accounts.trying import reserve_challenge
from issuer.errors import MalformedError

_CHALLENGE_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a browser needs to use a device, as JSON, and what it keeps until it answers."""

    options: str
    browser: str = field(repr=False)


def new_challenge(
    ceremony: Ceremony, origin: Origin, services: Services, session: Session | None = None
) -> tuple[bytes, str]:
    """Store a challenge and return it with the secret that its browser keeps.

    Raises:
        LimitError: too many were asked for from this network.
    """
    raw, browser = services.ids.secret(_CHALLENGE_BYTES), new_secret(services)
    now = services.clock()
    challenge = Challenge(
        id=services.ids.new_id(),
        ceremony=ceremony,
        secret_hash=_digest(raw),
        browser_hash=hash_of(browser),
        created_at=now,
        expires_at=now + CHALLENGE_LIFETIME,
        session=None if session is None else session.id,
    )
    with services.unit_of_work() as uow:
        reserve_challenge(origin, uow, services)
        uow.challenges.add(challenge)
        uow.commit()
    return raw, browser


def take_challenge(
    presented: Presented,
    ceremony: Ceremony,
    browser: str,
    uow: UnitOfWork,
    services: Services,
    session: Session | None = None,
) -> bool:
    """Use up the challenge of an answer, good or not; tell whether it was ours, for this, now.

    The caller commits, so that a second answer finds nothing.
    """
    taken = uow.challenges.take(_digest(presented.challenge))
    return (
        taken is not None
        and taken.ceremony is ceremony
        and services.clock() < taken.expires_at
        and hmac.compare_digest(taken.browser_hash, hash_of(browser))
        and taken.session == (None if session is None else session.id)
    )


def not_taken() -> MalformedError:
    """Return what is said whatever is wrong with an answer."""
    return MalformedError(
        "This passkey was not taken; try again, or come in another way", code="passkey"
    )


def _digest(challenge: bytes) -> str:
    return hashlib.sha256(challenge).hexdigest()
