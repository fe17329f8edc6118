"""Embedded endorsements are checked like credentials, one level down."""

from dataclasses import replace

import pytest

from issuer import badges
from issuer.badges import EndorsementSubject, StatusListEntry
from issuer.documents import Document, write_document
from issuer.verification import MAX_LOOKUPS, verify
from tests.defects.rows_endorsements import TABLE, endorsed, good_one, in_list, with_status
from tests.defects.world import NOW, Case
from tests.interop.credentials import (
    ACADEMY,
    CREDENTIAL,
    GUILD,
    LIST_URL,
    STRANGER,
    Party,
    did_key_party,
    endorsement,
    good_documents,
    good_lists,
    services_for,
    signed,
    signed_anyhow,
    status_list,
)


@pytest.mark.parametrize("name", TABLE)
def test_endorsement_that_does_not_hold(name: str) -> None:
    """A bad endorsement makes the badge not valid, and says so under its own code."""
    case, code, outcome, _ = TABLE[name]
    report = case.report()
    assert ((code,), outcome) == (report.codes, report.outcome)


def test_two_endorsers_may_say_different_things_of_one_achievement() -> None:
    """Each endorsement has its own signature, so their words cannot be exchanged."""
    subject = EndorsementSubject(id=CREDENTIAL, endorsement_comment="I was there.")
    witness = endorsement(STRANGER, NOW, id="urn:uuid:2", credential_subject=subject)
    again = endorsement(STRANGER, NOW, id="urn:uuid:3", name="Seen at work", description="Twice.")
    again["credentialSubject"]["endorsementComment"] = "We hired for exactly this."
    case = endorsed(good_one(), *(signed_anyhow(x, STRANGER, NOW) for x in (witness, again)))
    assert () == case.report().codes


def test_endorsement_without_a_proof_is_refused() -> None:
    """Words that nobody signed are not an endorsement (OB-26)."""
    inner = {name: value for name, value in good_one().items() if name != "proof"}
    assert ("required",) == endorsed(inner).report().codes


def test_endorsement_that_gives_one_id_two_meanings_is_refused() -> None:
    """Within one signature two objects of one id merge, so their words could be exchanged."""
    inner = endorsement(GUILD, NOW)
    inner["evidence"] = [{"id": GUILD.did, "type": ["Evidence"], "name": "Another guild"}]
    assert ("repeated_id",) == endorsed(signed_anyhow(inner, GUILD, NOW)).report().codes


@pytest.mark.parametrize("subject", [CREDENTIAL, GUILD.did], ids=["credential", "somebody"])
def test_endorsement_speaks_of_the_badge_it_stands_in(subject: str) -> None:
    """The badge, its achievement, its people may be endorsed; an endorser not by itself."""
    unsigned = endorsement(GUILD, NOW, credential_subject=EndorsementSubject(id=subject))
    case = endorsed(signed_anyhow(unsigned, GUILD, NOW))
    expected = () if subject == CREDENTIAL else ("endorsement_refused",)
    assert expected == case.report().codes


def test_good_endorsement_is_counted_and_named_by_its_key() -> None:
    """The report names the endorser by the identifier that the signature proves."""
    report = endorsed(with_status()).with_lists(in_list([6])).report()
    found = [f.sentence for f in report.findings if f.code == "endorsement"]
    assert report.facts is not None
    assert ((), 1, True) == (report.codes, report.facts.endorsements, GUILD.did in found[0])


def test_endorsement_by_itself_is_a_credential() -> None:
    """A verifier may be shown the endorsement alone."""
    report = Case(data=write_document(good_one())).report()
    assert ((), "did:web:guild.harbor.example") == (
        report.codes,
        report.facts.issuer_id if report.facts else None,
    )


class Counting:
    """A Resolver and StatusLists that note what they are asked."""

    def __init__(self, lists: dict[str, bytes], documents: dict[str, Document]) -> None:
        self.asked: list[str] = []
        self._lists = lists
        self._documents = documents

    def resolve(self, identifier: str) -> Document:
        """Return a known document."""
        self.asked.append(identifier)
        return self._documents[identifier]

    def fetch(self, url: str) -> bytes:
        """Return a known list."""
        self.asked.append(url)
        return self._lists[url]


def counted(case: Case, lists: dict[str, bytes], documents: dict[str, Document]) -> Counting:
    """Verify and return what was looked up; the case must hold."""
    counting = Counting(lists, documents)
    services = replace(services_for(NOW), resolver=counting, status_lists=counting)
    assert () == verify(case.data, services).codes
    return counting


def test_each_address_is_asked_once_and_a_key_that_is_a_did_never() -> None:
    """Lookups cost somebody's time: one for each host, none for a did:key."""
    tutor = did_key_party(bytes(32))
    entry = StatusListEntry.at(purpose="revocation", index=9, status_list=LIST_URL)
    own = signed(endorsement(ACADEMY, NOW, id="urn:uuid:2", credential_status=entry), ACADEMY, NOW)
    keyed = signed(endorsement(tutor, NOW, id="urn:uuid:3"), tutor, NOW)
    case = endorsed(good_one(), own, keyed)
    asked = counted(case, good_lists(NOW), good_documents()).asked
    assert [ACADEMY.did, LIST_URL, GUILD.did] == asked


def test_too_many_lookups_leave_the_question_open() -> None:
    """A badge that sends us to more places than any honest one is not served to the end."""
    guilds = [Party(did=f"did:web:guild{n}.example", seed=bytes([n]) * 32) for n in range(1, 7)]
    documents = {**good_documents(), **{guild.did: guild.document for guild in guilds}}
    lists, inner = dict(good_lists(NOW)), []
    for number, guild in enumerate(guilds):
        url = f"https://guild{number}.example/status/1"
        lists[url] = write_document(status_list(guild, NOW, [], url=url))
        entry = StatusListEntry.at(purpose="revocation", index=1, status_list=url)
        unsigned = endorsement(guild, NOW, id=f"urn:uuid:{number}", credential_status=entry)
        inner.append(signed(unsigned, guild, NOW))
    fewer = counted(endorsed(*inner[:5]), lists, documents)
    report = endorsed(*inner).with_documents(documents).with_lists(lists).report()
    assert (MAX_LOOKUPS, ("endorsement_unknown",)) == (len(fewer.asked), report.codes)


def test_endorsement_of_an_endorser_is_not_checked_and_so_left_open() -> None:
    """One level down: what stands deeper is named, never taken as good."""
    deeper = good_one()
    profile = badges.Profile(
        id=STRANGER.did, name="Stranger", url="https://stranger.example", endorsement=(deeper,)
    )
    unsigned = {**endorsement(STRANGER, NOW, id="urn:uuid:2"), "issuer": profile.to_dict()}
    case = endorsed(signed_anyhow(unsigned, STRANGER, NOW))
    assert ("endorsement_unknown",) == case.report().codes
