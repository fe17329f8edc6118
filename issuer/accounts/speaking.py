"""In which language a person reads; what is spoken at all, the pages know."""

import re
from dataclasses import replace

from issuer.access import Actor
from issuer.accounts.ports import Services
from issuer.accounts.recording import act_of
from issuer.accounts.session_commands import ChooseLanguage
from issuer.errors import MalformedError

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")


def choose_language(command: ChooseLanguage, services: Services) -> bool:
    """Keep the language of a person who has a login; others keep it in their browser.

    Returns whether it is kept.

    Raises:
        MalformedError: not a language as RFC 5646 writes it, code `language`.
    """
    actor = command.actor
    if not _LANGUAGE.fullmatch(command.language):
        raise MalformedError("Choose one of the languages of this page", code="language")
    with services.unit_of_work() as uow:
        login = uow.logins.locked(actor.organisation, actor.person)
        if login is None or login.language == command.language:
            return login is not None
        uow.logins.save(replace(login, language=command.language))
        uow.events.append(
            act_of(
                actor,
                actor.organisation,
                "language.chosen",
                actor.person,
                services,
                codes={"language": command.language},
            )
        )
        uow.commit()
    return True


def chosen_language(actor: Actor, services: Services) -> str | None:
    """Return the language that a person chose, None where nothing is kept."""
    with services.read_only() as uow:
        login = uow.logins.of_person(actor.organisation, actor.person)
    return None if login is None else login.language
