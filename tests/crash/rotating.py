"""Workers that rotate, end keys and issue on one SQLite file, each killed at one step of it.

Run as a program (`python -m tests.crash.rotating FOLDER --kills N --seed N`): it imports everything
once and forks, so a kill costs little. Each worker goes on where the last one died. A round has
a school of its own, since a DID document with hundreds of keys is one that verifiers refuse.
"""

import argparse
import json
import os
import random
import shutil
import signal
import sys
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from issuer import issuance, records
from issuer.clock import system_clock
from issuer.errors import IssuerError
from issuer.issuance.model import KeyState
from tests import awarding
from tests.crash.killing import AWARDED, FIGURES, Client, RightIssuer, issued_bytes, warm_up
from tests.databases import SQLITE_NAME, fresh_sqlite

#: Every step of a rotation, then those of an emergency.
ROTATION = (
    "after_key_made",
    "after_key_created",
    "after_key_proved",
    "inside_key_publication",
    "after_key_publication",
    "inside_rotation",
    "after_rotation",
    "after_list_signature",
    "after_list_publication",
)
EMERGENCY = (
    "inside_compromise",
    "after_compromise",
    "after_succession",
    "inside_reissue_intent",
    "after_reissue_intent",
    "after_reissue",
)
_AWARDS = 60
_EMERGENCY_EVERY = 4
#: Some lives only change keys, so that several changes lie between two badges.
_ISSUES = 0.5


def live(folder: Path, seed: int, deadly: str) -> None:
    """Issue, rotate and sometimes end a key, until death at `deadly`."""
    dice = random.Random(seed)  # noqa: S311 - a repeatable test, no secret

    def reached(name: str) -> None:
        if name == deadly:
            os.kill(os.getpid(), signal.SIGKILL)

    engine = records.open_engine(fresh_sqlite(folder))
    services = replace(RightIssuer().services(engine, reached), key_wait=timedelta(0))
    client = Client(folder)
    while True:
        number = dice.randrange(_AWARDS)
        try:
            if dice.random() < _ISSUES:
                _hand_out(f"award-{number:05d}", services, client)
            _act(deadly, dice, services)
        except IssuerError:
            # Busy, or another state than a dead one left behind: an operator would come again.
            continue


def _hand_out(award: str, services: issuance.Services, client: Client) -> None:
    client.was_given(award, issued_bytes(award, services))


def _act(deadly: str, dice: random.Random, services: issuance.Services) -> None:
    algorithm = dice.choice(("Ed25519", "Ed25519", "ES256"))
    if deadly in EMERGENCY:
        _emergency(dice, services)
        return
    issuance.begin_rotation(awarding.ACADEMY, services, algorithm)
    issuance.switch_due_keys(services)


def _emergency(dice: random.Random, services: issuance.Services) -> None:
    keys = issuance.list_keys(awarding.ACADEMY, services)
    for key in keys:
        if key.state is KeyState.COMPROMISED:
            # An operator repeats the command until nothing is left.
            issuance.compromise_key(key.id, services)
            issuance.reissue_key(key.id, services)
    active = [key for key in keys if key.state is KeyState.ACTIVE]
    ended = dice.choice(active)
    issuance.compromise_key(ended.id, services)
    issuance.reissue_key(ended.id, services)


def prepare(folder: Path) -> None:
    """Make the school and its approved awards in the upgraded database of the folder."""
    engine = records.open_engine(fresh_sqlite(folder))
    services = RightIssuer().services(engine, lambda _name: None)
    awarding.open_school(services)
    awarding.add_awards(
        services,
        tuple(
            replace(awarding.award_of(f"{number:05d}"), awarded_at=AWARDED)
            for number in range(_AWARDS)
        ),
    )
    engine.dispose()


def kill_at(folder: Path, deadly: str, seed: int) -> None:
    """Let one worker live until it dies of `deadly`."""
    pid = os.fork()
    if pid == 0:
        live(folder, seed, deadly)
    _, status = os.waitpid(pid, 0)
    if not os.WIFSIGNALED(status):
        raise RuntimeError(f"a worker ended by itself, status {status}")


def main(arguments: list[str]) -> None:
    """Prepare, kill at every step, and write the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--kills", type=int, required=True)
    parser.add_argument("--seed", type=int, required=True)
    given = parser.parse_args(arguments)
    folder: Path = given.folder
    warm_up(folder / "warm")
    shutil.copyfile(folder / "warm" / "empty", folder / SQLITE_NAME)
    prepare(folder)
    dice = random.Random(given.seed)  # noqa: S311 - a repeatable test, no secret
    started = system_clock()
    kills: Counter[str] = Counter()
    for number in range(given.kills):
        order = [*ROTATION, *(EMERGENCY if number % _EMERGENCY_EVERY == 0 else ())]
        dice.shuffle(order)
        kills.update(order)
        place = folder / f"round-{number:02d}"
        place.mkdir()
        shutil.copyfile(folder / SQLITE_NAME, place / SQLITE_NAME)
        for deadly in order:
            kill_at(place, deadly, dice.randrange(2**32))
    seconds = round((system_clock() - started).total_seconds(), 1)
    figures = {"kills": dict(kills), "seconds": seconds}
    (folder / FIGURES).write_text(json.dumps(figures), encoding="ascii")


if __name__ == "__main__":
    main(sys.argv[1:])
