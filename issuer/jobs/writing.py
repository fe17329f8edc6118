"""Letters that acts ask for: who is written to, and about what. How it reads, `post` knows.

Everything is read anew from the invitation or the event that the outbox names. A letter bears an id
made from both and its reader, so that doing it twice writes once.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping

from issuer import accounts, assessment, issuance, post
from issuer.access import RULES, Action, Role
from issuer.accounts import Addressee
from issuer.accounts.model import InvitationKind
from issuer.audit import Event
from issuer.jobs.services import Services
from issuer.letters import Letter, LetterKind

_KINDS: Mapping[InvitationKind, LetterKind] = {
    InvitationKind.INVITE: LetterKind.INVITATION,
    InvitationKind.RESET: LetterKind.RESET,
    InvitationKind.GUARDIAN: LetterKind.GUARDIAN_INVITATION,
}
_HOUR = 3600


def write_invitation(invitation_id: str, services: Services) -> None:
    """Write the letter with the link of an invitation, unless it was used or is too old."""
    found = accounts.open_invitation(invitation_id, services.accounts)
    if found is None:
        return
    made = found.invitation
    hours = int((made.expires_at - made.created_at).total_seconds()) // _HOUR
    words = {
        "school": found.school,
        "url": f"{services.post.base_url}/invitations/{found.secret}",
        "days": str(hours // 24),
        "hours": str(hours),
        "learner": found.child,
        **_language(found.to),
    }
    letter = Letter(
        id=_id_of(made.id, found.to),
        organisation=made.organisation,
        person=found.to.person,
        to=found.to.email,
        kind=_KINDS[made.kind],
        at=services.accounts.clock(),
        words=words,
        about=made.child,
    )
    post.post(letter, services.post)


def write_news(event_id: str, services: Services) -> None:
    """Write to everybody whom an act concerns; an act that nobody is told of writes nothing."""
    event = accounts.find_event(event_id, services.accounts)
    write = _WRITERS.get(event.name)
    if write is not None:
        write(event, services)


def _to_oneself(kind: LetterKind) -> Callable[[Event, Services], None]:
    """Return what writes a security notice to the person that an event is about."""

    def write(event: Event, services: Services) -> None:
        to = accounts.addressees(event.organisation, event.subject, services.accounts)
        _send(event, kind, to, "/account", {}, services)

    return write


def _badge_issued(event: Event, services: Services) -> None:
    definition = issuance.definition_of(event.subject, services.issuance)
    title = assessment.title_of_badge(event.organisation, definition, services.assessment)
    _to_family(event, LetterKind.BADGE_ISSUED, title, services)


def _work_returned(event: Event, services: Services) -> None:
    title = assessment.title_of_work(event.organisation, event.subject, services.assessment)
    _to_family(event, LetterKind.WORK_RETURNED, title, services)


def _to_family(event: Event, kind: LetterKind, title: str, services: Services) -> None:
    learner = event.learner or ""
    to = accounts.family_of(event.organisation, learner, services.accounts)
    _send(event, kind, to, "/home", {"title": title}, services)


def _glass_broken(event: Event, services: Services) -> None:
    """Write to the office, which reads the reason; the learner's history says that it happened."""
    roles = frozenset({Role.REGISTRAR, Role.ADMIN})
    found = accounts.holders_of(event.organisation, roles, event.learner, services.accounts)
    others = [each for each in found if each.person != event.actor]
    _send(event, LetterKind.GLASS_BROKEN, others, "/glass", {}, services)


def _second_asked(action: Action) -> Callable[[Event, Services], None]:
    """Return what writes to all who may be the second person, but not to the first one."""

    def write(event: Event, services: Services) -> None:
        roles = frozenset(RULES[action]) - {Role.CLIENT}
        found = accounts.holders_of(event.organisation, roles, event.learner, services.accounts)
        first = {event.actor, event.subject}
        others = [each for each in found if each.person not in first]
        _send(event, LetterKind.SECOND_ASKED, others, "/home", {}, services)

    return write


def _send(
    event: Event,
    kind: LetterKind,
    to: Iterable[Addressee],
    page: str,
    words: Mapping[str, str],
    services: Services,
) -> None:
    school = accounts.school_name(event.organisation, services.accounts)
    known = {
        "school": school,
        "url": f"{services.post.base_url}{page}",
        "when": f"{event.at:%Y-%m-%d %H:%M} UTC",
        **words,
    }
    for each in to:
        letter = Letter(
            id=_id_of(event.id, each),
            organisation=event.organisation,
            person=each.person,
            to=each.email,
            kind=kind,
            at=event.at,
            words={**known, **_language(each)},
            about=None if event.learner == each.person else event.learner,
        )
        post.post(letter, services.post)


def _language(to: Addressee) -> Mapping[str, str]:
    return {} if to.language is None else {"language": to.language}


def _id_of(cause: str, to: Addressee) -> str:
    """Return the id of a letter, the same each time; the Message-ID shows it, so it tells nothing.

    An invitation's link can be made from its id only with the key-encryption key.
    """
    return hashlib.sha256(f"{cause}|{to.person}".encode()).hexdigest()[:32]


#: Name of an event -> what is written because of it, where its act asked for it.
_WRITERS: Mapping[str, Callable[[Event, Services], None]] = {
    "credential.issued": _badge_issued,
    "feedback.returned": _work_returned,
    "signed_in": _to_oneself(LetterKind.NEW_SIGN_IN),
    "password.changed": _to_oneself(LetterKind.PASSWORD_CHANGED),
    "password.reset": _to_oneself(LetterKind.PASSWORD_CHANGED),
    "passkey.added": _to_oneself(LetterKind.PASSKEY_ADDED),
    "passkey.removed": _to_oneself(LetterKind.PASSKEY_REMOVED),
    "codes.turned_on": _to_oneself(LetterKind.APP_ADDED),
    "codes.turned_off": _to_oneself(LetterKind.APP_REMOVED),
    "recovery_code.used": _to_oneself(LetterKind.RECOVERY_USED),
    "factors.forgotten": _to_oneself(LetterKind.FACTORS_FORGOTTEN),
    "identity.linked": _to_oneself(LetterKind.IDENTITY_LINKED),
    "glass.broken": _glass_broken,
    "revocation.proposed": _second_asked(Action.SECOND_REVOCATION),
    "keys.proposed": _second_asked(Action.MANAGE_KEYS),
    "settings.proposed": _second_asked(Action.MANAGE_SETTINGS),
    "role.granted": _second_asked(Action.CONFIRM_ROLE),
}
