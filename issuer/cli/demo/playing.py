"""Plays the demo once in a new folder and tells it as a person would want to read it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from issuer import criteria, images, verification
from issuer.assessment.rows import SubmissionView
from issuer.cli.demo import cast as casting
from issuer.cli.demo import story
from issuer.cli.demo.clock import BEFORE, StoryClock
from issuer.cli.demo.cohort import Staff, play_cohort
from issuer.cli.demo.files import write_files
from issuer.cli.demo.result import write_result
from issuer.cli.demo.sign_ins import hand_out_sign_ins, lines_of
from issuer.cli.services import Opening, Services, Tell
from issuer.criteria import Audience
from issuer.documents import Document, read_document
from issuer.errors import ConflictError

#: Everything but these goes into the JSON that scripts read.
_PRIVATE = frozenset({"base_url"})


def play_demo(
    opening: Opening, data: Path, port: int, tell: Tell, *, reports: bool = False
) -> Document:
    """Play the story in a new folder and return what it left.

    With `reports` thirty learners more have worked for most of a year before it begins.

    Raises:
        ConflictError: the folder holds something else, or a demo that was interrupted.
    """
    if data.exists() and any(data.iterdir()):
        raise ConflictError(
            f"{data} is not empty and holds no finished demo; remove it or choose another with"
            " --data",
            code="demo_folder",
        )
    base_url = opening.configured_base_url() or f"http://localhost:{port}"
    clock = StoryClock(opening.clock, before=BEFORE if reports else timedelta(0))
    services = opening.services(
        data=data, clock=clock, base_url=base_url, port=port, create=True, embedded=True
    )
    tell("Riverbend Demo Academy - a fictional school; every name is a bird's.")
    tell("THROW-AWAY KEYS: nothing signed here is worth anything.")
    tell("")
    if reports:
        tell("Thirty learners in three groups work for most of a year; this takes a while.")
        cast = casting.gather(services, before=lambda cast: _play_before(cast, services, clock))
    else:
        cast = casting.gather(services)
    told = story.play(cast, services, clock, data / "handed-in", tell)
    tell("")
    _tell_tree("What the issuer saw before approving Kestrel:", told.met, tell)
    _tell_tree("What Heron sees:", told.not_yet, tell)
    result = write_files(cast, told, services, data) | {
        "base_url": base_url,
        "tokens": casting.hand_out_tokens(cast, services),
        "sign_ins": hand_out_sign_ins(cast, services),
    }
    _check_ourselves(opening, result, tell)
    tell("The badge as a QR code, for anybody's phone:")
    tell(images.qr_terminal(told.valid))
    services.close()
    write_result(data, result)
    return result


def _play_before(cast: casting.Cast, services: Services, clock: StoryClock) -> None:
    staff = Staff(
        organisation=cast.organisation,
        teacher=cast.teacher,
        registrar=cast.registrar,
        issuer=cast.issuer,
        later=lambda days: clock.later(days=days),
    )
    play_cohort(staff, services)
    clock.begin_story()


def what_next(result: Document, *, serving: bool) -> Iterator[str]:
    """Say what to open next."""
    base_url = str(result["base_url"])
    if not serving:
        yield f"Serve it: issuer demo --data {result['data']}"
    yield "Open next:"
    for credential in _rows(result, "credentials"):
        yield f"  {credential['url']}  ({credential['status']}: {credential['name']})"
    yield f"  {base_url}/achievements/team-leadership/v1  (criteria, readable before anyone starts)"
    yield f"  {base_url}/verify  (paste, upload or name a badge)"
    yield f"  {base_url}/sign-in  (as any of these: role, sign-in name, password)"
    sign_ins: Document = result["sign_ins"]  # type: ignore[assignment] # our own result
    yield from lines_of(sign_ins)
    yield f"  {base_url}/api/docs  (every operation; tokens are in {result['data']}/demo.json)"


def shown(result: Document) -> Document:
    """Return the part of the result that `--json` prints."""
    return {name: value for name, value in result.items() if name not in _PRIVATE}


def port_of(base_url: str) -> int:
    """Return the port that an address names, or the one of its scheme."""
    parts = urlsplit(base_url)
    return parts.port or (443 if parts.scheme == "https" else 80)


def _tell_tree(title: str, view: SubmissionView, tell: Tell) -> None:
    tell(title)
    if view.decision is None:
        raise LookupError("the submission was never evaluated")
    text = criteria.as_text(view.decision, audience=Audience.STAFF)
    for line in text.splitlines():
        tell(f"  {line}")
    tell("")


def _check_ourselves(opening: Opening, result: Document, tell: Tell) -> None:
    """Verify every file as a stranger would: from the files alone, without the database."""
    documents = {did: read_document(_bytes(path)) for did, path in _files(result, "did_documents")}
    services = verification.offline_services(
        clock=opening.clock,
        documents=documents,
        status_lists={url: _bytes(path) for url, path in _files(result, "status_lists")},
        trusted=tuple(documents),
    )
    tell("Checked again from the files alone, as a stranger would:")
    for credential in _rows(result, "credentials"):
        for form in ("file", "png", "svg"):
            report = verification.verify(_bytes(str(credential[form])), services)
            name = Path(str(credential[form])).name
            tell(f"  {report.outcome.value:8} {credential['name']}: {name}")
            expected = credential["status"] == "valid"
            if report.is_valid != expected:
                raise AssertionError(f"{name} should be {credential['status']}: {report.codes}")
    tell("")


def _bytes(path: str) -> bytes:
    return Path(path).read_bytes()


def _files(result: Document, name: str) -> tuple[tuple[str, str], ...]:
    members: Document = result[name]  # type: ignore[assignment] # our own result
    return tuple((key, str(path)) for key, path in members.items())


def _rows(result: Document, name: str) -> tuple[Document, ...]:
    return tuple(result[name])  # type: ignore[arg-type] # our own result
