"""Pages by which somebody comes in: sign in, forgotten password, invitation, class code, proof."""

from collections.abc import Sequence
from dataclasses import dataclass

from issuer.accounts import Ways, Welcome
from issuer.accounts.model import InvitationKind, Organisation
from issuer.web.languages import gettext as _
from issuer.web.presenting.frame import Frame, Visitor

_HIDDEN = "noindex, nofollow"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong, and beside which field it is said."""

    field: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A provider by which one signs in, or whose login can be connected."""

    id: str
    name: str
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of several to choose from."""

    value: str
    text: str
    chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInPage:
    """The form for name and password, or for a forgotten password."""

    frame: Frame
    token: str
    schools: tuple[Choice, ...]
    name: str
    next: str
    field: str
    fault: str
    providers: tuple[Way, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NotePage:
    """A page that says that something was done, and what comes next."""

    frame: Frame
    title: str
    sentences: tuple[str, ...]
    href: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationPage:
    """The form behind a link."""

    frame: Frame
    token: str
    action: str
    title: str
    lead: str
    sign_in_name: str
    asks_name: bool
    asks_handle: bool
    takes_password: bool
    needs_password: bool
    button: str
    given_name: str
    given_handle: str
    field: str
    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinPage:
    """The form for the two printed codes."""

    frame: Frame
    token: str
    class_code: str
    field: str
    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmPage:
    """The form that asks once more who one is."""

    frame: Frame
    token: str
    next: str
    lead: str
    has_password: bool
    asks_code: bool
    has_passkey: bool
    providers: tuple[Way, ...]
    field: str
    fault: str


def sign_in_page(  # noqa: PLR0913 # what the form is made of
    schools: Sequence[Organisation],
    *,
    token: str,
    name: str = "",
    school: str = "",
    wanted: str = "",
    providers: tuple[Way, ...] = (),
    fault: Fault | None = None,
) -> SignInPage:
    """Present the form; the school is asked for only where there are several."""
    return SignInPage(
        frame=_frame(_("Sign in"), script="passkeys.js"),
        token=token,
        schools=_choices(schools, school),
        name=name,
        next=wanted,
        providers=providers,
        field=fault.field if fault else "",
        fault=fault.sentence if fault else "",
    )


def forgotten_page(
    schools: Sequence[Organisation], *, token: str, fault: Fault | None = None
) -> SignInPage:
    """Present the form for a forgotten password."""
    return SignInPage(
        frame=_frame(_("Forgotten password")),
        token=token,
        schools=_choices(schools, ""),
        name="",
        next="",
        field=fault.field if fault else "",
        fault=fault.sentence if fault else "",
    )


def asked_page() -> NotePage:
    """Say the same to everybody who asked for a new password."""
    return NotePage(
        frame=_frame(_("Look into your mail")),
        title=_("Look into your mail"),
        sentences=(
            _("If we have an e-mail address for this name, a link is on its way. It works once."),
            _("No mail after ten minutes? Ask at your school; they can print a new link for you."),
        ),
        href="/sign-in",
        label=_("Back to sign in"),
    )


def invitation_page(
    welcome: Welcome,
    *,
    token: str,
    action: str,
    name: str = "",
    handle: str = "",
    fault: Fault | None = None,
) -> InvitationPage:
    """Present what the holder of a link is asked for."""
    title, lead, button = _INVITATIONS[welcome.kind](welcome)
    login = welcome.login
    guardian = welcome.kind is InvitationKind.GUARDIAN
    return InvitationPage(
        frame=_frame(title),
        token=token,
        action=action,
        title=title,
        lead=lead,
        sign_in_name=(login.handle or login.email or "") if login else "",
        asks_name=guardian,
        asks_handle=guardian,
        takes_password=not welcome.is_child,
        needs_password=welcome.needs_password,
        button=button,
        given_name=name,
        given_handle=handle,
        field=fault.field if fault else "",
        fault=fault.sentence if fault else "",
    )


def join_page(*, token: str, class_code: str = "", fault: Fault | None = None) -> JoinPage:
    """Present the form for the two printed codes."""
    return JoinPage(
        frame=_frame(_("Come in with your card")),
        token=token,
        class_code=class_code,
        field=fault.field if fault else "",
        fault=fault.sentence if fault else "",
    )


def confirm_page(
    visitor: Visitor,
    *,
    wanted: str,
    ways: Ways,
    providers: tuple[Way, ...] = (),
    fault: Fault | None = None,
) -> ConfirmPage:
    """Present the form that asks once more who one is, by the ways that this person has."""
    return ConfirmPage(
        frame=Frame(
            title=_("Is it still you? - Issuer"),
            description=_("Show once more that it is you."),
            robots=_HIDDEN,
            visitor=visitor,
            script="passkeys.js" if ways.passkey else "",
        ),
        token=visitor.token,
        next=wanted,
        lead=_lead_of(ways, providers),
        has_password=ways.password,
        asks_code=ways.code,
        has_passkey=ways.passkey,
        providers=providers,
        field=fault.field if fault else "",
        fault=fault.sentence if fault else "",
    )


def _lead_of(ways: Ways, providers: tuple[Way, ...]) -> str:
    if ways.password and ways.code:
        return _(
            "Please type your password and the newest code from your app. Then you go on where"
            " you were."
        )
    if ways.code:
        return _("Please type the newest code from your app. Then you go on where you were.")
    if ways.password:
        return _(
            "What comes next matters, so please type your password once more. Then you go on where"
            " you were."
        )
    if ways.passkey:
        return _("Please use your passkey. Then you go on where you were.")
    if providers:
        return _(
            "What comes next matters, so please sign in once more. Then you go on where you were."
        )
    return _(
        "What comes next needs a password, and you came in without one. Ask your school for a link"
        " to choose one."
    )


def _frame(title: str, script: str = "") -> Frame:
    return Frame(
        title=f"{title} - Issuer",
        description=_("For learners, families and staff."),
        section="sign-in",
        robots=_HIDDEN,
        keeps_cookie=True,
        script=script,
    )


def _choices(schools: Sequence[Organisation], chosen: str) -> tuple[Choice, ...]:
    if len(schools) < 2:  # noqa: PLR2004 # one school is no choice
        return ()
    return tuple(
        Choice(value=each.slug, text=each.name, chosen=each.slug == chosen) for each in schools
    )


def _invited(welcome: Welcome) -> tuple[str, str, str]:
    who = welcome.person.name if welcome.person else ""
    school = welcome.organisation.name
    title = _("Welcome, {who}", who=who)
    if welcome.is_child:
        lead = _("{school} invites you. You can begin at once.", school=school)
    elif welcome.needs_password:
        lead = _("{school} invites you. Choose a password to begin.", school=school)
    else:
        lead = _(
            "{school} invites you. Begin at once; a password lets you come back without a new"
            " link.",
            school=school,
        )
    return title, lead, _("Begin")


def _reset(welcome: Welcome) -> tuple[str, str, str]:
    lead = _(
        "This is for {school}. All other devices are signed out.", school=welcome.organisation.name
    )
    return _("Choose a new password"), lead, _("Save the password")


def _as_guardian(welcome: Welcome) -> tuple[str, str, str]:
    lead = _(
        "{school} invites you as a guardian of {child}. You will see everything about your child,"
        " and decide what others may see.",
        school=welcome.organisation.name,
        child=welcome.child.name if welcome.child else "",
    )
    return _("Welcome"), lead, _("Begin")


_INVITATIONS = {
    InvitationKind.INVITE: _invited,
    InvitationKind.RESET: _reset,
    InvitationKind.GUARDIAN: _as_guardian,
}
