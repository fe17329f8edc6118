"""`issuer audit`: check the log, sign it, and take a decision out to be checked elsewhere."""

import sys
from pathlib import Path

import click

from issuer import auditing
from issuer.audit import NoteKey, read_note_key, split_notes
from issuer.auditing import Check, LogReport, Witness
from issuer.cli.services import Opening
from issuer.cli.speaking import say, say_json, told_in_one_line
from issuer.documents import write_document

_MARKS = {True: "ok", False: "NO", None: "--"}
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
_KEY = click.option(
    "--key", "key", metavar="KEY", help="The log's public key, as you kept it (issuer audit key)."
)


def audit_group(opening: Opening) -> click.Group:
    """Return the group; `replay` needs no installation."""

    @click.group("audit", help="Check the audit log, and repeat decisions.")
    def audit() -> None:
        pass

    audit.add_command(_verify_command(opening))
    audit.add_command(_checkpoint_command(opening))
    audit.add_command(_key_command(opening))
    audit.add_command(_bundle_command(opening))
    audit.add_command(_replay_command())
    return audit


def _verify_command(opening: Opening) -> click.Command:
    @click.command("verify")
    @click.option(
        "--checkpoint",
        "files",
        multiple=True,
        type=_FILE,
        help="A file of checkpoints kept outside; may be repeated.",
    )
    @_KEY
    @_JSON
    @told_in_one_line
    def verify(files: tuple[Path, ...], key: str | None, *, as_json: bool) -> None:
        """Compute the whole log anew and compare; exit code 1 if anything does not fit.

        Without --checkpoint only careless changes are found: whoever can rewrite the database can
        rewrite all of it.
        """
        services = opening.services()
        kept = tuple(
            Witness(source=f"checkpoint {number} in {file}", note=note)
            for file in files
            for number, note in enumerate(split_notes(file.read_bytes()), start=1)
        )
        report = auditing.check_log(services.auditing, kept, _key_of(key))
        if as_json:
            say_json(
                {
                    "size": report.size,
                    "root": report.root.hex(),
                    "waiting": report.waiting,
                    "forgotten": report.forgotten,
                    "checkpoints": report.checkpoints,
                    "faults": [fault.to_dict() for fault in report.faults],
                }
            )
        else:
            _tell(report)
        sys.exit(int(bool(report.faults)))

    return verify


def _checkpoint_command(opening: Opening) -> click.Command:
    @click.command("checkpoint", help="Sign the log as it is now, and print the newest signature.")
    @told_in_one_line
    def run() -> None:
        services = opening.services()
        services.run_jobs()
        auditing.checkpoint(services.auditing)
        click.echo(auditing.newest_checkpoint(services.auditing).note, nl=False)

    return run


def _key_command(opening: Opening) -> click.Command:
    @click.command("key", help="Print the log's public key; keep a copy elsewhere.")
    @told_in_one_line
    def run() -> None:
        say(auditing.public_key(opening.services().auditing))

    return run


def _bundle_command(opening: Opening) -> click.Command:
    @click.command("bundle")
    @click.argument("credential")
    @click.option(
        "--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="File."
    )
    @told_in_one_line
    def bundle(credential: str, out: Path) -> None:
        """Write everything that CREDENTIAL rests on to a file, without a name in it."""
        services = opening.services()
        public_id = credential.rsplit("/", 1)[-1]
        out.write_bytes(write_document(auditing.bundle_of(public_id, services.auditing)))
        say(f"Written to {out}; check it anywhere with: issuer audit replay {out}")

    return bundle


def _replay_command() -> click.Command:
    @click.command("replay")
    @click.argument("bundle", type=_FILE)
    @_KEY
    @_JSON
    @told_in_one_line
    def replay(bundle: Path, key: str | None, *, as_json: bool) -> None:
        """Check BUNDLE offline and evaluate its rules again; exit code 1 if anything differs."""
        checks = auditing.replay(bundle.read_bytes(), _key_of(key))
        if as_json:
            say_json([check.to_dict() for check in checks])
        for check in () if as_json else checks:
            _say_check(check)
        sys.exit(int(any(check.holds is False for check in checks)))

    return replay


def _say_check(check: Check) -> None:
    say(f"[{_MARKS[check.holds]}] {check.sentence}")


def _tell(report: LogReport) -> None:
    for fault in report.faults:
        say(f"{fault.place}: {fault.sentence} [{fault.code}]")
    say(
        f"{report.size} entries, root {report.root.hex()}, {report.checkpoints} checkpoints"
        f" compared, {report.waiting} entries waiting for their place,"
        f" {report.forgotten} about people who were forgotten."
    )
    say(
        "Nothing was changed." if not report.faults else "The log was changed; see the lines above."
    )


def _key_of(text: str | None) -> NoteKey | None:
    return None if text is None else read_note_key(text)
