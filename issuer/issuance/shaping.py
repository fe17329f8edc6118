"""The one place where what we sign is put together from an award or an attestation."""

from datetime import datetime

from issuer.badges import (
    ACHIEVEMENT_CREDENTIAL_SCHEMA,
    CREDENTIALS_V2,
    EXTENSIONS,
    OB_3_0_3,
    SCHEMA_VALIDATOR,
    Achievement,
    AchievementCredential,
    AchievementSubject,
    EndorsementCredential,
    EndorsementSubject,
    Evidence,
    IdentityObject,
    Image,
    Profile,
    Result,
    StatusListEntry,
)
from issuer.badges.award import Award
from issuer.clock import format_instant
from issuer.documents import Document, digest_multibase
from issuer.issuance.model import PeerStatement
from issuer.issuance.ports import Organisation

#: How a peer stood to the learner, in the words of the credential (education.md section 3.6).
_RELATIONS = {"teammate": "teammate", "outside": "peer outside the team"}


def badge_document(
    award: Award,
    organisation: Organisation,
    *,
    entry: StatusListEntry,
    subject_id: str,
    valid_from: datetime,
) -> Document:
    """Shape the unsigned AchievementCredential of an award (open-badges.md section 2).

    The third context gives `1EdTechJsonSchemaValidator2019` a meaning: without it the type of the
    credentialSchema would be a relative IRI and could not be signed (OB-4, OB-44).

    Raises:
        ShapeError: the award does not hold what Open Badges demands.
    """
    achievement = Achievement.from_dict(award.achievement, "/credentialSubject/achievement")
    return AchievementCredential(
        context=(CREDENTIALS_V2, OB_3_0_3, EXTENSIONS),
        id=award.credential_id,
        name=achievement.name,
        description=achievement.description,
        issuer=issuer_profile(organisation),
        awarded_date=format_instant(award.awarded_at),
        valid_from=format_instant(valid_from),
        valid_until=None if award.valid_until is None else format_instant(award.valid_until),
        credential_subject=_subject(award, achievement, subject_id),
        evidence=tuple(Evidence.from_dict(each, "/evidence") for each in award.evidence),
        credential_status=entry,
        credential_schema=({"id": ACHIEVEMENT_CREDENTIAL_SCHEMA, "type": SCHEMA_VALIDATOR},),
    ).to_dict()


def endorsement_document(
    statement: PeerStatement,
    organisation: Organisation,
    *,
    endorsement_id: str,
    evidence_id: str,
    valid_from: datetime,
) -> Document:
    """Shape the unsigned EndorsementCredential of an attestation (education.md section 3.6).

    It has neither end nor status: a lapsed endorsement inside a badge would fail the badge.
    """
    manifest = bytes.fromhex(statement.manifest_hash.removeprefix("sha256:"))
    return EndorsementCredential(
        id=endorsement_id,
        name=f"Peer attestation - {statement.badge_title}",
        issuer=issuer_profile(organisation),
        valid_from=format_instant(valid_from),
        credential_subject=EndorsementSubject(
            id=statement.credential_id, endorsement_comment=endorsement_comment(statement)
        ),
        evidence=(
            Evidence(
                id=evidence_id,
                name=f"Submission, revision {statement.revision}",
                genre="Submission manifest",
                digest_multibase=digest_multibase(manifest),
            ),
        ),
    ).to_dict()


def endorsement_comment(statement: PeerStatement) -> str:
    """Say what the peer saw, in item titles and level names only: no name, no free text."""
    words = [
        word
        for word, holds in (("assigned", statement.assigned), ("calibrated", statement.calibrated))
        if holds
    ]
    who = f"**{_RELATIONS.get(statement.relation, 'peer')}**"
    described = f"{', '.join(words)} {who}" if words else who
    article = "an" if words[:1] == ["assigned"] else "a"
    levels = "; ".join(f"{title} - {level}" for title, level in statement.levels)
    return f"Recorded by the school for {article} {described}: {levels or 'nothing observed'}."


def issuer_profile(organisation: Organisation) -> Profile:
    """Return the issuer as an object with name and URL: some validators need them (OB-13)."""
    return Profile(
        id=organisation.did,
        name=organisation.name,
        url=organisation.url,
        description=organisation.description,
        email=organisation.email,
        image=_logo(organisation),
    )


def _logo(organisation: Organisation) -> Image | None:
    if organisation.logo_url is None:
        return None
    caption = organisation.logo_alt or f"Logo of {organisation.name}"
    return Image(id=organisation.logo_url, caption=caption)


def _subject(award: Award, achievement: Achievement, subject_id: str) -> AchievementSubject:
    source = award.source
    return AchievementSubject(
        id=subject_id,
        achievement=achievement,
        identifier=tuple(
            IdentityObject.from_dict(each, "/credentialSubject/identifier")
            for each in award.identifiers
        ),
        result=tuple(Result.from_dict(each, "/credentialSubject/result") for each in award.results),
        credits_earned=award.credits_earned,
        source=None if source is None else Profile.from_dict(source, "/credentialSubject/source"),
    )
