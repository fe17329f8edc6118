"""`issuer serve --conformance`: the generic issuing profile, alone, on this machine (ADR 25).

No house is opened: neither database nor keys of a school are within reach of it.
"""

import contextlib
import os
import socket
import ssl
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from issuer import api, verification
from issuer.api.limits import Limits
from issuer.api.vcapi import ConformanceServices, conformance_blueprint
from issuer.app.http import answer_errors, configure, require_marks
from issuer.app.ids import RandomIds
from issuer.app.verifying import Given, verification_without_house
from issuer.cli import GenericServer
from issuer.clock import Clock
from issuer.config import Settings
from issuer.errors import NotFoundError, SettingsError, UnavailableError
from issuer.issuance import generic
from issuer.keyring import SEED_BYTES, OneRunSigner, self_signed_pem
from issuer.verification.generic import Challenges, in_generic_profile

_LOOPBACK = {"127.0.0.1": socket.AF_INET, "localhost": socket.AF_INET, "::1": socket.AF_INET6}
_SECONDS = 60
_BACKLOG = 64


def serve_generic(
    settings: Settings,
    clock: Clock,
    listening: Callable[[GenericServer], None],
    *,
    tls: bool = False,
) -> None:
    """Serve until interrupted; `listening` is told address and DID once requests are accepted.

    Raises:
        SettingsError: not this machine's own address, a public base URL, or a port in use.
    """
    require_loopback(settings)
    with _listen(settings) as listener:
        host, port = settings.bind_host, listener.getsockname()[1]
        scheme = "https" if tls else "http"
        base_url = f"{scheme}://{f'[{host}]' if ':' in host else host}:{port}"
        services = generic_services(base_url, clock)
        app = generic_app(replace(settings, public_base_url=base_url), services)
        server = make_server(
            host, port, app, threaded=True, fd=listener.fileno(), request_handler=_QuietHandler
        )
        if tls:
            _secure(server, self_signed_pem(clock()))
        with contextlib.suppress(KeyboardInterrupt):
            # Whoever reads the address may interrupt before the first request is waited for.
            listening(GenericServer(base_url=base_url, did=services.signer.did))
            server.serve_forever()
        server.server_close()


def require_loopback(settings: Settings) -> None:
    """Refuse every address by which somebody else could ask for a signature."""
    base = urlsplit(settings.public_base_url)
    if base.hostname not in _LOOPBACK:
        raise SettingsError(
            f"public_base_url: {settings.public_base_url!r} is public; --conformance signs whatever"
            " it is sent and starts only where ISSUER_PUBLIC_BASE_URL is not set"
        )
    if settings.bind_host not in _LOOPBACK:
        raise SettingsError(
            f"bind_host: {settings.bind_host!r} can be reached by others; --conformance signs"
            " whatever it is sent and listens on 127.0.0.1 or ::1 only"
        )


def generic_services(base_url: str, clock: Clock) -> generic.Services:
    """Return generic issuing with a new key."""
    ids = RandomIds()
    return generic.Services(
        clock=clock,
        new_id=ids.new_id,
        signer=OneRunSigner(ids.secret(SEED_BYTES)),
        kept=generic.KeptInMemory(),
        base_url=base_url,
        shuffle=ids.secret(SEED_BYTES),
    )


def generic_app(settings: Settings, services: generic.Services) -> Flask:
    """Return the WSGI application of this profile."""
    app = Flask("issuer-conformance", static_folder=None)
    ids = RandomIds()
    configure(app, settings, Limits(), ids.new_id)
    foreign = verification_without_house(settings, services.clock, Given())
    verifying = replace(
        foreign,
        status_lists=_OwnListsFirst(services, foreign.status_lists),
        canonicalize=in_generic_profile(foreign.canonicalize),
    )
    app.register_blueprint(
        conformance_blueprint(
            ConformanceServices(
                generic=services,
                verification=verifying,
                challenges=Challenges(ids.new_id, services.clock),
            )
        )
    )
    require_marks(app)
    answer_errors(app, programs=api.answer_error, people=api.answer_error)
    return app


class _OwnListsFirst:
    """StatusLists: our own by their address, everybody else's through the guard."""

    def __init__(self, services: generic.Services, others: verification.StatusLists) -> None:
        self._services = services
        self._prefix = f"{services.base_url}/vc/status-lists/"
        self._others = others

    def fetch(self, url: str) -> bytes:
        """Return the bytes of a list; UnavailableError."""
        if not url.startswith(self._prefix):
            return self._others.fetch(url)
        try:
            return generic.generic_status_list(url.removeprefix(self._prefix), self._services)
        except NotFoundError as error:
            raise UnavailableError("There is no status list at this address") from error


class _QuietHandler(WSGIRequestHandler):
    """Writes no line per request, and gives up on clients that fall silent."""

    timeout = _SECONDS

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 # the base class's name
        """Say nothing."""


def _listen(settings: Settings) -> socket.socket:
    listener = socket.socket(_LOOPBACK[settings.bind_host], socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    host = "127.0.0.1" if settings.bind_host == "localhost" else settings.bind_host
    try:
        listener.bind((host, settings.bind_port))
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        raise SettingsError(
            f"bind_port: cannot listen on {settings.bind_host}:{settings.bind_port}"
            f" ({error.strerror}); choose another with --port"
        ) from error
    return listener


def _secure(server: BaseWSGIServer, pem: bytes) -> None:
    """Wrap the socket; the handshake is the business of each client's own thread."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    descriptor, name = tempfile.mkstemp(suffix=".pem")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(pem)
        context.load_cert_chain(name)
    finally:
        Path(name).unlink()
    server.ssl_context = context
    server.socket = context.wrap_socket(
        server.socket, server_side=True, do_handshake_on_connect=False
    )
