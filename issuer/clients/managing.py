"""Make, list, rotate and revoke programs: an administrator's work, or the operator's."""

from collections.abc import Mapping
from dataclasses import replace

from issuer import access
from issuer.access import Action, Actor, Target
from issuer.badges import check_name
from issuer.clients.commands import MakeClient, RevokeClient, RotateClient
from issuer.clients.model import Client, Method
from issuer.clients.ports import Services
from issuer.clients.recording import act_on
from issuer.clients.secrets import CLIENT_PREFIX, hash_of, new_secret
from issuer.errors import MalformedError, StateError

_MAX_NAME = 120
#: Public members by key type and curve (RFC 7518, RFC 8037): what ES256, RS256, EdDSA sign with.
_MEMBERS: Mapping[tuple[str | None, str | None], frozenset[str]] = {
    ("EC", "P-256"): frozenset({"x", "y"}),
    ("OKP", "Ed25519"): frozenset({"x"}),
    ("RSA", None): frozenset({"n", "e"}),
}
_ALWAYS = frozenset({"kty", "crv"})
_COMMENTS = frozenset({"kid", "use", "alg", "key_ops"})


def make_client(command: MakeClient, services: Services) -> tuple[Client, str | None]:
    """Make a program and return it with its secret, if it has one: it is never shown again.

    Raises:
        ForbiddenError: the actor is no administrator.
        MalformedError: no name, no scope, or a key that is missing, private or of another kind.
    """
    _require(command.actor, command.organisation)
    if not command.scopes:
        raise MalformedError("Give the program at least one scope", code="scope")
    client = Client(
        id=services.ids.new_id(),
        organisation=command.organisation,
        name=check_name(command.name, "the name", _MAX_NAME),
        method=command.method,
        scopes=command.scopes,
        created_at=services.clock(),
    )
    client, secret = _with_credential(client, command.jwk, services)
    with services.unit_of_work() as uow:
        uow.organisations.get(client.organisation)
        uow.clients.add(client)
        uow.events.append(act_on(command.actor, client, "client.made", services))
        uow.commit()
    return client, secret


def list_clients(
    organisation: str, services: Services, actor: Actor | None = None
) -> tuple[Client, ...]:
    """List the programs of an organisation, revoked ones too; ForbiddenError."""
    _require(actor, organisation)
    with services.read_only() as uow:
        return uow.clients.of(organisation)


def rotate_client(command: RotateClient, services: Services) -> tuple[Client, str | None]:
    """Give a program another secret or key; the one before is refused from now on.

    Tokens that it holds run out by themselves within a quarter of an hour; to end them at once,
    revoke the program.

    Raises:
        ForbiddenError: the actor is no administrator.
        StateError: the program was revoked.
        MalformedError: as `make_client`.
    """
    _require(command.actor, command.organisation)
    with services.unit_of_work() as uow:
        client = uow.clients.get(command.organisation, command.client)
        if client.revoked_at is not None:
            raise StateError("This program was revoked; make a new one", code="client_revoked")
        client, secret = _with_credential(client, command.jwk, services)
        uow.clients.save(client)
        uow.events.append(act_on(command.actor, client, "client.rotated", services))
        uow.commit()
    return client, secret


def revoke_client(command: RevokeClient, services: Services) -> Client:
    """End a program and its tokens at once; ending it twice changes nothing.

    Raises:
        ForbiddenError: the actor is no administrator.
        NotFoundError: the organisation has no such program.
    """
    _require(command.actor, command.organisation)
    with services.unit_of_work() as uow:
        client = uow.clients.get(command.organisation, command.client)
        if client.revoked_at is None:
            client = replace(client, revoked_at=services.clock())
            uow.clients.save(client)
            uow.events.append(act_on(command.actor, client, "client.revoked", services))
            uow.commit()
    return client


def _require(actor: Actor | None, organisation: str) -> None:
    if actor is not None:
        access.require(actor, Action.MANAGE_CLIENTS, Target(organisation=organisation))


def _with_credential(
    client: Client, jwk: Mapping[str, str] | None, services: Services
) -> tuple[Client, str | None]:
    """Return the program with a new secret, and that secret; or with the given key."""
    if client.method is Method.PRIVATE_KEY_JWT:
        return replace(client, jwk=_public_key(jwk)), None
    if jwk is not None:
        raise MalformedError("A key goes with the method private_key_jwt only", code="jwk")
    secret = new_secret(CLIENT_PREFIX, services.ids)
    return replace(client, secret_hash=hash_of(secret)), secret


def _public_key(jwk: Mapping[str, str] | None) -> Mapping[str, str]:
    """Return the public members of a key that may sign assertions.

    Whether its numbers are a point on the curve, the first assertion tells: a key that is none
    verifies nothing.
    """
    if jwk is None:
        raise MalformedError("Give the program's public key as a JWK", code="jwk")
    needed = _MEMBERS.get((jwk.get("kty"), jwk.get("crv")))
    if needed is None:
        raise MalformedError("Give a key of P-256, Ed25519 or RSA", code="jwk")
    if not needed <= set(jwk) <= needed | _ALWAYS | _COMMENTS:
        raise MalformedError("Give the public half of the key, and only that", code="jwk")
    return {name: value for name, value in jwk.items() if name in needed | _ALWAYS}
