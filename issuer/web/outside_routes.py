"""The rows of signing in with the school's provider."""

from issuer.federation import CALLBACK_PATH
from issuer.pacing import Family
from issuer.web.outside import (
    connect_provider,
    disconnect_provider,
    show_callback,
    show_provider,
)
from issuer.web.routing import Open, Route

OUTSIDE = (
    Route(
        method="GET",
        path=CALLBACK_PATH,
        view=show_callback,
        access=Open.PUBLIC,
        pace=Family.ENTRY,
    ),
    Route(
        method="GET",
        path="/sign-in/provider/<provider>",
        view=show_provider,
        access=Open.PUBLIC,
        pace=Family.ENTRY,
    ),
    Route(
        method="POST",
        path="/account/logins/<provider>/connect",
        view=connect_provider,
        access=Open.SIGNED_IN,
        fresh=True,
        page="/account",
        pace=Family.PROOF,
    ),
    Route(
        method="POST",
        path="/account/logins/<identity>/disconnect",
        view=disconnect_provider,
        access=Open.SIGNED_IN,
        fresh=True,
        page="/account",
    ),
)
