"""Letters on both databases: sealed until sent, one for many, few an hour (reliability.md T84)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from issuer import assessment, jobs, post, records
from issuer.errors import MalformedError, RuleError, UnavailableError
from issuer.keyring import FilePersonKeys, KeyEncryptionKey
from issuer.letters import Letter, LetterKind
from tests import awarding
from tests.awarding import ACADEMY, BASE, SettableClock
from tests.databases import upgraded
from tests.plain_keys import PLAIN_KEYS
from tests.posting import KeptMail, open_box, people_on, post_on, retention_on

__all__ = ["upgraded"]
SECRET = "5f2e-secret-link"  # noqa: S105 - looked for in the database


@dataclass
class PostOffice:
    """A school that writes letters."""

    engine: sa.Engine
    clock: SettableClock
    mail: KeptMail
    jobs: jobs.Services
    count: int = field(default=0)

    def post(
        self,
        kind: LetterKind = LetterKind.BADGE_ISSUED,
        to: str = "wren@example.org",
        **words: str,
    ) -> str:
        """Ask for a letter and return its id."""
        self.count += 1
        letter = Letter(
            id=f"letter-{self.count:03}",
            organisation=ACADEMY,
            person=f"{ACADEMY}-wren",
            to=to,
            kind=kind,
            at=self.clock(),
            words={
                "school": "Riverbend",
                "title": f"Badge {self.count}",
                "when": "10:00",
                "url": f"{BASE}/badges/{self.count}",
                "days": "3",
                "hours": "72",
                **words,
            },
        )
        post.post(letter, self.jobs.post)
        return letter.id

    def rows(self) -> list[tuple[object, ...]]:
        """Return state and last fault of every item of the outbox."""
        with self.engine.connect() as connection:
            query = sa.text(
                "SELECT state, last_error FROM outbox WHERE kind = 'mail' ORDER BY ref, not_before"
            )
            return [tuple(row) for row in connection.execute(query)]


@pytest.fixture
def office(upgraded: str, tmp_path: Path) -> Iterator[PostOffice]:
    """Give a school and the letters that left it."""
    engine = records.open_engine(upgraded)
    clock = SettableClock()
    issuing = awarding.services_on(engine, clock=clock)
    awarding.open_school(issuing)
    box, mail = open_box(), KeptMail()
    keys = FilePersonKeys(KeyEncryptionKey(awarding.KEK), tmp_path / "person-keys")
    keys.create(ACADEMY, f"{ACADEMY}-wren")

    def write() -> records.SqlUnitOfWork:
        return records.SqlUnitOfWork(engine, write=True, sealer=PLAIN_KEYS, box=box)

    assessing = assessment.Services(
        unit_of_work=write,
        read_only=write,
        clock=clock,
        ids=awarding.CountingIds("assess"),
        blobs=records.FileBlobs(tmp_path / "blobs"),
        base_url=BASE,
    )
    services = jobs.Services(
        accounts=people_on(engine, clock),
        assessment=assessing,
        issuance=issuing,
        auditing=awarding.audit_on(engine, issuing),
        post=post_on(engine, clock, mail, keys),
        retention=retention_on(engine, clock, assessing.blobs),
    )
    # The first key asked for a checkpoint.
    jobs.drain(services)
    yield PostOffice(engine=engine, clock=clock, mail=mail, jobs=services)
    engine.dispose()


def test_a_letter_goes_to_its_address(office: PostOffice) -> None:
    """What was asked for in a transaction is sent by the worker."""
    office.post(LetterKind.RESET, url=f"{BASE}/reset/{SECRET}")
    jobs.drain(office.jobs)
    sent = office.mail.letters
    assert [("wren@example.org", True)] == [(each.to, SECRET in each.text) for each in sent]


def test_t82_a_waiting_letter_is_sealed_and_a_sent_one_forgotten(office: PostOffice) -> None:
    """T82: no table holds a usable link or an address, before or after."""
    office.post(LetterKind.RESET, url=f"{BASE}/reset/{SECRET}")

    def leaks() -> bool:
        with office.engine.connect() as connection:
            found = connection.execute(sa.text("SELECT * FROM mail")).mappings().one()
        text = " ".join(
            bytes(v).hex() if isinstance(v, bytes | memoryview) else str(v) for v in found.values()
        )
        return SECRET in text or "wren@" in text or SECRET.encode().hex() in text

    before = leaks()
    jobs.drain(office.jobs)
    with office.engine.connect() as connection:
        sealed = connection.execute(sa.text("SELECT sealed FROM mail")).scalar()
    assert (False, False, None) == (before, leaks(), sealed)


def test_posting_twice_is_posting_once(office: PostOffice) -> None:
    """An act that is repeated under the same id writes one letter."""
    office.post()
    office.count = 0
    office.post()
    jobs.drain(office.jobs)
    assert 1 == len(office.mail.letters)


def test_t84_a_hundred_badges_are_one_letter(office: PostOffice) -> None:
    """T84: 100 awards to one learner: one digest that names them all."""
    for _ in range(100):
        office.post()
    jobs.drain(office.jobs)
    sent = office.mail.letters
    assert (1, 100) == (len(sent), sent[0].text.count("Badge issued: "))


def test_letters_to_another_address_are_letters_of_their_own(office: PostOffice) -> None:
    """A digest never shows one family the news of another."""
    office.post()
    office.post(to="heron@example.org")
    jobs.drain(office.jobs)
    assert {"wren@example.org", "heron@example.org"} == {each.to for each in office.mail.letters}


def test_t84_the_seventh_letter_of_an_hour_waits(office: PostOffice) -> None:
    """T84: whoever asks for resets again and again fills nobody's mailbox; nothing is lost."""
    for _ in range(8):
        office.post(LetterKind.RESET)
        jobs.drain(office.jobs)
    at_once = len(office.mail.letters)
    office.clock.now += timedelta(hours=1, seconds=1)
    jobs.drain(office.jobs)
    assert (6, 8) == (at_once, len(office.mail.letters))


