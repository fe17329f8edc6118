"""What we build against the published JSON Schemas of 1EdTech: a second opinion on structure."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

import pytest
from jsonschema import Draft201909Validator

from issuer import badges
from issuer.documents import Document
from tests.corpora import shared
from tests.defects.world import NOW
from tests.interop.credentials import (
    ACADEMY,
    ACHIEVEMENT,
    GUILD,
    LEARNER,
    SUSPENSIONS_URL,
    TUTOR,
    badge,
    endorsement,
    signed,
)

BADGE_SCHEMA = "schemas/open-badges-3.0/ob_v3p0_achievementcredential_schema.json"
ENDORSEMENT_SCHEMA = "schemas/open-badges-3.0/ob_v3p0_endorsementcredential_schema.json"
#: open-badges.md section 14.
BADGE_SCHEMA_SHA256 = "b7358e895f492e74055dc6bfc7ffc420d0e497f90c4579fb83d9519b86d393ea"


def faults(schema: str, document: Document) -> list[str]:
    """Return what the published schema says against a document, formats included."""
    validator = Draft201909Validator(
        json.loads(shared(schema).read_bytes()),
        format_checker=Draft201909Validator.FORMAT_CHECKER,
    )
    plain = json.loads(json.dumps(document))
    return [f"{list(error.path)}: {error.message[:120]}" for error in validator.iter_errors(plain)]


def smallest() -> dict[str, Any]:
    """Return a badge with nothing that the standard does not ask for."""
    subject = badges.AchievementSubject(
        id=LEARNER,
        achievement=badges.Achievement(
            id=ACHIEVEMENT,
            name="Patient Vital Signs",
            description="Takes vital signs.",
            criteria=badges.AchievementCriteria(narrative="Show it."),
        ),
    )
    return badge(
        TUTOR,
        NOW,
        credential_subject=subject,
        evidence=(),
        credential_status=None,
        valid_until=None,
        awarded_date=None,
        description=None,
    )


def with_endorsement() -> dict[str, Any]:
    """Return a badge with an embedded endorsement."""
    return badge(ACADEMY, NOW, endorsement=(signed(endorsement(GUILD, NOW), GUILD, NOW),))


def suspendable() -> dict[str, Any]:
    """Return a badge of a version that chose suspension as its single purpose."""
    status = badges.StatusListEntry.at(purpose="suspension", index=1, status_list=SUSPENSIONS_URL)
    return badge(ACADEMY, NOW, credential_status=status)


def with_schema() -> dict[str, Any]:
    """Return a badge that names the published schema (OB-44)."""
    schema = {"id": badges.ACHIEVEMENT_CREDENTIAL_SCHEMA, "type": badges.SCHEMA_VALIDATOR}
    context = (badges.CREDENTIALS_V2, badges.OB_3_0_3, badges.EXTENSIONS)
    return badge(ACADEMY, NOW, credential_schema=(schema,), context=context)


KINDS: dict[str, Callable[[], dict[str, Any]]] = {
    "full": lambda: badge(ACADEMY, NOW),
    "smallest, by did:key": smallest,
    "with an endorsement": with_endorsement,
    "suspendable": suspendable,
    "with its schema": with_schema,
}


def test_badge_schema_is_the_published_one() -> None:
    """The second opinion is that of the standard, byte for byte."""
    digest = hashlib.sha256(shared(BADGE_SCHEMA).read_bytes()).hexdigest()
    assert BADGE_SCHEMA_SHA256 == digest


@pytest.mark.parametrize("kind", KINDS)
def test_signed_badge_validates_against_the_published_schema(kind: str) -> None:
    """Each kind of badge that we build is a badge to the standard's own schema."""
    unsigned = KINDS[kind]()
    party = TUTOR if unsigned["issuer"]["id"] == TUTOR.did else ACADEMY
    assert [] == faults(BADGE_SCHEMA, signed(unsigned, party, NOW))


def test_signed_endorsement_validates_against_the_published_schema() -> None:
    """An endorsement likewise."""
    assert [] == faults(ENDORSEMENT_SCHEMA, signed(endorsement(GUILD, NOW), GUILD, NOW))


@pytest.mark.parametrize(
    ("member", "value"),
    [("validFrom", "yesterday"), ("id", 7), ("credentialSubject", None)],
)
def test_published_schema_is_really_asked(member: str, value: object) -> None:
    """A wrong date, an id that is a number, no subject: the second opinion notices."""
    document = {**signed(badge(ACADEMY, NOW), ACADEMY, NOW), member: value}
    assert [] != faults(BADGE_SCHEMA, document)
