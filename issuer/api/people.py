"""People of the own organisation over HTTP: members, ties, consents, tokens."""

from datetime import date

from flask import Response, request

from issuer import accounts
from issuer.access import Role
from issuer.accounts.model import Purpose, TieKind
from issuer.api.answers import created_answer, empty_answer, json_answer
from issuer.api.calls import Call, listed
from issuer.api.presenting import plain, shown
from issuer.api.reading import id_of, word_of
from issuer.api.services import Services
from issuer.errors import MalformedError, RuleError


def show_me(call: Call, services: Services) -> Response:
    """Answer who the token speaks for, in which role, for which organisation."""
    person = accounts.show_person(call.actor, call.actor.person, services.accounts)
    organisation = accounts.show_organisation(call.actor, services.accounts)
    language = accounts.chosen_language(call.actor, services.accounts)
    children = accounts.list_children(call.actor, services.accounts)
    return json_answer(
        {
            "person": shown(person),
            "role": call.actor.role.value,
            "organisation": shown(organisation),
            "children": plain(children),
            **({} if language is None else {"language": language}),
        }
    )


def change_me(call: Call, services: Services) -> Response:
    """Choose the language of one's own pages and letters."""
    command = accounts.ChooseLanguage(actor=call.actor, language=call.body.text("language"))
    if not accounts.choose_language(command, services.accounts):
        raise RuleError(
            "This is kept with a sign-in, and you have none yet; ask a registrar to invite you",
            code="no_login",
        )
    return show_me(call, services)


def list_people(call: Call, services: Services) -> Response:
    """List the members of the organisation."""
    people = accounts.list_people(call.actor, services.accounts)
    return listed(people, lambda person: person.id, shown)


def show_person(call: Call, services: Services, person: str) -> Response:
    """Answer one member."""
    return json_answer(shown(accounts.show_person(call.actor, person, services.accounts)))


def enrol_person(call: Call, services: Services) -> Response:
    """Take a person into the organisation."""
    body = call.body
    person = accounts.enrol_person(
        accounts.EnrolPerson(
            actor=call.actor,
            organisation=call.actor.organisation,
            name=body.text("name"),
            roles=frozenset(Role(role) for role in body.texts("roles")),
            birth_date=_day(body.maybe_text("birth_date")),
            group=body.maybe_text("group"),
            peer_participation=body.flag("peer_participation", default=True),
            units=frozenset(body.texts("units")),
        ),
        services.accounts,
    )
    return created_answer(shown(person), f"/api/v1/people/{person.id}")


def tie_people(call: Call, services: Services) -> Response:
    """Record why one person's word about another may not count."""
    tie = accounts.tie_people(
        accounts.TiePeople(
            actor=call.actor,
            person=call.body.text("person"),
            other=call.body.text("other"),
            kind=TieKind(call.body.text("kind")),
            until=call.body.instant("until"),
        ),
        services.accounts,
    )
    return json_answer(shown(tie), status=201)


def list_consents(call: Call, services: Services, person: str) -> Response:
    """List the consents about one person, withdrawn ones too."""
    consents = accounts.list_consents(call.actor, person, services.accounts)
    return listed(consents, lambda consent: consent.id, shown)


def record_consent(call: Call, services: Services, person: str) -> Response:
    """Record a consent for oneself as an adult, or for one's child."""
    consent = accounts.record_consent(
        accounts.RecordConsent(
            actor=call.actor,
            subject=person,
            purpose=Purpose(call.body.text("purpose")),
            display_name=call.body.maybe_text("display_name"),
            expires=call.body.instant("expires"),
        ),
        services.accounts,
    )
    return json_answer(shown(consent), status=201)


def withdraw_consent(call: Call, services: Services, person: str, purpose: str) -> Response:
    """Withdraw whatever consent for the purpose is in force."""
    withdrawn = accounts.withdraw_consent(
        accounts.WithdrawConsent(
            actor=call.actor, subject=person, purpose=word_of(Purpose, purpose)
        ),
        services.accounts,
    )
    return json_answer({"items": [shown(consent) for consent in withdrawn]})


def list_tokens(call: Call, services: Services) -> Response:
    """List the API tokens of the organisation, without their secrets."""
    tokens = accounts.list_tokens(call.actor, services.accounts)
    return listed(tokens, lambda token: token.id, shown)


def make_token(call: Call, services: Services) -> Response:
    """Make an API token and answer its secret, once."""
    token, secret = accounts.make_token(
        accounts.MakeToken(
            actor=call.actor,
            organisation=call.actor.organisation,
            person=call.body.text("person"),
            role=Role(call.body.text("role")),
            label=call.body.text("label"),
            days=call.body.number("days", default=90),
        ),
        services.accounts,
    )
    return json_answer({**shown(token), "secret": secret}, status=201)


def revoke_token(call: Call, services: Services, token: str) -> Response:
    """End a token at once."""
    command = accounts.RevokeToken(actor=call.actor, token=token)
    accounts.revoke_token(command, services.accounts)
    return empty_answer()


def asked_learner(call: Call) -> str:
    """Return the learner that a list is about: the query's, or whoever asks."""
    return id_of(request.args.get("learner", call.actor.person))


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise MalformedError(
            "Write birth_date as 2010-01-31", code="date", pointer="/birth_date"
        ) from error
