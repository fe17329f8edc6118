"""Calibrate peers: they rate anchors as teachers did, or try others (education.md 3.3)."""

from datetime import timedelta

from issuer import access
from issuer.access import Action, Target
from issuer.assessment.commands import Calibrate
from issuer.assessment.model import Calibration
from issuer.assessment.ports import Services
from issuer.assessment.recording import act_of
from issuer.criteria import Instrument, parse_instrument
from issuer.errors import MalformedError, NotFoundError, RuleError

#: Until terms are kept, a calibration holds this long.
VALID = timedelta(days=180)
_ANCHORS = 2
_TOLERANCE = 1


def calibrate_peer(command: Calibrate, services: Services) -> Calibration:
    """Compare a peer's levels on two anchors with the teachers': all within one level passes.

    An instrument without two anchors has nothing to calibrate on: then a registrar has to add
    some in a new version, or the badge must not ask for calibrated peers.

    Raises:
        RuleError: the instrument has fewer than two anchors, code `anchors`.
        MalformedError: not two of its anchors, or not every item of them, code `anchors`.
    """
    actor, now = command.actor, services.clock()
    access.require(
        actor,
        Action.CALIBRATE,
        Target(organisation=actor.organisation, learner=actor.person),
    )
    with services.unit_of_work() as uow:
        stored = uow.instruments.by_ref(actor.organisation, command.instrument)
        if stored is None:
            raise NotFoundError("There is no such instrument")
        passed = _passes(parse_instrument(stored.document), command)
        attempt = Calibration(
            id=services.ids.new_id(),
            organisation=actor.organisation,
            person=actor.person,
            instrument=command.instrument,
            anchors=tuple(sorted(command.answers)),
            passed=passed,
            at=now,
            valid_until=now + VALID,
        )
        uow.calibrations.add(attempt)
        name = "calibration.passed" if passed else "calibration.failed"
        uow.events.append(
            act_of(
                actor,
                attempt.organisation,
                name,
                attempt.id,
                services,
                learner=actor.person,
                codes={"instrument": attempt.instrument},
            )
        )
        uow.commit()
    return attempt


def _passes(instrument: Instrument, command: Calibrate) -> bool:
    anchors = {anchor.artifact: anchor.levels for anchor in instrument.anchors}
    if len(anchors) < _ANCHORS:
        raise RuleError("This instrument has no two anchors to calibrate on", code="anchors")
    answers = command.answers
    if len(answers) != _ANCHORS or not answers.keys() <= anchors.keys():
        raise MalformedError("Rate two anchors of this instrument", code="anchors")
    if any(answers[artifact].keys() != anchors[artifact].keys() for artifact in answers):
        raise MalformedError("Rate every item of both anchors", code="anchors")
    scale = instrument.scale
    return all(
        abs(scale.position(level) - scale.position(anchors[artifact][item])) <= _TOLERANCE
        for artifact, levels in answers.items()
        for item, level in levels.items()
    )
