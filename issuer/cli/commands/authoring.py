"""`issuer badges`, `rubrics` and `instruments`: author from files, by the holder of a token."""

import sys
from collections.abc import Callable
from pathlib import Path

import click

from issuer import assessment, criteria
from issuer.assessment import commands
from issuer.assessment.model import Definition
from issuer.cli.acting import actor
from issuer.cli.services import Opening, Services
from issuer.cli.speaking import hint, say, say_json, told_in_one_line
from issuer.documents import Document

_FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


def badges_group(opening: Opening) -> click.Group:
    """Return the commands about badges."""

    @click.group("badges", help="Lint, draft and publish badges from files; acts by ISSUER_TOKEN.")
    def group() -> None:
        pass

    group.add_command(_lint(opening))
    group.add_command(_draft(opening))
    group.add_command(_publish(opening))
    return group


def rubrics_group(opening: Opening) -> click.Group:
    """Return the command about rubrics."""
    return _group_that_publishes("rubrics", "rubric", _publish_rubric, opening)


def instruments_group(opening: Opening) -> click.Group:
    """Return the command about peer instruments."""
    return _group_that_publishes("instruments", "peer instrument", _publish_instrument, opening)


def _publish_rubric(file: Path, services: Services) -> tuple[str, str]:
    command = commands.PublishRubric(actor=actor(services), document=_read(file))
    found = assessment.publish_rubric(command, services.assessment)
    return found.ref, found.content_hash


def _publish_instrument(file: Path, services: Services) -> tuple[str, str]:
    command = commands.PublishInstrument(actor=actor(services), document=_read(file))
    found = assessment.publish_instrument(command, services.assessment)
    return found.ref, found.content_hash


def _group_that_publishes(
    name: str,
    noun: str,
    publish_file: Callable[[Path, Services], tuple[str, str]],
    opening: Opening,
) -> click.Group:
    """Return a group whose one command publishes a file; that answers reference and hash."""

    @click.group(name, help=f"Publish {noun}s from files; acts by ISSUER_TOKEN.")
    def group() -> None:
        pass

    @group.command(
        "publish",
        help=f"Publish the {noun} in FILE for ever; the same content again changes nothing.",
    )
    @_FILE
    @_JSON
    @told_in_one_line
    def publish(file: Path, *, as_json: bool) -> None:
        ref, content_hash = publish_file(file, opening.services())
        _tell_published(ref, content_hash, as_json=as_json)

    return group


def _lint(opening: Opening) -> click.Command:
    @click.command("lint")
    @_FILE
    @_JSON
    @told_in_one_line
    def lint(file: Path, *, as_json: bool) -> None:
        """Say what would stop FILE from being published at your school. Exit code 1 if anything.

        Rubrics, peer instruments and earlier badges are those that your school has published.
        """
        services = opening.services()
        found = assessment.lint_document(actor(services), _read(file), services.assessment)
        if as_json:
            say_json([{"code": e.code, "path": e.path, "sentence": e.sentence} for e in found])
        for each in () if as_json else found:
            say(f"{each.code}  {each.path}: {each.sentence}")
        if not found and not as_json:
            say("Nothing to say against it.")
        sys.exit(int(any(each.code.startswith("E") for each in found)))

    return lint


def _draft(opening: Opening) -> click.Command:
    @click.command("draft")
    @_FILE
    @_JSON
    @told_in_one_line
    def draft(file: Path, *, as_json: bool) -> None:
        """Store FILE as the draft of its badge version; say what lint finds."""
        services = opening.services()
        held = _drafted(services, _read(file))
        _tell(held, as_json=as_json)
        view = assessment.show_definition(actor(services), held.id, services.assessment)
        for found in view.lint:
            hint(f"{found.code}  {found.path}: {found.sentence}")

    return draft


def _publish(opening: Opening) -> click.Command:
    @click.command("publish")
    @_FILE
    @_JSON
    @told_in_one_line
    def publish(file: Path, *, as_json: bool) -> None:
        """Store FILE as a draft and publish it for ever; the same content changes nothing."""
        services = opening.services()
        held = _drafted(services, _read(file))
        command = commands.PublishDefinition(actor=actor(services), definition=held.id)
        _tell(assessment.publish_definition(command, services.assessment), as_json=as_json)

    return publish


def _read(file: Path) -> Document:
    return criteria.read_authored(file.read_bytes())


def _drafted(services: Services, document: Document) -> Definition:
    """Store the draft; the picture that was chosen for it on the pages stays."""
    who = actor(services)
    rows = assessment.list_catalogue(who, services.assessment)
    named = (document.get("badge"), document.get("version"))
    known = [row.definition for row in rows if (row.badge, row.version) == named]
    art = None
    if known:
        art = assessment.show_definition(who, known[0], services.assessment).definition.art
    command = commands.DraftDefinition(actor=who, document=document, art=art)
    return assessment.draft_definition(command, services.assessment)


def _tell(definition: Definition, *, as_json: bool) -> None:
    name = f"{definition.badge}@{definition.version}"
    if as_json:
        say_json(
            {
                "id": definition.id,
                "badge": definition.badge,
                "version": definition.version,
                "state": definition.state.value,
                "hash": definition.content_hash,
            }
        )
        return
    say(f"{name} ({definition.state.value}), {definition.content_hash}")


def _tell_published(ref: str, content_hash: str, *, as_json: bool) -> None:
    if as_json:
        say_json({"ref": ref, "hash": content_hash})
        return
    say(f"Published: {ref}, {content_hash}")
