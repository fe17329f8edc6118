"""What waits for a second person, listed and answered at the terminal by the operator."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

import click

from issuer import accounts
from issuer.accounts.model import SettingsProposal
from issuer.cli.services import Opening, Services
from issuer.cli.speaking import say, say_json, told_in_one_line
from issuer.clock import format_instant
from issuer.documents import Json
from issuer.errors import NotFoundError
from issuer.issuance import KeyProposal

_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
T = TypeVar("T", KeyProposal, SettingsProposal)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposals(Generic[T]):
    """One kind of proposals.

    `of` returns those that wait in one organisation, `about` what each is about, by name; `listed`
    is its line in a list, after the id, and `asked` what it asks for.
    """

    of: Callable[[str, Services], tuple[T, ...]]
    about: Callable[[T], Mapping[str, StrEnum | str]]
    listed: Callable[[T], str]
    asked: Callable[[T], str]

    def shown(self, proposal: T) -> dict[str, Json]:
        """Return what a program is told of a proposal."""
        return {
            "proposal": proposal.id,
            **{name: str(word) for name, word in self.about(proposal).items()},
            "by": proposal.proposed_by,
            "until": format_instant(proposal.expires_at),
            "state": proposal.state.value,
        }

    def list_command(self, opening: Opening, told: str) -> click.Command:
        """Return the command that lists what waits."""

        @click.command("proposals", help=told)
        @_JSON
        @told_in_one_line
        def run(*, as_json: bool) -> None:
            found = self._waiting(opening.services())
            if as_json:
                say_json([self.shown(each) for each in found])
            for each in () if as_json else found:
                until = format_instant(each.expires_at)
                say(f"{each.id}  {self.listed(each)}  until {until}")

        return run

    def answer_command(
        self, opening: Opening, name: str, told: str, answer: Callable[[T, Services], T]
    ) -> click.Command:
        """Return a command that answers one; NotFoundError, code `not_found`."""

        @click.command(name, help=told)
        @click.argument("proposal", metavar="PROPOSAL")
        @_JSON
        @told_in_one_line
        def run(proposal: str, *, as_json: bool) -> None:
            services = opening.services()
            found = next((each for each in self._waiting(services) if each.id == proposal), None)
            if found is None:
                raise NotFoundError(
                    "Nothing of that name waits for a second person", code="not_found"
                )
            settled = answer(found, services)
            if as_json:
                say_json(self.shown(settled))
            else:
                say(f"{settled.state.value.capitalize()}: {self.asked(settled)}")

        return run

    def _waiting(self, services: Services) -> tuple[T, ...]:
        schools = accounts.list_organisations(services.accounts)
        return tuple(each for school in schools for each in self.of(school.id, services))
