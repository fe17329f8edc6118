"""What a page may show of a credential whose signature holds. Decides nothing."""

from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from issuer.badges import (
    Achievement,
    AchievementCredential,
    AchievementSubject,
    EndorsementCredential,
    Evidence,
    Profile,
    Result,
)
from issuer.clock import parse_instant
from issuer.verification.model import (
    AlignmentFact,
    CredentialFacts,
    EvidenceFact,
    RecipientFact,
    ResultFact,
)
from issuer.verification.reading import Candidate

_DID_WEB = "did:web:"
Credential = AchievementCredential | EndorsementCredential


def credential_of(candidate: Candidate) -> Credential:
    """Read the candidate as badge or endorsement.

    Raises:
        ShapeError: it is neither; `check_structure` has said so before.
    """
    if "EndorsementCredential" in candidate.types:
        return EndorsementCredential.from_dict(candidate.document)
    return AchievementCredential.from_dict(candidate.document)


def facts_of(credential: Credential, endorsements: int = 0) -> CredentialFacts:
    """Return what the credential says, in values that a template can show as they are."""
    achievement = _achievement_of(credential)
    issuer = credential.issuer
    until = credential.valid_until
    return CredentialFacts(
        id=credential.id,
        name=credential.name or (achievement.name if achievement else credential.id),
        description=credential.description,
        issuer_id=credential.issuer_id,
        issuer_name=issuer.name if isinstance(issuer, Profile) else None,
        issuer_domain=domain_of(credential.issuer_id),
        achievement_id=achievement.id if achievement else None,
        achievement_name=achievement.name if achievement else None,
        achievement_description=achievement.description if achievement else None,
        criteria_id=achievement.criteria.id if achievement else None,
        criteria_narrative=achievement.criteria.narrative if achievement else None,
        results=_results_of(credential),
        evidence=tuple(_evidence_fact(each) for each in credential.evidence),
        awarded_at=parse_instant(credential.awarded_date) if credential.awarded_date else None,
        valid_from=parse_instant(credential.valid_from),
        valid_until=parse_instant(until) if until else None,
        subject_kind=_subject_kind(credential),
        endorsements=endorsements,
        alignments=tuple(_alignments_of(credential)),
        subject_id=credential.credential_subject.id,
        recipients=_recipients_of(credential),
    )


def domain_of(identifier: str) -> str | None:
    """Return the host whose control a did:web or https identifier proves, or None."""
    if identifier.startswith(_DID_WEB):
        return unquote(identifier.removeprefix(_DID_WEB).split(":")[0])
    if not identifier.startswith("https://"):
        return None
    try:
        return urlsplit(identifier).hostname
    except ValueError:  # such as an unclosed bracket
        return None


def _achievement_of(credential: Credential) -> Achievement | None:
    subject = credential.credential_subject
    return subject.achievement if isinstance(subject, AchievementSubject) else None


def _results_of(credential: Credential) -> tuple[ResultFact, ...]:
    subject = credential.credential_subject
    if not isinstance(subject, AchievementSubject):
        return ()
    return tuple(_result_fact(each, subject.achievement) for each in subject.result)


def _alignments_of(credential: Credential) -> Iterator[AlignmentFact]:
    subject = credential.credential_subject
    if not isinstance(subject, AchievementSubject):
        return
    results = (alignment for result in subject.result for alignment in result.alignment)
    for each in dict.fromkeys(
        (a.target_name, a.target_url, a.target_framework, a.target_code)
        for a in (*subject.achievement.alignment, *results)
    ):
        name, url, framework, code = each
        yield AlignmentFact(name=name, url=url, framework=framework, code=code)


def _recipients_of(credential: Credential) -> tuple[RecipientFact, ...]:
    """Name the learner's identifiers; a hash is for comparing, not for showing."""
    subject = credential.credential_subject
    if not isinstance(subject, AchievementSubject):
        return ()
    return tuple(
        RecipientFact(type=each.identity_type, value=None if each.hashed else each.identity_hash)
        for each in subject.identifier
    )


def _result_fact(result: Result, achievement: Achievement) -> ResultFact:
    """Name what was rated and the level by their words; ids are for machines."""
    described = next(
        (each for each in achievement.result_description if each.id == result.result_description),
        None,
    )
    levels = described.rubric_criterion_level if described else ()
    level = next((each.name for each in levels if each.id == result.achieved_level), None)
    return ResultFact(
        name=described.name if described else "Result",
        reached=level or result.value or result.status or result.achieved_level or "",
    )


def _evidence_fact(evidence: Evidence) -> EvidenceFact:
    return EvidenceFact(
        id=evidence.id,
        name=evidence.name,
        description=evidence.description or evidence.narrative,
        genre=evidence.genre,
        digest=evidence.digest_multibase,
    )


def _subject_kind(credential: Credential) -> str:
    subject_id = credential.credential_subject.id
    if subject_id is None:
        return "identifier"
    scheme = subject_id.split(":", 1)[0].lower()
    return {"did": "did", "urn": "urn", "http": "url", "https": "url"}.get(scheme, "other")
