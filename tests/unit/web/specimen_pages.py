"""What the tests of pages show: Kestrel's badge in its signed words, rubric and instrument."""

import base64
import copy
from datetime import UTC, datetime
from typing import Any

from issuer.badges import AchievementCredential, Standing, Valid
from issuer.images import qr_svg
from issuer.web.presenting.badge import Exhibit

BASE = "https://badges.riverbend.example"
ACHIEVEMENT = f"{BASE}/achievements/team-leadership/v1"
PUBLIC_ID = "7Yp3kQ2mVxT9aLcR5bNw8e"
_QR = "data:image/svg+xml;base64," + base64.b64encode(qr_svg("https://badges.example/")).decode()
NOW = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)
SCALE = ["beginning", "developing", "proficient", "advanced"]
LOWEST_TEXT = "Waits to be told what to do."

_TEXTS = {
    "developing": "Makes a plan with help; some tasks have no owner.",
    "proficient": "Makes a plan with roles and dates that the team can follow.",
    "advanced": "Re-plans early when things change, and shows the team why.",
}
_LEVELS = [
    {
        "id": f"{ACHIEVEMENT}#level/teacher-assessment/planning/{name}",
        "type": ["RubricCriterionLevel"],
        "name": name,
        "level": str(rank),
        "description": text,
    }
    for rank, (name, text) in enumerate(_TEXTS.items(), start=1)
]
#: Every member that 5.1 keeps from pages is filled with a word that is easy to find.
_BADGE: dict[str, Any] = {
    "@context": [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    ],
    "id": f"{BASE}/credentials/{PUBLIC_ID}",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "name": "Team Leadership",
    "awardedDate": "2026-11-20T10:00:00Z",
    "validFrom": "2026-11-20T10:00:03Z",
    "validUntil": "2029-11-20T10:00:00Z",
    "issuer": {
        "id": "did:web:badges.riverbend.example:issuers:academy",
        "type": ["Profile"],
        "name": "Riverbend Demo Academy",
        "url": f"{BASE}/issuers/academy",
    },
    "credentialSubject": {
        "id": "urn:uuid:5ec2e700-0000-4000-8000-000000000001",
        "type": ["AchievementSubject"],
        "identifier": [
            {
                "type": "IdentityObject",
                "hashed": False,
                "identityHash": "kestrel@secret.example",
                "identityType": "emailAddress",
            }
        ],
        "activityStartDate": "2026-09-01T08:00:00Z",
        "narrative": "A secret narrative about the learner.",
        "achievement": {
            "id": ACHIEVEMENT,
            "type": ["Achievement"],
            "achievementType": "Badge",
            "version": "1",
            "name": "Team Leadership",
            "description": "The learner coordinated a project of at least three learners.",
            "criteria": {
                "id": f"{ACHIEVEMENT}/criteria",
                "narrative": "Coordinate a project.\n\n- **Peers confirm it**: at least 3 peers",
            },
            "alignment": [
                {
                    "type": ["Alignment"],
                    "targetName": "Maintaining interpersonal relationships",
                    "targetUrl": "https://www.onetonline.org/find/descriptor/result/4.A.4.a.4",
                }
            ],
            "resultDescription": [
                {
                    "id": f"{ACHIEVEMENT}#result/teacher-assessment/planning",
                    "type": ["ResultDescription"],
                    "name": "Teacher assessment: Planning",
                    "resultType": "RubricCriterionLevel",
                    # Highest first: an array's order is not signed, the rank in `level` is.
                    "rubricCriterionLevel": _LEVELS[::-1],
                    "requiredLevel": _LEVELS[1]["id"],
                }
            ],
        },
        "result": [
            {
                "type": ["Result"],
                "resultDescription": f"{ACHIEVEMENT}#result/teacher-assessment/planning",
                "achievedLevel": _LEVELS[1]["id"],
            }
        ],
    },
    "evidence": [
        {
            "id": "urn:uuid:00000000-0000-4000-8000-0000000000a1",
            "type": ["Evidence"],
            "name": "A project plan with roles",
            "description": "Our river clean-up plan",
            "genre": "file",
            "digestMultibase": "uEiAyOzw1Jc8f6vN2vQyXl0eGfS9wq7Zt5mK3bXc8dRhTnA",
        },
        {
            "id": "urn:uuid:00000000-0000-4000-8000-0000000000a2",
            "type": ["Evidence"],
            "name": "Peers confirm it",
            "genre": "Peer verification record",
            "narrative": "3 assigned peers (2 teammates, 1 outside the team).",
            "digestMultibase": "uEiBkq8Zb1v0aXc9wQmN4pL7rTs2dYfGhJ6uEiAyOzw1JcQ",
        },
        {
            "id": "urn:uuid:00000000-0000-4000-8000-0000000000a3",
            "type": ["Evidence"],
            "name": "Assessment",
            "genre": "Assessment record",
            "narrative": "Assessed by 1 adult (teacher); approved by a second adult.",
            "digestMultibase": "uEiDc2Vh7nB5xPqLmK9tRwE3sYfGhJ6kq8Zb1v0aXc9wQmw",
        },
    ],
}
RUBRIC: dict[str, Any] = {
    "spec": "cbe-rubric/1",
    "rubric": "team-leadership",
    "version": 1,
    "title": "Team leadership rubric",
    "scale": SCALE,
    "criteria": [
        {
            "id": "planning",
            "title": "Planning",
            "levels": {"beginning": LOWEST_TEXT, **_TEXTS},
        }
    ],
}
INSTRUMENT: dict[str, Any] = {
    "spec": "cbe-instrument/1",
    "instrument": "leadership-behaviours",
    "version": 1,
    "title": "Leadership behaviours",
    "scale": SCALE,
    "items": [
        {
            "id": "shares-work",
            "statement": "Split the work so that everyone had a real part.",
            "levels": {"beginning": LOWEST_TEXT, "developing": "a", "proficient": "b"},
        }
    ],
}
CRITERIA: dict[str, Any] = {
    "spec": "cbe-criteria/1",
    "badge": "team-leadership",
    "version": 1,
    "title": "Team Leadership",
    "window": {"target_weeks": 8},
    "award": {"valid_for": "P1Y6M", "second_approver": True},
    "criteria": {
        "id": "everything",
        "all_of": [
            {
                "id": "peer-verification",
                "peers": {
                    "instrument": "leadership-behaviours@1",
                    "levels": {"shares-work": "proficient"},
                },
            },
            {
                "id": "either",
                "n_of": {
                    "n": 1,
                    "of": [
                        {
                            "id": "teacher-assessment",
                            "rubric": {
                                "rubric": "team-leadership@1",
                                "levels": {"planning": "developing"},
                            },
                        }
                    ],
                },
            },
        ],
    },
}


def badge() -> dict[str, Any]:
    """Return a fresh copy of the badge, without its proof."""
    return copy.deepcopy(_BADGE)


def exhibit(
    document: dict[str, Any] | None = None,
    *,
    standing: Standing | None = None,
    display_name: str | None = None,
    is_public: bool = False,
    entry: int | None = None,
) -> Exhibit:
    """Return the badge as a page is given it; by default valid and by link."""
    return Exhibit(
        credential=AchievementCredential.from_dict(document or badge()),
        standing=standing or Valid(),
        checked_at=NOW,
        public_id=PUBLIC_ID,
        base_url=BASE,
        issuer_path="/issuers/academy",
        verify_href="/verify?url=x",
        qr=_QR,
        display_name=display_name,
        is_public=is_public,
        entry=entry,
    )
