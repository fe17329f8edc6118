"""What a report says follows from its findings alone."""

import json
from typing import Any

import pytest

from issuer.badges import Standing, Valid
from issuer.verification import Finding, Outcome, VerificationReport, domain_of, exit_code

VALID, INVALID, OPEN = Outcome.VALID, Outcome.INVALID, Outcome.INDETERMINATE


def report(*outcomes: Outcome, trusted: bool = False) -> VerificationReport:
    """Return a report of findings with these outcomes."""
    findings = tuple(
        Finding(check="status", code=f"code_{n}", outcome=each, title="T", sentence="S.")
        for n, each in enumerate(outcomes)
    )
    standing: Standing | None = Valid() if set(outcomes) == {VALID} else None
    return VerificationReport(findings=findings, trusted=trusted, standing=standing)


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        ((VALID, VALID), VALID),
        ((VALID, OPEN), OPEN),
        ((OPEN, INVALID, VALID), INVALID),
        ((), OPEN),
    ],
    ids=["all hold", "one open", "one refused", "nothing checked"],
)
def test_worst_finding_decides(outcomes: tuple[Outcome, ...], expected: Outcome) -> None:
    """A question left open is never shown as good, and nothing checked is a question."""
    assert expected == report(*outcomes).outcome


@pytest.mark.parametrize(
    ("outcomes", "trusted", "expected"),
    [
        ((VALID,), True, 0),
        ((VALID,), False, 2),
        ((OPEN,), True, 1),
        ((INVALID,), True, 1),
        ((), True, 1),
    ],
    ids=["valid and known", "valid, not known", "open", "invalid", "nothing checked"],
)
def test_exit_code_tells_validity_and_trust_apart(
    outcomes: tuple[Outcome, ...], *, trusted: bool, expected: int
) -> None:
    """A script that looks at zero alone accepts only what is valid and of a known issuer."""
    assert expected == exit_code(report(*outcomes, trusted=trusted))


def test_report_as_json_is_stable_and_complete() -> None:
    """Programs read these members; the same report gives the same bytes."""
    told: dict[str, Any] = dict(report(VALID, OPEN).to_dict())
    checks = told.pop("checks")
    assert ["revocation"] == [check["name"] for check in checks if check["code"] == "code_1"]
    assert {
        "verdict": "not_fully_checked",
        "outcome": "indeterminate",
        "valid": False,
        "trusted": False,
        "standing": None,
        "codes": ["code_1"],
        "findings": [
            {
                "check": "status",
                "code": "code_0",
                "outcome": "valid",
                "title": "T",
                "sentence": "S.",
            },
            {
                "check": "status",
                "code": "code_1",
                "outcome": "indeterminate",
                "title": "T",
                "sentence": "S.",
            },
        ],
        "credential": None,
        "status_lists": [],
    } == json.loads(json.dumps(told))


def test_finding_tells_place_and_note_only_where_it_has_them() -> None:
    """Members without a value are left out."""
    finding = Finding(
        check="dates", code="c", outcome=VALID, title="T", sentence="S.", pointer="/a", is_note=True
    )
    assert ("/a", True) == (finding.to_dict()["pointer"], finding.to_dict()["note"])


@pytest.mark.parametrize(
    ("identifier", "expected"),
    [
        ("did:web:badges.riverbend.example:issuers:academy", "badges.riverbend.example"),
        ("did:web:localhost%3A8000", "localhost:8000"),
        ("https://badges.riverbend.example/issuers/1", "badges.riverbend.example"),
        ("did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK", None),
        ("https://[", None),
        ("", None),
    ],
)
def test_domain_is_told_where_the_key_proves_it(identifier: str, expected: str | None) -> None:
    """Only a host whose document names the key is shown as the issuer's domain."""
    assert expected == domain_of(identifier)
