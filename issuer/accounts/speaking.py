"""In which language a person reads; what is spoken at all, the pages know."""

import re
from dataclasses import replace

from issuer.accounts.ports import Services
from issuer.accounts.recording import act_of
from issuer.accounts.session_commands import ChooseLanguage
from issuer.accounts.sessions import actor_of
from issuer.errors import MalformedError

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")


def choose_language(command: ChooseLanguage, services: Services) -> None:
    """Keep the language of a person who has a login; others keep it in their browser.

    Raises:
        MalformedError: not a language as RFC 5646 writes it, code `language`.
    """
    session = command.session
    if not _LANGUAGE.fullmatch(command.language):
        raise MalformedError("Choose one of the languages of this page", code="language")
    with services.unit_of_work() as uow:
        login = uow.logins.locked(session.organisation, session.person)
        if login is None or login.language == command.language:
            return
        uow.logins.save(replace(login, language=command.language))
        uow.events.append(
            act_of(
                actor_of(session),
                session.organisation,
                "language.chosen",
                session.person,
                services,
                codes={"language": command.language},
            )
        )
        uow.commit()
