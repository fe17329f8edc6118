"""Standing, marks, visibility and dates of lists, as pure values."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from issuer.badges import Expired, NotYetValid, Revoked, Standing, Suspended, Valid
from issuer.errors import RuleError, StateError
from issuer.issuance.model import (
    TRANSITIONS,
    CredentialId,
    CredentialRecord,
    KeyRecord,
    Marks,
    ReasonCode,
    Revocation,
    State,
    StatusListRecord,
    StatusPurpose,
    Visibility,
    default_visibility,
    marks_of,
    reason_of,
    standing_of,
)

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
DAY = timedelta(days=1)
REVOKED, SUSPENDED = StatusPurpose.REVOCATION, StatusPurpose.SUSPENSION


def _mark(purpose: StatusPurpose, *, on: bool = True, seq: int = 1) -> Revocation:
    return Revocation(
        credential_id=CredentialId("https://a.example/credentials/x"),
        organisation="academy",
        purpose=purpose,
        seq=seq,
        on=on,
        reason_code=ReasonCode.OTHER,
        reason_text="a private reason",
        actor="heron",
        at=NOW - DAY,
    )


def _record(valid_from: datetime = NOW, valid_until: datetime | None = None) -> CredentialRecord:
    return CredentialRecord(
        row="row",
        id=CredentialId("https://a.example/credentials/x"),
        public_id="x",
        organisation="academy",
        award="award",
        learner="kestrel",
        definition="definition",
        achievement="https://a.example/achievements/y/v1",
        key_id="did:web:a.example#z6Mk",
        document=b"{}",
        proof_options=b"{}",
        list_id="list",
        status_index=1,
        created_at=NOW,
        awarded_at=NOW,
        valid_from=valid_from,
        valid_until=valid_until,
    )


@pytest.mark.parametrize(
    ("record", "marks", "expected"),
    [
        (_record(), (), Valid()),
        (_record(valid_until=NOW + DAY), (), Valid()),
        (_record(valid_until=NOW), (), Expired(at=NOW)),
        (_record(valid_from=NOW + DAY), (), NotYetValid(at=NOW + DAY)),
        (_record(), (_mark(SUSPENDED),), Suspended(reason_code="other")),
        (_record(), (_mark(SUSPENDED), _mark(SUSPENDED, on=False, seq=2)), Valid()),
        (_record(), (_mark(REVOKED),), Revoked(at=NOW - DAY, reason_code="other")),
        (
            _record(valid_until=NOW - DAY),
            (_mark(SUSPENDED), _mark(REVOKED, seq=2)),
            Revoked(at=NOW - DAY, reason_code="other"),
        ),
        (
            _record(valid_until=NOW - DAY),
            (_mark(SUSPENDED),),
            Suspended(reason_code="other"),
        ),
    ],
    ids=[
        "nothing speaks against it",
        "before its end",
        "its end is no longer in it",
        "before its beginning",
        "suspended",
        "reinstated",
        "revoked",
        "revoked outweighs all",
        "suspended outweighs expired",
    ],
)
def test_standing(
    record: CredentialRecord, marks: tuple[Revocation, ...], expected: Standing
) -> None:
    """What holds today follows from marks first, dates second."""
    assert expected == standing_of(record, marks_of(marks), NOW)


@pytest.mark.parametrize(
    ("marks", "refused"),
    [
        (Marks(), {"reinstate"}),
        (Marks(suspended=_mark(SUSPENDED)), {"suspend"}),
        (Marks(revoked=_mark(REVOKED)), {"revoke", "suspend", "reinstate"}),
    ],
    ids=["unmarked", "suspended", "revoked"],
)
def test_what_may_follow_a_mark(marks: Marks, refused: set[str]) -> None:
    """A revocation is final, a suspension is lifted or made final."""
    checks = {
        "revoke": marks.revocation_allowed,
        "suspend": marks.suspension_allowed,
        "reinstate": marks.reinstatement_allowed,
    }
    found = set()
    for name, check in checks.items():
        try:
            check()
        except StateError:
            found.add(name)
    assert refused == found


def test_marks_are_numbered_on() -> None:
    """The next mark gets the number after the last."""
    assert 3 == marks_of((_mark(SUSPENDED), _mark(SUSPENDED, on=False, seq=2))).next_seq


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        (None, Visibility.PRIVATE),
        (date(2008, 11, 21), Visibility.PRIVATE),
        (date(2008, 11, 20), Visibility.LINK),
        (date(1990, 1, 1), Visibility.LINK),
    ],
    ids=["age unknown", "a day before the birthday", "on the birthday", "long grown up"],
)
def test_default_visibility(born: date | None, expected: Visibility) -> None:
    """Only a known adult starts with more than private (education.md 5.1)."""
    assert expected == default_visibility(born, 18, NOW)


@pytest.mark.parametrize(
    ("changes", "due"),
    [
        ({}, False),
        ({"version": 0, "signed_at": None}, True),
        ({"wanted_version": 4}, True),
        ({"signed_at": NOW - timedelta(hours=5, minutes=59)}, False),
        ({"signed_at": NOW - timedelta(hours=6)}, True),
    ],
    ids=["fresh", "never published", "behind its rows", "nearly six hours old", "six hours old"],
)
def test_when_a_list_is_due(changes: dict[str, object], *, due: bool) -> None:
    """A list is signed again for a change or for its age."""
    plain = StatusListRecord(
        id="list",
        url="https://a.example/status/list",
        organisation="academy",
        purpose=REVOKED,
        shuffle=bytes(32),
        created_at=NOW - DAY,
        wanted_version=3,
        version=3,
        signed_at=NOW,
    )
    assert due is replace(plain, **changes).is_due(NOW)  # type: ignore[arg-type] # the table names the fields


def test_only_prepared_and_a_failed_signature_go_anywhere() -> None:
    """The table of reliability.md section 2.2, and nothing else."""
    assert {
        ("prepared", "issued"),
        ("prepared", "lint_failed"),
        ("prepared", "sign_failed"),
        ("prepared", "abandoned"),
        ("sign_failed", "prepared"),
    } == {(old.value, new.value) for old, news in TRANSITIONS.items() for new in news}


def test_every_state_has_its_row() -> None:
    """A new state cannot be forgotten in the table."""
    assert set(State) == set(TRANSITIONS)


def test_an_unknown_reason_is_refused_with_the_list() -> None:
    """The registrar learns which codes there are."""
    with pytest.raises(RuleError, match="misattributed_work") as caught:
        reason_of("because")
    assert "reason_code" == caught.value.code


def test_values_keep_secrets_and_private_texts_out_of_repr() -> None:
    """A log line or traceback shows neither the sealed key nor the private reason."""
    key = KeyRecord(
        id="did:web:a.example#z6Mk",
        organisation="academy",
        public_key_multibase="z6Mk",
        sealed=b"sealed-secret",
        created_at=NOW,
    )
    shown = repr(key) + repr(_mark(REVOKED))
    assert (False, False) == ("sealed-secret" in shown, "a private reason" in shown)
