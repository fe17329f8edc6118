"""Repositories of accounts and assessment, on SQLite and on PostgreSQL alike."""

import hashlib
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from issuer import accounts, assessment
from issuer.access import Actor, Role
from issuer.accounts.model import Purpose, TieKind, Token
from issuer.assessment.model import (
    EvidenceItem,
    ExternalProof,
    Feedback,
    MetricValue,
    ReviewState,
    StatementRecord,
    SubmissionState,
)
from issuer.errors import (
    ConflictError,
    ForbiddenError,
    IssuerError,
    LimitError,
    MalformedError,
    NotFoundError,
    RuleError,
    SignInError,
    UnavailableError,
)
from issuer.records import FileBlobs, SqlUnitOfWork
from tests.databases import upgraded
from tests.riverbend import START, School, open_school, team_leadership

__all__ = ["upgraded"]


@pytest.fixture
def school(upgraded: str, tmp_path: Path) -> Iterator[School]:
    """Give a school on each database."""
    opened, close = open_school(upgraded, tmp_path)
    yield opened
    close()


def _unit(school: School) -> SqlUnitOfWork:
    unit = school.services.unit_of_work()
    assert isinstance(unit, SqlUnitOfWork)
    return unit


def test_what_is_stored_comes_back_equal(school: School) -> None:
    """Every value survives its table, to the microsecond and the last decimal."""
    submission = school.make_ready("kestrel", school.publish(team_leadership()))
    home = school.organisation
    learner = school.id("kestrel")
    metric = MetricValue(
        id="m",
        submission=submission.id,
        metric="contribution-balance",
        value=Decimal("0.7100"),
        sample=44,
        source="git log",
        organisation=home,
        at=START,
    )
    statement = StatementRecord(
        id="x",
        learner=learner,
        verb="http://adlnet.gov/expapi/verbs/passed",
        activity="https://example.org/a",
        scaled=Decimal("-0.5"),
        organisation=home,
        at=START,
    )
    external = ExternalProof(
        id="e",
        learner=learner,
        certificate="safety",
        proof="document",
        submitted_by=learner,
        expires=START + timedelta(microseconds=1),
        organisation=home,
        at=START,
    )
    feedback = Feedback(
        id="f",
        submission=submission.id,
        revision=1,
        occasion="returned",
        criterion=None,
        text="Ü { } \u2028",
        by=school.id("teacher"),
        role="teacher",
        organisation=home,
        at=START,
    )
    with _unit(school) as uow:
        uow.metrics.add(metric)
        uow.statements.add(statement)
        uow.externals.add(external)
        uow.feedback.add(feedback)
        uow.commit()
    with _unit(school) as uow:
        assert (metric,) == uow.metrics.of(school.organisation, submission.id)
        assert (statement,) == uow.statements.of(school.organisation, learner)
        assert (external,) == uow.externals.of(school.organisation, learner)
        assert feedback == uow.feedback.get(school.organisation, "f")
        assert submission == uow.submissions.get(school.organisation, submission.id)
        assert submission == uow.submissions.lock(school.organisation, submission.id)
        assert str(metric.value) == str(uow.metrics.get(school.organisation, "m").value)


def test_leaving_without_commit_leaves_nothing(school: School) -> None:
    """One transaction per verb: what fails half way has not happened."""
    definition = school.publish(team_leadership())
    submission = school.open("kestrel", definition)
    with _unit(school) as uow:
        uow.submissions.save(replace(submission, held=True))
    with _unit(school) as uow:
        assert not uow.submissions.get(school.organisation, submission.id).held


def test_another_organisations_rows_are_not_found(school: School) -> None:
    """Row 71: every row is asked for within one organisation."""
    submission = school.hand_in("kestrel", school.publish(team_leadership()))
    view = school.view(submission)
    with _unit(school) as uow:
        for rows, row_id in (
            (uow.submissions, submission.id),
            (uow.definitions, submission.definition),
            (uow.evidence, view.evidence[0].id),
            (uow.reviews, view.reviews[0].id),
            (uow.people, school.id("kestrel")),
        ):
            with pytest.raises(NotFoundError):
                rows.get("other", row_id)
        assert () == uow.evidence.of("other", submission.id)
        assert {} == uow.reviews.open_counts("other")


def test_a_row_cannot_point_into_another_organisation(school: School) -> None:
    """The database itself refuses evidence whose submission belongs to another school."""
    submission = school.hand_in("kestrel", school.publish(team_leadership()))
    item = school.view(submission).evidence[0]
    other = accounts.create_organisation(
        accounts.CreateOrganisation(
            slug="northgate",
            kind=accounts.list_organisations(school.accounts_services)[0].kind,
            name="Northgate",
            base_url="https://badges.riverbend.example",
        ),
        school.accounts_services,
    )
    with _unit(school) as uow, pytest.raises(IntegrityError):
        uow.evidence.add(replace(item, id="stolen", organisation=other.id))


