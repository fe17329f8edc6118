"""`issuer criteria`: lint and explain criteria documents, and re-run decisions offline."""

import sys
from pathlib import Path

import click

from issuer import criteria
from issuer.cli.services import Opening
from issuer.cli.speaking import say, say_json, told_in_one_line
from issuer.criteria import Audience, Criteria
from issuer.documents import Json, read_document

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


def criteria_group(opening: Opening) -> click.Group:
    """Return the group; it needs no installation."""

    @click.group("criteria", help="Lint and explain criteria documents (YAML or JSON).")
    def group() -> None:
        pass

    group.add_command(_lint_command(opening))
    group.add_command(_explain_command())
    return group


def _lint_command(opening: Opening) -> click.Command:
    @click.command("lint")
    @click.argument("file", type=_FILE)
    @click.option("--rubric", "rubrics", multiple=True, type=_FILE, help="A rubric it refers to.")
    @click.option(
        "--instrument", "instruments", multiple=True, type=_FILE, help="An instrument it refers to."
    )
    @_JSON
    @told_in_one_line
    def lint(
        file: Path, rubrics: tuple[Path, ...], instruments: tuple[Path, ...], *, as_json: bool
    ) -> None:
        """Say what would stop FILE from being published. Exit code 1 if anything would."""
        document = _read(file)
        catalogue = criteria.given_catalogue(
            rubrics=tuple(
                criteria.parse_rubric(criteria.read_authored(r.read_bytes())) for r in rubrics
            ),
            instruments=tuple(
                criteria.parse_instrument(criteria.read_authored(i.read_bytes()))
                for i in instruments
            ),
            now=opening.clock(),
        )
        findings = criteria.lint(document, catalogue)
        if as_json:
            say_json([_finding(found) for found in findings])
        for found in () if as_json else findings:
            say(f"{found.code}  {found.path}: {found.sentence}")
        if not findings and not as_json:
            say("Nothing to say against it.")
        sys.exit(int(any(found.code.startswith("E") for found in findings)))

    return lint


def _explain_command() -> click.Command:
    @click.command("explain")
    @click.argument("file", type=_FILE)
    @click.option("--facts", type=_FILE, help="Facts (JSON) to evaluate the criteria against.")
    @click.option("--learner", is_flag=True, help="Say it as the learner sees it.")
    @_JSON
    @told_in_one_line
    def explain(file: Path, facts: Path | None, *, learner: bool, as_json: bool) -> None:
        """Say in plain words what FILE asks for; with --facts, evaluate and print the decision."""
        document = _read(file)
        if facts is None:
            say(criteria.narrative(document, (), ()))
            return
        snapshot = criteria.facts_from_dict(read_document(facts.read_bytes()))
        decision = criteria.evaluate(document, snapshot)
        if as_json:
            say_json(decision.to_dict())
            return
        audience = Audience.LEARNER if learner else Audience.STAFF
        say(criteria.as_text(decision.to_dict(), audience=audience))
        say(f"decision {decision.hash}")

    return explain


def _read(file: Path) -> Criteria:
    return criteria.parse(criteria.read_authored(file.read_bytes()))


def _finding(found: criteria.Finding) -> Json:
    return {"code": found.code, "path": found.path, "sentence": found.sentence}
