"""The worked examples of the criteria language (education.md 2.13): documents and base facts."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any

from issuer.clock import parse_instant
from issuer.criteria import (
    AttestationFact,
    BadgeFact,
    Catalogue,
    Criteria,
    EvidenceFact,
    ExternalFact,
    Facts,
    HoursFact,
    MetricFact,
    ModerationFact,
    RatingFact,
    SignoffFact,
    WaiverFact,
    given_catalogue,
    parse,
    parse_instrument,
    parse_rubric,
    read_yaml,
)
from issuer.criteria.leaves import PeersLeaf, RubricLeaf
from issuer.documents import Document
from tests.corpora import shared

T = parse_instant("2026-11-20T10:00:00Z")
LEVELS = {"b": "beginning", "d": "developing", "p": "proficient", "a": "advanced"}
OBSERVED = "I observed this team working together."
PANEL = "The learner explained the analysis to me."
COMPETENT = "Competent to work under supervision."
ITEMS = ("shares-work", "listens", "keeps-commitments")


@cache
def document(name: str) -> Document:
    """Read one of the example documents."""
    return read_yaml(shared(f"spec/criteria-examples/{name}.yaml").read_bytes())


@cache
def example(name: str) -> Criteria:
    """Parse one of the example documents."""
    return parse(document(name))


def day(text: str) -> datetime:
    """Read an instant; a date alone means ten o'clock, like T."""
    return parse_instant(text if "T" in text else f"{text}T10:00:00Z")


def facts_for(criteria: Criteria, *, revision: int) -> Facts:
    """Begin a snapshot at T without any fact."""
    return Facts(
        as_of=T,
        learner="L1",
        submission="s1",
        revision=revision,
        submitted_at=T,
        criteria=criteria.hash,
    )


def evidence(name: str, kind: str, tag: str, **more: Any) -> EvidenceFact:
    """Make an accepted item with its own digest."""
    given: dict[str, Any] = {"at": T, "digest": f"sha256:{name.encode().hex():0>64}", **more}
    return EvidenceFact(id=name, kind=kind, tags=(tag,), **given)


def rating(by: str, criterion: str, level: str, **more: Any) -> RatingFact:
    """Make a rating of the team-leadership rubric, revision 2, unless told otherwise."""
    given: dict[str, Any] = {
        "id": f"r-{by}-{criterion}",
        "rubric": "team-leadership@1",
        "role": "teacher",
        "revision": 2,
        "at": T,
        **more,
    }
    return RatingFact(by=by, criterion=criterion, level=LEVELS[level], **given)


def attestation(name: str, by: str, relation: str, levels: str, **more: Any) -> AttestationFact:
    """Make an assigned, calibrated attestation; `levels` has a letter per item, - for not seen."""
    given: dict[str, Any] = {
        "instrument": "leadership-behaviours@1",
        "revision": 2,
        "at": parse_instant(f"2026-11-1{name[-1]}T09:00:00Z"),
        "assigned": True,
        "calibrated": True,
        **more,
    }
    seen = {item: LEVELS[it] for item, it in zip(ITEMS, levels, strict=True) if it != "-"}
    return AttestationFact(id=name, by=by, relation=relation, levels=seen, **given)


def signoff(
    by: str, role: str, statement: str, decision: str = "approve", **more: Any
) -> SignoffFact:
    """Make a sign-off of revision 2 unless told otherwise."""
    given: dict[str, Any] = {"id": f"s-{by}", "revision": 2, "at": T, **more}
    return SignoffFact(by=by, role=role, statement=statement, decision=decision, **given)


def waiver(role: str, node: str = "peer-verification", **more: Any) -> WaiverFact:
    """Make a waiver."""
    given: dict[str, Any] = {"id": f"w-{role}", "by": "R1", "at": T, **more}
    return WaiverFact(node=node, role=role, **given)


def moderation(item: str, level: str, **more: Any) -> ModerationFact:
    """Make a teacher's moderation of the peers node."""
    given: dict[str, Any] = {
        "id": "m1",
        "node": "peer-verification",
        "by": "T1",
        "role": "teacher",
        "revision": 2,
        "at": T,
        **more,
    }
    return ModerationFact(item=item, level=LEVELS[level], **given)


def metric(value: str, sample: int = 44, **more: Any) -> MetricFact:
    """Make a value of contribution-balance."""
    given: dict[str, Any] = {"id": "v1", "source": "git log", "at": T, **more}
    return MetricFact(metric="contribution-balance", value=Decimal(value), sample=sample, **given)


def tl_base() -> Facts:
    """Return the base facts of TL (revision 2)."""
    return replace(
        facts_for(example("team-leadership"), revision=2),
        evidence=(
            evidence("e1", "file", "plan"),
            evidence("e2", "repository", "product"),
            evidence("e3", "video", "reflection"),
        ),
        ratings=(
            rating("T1", "planning", "p"),
            rating("T1", "coordination", "p"),
            rating("T1", "ethics", "d"),
        ),
        metrics=(metric("0.71"),),
        attestations=(
            attestation("a1", "L2", "teammate", "ppa"),
            attestation("a2", "L3", "teammate", "pap"),
            attestation("a3", "L4", "outside", "apd"),
            attestation("a4", "L1", "outside", "aaa"),
            attestation("a5", "L5", "outside", "aaa", conflicts=("reciprocal",)),
        ),
    )