def test_open_reviews_are_counted_per_peer(school: School) -> None:
    """The draw asks those with fewest open reviews."""
    submission = school.hand_in("kestrel", school.publish(team_leadership()))
    reviews = school.view(submission).reviews
    with _unit(school) as uow:
        assert dict.fromkeys((review.peer for review in reviews), 1) == uow.reviews.open_counts(
            school.organisation
        )
        uow.reviews.save(replace(reviews[0], state=ReviewState.DECLINED))
        assert 2 == len(uow.reviews.open_counts(school.organisation))
        assert 2 == len(uow.reviews.lapsed(reviews[0].lease_until))
        assert () == uow.reviews.lapsed(reviews[0].lease_until - timedelta(microseconds=1))


def test_a_peer_speaks_once_about_a_revision_even_past_the_use_case(school: School) -> None:
    """Row 73: the database refuses the second row, whoever writes it."""
    submission = school.hand_in("kestrel", school.publish(team_leadership()))
    said = school.attest(school.reviewers(submission)[0], submission)
    with _unit(school) as uow, pytest.raises(ConflictError):
        uow.attestations.add(replace(said, id="again"))


def test_one_award_per_submission_even_past_the_use_case(school: School) -> None:
    """INV3: the second row for a submission is refused."""
    award = school.approve(school.make_ready("kestrel", school.publish(team_leadership())))
    with _unit(school) as uow:
        assert award == uow.awards.get(award.id)
        assert award == uow.awards.by_submission(award.submission)
        with pytest.raises(ConflictError):
            uow.awards.add(replace(award, id="again", credential_id="https://again.example/"))


def test_a_rating_needs_a_published_rubric(school: School) -> None:
    """Row 2: an orphan rating is refused by the database."""
    submission = school.hand_in("kestrel", school.publish(team_leadership()))
    school.rate(submission)
    rating = school.view(submission).ratings[0]
    with _unit(school) as uow, pytest.raises(IntegrityError):
        uow.ratings.add(replace(rating, id="orphan", rubric="unheard-of@1"))


def test_the_second_school_with_a_badge_name_gets_a_longer_address(school: School) -> None:
    """Public addresses are unique in the installation."""
    with _unit(school) as uow:
        assert None is uow.definitions.slug_owner("team-leadership")
    definition = school.publish(team_leadership())
    with _unit(school) as uow:
        assert school.organisation == uow.definitions.slug_owner("team-leadership")
        assert definition == uow.definitions.by_public("team-leadership", 1)
        assert None is uow.definitions.by_public("team-leadership", 2)
        assert definition == uow.definitions.by_version(school.organisation, "team-leadership", 1)
    found = assessment.find_achievement("team-leadership", 1, school.services)
    assert definition.achievement == found.achievement
    assert (1, 1) == (len(found.rubrics), len(found.instruments))


def test_events_keep_their_order_and_page(school: School) -> None:
    """An event is found by what it is about, in the order of the acts."""
    submission = school.hand_in("kestrel", school.publish(team_leadership()))
    with _unit(school) as uow:
        names = [event.name for event in uow.events.of_subject(school.organisation, submission.id)]
        every = uow.events.page(school.organisation, after=None, limit=1000)
        rest = uow.events.page(school.organisation, after=every[3].id, limit=2)
    assert ["submission.opened", "submission.submitted", "submission.triaged"] == names[:3]
    assert every[4:6] == rest


def test_submissions_are_found_by_state_longest_waiting_first(school: School) -> None:
    """Assessors see who waits longest."""
    definition = school.publish(team_leadership())
    first = school.hand_in("kestrel", definition)
    school.clock.pass_time(days=1)
    second = school.hand_in("dunlin", definition)
    rows = assessment.list_assessments(school.actor("teacher", Role.TEACHER), school.services)
    assert [first.id, second.id] == [row.submission for row in rows]
    with _unit(school) as uow:
        waiting = uow.submissions.waiting(SubmissionState.IN_REVIEW)
    assert [first.id, second.id] == [each.id for each in waiting]


