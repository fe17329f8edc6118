"""Tokens of programs: granted for 15 minutes, shown once, kept as a hash (reliability.md row 80).

Whoever calls `grant_token` has checked who the program is: by `holds_secret`, or by the signature
of an assertion that `spend_assertion` then takes once.
"""

import hashlib
import hmac
from dataclasses import replace
from datetime import datetime, timedelta

from issuer.access import Actor, Role, Scope, actions_of
from issuer.clients.model import Client, ClientToken, SpentAssertion
from issuer.clients.ports import Services
from issuer.clients.recording import act_of_client
from issuer.clients.secrets import TOKEN_PREFIX, hash_of, new_secret
from issuer.errors import ConflictError, ForbiddenError, SignInError

TOKEN_LIFE = timedelta(minutes=15)


def find_client(client_id: str, services: Services) -> Client | None:
    """Return the program of this id, unless it was revoked."""
    with services.read_only() as uow:
        client = uow.clients.find(client_id)
    return None if client is None or client.revoked_at is not None else client


def holds_secret(client: Client, secret: str) -> bool:
    """Tell in constant time whether this is the program's secret."""
    return client.secret_hash is not None and hmac.compare_digest(
        client.secret_hash, hash_of(secret)
    )


def spend_assertion(client: Client, jti: str, expires_at: datetime, services: Services) -> bool:
    """Take an assertion once; False if it was taken before (RFC 7523, 3, rule 7)."""
    name = hashlib.sha256(f"{client.id}\n{jti}".encode("utf-8", "surrogatepass")).hexdigest()
    spent = SpentAssertion(
        id=name, organisation=client.organisation, client=client.id, expires_at=expires_at
    )
    try:
        with services.unit_of_work() as uow:
            uow.spent_assertions.drop_expired(services.clock())
            uow.spent_assertions.add(spent)
            uow.commit()
    except ConflictError:
        return False
    return True


def grant_token(
    client: Client, scopes: tuple[Scope, ...], services: Services
) -> tuple[ClientToken, str]:
    """Make a token for some or all of the program's scopes; its secret is shown this once.

    Raises:
        ForbiddenError: a scope that the program does not have, code `scope`.
    """
    if not set(scopes) <= set(client.scopes):
        raise ForbiddenError("This program may not ask for that scope", code="scope")
    secret = new_secret(TOKEN_PREFIX, services.ids)
    now = services.clock()
    token = ClientToken(
        id=services.ids.new_id(),
        organisation=client.organisation,
        client=client.id,
        secret_hash=hash_of(secret),
        scopes=scopes,
        created_at=now,
        expires_at=now + TOKEN_LIFE,
    )
    with services.unit_of_work() as uow:
        uow.client_tokens.drop_expired(now - TOKEN_LIFE)
        uow.client_tokens.add(token)
        uow.events.append(act_of_client(token, "client_token.granted", services))
        uow.commit()
    return token, secret


def find_token(secret: str, services: Services) -> ClientToken | None:
    """Return the token of this secret while it is good for anything."""
    try:
        return _good_token(secret, services)
    except SignInError:
        return None


def authenticate(secret: str, services: Services) -> Actor:
    """Return the program that holds this token, with what the token is good for.

    Raises:
        SignInError: unknown, expired or revoked, or the program was; the codes are
            `token_unknown`, `token_expired` and `token_revoked`.
    """
    token = _good_token(secret, services)
    return Actor(
        person=token.client,
        organisation=token.organisation,
        role=Role.CLIENT,
        actions=actions_of(token.scopes),
    )


def revoke_token(client: Client, secret: str, services: Services) -> None:
    """End a token of this program at once; any other is left alone and not told of (RFC 7009)."""
    with services.unit_of_work() as uow:
        token = uow.client_tokens.by_hash(hash_of(secret))
        if token is None or token.client != client.id or token.revoked_at is not None:
            return
        uow.client_tokens.save(replace(token, revoked_at=services.clock()))
        uow.events.append(act_of_client(token, "client_token.revoked", services))
        uow.commit()


def _good_token(secret: str, services: Services) -> ClientToken:
    wanted = hash_of(secret)
    with services.read_only() as uow:
        token = uow.client_tokens.by_hash(wanted)
        if token is None or not hmac.compare_digest(token.secret_hash, wanted):
            raise SignInError("Send a valid token; this one is not known", code="token_unknown")
        client = uow.clients.get(token.organisation, token.client)
    if token.revoked_at is not None or client.revoked_at is not None:
        raise SignInError("This token was revoked; ask for a new one", code="token_revoked")
    if token.expires_at <= services.clock():
        raise SignInError("This token has expired; ask for a new one", code="token_expired")
    return token
