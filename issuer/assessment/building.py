"""Builds what a badge version will be: its Achievement, and the pins of what it refers to."""

from collections.abc import Mapping
from dataclasses import dataclass

from issuer import criteria
from issuer.assessment.model import Definition, InstrumentVersion, Pin, RubricVersion
from issuer.assessment.ports import Services, UnitOfWork
from issuer.assessment.publishing import achievement_of
from issuer.assessment.work import leaves_of
from issuer.badges import Achievement
from issuer.criteria import Criteria, parse_instrument, parse_rubric
from issuer.criteria.leaves import PeersLeaf, RubricLeaf


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """An Achievement with the published rubrics and instruments that it was built from."""

    achievement: Achievement
    pins: Mapping[str, Pin]
    rubrics: tuple[RubricVersion, ...]
    instruments: tuple[InstrumentVersion, ...]


def build(draft: Definition, document: Criteria, uow: UnitOfWork, services: Services) -> Built:
    """Build the Achievement of a version; a ref that nobody published is left out."""
    organisation = draft.organisation
    rubrics = [
        uow.rubrics.by_ref(organisation, ref)
        for ref in dict.fromkeys(leaf.rubric for _, leaf in leaves_of(document, RubricLeaf))
    ]
    instruments = [
        uow.instruments.by_ref(organisation, ref)
        for ref in dict.fromkeys(leaf.instrument for _, leaf in leaves_of(document, PeersLeaf))
    ]
    found_rubrics = tuple(each for each in rubrics if each is not None)
    found_instruments = tuple(each for each in instruments if each is not None)
    achievement = achievement_of(
        document,
        address=f"{services.base_url}/achievements/{draft.public_slug}/v{draft.version}",
        rubrics={each.ref: parse_rubric(each.document) for each in found_rubrics},
        instruments={each.ref: parse_instrument(each.document) for each in found_instruments},
        approval=_approval(document, organisation, uow),
    )
    return Built(
        achievement=achievement,
        pins={
            **{each.ref: _pin(each) for each in found_rubrics},
            **{each.ref: _pin(each) for each in found_instruments},
        },
        rubrics=found_rubrics,
        instruments=found_instruments,
    )


def _approval(document: Criteria, organisation: str, uow: UnitOfWork) -> str:
    """Say who approves; only a small school's own rule lets one adult do both (ruling 7)."""
    sole_teacher = uow.organisations.get(organisation).sole_teacher
    alone = sole_teacher and not document.award.second_approver
    return criteria.ONE_ADULT if alone else criteria.TWO_ADULTS


def _pin(version: RubricVersion | InstrumentVersion) -> Pin:
    return Pin(content=version.content_hash, structure=version.structure_hash)