def test_equal_bytes_are_found_and_counted(school: School) -> None:
    """Duplicates are looked for by digest, quotas by size."""
    definition = school.publish(team_leadership())
    submissions = [school.hand_in(name, definition) for name in ("kestrel", "dunlin")]
    item: EvidenceItem = school.view(submissions[0]).evidence[0]
    with _unit(school) as uow:
        assert 2 == len(uow.evidence.with_digest(school.organisation, item.digest))
        assert item.size == uow.evidence.bytes_of(school.organisation, item.learner)
        assert 0 == uow.evidence.bytes_of(school.organisation, school.id("teacher"))


def test_a_peers_word_is_read_in_the_words_to_sign(school: School) -> None:
    """Section 3.6: item titles and levels in instrument order, the manifest, no name."""
    submission = school.hand_in("kestrel", school.publish(team_leadership()))
    said = school.attest(school.reviewers(submission)[0], submission, listens="advanced")
    with _unit(school) as uow:
        statement = uow.peer_statements.get(said.id)
        revision = uow.revisions.of(school.organisation, submission.id)[0]
    assert (
        ("shares work", "proficient"),
        ("listens", "advanced"),
        ("keeps commitments", "proficient"),
    ) == statement.levels
    assert (submission.credential_id, revision.manifest_hash, True, True) == (
        statement.credential_id,
        statement.manifest_hash,
        statement.assigned,
        statement.calibrated,
    )


def _token(school: School, days: int = 30) -> tuple[Token, str]:
    return accounts.make_token(
        accounts.MakeToken(
            organisation=school.organisation,
            person=school.id("teacher"),
            role=Role.TEACHER,
            label="laptop",
            days=days,
        ),
        school.accounts_services,
    )


def test_a_token_is_shown_once_and_stored_as_a_hash(school: School) -> None:
    """Row 82: no table holds a usable token."""
    token, secret = _token(school)
    assert secret.startswith("iss_")
    assert 256 // 6 <= len(secret.removeprefix("iss_"))
    assert hashlib.sha256(secret.encode()).hexdigest() == token.secret_hash
    assert school.actor("teacher", Role.TEACHER) == accounts.authenticate(
        secret, school.accounts_services
    )


@pytest.mark.parametrize(
    ("case", "code"),
    [
        ("unknown", "token_unknown"),
        ("expired", "token_expired"),
        ("revoked", "token_revoked"),
        ("left", "token_void"),
    ],
)
def test_a_token_that_no_longer_holds_signs_nobody_in(school: School, case: str, code: str) -> None:
    """Row 80: expired and revoked tokens are refused at once, with a stable code."""
    token, secret = _token(school)
    if case == "unknown":
        secret += "x"
    if case == "expired":
        school.clock.pass_time(days=30)
    if case == "revoked":
        actor = school.actor("registrar", Role.REGISTRAR)
        accounts.revoke_token(
            accounts.RevokeToken(actor=actor, token=token.id), school.accounts_services
        )
    if case == "left":
        with _unit(school) as uow:
            uow.people.save(replace(school.people["teacher"], active=False))
            uow.commit()
    with pytest.raises(SignInError) as refused:
        accounts.authenticate(secret, school.accounts_services)
    assert code == refused.value.code


def test_a_token_needs_a_role_that_the_person_holds(school: School) -> None:
    """Nobody gets a token for more than they are."""
    wish = accounts.MakeToken(
        organisation=school.organisation,
        person=school.id("teacher"),
        role=Role.ADMIN,
        label="laptop",
    )
    with pytest.raises(RuleError) as refused:
        accounts.make_token(wish, school.accounts_services)
    assert "role_not_held" == refused.value.code


def test_only_an_adult_or_a_guardian_consents(school: School) -> None:
    """Section 5.3: a minor does not consent alone, a stranger not at all."""

    def consent(name: str, role: Role) -> accounts.RecordConsent:
        return accounts.RecordConsent(
            actor=school.actor(name, role),
            subject=school.id("kestrel"),
            purpose=Purpose.PUBLISH_PAGE,
        )

    wishes: list[tuple[str, Role, type[IssuerError]]] = [
        ("kestrel", Role.LEARNER, RuleError),
        ("wren", Role.LEARNER, ForbiddenError),
        ("teacher", Role.TEACHER, ForbiddenError),
    ]
    for name, role, error in wishes:
        with pytest.raises(error):
            accounts.record_consent(consent(name, role), school.accounts_services)
    granted = accounts.record_consent(consent("guardian", Role.GUARDIAN), school.accounts_services)
    assert ("guardian", True) == (granted.relation, granted.holds(school.clock.now))
    withdrawn = accounts.withdraw_consent(
        accounts.WithdrawConsent(
            actor=school.actor("guardian", Role.GUARDIAN),
            subject=school.id("kestrel"),
            purpose=Purpose.PUBLISH_PAGE,
        ),
        school.accounts_services,
    )
    assert [granted.id] == [each.id for each in withdrawn]
    assert not withdrawn[0].holds(school.clock.now)


