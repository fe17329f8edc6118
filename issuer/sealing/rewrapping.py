"""Seal everything under another key-encryption key, and be able to die at any moment of it.

Each value opens under the old secret or under the new one, so a value that was turned already is
left as it is, and a run that was killed goes on by being run again. The service stands still
meanwhile: it must not seal under the old secret what was passed already (ADR 39).
"""

from collections.abc import Callable
from dataclasses import replace

from issuer.audit import Event
from issuer.errors import StateError
from issuer.sealing.model import LoginNames, SealingSecret, SecretState, Turned
from issuer.sealing.ports import Services, UnitOfWork

#: Told after each person: how many of how many.
Told = Callable[[int, int], None]


def rewrap(services: Services, told: Told) -> Turned:
    """Turn everything to the new secret; repeating it changes nothing.

    Raises:
        StateError: another re-wrap was begun, with another new secret; code `other_rewrap`.
        UnavailableError: something opens under neither secret; nothing was finished.
    """
    _begin(services)
    services.reached("after_beginning")
    people = _turn_owners(services, told)
    _turn_keys(services)
    services.reached("after_keys")
    ended = _finish(services)
    services.reached("after_finish")
    turning = services.turning
    return Turned(old=turning.old, new=turning.new, people=people, ended=ended)


def is_finished(services: Services) -> bool:
    """Tell whether the new secret is in use already."""
    with services.unit_of_work() as uow:
        return _state_of(services.turning.new, uow) is SecretState.IN_USE


def _begin(services: Services) -> None:
    turning, now = services.turning, services.clock()
    with services.unit_of_work() as uow:
        known = uow.sealings.secrets()
        others = {each.id for each in known if each.state is SecretState.INCOMING}
        if others - {turning.new}:
            raise StateError(
                "A re-wrap to another secret was begun; finish it with that one first",
                code="other_rewrap",
            )
        if others or _state_of(turning.new, uow) is SecretState.IN_USE:
            return
        if not known:
            old = SealingSecret(id=turning.old, state=SecretState.IN_USE, since=now)
            uow.sealings.put_secret(old)
        new = SealingSecret(id=turning.new, state=SecretState.INCOMING, since=now)
        uow.sealings.put_secret(new)
        _tell("secret.rewrap_begun", uow, services, {})
        uow.commit()


def _turn_owners(services: Services, told: Told) -> int:
    with services.unit_of_work() as uow:
        owners = uow.sealings.owners()
    turned = 0
    for number, who in enumerate(owners, 1):
        turned += services.turning.turn_owner(*who)
        services.reached("after_data_key")
        _turn_person(*who, services)
        services.reached("after_person")
        told(number, len(owners))
    return turned


def _turn_person(organisation: str, person: str, services: Services) -> None:
    """Turn what a person signs in with: names and app belong together, so it is one transaction."""
    turning = services.turning
    with services.unit_of_work() as uow:
        login = uow.sealings.login_of(organisation, person)
        app = uow.sealings.app_of(organisation, person)
        if login is not None:
            uow.sealings.set_indices(_indexed(login, organisation, services))
        if app is not None:
            uow.sealings.set_app(app.id, turning.turn_app(app))
        services.reached("inside_person")
        if login is not None or app is not None:
            uow.commit()


def _indexed(login: LoginNames, organisation: str, services: Services) -> LoginNames:
    """Return a login with its new indices; one whose words are gone has none."""

    def index(name: str | None) -> str | None:
        return services.turning.index(organisation, name) if name else None

    return replace(login, handle_index=index(login.handle), email_index=index(login.email))


def _turn_keys(services: Services) -> None:
    turning = services.turning
    with services.unit_of_work() as uow:
        for key in uow.sealings.private_halves():
            uow.sealings.set_key(key, turning.turn_key(key))
        for provider in uow.sealings.providers():
            uow.sealings.set_provider(provider.id, turning.turn_box(provider))
        services.reached("inside_keys")
        uow.commit()


def _finish(services: Services) -> int:
    """Say that the new secret is in use, and end what only the old one could have made."""
    turning, now = services.turning, services.clock()
    with services.unit_of_work() as uow:
        if _state_of(turning.new, uow) is SecretState.IN_USE:
            return 0
        ended = {each: uow.sealings.end_derived(each, now) for each in uow.sealings.organisations()}
        for secret in uow.sealings.secrets():
            if secret.state is SecretState.IN_USE:
                gone = replace(secret, state=SecretState.RETIRED, since=now, carried=None)
                uow.sealings.put_secret(gone)
        new = SealingSecret(
            id=turning.new, state=SecretState.IN_USE, since=now, carried=turning.carry()
        )
        uow.sealings.put_secret(new)
        _tell("secret.rewrapped", uow, services, ended)
        services.reached("inside_finish")
        uow.commit()
    return sum(ended.values())


def _state_of(name: str, uow: UnitOfWork) -> SecretState | None:
    return next((each.state for each in uow.sealings.secrets() if each.id == name), None)


def _tell(name: str, uow: UnitOfWork, services: Services, ended: dict[str, int]) -> None:
    for organisation in uow.sealings.organisations():
        codes = {"old": services.turning.old, "new": services.turning.new}
        if organisation in ended:
            codes["ended"] = str(ended[organisation])
        uow.events.append(
            Event(
                id=services.ids.new_id(),
                at=services.clock(),
                organisation=organisation,
                actor="system",
                role="system",
                name=name,
                subject=organisation,
                codes=codes,
            )
        )
