"""The demo's story, played through the same use cases that the API calls; nothing is planted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from issuer import assessment
from issuer.assessment import commands
from issuer.assessment.rows import SubmissionView
from issuer.cli.demo import evidence
from issuer.cli.demo.acts import Stage
from issuer.cli.demo.cast import Cast
from issuer.cli.demo.clock import StoryClock
from issuer.cli.demo.kestrel import PEERS, play_kestrel
from issuer.cli.demo.others import play_curlew, play_heron
from issuer.cli.services import Services, Tell
from issuer.documents import Document
from issuer.issuance.model import CredentialId
from issuer.vocab import library

_LEADERSHIP = "leadership-behaviours@1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """How the story ended.

    Attributes:
        valid: Kestrel's credential. revoked: Curlew's.
        met: what the issuer saw before approving Kestrel. not_yet: what Heron saw.
    """

    valid: CredentialId
    revoked: CredentialId
    met: SubmissionView
    not_yet: SubmissionView


def play(cast: Cast, services: Services, clock: StoryClock, folder: Path, tell: Tell) -> Told:
    """Play all scenes, from published badges to a badge, a not-yet and a revocation."""
    definitions = _publish(cast, services)
    tell(f"Published {len(definitions)} badges with rubrics and criteria that anyone can read.")
    stage = Stage(
        cast=cast,
        services=services,
        clock=clock,
        files=evidence.write_all(folder),
        definitions=definitions,
        tell=tell,
    )
    _calibrate(stage)
    met, valid = play_kestrel(stage)
    not_yet = play_heron(stage)
    revoked = play_curlew(stage)
    clock.catch_up()
    services.run_jobs()
    return Told(valid=valid, revoked=revoked, met=met, not_yet=not_yet)


def _publish(cast: Cast, services: Services) -> dict[str, str]:
    """Publish rubrics, instruments and badges; return definition ids by badge slug."""
    for document in library.documents("rubric"):
        rubric = commands.PublishRubric(actor=cast.issuer, document=document)
        assessment.publish_rubric(rubric, services.assessment)
    for document in library.documents("instrument"):
        instrument = commands.PublishInstrument(actor=cast.issuer, document=document)
        assessment.publish_instrument(instrument, services.assessment)
    return {
        str(document["badge"]): _publish_badge(cast, services, document)
        for document in library.documents("badge")
    }


def _publish_badge(cast: Cast, services: Services, document: Document) -> str:
    draft = commands.DraftDefinition(actor=cast.teacher, document=document)
    definition = assessment.draft_definition(draft, services.assessment)
    publish = commands.PublishDefinition(actor=cast.issuer, definition=definition.id)
    return assessment.publish_definition(publish, services.assessment).id


def _calibrate(stage: Stage) -> None:
    """Peers learn to look: each rates the anchors as the teachers did."""
    instrument = next(
        document
        for document in library.documents("instrument")
        if f"{document['instrument']}@{document['version']}" == _LEADERSHIP
    )
    anchors: Iterable[Document] = instrument["anchors"]  # type: ignore[assignment] # our own file
    answers: dict[str, Mapping[str, str]] = {
        str(anchor["artifact"]): anchor["levels"]  # type: ignore[misc] # our own file
        for anchor in anchors
    }
    for who in PEERS:
        command = commands.Calibrate(
            actor=stage.cast.peer(who), instrument=_LEADERSHIP, answers=answers
        )
        assessment.calibrate_peer(command, stage.services.assessment)
