"""One row per route, and what stands between the wire and a view: gate, body, caching, CORS.

A view is called with the services and the path's names; a signed one also with its `Call`.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from flask import Blueprint, Response, request
from werkzeug.exceptions import NotFound, RequestURITooLarge

from issuer import access as permissions
from issuer import accounts, clients
from issuer.access import Action, Actor, Role, marked
from issuer.api.bodies import read_bytes, read_json_body
from issuer.api.calls import Call
from issuer.api.limits import MAX_JSON_BODY, MAX_URL
from issuer.api.reading import NAME, Body
from issuer.api.repeating import Once, answer_once
from issuer.api.services import Services
from issuer.errors import ForbiddenError, MalformedError, SignInError
from issuer.pacing import Family, network_of
from issuer.vocab import openapi

_BEARER = re.compile(r"Bearer +([A-Za-z0-9._~+/=-]{1,256})", re.IGNORECASE)
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

View = Callable[..., Response]


class Open(StrEnum):
    """Who passes without a rule of `access`."""

    PUBLIC = "public"
    SIGNED_IN = "signed-in"  # any person with a token; the verb decides
    CLIENT = "client"  # a program that proves itself in the body or by Basic


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One method on one path.

    Attributes:
        path: as in openapi.json, with names in braces; `{n:int}` for numbers, `{name:path}`.
        access: the action that the role must have a rule for, or who else may pass.
        limit: most bytes of a JSON body.
        once: whether repeats under one Idempotency-Key give the first answer again.
        pace: how often; counted by network for what is open to everybody, by person for uploads,
            else by token.
    """

    method: str
    path: str
    view: View
    access: Action | Open
    limit: int = MAX_JSON_BODY
    once: Once = Once.NO
    pace: Family = Family.API

    @property
    def name(self) -> str:
        """Return the operationId."""
        return self.view.__name__

    @property
    def rule(self) -> str:
        """Return the path as Flask writes it."""
        return re.sub(
            r"\{(\w+)(?::(\w+))?\}",
            lambda m: f"<{m[2]}:{m[1]}>" if m[2] else f"<{m[1]}>",
            self.path,
        )

    @property
    def documented_path(self) -> str:
        """Return the path as openapi.json writes it."""
        return re.sub(r":\w+\}", "}", self.path)


def add_routes(blueprint: Blueprint, routes: Iterable[Route], services: Services) -> None:
    """Register every row of the table, with the checks that its row asks for."""
    by_endpoint: dict[str, Route] = {}
    for route in routes:
        is_open = route.access in {Open.PUBLIC, Open.CLIENT}
        answer = _public(route, services) if is_open else None
        blueprint.add_url_rule(
            route.rule,
            endpoint=route.name,
            view_func=marked(answer or _signed(route, services), route.access),
            methods=[route.method],
        )
        by_endpoint[f"{blueprint.name}.{route.name}"] = route

    def finish(answer: Response) -> Response:
        return _finish(answer, by_endpoint.get(request.endpoint or ""))

    blueprint.before_request(_refuse_strange_addresses)
    blueprint.after_request(finish)


def _refuse_strange_addresses() -> None:
    if len(request.full_path) > MAX_URL:
        raise RequestURITooLarge
    for name, value in (request.view_args or {}).items():
        # `schemas/{name}` is looked up in a closed list of names.
        if isinstance(value, str) and name != "name" and not NAME.fullmatch(value):
            raise NotFound


def _finish(answer: Response, route: Route | None) -> Response:
    if route is None:
        return answer
    if route.access is Open.PUBLIC:
        _allow_origins(answer)
    else:
        answer.headers["Cache-Control"] = "no-store"
    if request.method in _SAFE and answer.status_code == 200:  # noqa: PLR2004 # the one status with content to compare
        if not answer.direct_passthrough:
            answer.add_etag()
        answer.make_conditional(request)
    return answer


def _allow_origins(answer: Response) -> None:
    """Let any page read what anyone may read; no cookie is ever looked at here."""
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Access-Control-Expose-Headers"] = "ETag, Link, Location, X-Request-Id"
    if request.method == "OPTIONS":
        answer.headers["Access-Control-Allow-Methods"] = answer.headers.get("Allow", "GET")
        answer.headers["Access-Control-Allow-Headers"] = "Accept, Content-Type, If-None-Match"
        answer.headers["Access-Control-Max-Age"] = "86400"


def _public(route: Route, services: Services) -> View:
    def answer(**names: str | int) -> Response:
        services.pacer.require(route.pace, _network())
        return route.view(services, **names)

    return answer


def _signed(route: Route, services: Services) -> View:
    operation = openapi.operations()[route.name]

    def answer(**names: str | int) -> Response:
        actor = _paced_actor(route, services)
        _require_role(actor, route.access)
        call = Call(actor=actor, body=_body(operation, route.limit))
        return answer_once(
            route.once, call, lambda: route.view(call, services, **names), services.issuance
        )

    return answer


def _paced_actor(route: Route, services: Services) -> Actor:
    """Tell who asks, unless too often; who guesses at tokens is counted by network."""
    try:
        actor, token = _actor(services)
    except SignInError:
        services.pacer.require(Family.STRANGER, _network())
        raise
    services.pacer.require(route.pace, actor.person if route.pace is Family.UPLOAD else token)
    return actor


def _network() -> str:
    return network_of(request.remote_addr or "")


def _actor(services: Services) -> tuple[Actor, str]:
    """Tell who asks, by the bearer token (RFC 6750); nothing else is looked at."""
    if "access_token" in request.args:
        raise MalformedError(
            "Send the token in the header Authorization, never in an address: addresses are logged",
            code="token_in_url",
        )
    found = _BEARER.fullmatch(request.headers.get("Authorization", ""))
    if found is None:
        raise SignInError("Send your token: Authorization: Bearer <token>", code="sign_in")
    if found[1].startswith(clients.TOKEN_PREFIX):
        return clients.authenticate(found[1], services.clients), found[1]
    return accounts.authenticate(found[1], services.accounts), found[1]


def _require_role(actor: Actor, access: Action | Open) -> None:
    """Refuse a role that the table gives no rule at all, before anything is read.

    Relations to the one thing asked for are the verb's own check (`access.require`).
    """
    if isinstance(access, Action):
        permissions.require_rule(actor, access)
    elif actor.role is Role.CLIENT:
        raise ForbiddenError("This is for people; a program has nothing to do here", code="client")


def _body(operation: openapi.Operation, limit: int) -> Body:
    """Read the JSON body of operations that document nothing else."""
    if operation.bodies == (openapi.JSON,):
        return read_json_body(operation.id, limit)
    if not operation.bodies and request.method not in _SAFE and read_bytes(limit):
        raise MalformedError("Send no body here", code="body")
    return Body()
