"""Badges whose embedded endorsements do not hold."""

import copy
from datetime import timedelta
from typing import Any

from issuer.badges import EndorsementSubject, StatusListEntry
from issuer.clock import format_instant
from issuer.documents import write_document
from tests.defects.world import NOW, Case, Row, left_open, refused
from tests.interop.credentials import (
    ACADEMY,
    GUILD,
    STRANGER,
    badge,
    endorsement,
    good_lists,
    signed,
    signed_anyhow,
    status_list,
)

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


TABLE: dict[str, Row] = {
    "endorsement_changed": refused(
        endorsed(changed("endorsementComment", "The best.")),
        "endorsement_refused",
        "The comment of an embedded endorsement was changed after it was signed.",
    ),
    "endorsement by a stranger's key": refused(
        endorsed(signed_anyhow(endorsement(GUILD, NOW), STRANGER, NOW)),
        "endorsement_refused",
        "An embedded endorsement names the guild as its issuer and is signed by somebody else.",
    ),
    "endorsement expired": refused(
        endorsed(good_one(valid_until=format_instant(NOW - timedelta(days=1)))),
        "endorsement_refused",
        "An embedded endorsement ended yesterday.",
    ),
    "endorsement not yet valid": refused(
        endorsed(good_one(valid_from=format_instant(NOW + timedelta(days=1)))),
        "endorsement_refused",
        "An embedded endorsement begins tomorrow.",
    ),
    "endorsement of something else": refused(
        endorsed(good_one(credential_subject=EndorsementSubject(id="https://other.example/a/1"))),
        "endorsement_refused",
        "An embedded endorsement speaks of an achievement that is not in this badge.",
    ),
    "one endorsement good, one bad": refused(
        endorsed(
            good_one(),
            changed("endorsementComment", "x") | {"id": "urn:uuid:2"},
        ),
        "endorsement_refused",
        "Of two embedded endorsements one was changed after it was signed.",
    ),
    "endorsement revoked": refused(
        endorsed(with_status()).with_lists(in_list([5])),
        "endorsement_refused",
        "An embedded endorsement was revoked in its issuer's list.",
    ),
    "endorsement with its list out of reach": left_open(
        endorsed(with_status()),
        "endorsement_unknown",
        "The status list of an embedded endorsement does not answer.",
    ),
    "endorsement with its key out of reach": left_open(
        endorsed(good_one()).with_documents({ACADEMY.did: ACADEMY.document}),
        "endorsement_unknown",
        "The DID document of an endorser does not answer.",
    ),
    "endorsement in the JWT form": refused(
        endorsed(good_one(), endorsementJwt=["eyJhbGciOiJFUzI1NiJ9.e30.c2ln"]),
        "endorsement_refused",
        "An endorsement in endorsementJwt is a token that names no key.",
    ),
    "too many endorsements": left_open(
        endorsed(*(good_one(id=f"urn:uuid:{n}") for n in range(9))),
        "endorsement_unknown",
        "There are nine endorsements, more than a verifier should pay for.",
    ),
}
