"""Serves the app with waitress and does the background work beside it."""

import socket
import threading
from collections.abc import Callable

from flask import Flask
from waitress.server import BaseWSGIServer, MultiSocketServer, create_server

from issuer import jobs, logs
from issuer.app.house import House
from issuer.app.strict_requests import StrictChannel
from issuer.errors import SettingsError

Server = BaseWSGIServer | MultiSocketServer

#: The largest request head; longer ones are nobody's.
_MAX_HEAD = 16 * 1024
_CHANNEL_TIMEOUT_SECONDS = 30
_CONNECTION_LIMIT = 512
#: How long a stop waits for the background work to finish its step.
_STOP_SECONDS = 10.0


def serve(app: Flask, house: House, listening: Callable[[str], None]) -> None:
    """Serve until interrupted; `listening` is told the address once requests are accepted.

    Raises:
        SettingsError: the address cannot be listened on.
    """
    settings = house.settings
    logs.configure(as_json=settings.log_json)
    server = open_server(app, house)
    stop = threading.Event()
    worker = threading.Thread(
        target=jobs.run, args=(house.jobs, stop), name="issuer-jobs", daemon=True
    )
    worker.start()
    try:
        # Whoever reads the address may interrupt before the first request is waited for.
        listening(f"http://{settings.bind_host}:{settings.bind_port}")
        server.run()
    except KeyboardInterrupt:
        pass
    finally:
        stop.set()
        server.close()
        worker.join(_STOP_SECONDS)
        house.close()


def work(house: House) -> None:
    """Do the background work until interrupted, for those who serve with another server."""
    logs.configure(as_json=house.settings.log_json)
    stop = threading.Event()
    try:
        jobs.run(house.jobs, stop)
    except KeyboardInterrupt:
        stop.set()
    finally:
        house.close()


def open_server(app: Flask, house: House) -> Server:
    """Return a server that listens, and serves once it is run.

    Raises:
        SettingsError: the address cannot be listened on.
    """
    settings = house.settings
    # Bound before waitress is told, so that a taken port is one clear line and not a traceback.
    family = socket.AF_INET6 if ":" in settings.bind_host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.bind_host, settings.bind_port))
    except OSError as error:
        listener.close()
        raise SettingsError(
            f"bind_port: cannot listen on {settings.bind_host}:{settings.bind_port}"
            f" ({error.strerror}); choose another with --port"
        ) from error
    server = create_server(
        app,
        sockets=[listener],
        threads=settings.threads,
        ident=None,
        max_request_body_size=app.config["MAX_CONTENT_LENGTH"],
        max_request_header_size=_MAX_HEAD,
        channel_timeout=_CHANNEL_TIMEOUT_SECONDS,
        connection_limit=_CONNECTION_LIMIT,
        clear_untrusted_proxy_headers=False,
    )
    server.channel_class = StrictChannel  # type: ignore[union-attr] # one socket, so never a group
    return server
