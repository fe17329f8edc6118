"""`issuer retention` and `issuer keys`: time and secrets as an operator keeps them."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from issuer import accounts
from issuer.access import Actor, Role
from issuer.app.opening import SettingsOpening
from tests.cli.test_cli_keys import home, key_in, run

__all__ = ["home"]


def test_a_dry_run_is_a_table_and_changes_nothing(home: Path) -> None:
    """Nothing is over its time on the first day."""
    said = run("retention", "--dry-run").stdout
    assert home.exists()
    assert ("organisation", "0 would go; nothing was changed.") == (
        said.split()[0],
        said.splitlines()[-1],
    )


def test_times_are_chosen_at_the_terminal(home: Path) -> None:
    """And shown again; a number beyond the bounds is refused in one line."""
    run("retention", "keep", "--months", "24", "--withdrawn-days", "90")
    shown = json.loads(run("retention", "keep", "--json").stdout)
    refused = run("retention", "keep", "--months", "0")
    assert home.exists()
    assert ({"evidence_months": 24, "withdrawn_days": 90}, 1) == (shown, refused.exit_code)


def test_records_of_signing_in_go_with_a_line_in_the_table(home: Path) -> None:
    """The invitation of the first administrator is over its time after some months."""
    later = timedelta(days=100)
    told = run("retention", later=later).stdout
    again = run("retention", "--json", later=later).stdout
    assert home.exists()
    assert (True, []) == ("records of signing in" in told, json.loads(again))


def test_the_secret_in_use_is_named_before_and_after(home: Path) -> None:
    """`issuer check` says which, and the names differ."""
    before = _in_use()
    done = run("keys", "rewrap", "--yes", "--json")
    after = _in_use()
    made = json.loads(done.stdout.splitlines()[-1])
    assert (True, True, True) == (
        made["old"] in before,
        made["new"] in after,
        (home / f"kek.{made['old']}").exists(),
    )


def _in_use() -> str:
    answers = json.loads(run("check", "--json").stdout)
    return str(next(a["sentence"] for a in answers if a["check"] == "secret in use"))


def test_a_rewrap_asks_before_it_begins(home: Path) -> None:
    """Cards and links end by it."""
    answer = run("keys", "rewrap", typed="n\n")
    assert (1, False) == (answer.exit_code, (home / "kek.next").exists())


@pytest.mark.parametrize(
    "asked", [("keys", "rotate"), ("keys", "rotate", "--now"), ("keys", "compromise")]
)
def test_the_terminal_asks_and_does_not_answer_itself(home: Path, asked: tuple[str, ...]) -> None:
    """With two people, a rotation and an emergency begin as proposals of the operator."""
    services = SettingsOpening().services().accounts
    with services.unit_of_work() as uow:
        (school,) = uow.organisations.all()
        uow.organisations.save(replace(school, second_person_for_keys=True))
        uow.commit()
    more = (key_in("active")["id"], "--yes") if asked[-1] == "compromise" else ()
    said = run(*asked, *more)
    (proposal,) = json.loads(run("keys", "proposals", "--json").stdout)
    refused = run("keys", "confirm", proposal["proposal"])
    assert home.exists()
    assert (0, "system", 1, "same_person", "active") == (
        said.exit_code,
        proposal["by"],
        refused.exit_code,
        "same_person" if "[same_person]" in refused.stderr else refused.stderr,
        key_in("active")["state"],
    )


@pytest.mark.parametrize(("answer", "left"), [("confirm", False), ("decline", True)])
def test_the_operator_is_the_second_person_for_a_setting(
    home: Path, answer: str, left: bool
) -> None:
    """An administrator asks on the page; the terminal lists it and answers it once."""
    services = SettingsOpening().services().accounts
    with services.read_only() as uow:
        (school,) = uow.organisations.all()
        (admin,) = uow.people.members(school.id)
    actor = Actor(person=admin.id, organisation=school.id, role=Role.ADMIN)
    for on in (True, False):
        change = accounts.ChangeSettings(actor=actor, second_person_for_keys=on)
        accounts.change_settings(change, services)
    (proposal,) = json.loads(run("settings", "proposals", "--json").stdout)
    listed = run("settings", "proposals").stdout
    done = run("settings", answer, proposal["proposal"])
    verb = {"confirm": "Confirmed", "decline": "Declined"}[answer]
    assert f"{verb}: to switch second_person_for_keys off" in done.stdout
    again = run("settings", answer, proposal["proposal"])
    with services.read_only() as uow:
        now = uow.organisations.get(school.id).second_person_for_keys
    assert home.exists()
    assert (True, admin.id, 0, 1, left) == (
        "second_person_for_keys  until " in listed,
        proposal["by"],
        done.exit_code,
        again.exit_code,
        now,
    )
