"""Pages of passkeys and of codes of an app."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass, field

from issuer.accounts import CodesHeld, Enrolment
from issuer.accounts.model import Passkey
from issuer.images import qr_svg
from issuer.web.languages import gettext as _
from issuer.web.presenting.frame import Frame, Picture, Visitor
from issuer.web.presenting.signing_in import Fault
from issuer.web.presenting.words import minute

_GROUP_OF = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class PasskeyRow:
    """One passkey in the list of the own account."""

    id: str
    name: str
    added: str
    used: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PasskeysPage:
    """The form for another passkey."""

    frame: Frame
    token: str
    name: str
    field: str
    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CodesPage:
    """What the own account says about codes of an app."""

    frame: Frame
    token: str
    is_on: bool
    recovery_left: int
    picture: Picture | None
    secret: str = field(repr=False)
    field: str
    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryPage:
    """Recovery codes, shown once."""

    frame: Frame
    token: str
    codes: tuple[str, ...]


def passkey_rows(passkeys: Sequence[Passkey]) -> tuple[PasskeyRow, ...]:
    """Present passkeys with their names and last use."""
    return tuple(
        PasskeyRow(
            id=each.id,
            name=each.name,
            added=minute(each.created_at),
            used=minute(each.used_at) if each.used_at else _("not yet"),
        )
        for each in passkeys
    )


def passkeys_page(visitor: Visitor, *, name: str = "", fault: Fault | None = None) -> PasskeysPage:
    """Present the form for another passkey."""
    return PasskeysPage(
        frame=_frame(_("Add a passkey"), visitor, script="passkeys.js"),
        token=visitor.token,
        name=name,
        field=fault.field if fault else "",
        fault=fault.sentence if fault else "",
    )


def codes_page(
    visitor: Visitor, *, held: CodesHeld, waiting: Enrolment | None, fault: Fault | None = None
) -> CodesPage:
    """Present the secret as picture and text, or whether codes are on."""
    return CodesPage(
        frame=_frame(_("Codes from an app"), visitor),
        token=visitor.token,
        is_on=held.is_on,
        recovery_left=held.recovery_left,
        picture=None if waiting is None else _picture(waiting),
        secret="" if waiting is None else _in_groups(waiting.secret),
        field=fault.field if fault else "",
        fault=fault.sentence if fault else "",
    )


def recovery_page(visitor: Visitor, codes: Sequence[str]) -> RecoveryPage:
    """Present recovery codes."""
    return RecoveryPage(
        frame=_frame(_("Your recovery codes"), visitor), token=visitor.token, codes=tuple(codes)
    )


def _picture(waiting: Enrolment) -> Picture:
    data = base64.b64encode(qr_svg(waiting.address)).decode("ascii")
    return Picture(
        src=f"data:image/svg+xml;base64,{data}",
        alt=_("QR code for the app; the key below says the same"),
    )


def _in_groups(secret: str) -> str:
    return " ".join(secret[at : at + _GROUP_OF] for at in range(0, len(secret), _GROUP_OF))


def _frame(title: str, visitor: Visitor, script: str = "") -> Frame:
    return Frame(
        title=f"{title} - Issuer",
        description=_("For signed-in people."),
        section="account",
        robots="noindex, nofollow",
        visitor=visitor,
        script=script,
    )