def test_guardians_lose_their_view_at_majority(school: School) -> None:
    """Row 75: on the birthday the rights pass to the learner."""
    guardian = school.actor("guardian", Role.GUARDIAN)
    children = accounts.list_children(guardian, school.accounts_services)
    assert [school.id("kestrel")] == [child.id for child in children]
    school.clock.now = datetime(2028, 1, 1, tzinfo=UTC)
    assert () == accounts.list_children(guardian, school.accounts_services)
    with pytest.raises(ForbiddenError):
        accounts.show_person(guardian, school.id("kestrel"), school.accounts_services)


def test_a_slug_is_taken_for_ever(school: School) -> None:
    """Row 104: slugs and DIDs are never used again."""
    kind = accounts.list_organisations(school.accounts_services)[0].kind
    again = accounts.CreateOrganisation(
        slug="riverbend", kind=kind, name="Another", base_url="https://other.example"
    )
    with pytest.raises(ConflictError) as refused:
        accounts.create_organisation(again, school.accounts_services)
    assert "taken" == refused.value.code
    with pytest.raises(MalformedError):
        accounts.create_organisation(replace(again, slug="Not A Slug"), school.accounts_services)


def test_anybody_declares_their_own_conflict_only(school: School) -> None:
    """A declared conflict comes from one of the two; other ties from the registrar."""

    def tie(name: str, role: Role, person: str, kind: TieKind) -> accounts.TiePeople:
        return accounts.TiePeople(
            actor=school.actor(name, role),
            person=school.id(person),
            other=school.id("wren"),
            kind=kind,
        )

    services = school.accounts_services
    accounts.tie_people(tie("kestrel", Role.LEARNER, "kestrel", TieKind.DECLARED), services)
    for wish in (
        tie("kestrel", Role.LEARNER, "heron", TieKind.DECLARED),
        tie("kestrel", Role.LEARNER, "kestrel", TieKind.FAMILY),
    ):
        with pytest.raises(ForbiddenError):
            accounts.tie_people(wish, services)


def test_people_of_another_organisation_are_not_found(school: School) -> None:
    """Row 71, for people."""
    stranger = Actor(person="x", organisation="other", role=Role.REGISTRAR)
    with pytest.raises(NotFoundError):
        accounts.show_person(stranger, school.id("kestrel"), school.accounts_services)


@pytest.fixture
def blobs(tmp_path: Path) -> FileBlobs:
    """Give an empty folder of blobs."""
    return FileBlobs(tmp_path / "blobs", free_floor=0.0)


def test_bytes_are_stored_once_under_their_digest(blobs: FileBlobs, tmp_path: Path) -> None:
    """Equal bytes are one file, readable by its owner only."""
    data = b"plan" * 1000
    first = blobs.store(io.BytesIO(data), max_bytes=4000)
    assert first == blobs.store(io.BytesIO(data), max_bytes=4000)
    assert (hashlib.sha256(data).hexdigest(), 4000) == (first.sha256, first.size)
    files = [path for path in (tmp_path / "blobs").rglob("*") if path.is_file()]
    assert [(first.sha256, 0o600)] == [(path.name, path.stat().st_mode & 0o777) for path in files]
    with blobs.open(first.sha256) as stream:
        assert data == stream.read()
    blobs.delete(first.sha256)
    blobs.delete(first.sha256)
    with pytest.raises(NotFoundError):
        blobs.open(first.sha256)


@pytest.mark.parametrize("name", ["../../etc/passwd", "A" * 64, "a" * 63, ""])
def test_only_a_digest_becomes_a_path(blobs: FileBlobs, name: str) -> None:
    """Row 65: nothing else reaches the file system."""
    with pytest.raises(NotFoundError):
        blobs.open(name)


def test_a_byte_too_many_is_refused_and_forgotten(blobs: FileBlobs, tmp_path: Path) -> None:
    """Row 66: what is too large leaves no file."""
    with pytest.raises(LimitError):
        blobs.store(io.BytesIO(b"12345"), max_bytes=4)
    assert [] == [path for path in (tmp_path / "blobs").rglob("*") if path.is_file()]


def test_a_nearly_full_disk_takes_no_file(tmp_path: Path) -> None:
    """Row 66: uploads stop before issuing does."""
    full = FileBlobs(tmp_path / "full", free_floor=1.1)
    with pytest.raises(UnavailableError) as refused:
        full.store(io.BytesIO(b"1"), max_bytes=4)
    assert "disk_full" == refused.value.code
