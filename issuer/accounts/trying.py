"""How often somebody may guess; counted in the database, so it holds across workers (T77).

At most 30 tries an hour reach the hash of one account: 20 from browsers that never signed in to it
and 10 kept for those that did, so that strangers cannot lock a person out. A good try is given
back. An address is told apart by what fails from it, since a school shares one.
"""

from datetime import timedelta

from issuer.accounts.ports import Services, UnitOfWork
from issuer.accounts.secrecy import knows_device
from issuer.accounts.session_commands import Origin
from issuer.errors import LimitError

WINDOW = timedelta(hours=1)
STRANGERS_TRIES = 20
KNOWN_TRIES = 10
NETWORK_FAILURES = 200
CLASS_FAILURES = 200
RESETS = 3
CODE_TRIES = 10
#: A whole school may sign in from one address; each challenge is a small row for five minutes.
CHALLENGES = 1000


def account_key(account: str, origin: Origin, services: Services) -> tuple[str, int]:
    """Return under which key a try at an account is counted, and how many there may be."""
    if knows_device(origin.device_mark, account, services):
        return f"known:{account}", KNOWN_TRIES
    return f"account:{account}", STRANGERS_TRIES


def network_key(origin: Origin, services: Services) -> str:
    """Return under which key failures from a network are counted; no address is stored."""
    return "network:" + services.sign_in.secrets.mac("network", origin.network).hex()


def require_network(origin: Origin, uow: UnitOfWork, services: Services) -> None:
    """Let a try from this network pass, or raise LimitError."""
    start = services.clock() - WINDOW
    if uow.tries.current(network_key(origin, services), start) >= NETWORK_FAILURES:
        raise _too_many()


def reserve(key: str, most: int, uow: UnitOfWork, services: Services) -> None:
    """Count a try before it is made, or raise LimitError; the caller commits either way."""
    now = services.clock()
    if uow.tries.count(key, now, now - WINDOW) > most:
        uow.commit()
        raise _too_many()


def count_failure(origin: Origin, uow: UnitOfWork, services: Services) -> None:
    """Count what failed from a network."""
    now = services.clock()
    uow.tries.count(network_key(origin, services), now, now - WINDOW)
    uow.tries.forget_before(now - WINDOW)


def reserve_challenge(origin: Origin, uow: UnitOfWork, services: Services) -> None:
    """Count a challenge before it is stored, or raise LimitError."""
    mac = services.sign_in.secrets.mac("challenges", origin.network).hex()
    reserve(f"challenges:{mac}", CHALLENGES, uow, services)


def is_first_stranger(
    organisation: str, origin: Origin, uow: UnitOfWork, services: Services
) -> bool:
    """Tell whether this is the first try at an unknown name from a network within the hour.

    Only that one is written down: whoever sends names by the thousand does not fill the log.
    """
    mac = services.sign_in.secrets.mac("strangers", f"{organisation}|{origin.network}").hex()
    now = services.clock()
    return uow.tries.count(f"strangers:{mac}", now, now - WINDOW) == 1


def _too_many() -> LimitError:
    return LimitError(
        "Too many tries; wait an hour, or ask for a new link by mail or at the school office",
        code="too_many_tries",
        retry_after=int(WINDOW.total_seconds()),
    )
