"""Who acts at the terminal: the holder of the API token in ISSUER_TOKEN."""

import os

from issuer import accounts
from issuer.access import Actor
from issuer.cli.services import Services
from issuer.errors import SignInError

VARIABLE = "ISSUER_TOKEN"


def actor(services: Services) -> Actor:
    """Return who acts.

    Raises:
        SignInError: no token, or one that does not count.
    """
    secret = os.environ.get(VARIABLE, "")
    if not secret:
        raise SignInError(
            f"Set {VARIABLE} to your API token; an operator makes one with: issuer tokens new",
            code="sign_in",
        )
    return accounts.authenticate(secret, services.accounts)
