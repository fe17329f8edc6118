"""Embedded endorsements are checked like credentials, one level down."""

import copy
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from issuer.badges import EndorsementSubject, StatusListEntry
from issuer.clock import format_instant
from issuer.documents import write_document
from issuer.verification import MAX_LOOKUPS, Outcome, verify
from tests.defects.world import NOW, Case
from tests.interop.credentials import (
    ACADEMY,
    CREDENTIAL,
    GUILD,
    LIST_URL,
    STRANGER,
    badge,
    did_key_party,
    endorsement,
    good_documents,
    good_lists,
    services_for,
    signed,
    signed_anyhow,
    status_list,
)

INVALID, OPEN = Outcome.INVALID, Outcome.INDETERMINATE
GUILD_LIST = "https://guild.harbor.example/status/1"


def endorsed(*inner: dict[str, Any], **members: Any) -> Case:
    """Return the academy's badge with these endorsements, the badge itself signed well."""
    document = {**badge(ACADEMY, NOW), "endorsement": list(inner), **members}
    return Case(data=write_document(signed_anyhow(document, ACADEMY, NOW)))


def good_one(**changes: Any) -> dict[str, Any]:
    """Return the guild's endorsement."""
    return signed(endorsement(GUILD, NOW, **changes), GUILD, NOW)


def changed(name: str, value: object) -> dict[str, Any]:
    """Return the guild's endorsement, changed after signing."""
    inner = copy.deepcopy(good_one())
    inner["credentialSubject"][name] = value
    return inner


def with_status() -> dict[str, Any]:
    """Return an endorsement that can be revoked in the guild's own list."""
    return good_one(
        credential_status=StatusListEntry.at(purpose="revocation", index=5, status_list=GUILD_LIST)
    )


def in_list(indices: list[int]) -> dict[str, bytes]:
    """Return the academy's lists and the guild's."""
    data = write_document(status_list(GUILD, NOW, indices, url=GUILD_LIST))
    return {**good_lists(NOW), GUILD_LIST: data}


TABLE: dict[str, tuple[Case, str, Outcome]] = {
    "endorsement_changed": (
        endorsed(changed("endorsementComment", "The best.")), "endorsement_refused", INVALID,
    ),
    "endorsement by a stranger's key": (
        endorsed(signed_anyhow(endorsement(GUILD, NOW), STRANGER, NOW)),
        "endorsement_refused",
        INVALID,
    ),
    "endorsement expired": (
        endorsed(good_one(valid_until=format_instant(NOW - timedelta(days=1)))),
        "endorsement_refused",
        INVALID,
    ),
    "endorsement not yet valid": (
        endorsed(good_one(valid_from=format_instant(NOW + timedelta(days=1)))),
        "endorsement_refused",
        INVALID,
    ),
    "endorsement of something else": (
        endorsed(good_one(credential_subject=EndorsementSubject(id="https://other.example/a/1"))),
        "endorsement_refused",
        INVALID,
    ),
    "one endorsement good, one bad": (
        endorsed(
            good_one(),
            changed("endorsementComment", "x") | {"id": "urn:uuid:2"},
        ),
        "endorsement_refused",
        INVALID,
    ),
    "endorsement revoked": (
        endorsed(with_status()).with_lists(in_list([5])), "endorsement_refused", INVALID,
    ),
    "endorsement with its list out of reach": (
        endorsed(with_status()), "endorsement_unknown", OPEN,
    ),
    "endorsement with its key out of reach": (
        endorsed(good_one()).with_documents({ACADEMY.did: ACADEMY.document}),
        "endorsement_unknown",
        OPEN,
    ),
    "endorsement in the JWT form": (
        endorsed(good_one(), endorsementJwt=["eyJhbGciOiJFUzI1NiJ9.e30.c2ln"]),
        "endorsement_unknown",
        OPEN,
    ),
    "too many endorsements": (
        endorsed(*(good_one(id=f"urn:uuid:{n}") for n in range(9))), "endorsement_unknown", OPEN,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLE)
def test_endorsement_that_does_not_hold(name: str) -> None:
    """A bad endorsement makes the badge not valid, and says so under its own code."""
    case, code, outcome = TABLE[name]
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


def test_lookups_are_counted() -> None:
    """A badge that asks for more documents than any honest one is left open, not served."""
    parties = [did_key_party(bytes([n]) * 32) for n in range(3)]
    own = [
        signed(endorsement(party, NOW, id=f"urn:uuid:{party.did[-8:]}"), party, NOW)
        for party in parties
    ]
    asked: list[str] = []

    class Counting:
        """A Resolver that notes what it is asked."""

        def resolve(self, identifier: str) -> Any:
            """Return a known document."""
            asked.append(identifier)
            return good_documents()[identifier]

    services = replace(services_for(NOW), resolver=Counting())
    report = verify(endorsed(good_one(), *own).data, services)
    assert ((), [ACADEMY.did, GUILD.did], True) == (report.codes, asked, len(asked) < MAX_LOOKUPS)


def test_unused_list_is_not_asked_for() -> None:
    """An endorsement without status asks for no list."""
    lists = {LIST_URL: good_lists(NOW)[LIST_URL]}
    assert () == endorsed(good_one()).with_lists(lists).report().codes
