"""What a peer reads to calibrate: works that teachers rated, without the teachers' levels."""

from typing import BinaryIO

from issuer import access
from issuer.access import Action, Actor, Target
from issuer.assessment.media import HEAD_BYTES, media_type_of
from issuer.assessment.model import Calibration, DefinitionState, InstrumentVersion
from issuer.assessment.ports import Services, UnitOfWork
from issuer.assessment.rows import AnchorFile, CalibrationRow, CalibrationView
from issuer.criteria import Instrument, parse_instrument
from issuer.errors import MalformedError, NotFoundError

#: How many works are rated in one exercise (education.md 3.3).
ANCHORS = 2
_HASH = "sha256:"


def list_calibrations(actor: Actor, services: Services) -> tuple[CalibrationRow, ...]:
    """List the exercises of the actor's school: instruments in use that have enough anchors."""
    _require(actor)
    with services.read_only() as uow:
        used = {
            ref
            for definition in uow.definitions.all(actor.organisation)
            if definition.state is DefinitionState.PUBLISHED
            for ref in definition.pins
        }
        mine = uow.calibrations.of(actor.organisation, actor.person)
        found = [each for each in uow.instruments.all(actor.organisation) if each.ref in used]
        return tuple(
            _row(instrument, mine, services)
            for instrument in map(_parsed, found)
            if len(instrument.anchors) >= ANCHORS
        )


def show_calibration(actor: Actor, instrument: str, services: Services) -> CalibrationView:
    """Show an exercise; after a failed one other anchors come first, where there are more.

    Raises:
        NotFoundError: no such instrument, or one without enough anchors.
    """
    _require(actor)
    with services.read_only() as uow:
        found = _find(actor, instrument, uow)
        row = _row(found, uow.calibrations.of(actor.organisation, actor.person), services)
    first = row.failed * ANCHORS % len(found.anchors)
    turned = (*found.anchors[first:], *found.anchors[:first])[:ANCHORS]
    return CalibrationView(
        row=row,
        instrument=found.document,
        anchors=tuple(anchor.artifact for anchor in turned),
        kept=frozenset(anchor.artifact for anchor in turned if _is_kept(anchor.artifact, services)),
    )


def open_anchor(actor: Actor, instrument: str, artifact: str, services: Services) -> AnchorFile:
    """Open the bytes of an anchor of an instrument, where the school keeps them.

    Raises:
        NotFoundError: no anchor of this instrument, or its bytes are kept elsewhere.
    """
    _require(actor)
    with services.read_only() as uow:
        known = {anchor.artifact for anchor in _find(actor, instrument, uow).anchors}
    stream = _stored(artifact, services) if artifact in known else None
    if stream is None:
        raise NotFoundError("There is no such work here")
    try:
        media_type = media_type_of(stream.read(HEAD_BYTES))
    except MalformedError:
        media_type = "application/octet-stream"
    stream.seek(0)
    return AnchorFile(stream=stream, media_type=media_type)


def _require(actor: Actor) -> None:
    own = Target(organisation=actor.organisation, learner=actor.person)
    access.require(actor, Action.CALIBRATE, own)


def _find(actor: Actor, ref: str, uow: UnitOfWork) -> Instrument:
    stored = uow.instruments.by_ref(actor.organisation, ref)
    found = None if stored is None else _parsed(stored)
    if found is None or len(found.anchors) < ANCHORS:
        raise NotFoundError("There is no such exercise")
    return found


def _parsed(stored: InstrumentVersion) -> Instrument:
    return parse_instrument(stored.document)


def _row(
    instrument: Instrument, mine: tuple[Calibration, ...], services: Services
) -> CalibrationRow:
    now = services.clock()
    tries = [each for each in mine if each.instrument == instrument.ref]
    valid = [each.valid_until for each in tries if each.passed and now < each.valid_until]
    return CalibrationRow(
        instrument=instrument.ref,
        title=instrument.title,
        valid_until=max(valid, default=None),
        failed=sum(not each.passed for each in tries),
    )


def _is_kept(artifact: str, services: Services) -> bool:
    stream = _stored(artifact, services)
    if stream is None:
        return False
    stream.close()
    return True


def _stored(artifact: str, services: Services) -> BinaryIO | None:
    try:
        return services.blobs.open(artifact.removeprefix(_HASH))
    except NotFoundError:
        return None
