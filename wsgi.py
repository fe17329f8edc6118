"""WSGI entry point: `gunicorn wsgi:app` or any other WSGI server."""

import os

from issuer.app import create_app, read_settings

app = create_app(read_settings(os.environ))