def test_a_server_that_is_away_gets_it_later(office: PostOffice) -> None:
    """The outbox tries again, with the same id."""
    office.post(LetterKind.RESET)
    office.mail.error = UnavailableError("away", code="mail")
    jobs.drain(office.jobs)
    office.mail.error = None
    office.clock.now += timedelta(minutes=5)
    jobs.drain(office.jobs)
    assert ["letter-001"] == [each.id for each in office.mail.letters]


def test_an_address_that_is_refused_for_good_is_given_up(office: PostOffice) -> None:
    """A person has to look; nobody writes to it twelve times."""
    office.post(LetterKind.RESET)
    office.mail.error = RuleError("no such user", code="mail_refused")
    jobs.drain(office.jobs)
    assert [("dead", "mail_refused")] == office.rows()


def test_a_digest_that_failed_still_carries_all_news(office: PostOffice) -> None:
    """Those that were joined to it are sent with it, at the second try."""
    for _ in range(3):
        office.post()
    office.mail.error = UnavailableError("away", code="mail")
    jobs.drain(office.jobs)
    office.mail.error = None
    office.clock.now += timedelta(minutes=5)
    jobs.drain(office.jobs)
    assert [3] == [each.text.count("Badge issued: ") for each in office.mail.letters]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"title": "A badge\r\nBcc: everybody@example.org"}, "line_break"),
        ({"title": "A badge\nX"}, "line_break"),
        ({"title": "A\u2028B"}, "line_break"),
        ({"url": "https://evil.example/"}, "link"),
        ({"url": f"{BASE}.evil.example/"}, "link"),
        ({"unsubscribe": "mailto:evil@example.org"}, "link"),
    ],
    ids=["header", "line feed", "line separator", "foreign link", "longer host", "unsubscribe"],
)
def test_t84_what_would_forge_a_letter_is_refused(
    office: PostOffice, words: dict[str, str], code: str
) -> None:
    """T84 and T55: before it is stored, so that the act that asked for it is told."""
    with pytest.raises(MalformedError) as caught:
        office.post(LetterKind.BADGE_ISSUED, "wren@example.org", **words)
    assert (code, []) == (caught.value.code, office.rows())


@pytest.mark.parametrize(
    "address",
    [
        "wren@example.org\r\nBcc: x@example.org",
        "wren@example.org, heron@example.org",
        "Wren <wren@example.org>",
        "wren",
        "wren@",
        '"a b"@example.org',
        "wren@exa mple.org",
        "a" * 250 + "@example.org",
    ],
)
def test_t84_what_is_not_one_address_is_refused(office: PostOffice, address: str) -> None:
    """T84: a second recipient is never smuggled in."""
    with pytest.raises(MalformedError) as caught:
        office.post(to=address)
    assert "address" == caught.value.code