DA_CRITERIA = ("question", "method", "interpretation", "communication", "ethics")


def da_ratings(by: str, role: str, **levels: str) -> tuple[RatingFact, ...]:
    """Rate all five criteria proficient, but for the given letters."""
    return tuple(
        rating(by, name, levels.get(name, "p"), role=role, rubric="data-analysis@2", revision=1)
        for name in DA_CRITERIA
    )


def da_base() -> Facts:
    """Return the base facts of DA (revision 1)."""
    return replace(
        facts_for(example("data-analysis"), revision=1),
        evidence=(
            evidence("e1", "file", "analysis", at=day("2026-10-01"), conditions="unsupervised"),
            evidence("e2", "repository", "analysis", at=day("2026-11-01"), conditions="supervised"),
        ),
        ratings=da_ratings("T1", "teacher") + da_ratings("A1", "industry-assessor"),
        signoffs=(signoff("A1", "industry-assessor", PANEL, revision=1),),
    )


def hours(name: str, bucket: str, minutes: int, role: str | None, **more: Any) -> HoursFact:
    """Make a row of the hours ledger."""
    given: dict[str, Any] = {"at": T, **more}
    return HoursFact(id=name, bucket=bucket, minutes=minutes, verified_role=role, **given)


def registry(name: str, proof: str, *, verified: bool, **more: Any) -> ExternalFact:
    """Make a proof of the state registry."""
    given: dict[str, Any] = {"at": T, **more}
    return ExternalFact(
        id=name, certificate="state-nurse-aide-registry", proof=proof, verified=verified, **given
    )


CNA_SKILLS = ("hand-hygiene", "vital-signs", "transfer", "dignity-rights")


def cna_base() -> Facts:
    """Return the base facts of CNA (revision 1)."""
    return replace(
        facts_for(example("cna-pathway"), revision=1),
        badges=(
            BadgeFact(id="b1", achievement="infection-control", level="proficient", at=T),
            BadgeFact(id="b2", achievement="health-communication", level="developing", at=T),
        ),
        hours=(
            hours("h1", "classroom", 3600, "registrar"),
            hours("h2", "clinical", 900, "nurse-instructor"),
            hours("h3", "clinical", 120, None),
        ),
        ratings=tuple(
            rating(
                "N1", name, "p", role="nurse-instructor", rubric="nurse-aide-skills@1", revision=1
            )
            for name in CNA_SKILLS
        ),
        signoffs=(signoff("N1", "nurse-instructor", COMPETENT, revision=1),),
        external=(registry("x1", "document", verified=True),),
    )


def cna_two() -> Facts:
    """Return the facts of CNA-2: all hours verified, a registry lookup waits."""
    base = cna_base()
    return replace(
        base,
        hours=(*base.hours[:2], hours("h3", "clinical", 120, "nurse-instructor")),
        external=(*base.external, registry("x2", "registry-lookup", verified=False)),
    )


def cna_three() -> Facts:
    """Return the facts of CNA-3: the registry lookup is verified."""
    two = cna_two()
    return replace(
        two, external=(two.external[0], registry("x2", "registry-lookup", verified=True))
    )


def rubric_document(ref: str, criteria: tuple[str, ...], **changes: Any) -> dict[str, Any]:
    """Shape a rubric whose texts are plain."""
    slug, _, version = ref.partition("@")
    return {
        "spec": "cbe-rubric/1",
        "rubric": slug,
        "version": int(version),
        "title": "A rubric",
        "scale": list(LEVELS.values()),
        "criteria": [
            {
                "id": name,
                "title": name.capitalize(),
                "levels": dict.fromkeys(LEVELS.values(), "You can see it."),
            }
            for name in criteria
        ],
        **changes,
    }


def instrument_document(ref: str, items: tuple[str, ...], **changes: Any) -> dict[str, Any]:
    """Shape an instrument whose texts are plain."""
    slug, _, version = ref.partition("@")
    return {
        "spec": "cbe-instrument/1",
        "instrument": slug,
        "version": int(version),
        "title": "An instrument",
        "scale": list(LEVELS.values()),
        "items": [
            {
                "id": name,
                "statement": "They did it.",
                "levels": dict.fromkeys(LEVELS.values(), "You can see it."),
            }
            for name in items
        ],
        **changes,
    }


def catalogue_for(criteria: Criteria) -> Catalogue:
    """Make a catalogue that has whatever the leaves of a document refer to."""
    rules = [node.rule for node in criteria.nodes()]
    return given_catalogue(
        now=T,
        rubrics=[
            parse_rubric(rubric_document(rule.rubric, tuple(rule.levels)))
            for rule in rules
            if isinstance(rule, RubricLeaf)
        ],
        instruments=[
            parse_instrument(instrument_document(rule.instrument, tuple(rule.levels)))
            for rule in rules
            if isinstance(rule, PeersLeaf)
        ],
    )
