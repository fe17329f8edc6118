"""How to sign in to the demo school: by invitation, as everybody does, with random passwords."""

import base64
from collections.abc import Iterator, Mapping

from issuer import accounts
from issuer.accounts import AcceptInvitation, Invite
from issuer.cli.demo.cast import Cast
from issuer.cli.services import Services
from issuer.documents import Document

#: Role -> who plays it, and under which name they sign in.
_PLAYERS: Mapping[str, tuple[str, str]] = {
    "learner": ("Kestrel", "kestrel"),
    "peer": ("Plover", "plover"),
    "guardian": ("Guardian of Kestrel", "guardian"),
    "teacher": ("Teacher", "teacher"),
    "registrar": ("Registrar", "registrar"),
    "issuer": ("Issuer", "issuer"),
    "admin": ("Admin", "admin"),
    "auditor": ("Auditor", "auditor"),
}
_SECRET_BYTES = 12


def hand_out_sign_ins(cast: Cast, services: Services) -> Document:
    """Invite one person per role and accept for them; return handle and password by role."""
    return {
        role: _sign_in(cast.organisation, cast.people[who], handle, services.accounts)
        for role, (who, handle) in _PLAYERS.items()
    }


def lines_of(sign_ins: Document) -> Iterator[str]:
    """Say how to sign in, one line per role."""
    for role, given in sign_ins.items():
        row: Document = given  # type: ignore[assignment] # our own result
        yield f"  {role:10} {row['handle']:10} {row['password']}"


def _sign_in(organisation: str, person: str, handle: str, services: accounts.Services) -> Document:
    invited = accounts.invite(
        Invite(organisation=organisation, person=person, handle=handle), services
    )
    password = base64.urlsafe_b64encode(services.ids.secret(_SECRET_BYTES)).decode("ascii")
    opened = accounts.accept_invitation(
        AcceptInvitation(secret=invited.secret, password=password), services
    )
    # Nobody uses the session that came with it.
    accounts.sign_out(opened.session, services)
    return {"handle": handle, "password": password}
