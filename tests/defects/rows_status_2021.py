"""Badges of VC 1.1 whose status is in a StatusList2021, and what goes wrong with entry and list."""

import base64
import gzip
from datetime import timedelta
from typing import Any

from issuer import status
from issuer.clock import format_instant
from issuer.documents import Document, write_document
from tests.defects.rows_older_tokens import STATUS_2021, V1, older
from tests.defects.world import NOW, Case, Change, Row, lean, left_open, put, refused
from tests.interop.credentials import ACADEMY, BASE, GUILD, LIST_URL, Party, badge, good_lists
from tests.makers import Maker

SUITE_2020 = "https://w3id.org/security/suites/ed25519-2020/v1"
URL = f"{BASE}/status/2021"
INDEX = 48213
_MADE = format_instant(NOW - timedelta(hours=1))


def by_2020(document: Document, party: Party = ACADEMY) -> dict[str, Any]:
    """Return a document with a proof of its time."""
    maker = Maker(method=party.method, sign=party.sign, proof_type="Ed25519Signature2020")
    return maker.signed(document, _MADE)


def entry(**members: Any) -> dict[str, Any]:
    """Return a status entry of 2021."""
    return {
        "id": f"{URL}#{INDEX}",
        "type": "StatusList2021Entry",
        "statusPurpose": "revocation",
        "statusListIndex": str(INDEX),
        "statusListCredential": URL,
        **members,
    }


def unsigned(**members: Any) -> dict[str, Any]:
    """Return a badge with an entry; `members` of that."""
    return older(STATUS_2021, SUITE_2020, credentialStatus=entry(**members))


def listed(*indices: int, party: Party = ACADEMY, **subject: Any) -> dict[str, Any]:
    """Return a signed list with these bits set; `subject` changes its members before signing."""
    bits = status.StatusList.from_bits(indices).encode()
    return by_2020(
        {
            "@context": [V1, STATUS_2021, SUITE_2020],
            "id": URL,
            "type": ["VerifiableCredential", "StatusList2021Credential"],
            "issuer": party.did,
            "issuanceDate": _MADE,
            "expirationDate": format_instant(NOW + timedelta(hours=71)),
            "credentialSubject": {
                "id": f"{URL}#list",
                "type": "StatusList2021",
                "statusPurpose": "revocation",
                "encodedList": bits.removeprefix("u"),
                **subject,
            },
        },
        party,
    )


def served(document: Document | None = None, found: Document | None = None) -> Case:
    """Return a badge in a world where this stands at the address of its list."""
    data = write_document(document or by_2020(unsigned()))
    at_address = write_document(found or listed(7))
    return Case(data=data, lists={**good_lists(NOW), URL: at_address})


def saying(**members: Any) -> Case:
    """Return a badge signed with other members in its entry."""
    return served(by_2020(unsigned(**members)))


def added(context: Any) -> Case:
    """Return the good badge with a context put behind its own after signing."""
    return changed(lambda document: document["@context"].append(context))


def changed(change: Change) -> Case:
    """Return the good badge, changed after signing."""
    document = by_2020(unsigned())
    change(document)
    return served(document)


def forged(change: Change) -> Case:
    """Return the badge with its revoking list, changed after signing."""
    document = listed(INDEX)
    change(document)
    return served(found=document)


def newer() -> dict[str, Any]:
    """Return an unsigned badge of VC 2.0 with an entry of 2021."""
    document = lean(badge(ACADEMY, NOW))
    document["@context"] = [*document["@context"], STATUS_2021, SUITE_2020]
    return {**document, "credentialStatus": entry()}


GOOD = served()
NEWER = served(by_2020(newer()))
SHORT = base64.urlsafe_b64encode(gzip.compress(bytes(16_383), mtime=0)).decode("ascii")
ANOTHER_MEANING = {"statusListIndex": "https://evil.example/words#index"}

TABLE: dict[str, Row] = {
    "status of 2021, revoked": refused(
        served(found=listed(INDEX)), "revoked", "The issuer has revoked it in its list of 2021."
    ),
    "status of 2021 out of reach": left_open(
        Case(data=GOOD.data), "status_unreachable", "The list of 2021 does not answer."
    ),
    "status of 2021 under its context twice": refused(
        added(STATUS_2021), "context", "The context of 2021 was put behind the others once more."
    ),
    "T22 status of 2021 with another meaning of its words": refused(
        added(ANOTHER_MEANING), "context", "An inline context gives the index another meaning."
    ),
    "T22 status of 2021 with another meaning of its type": refused(
        added({"StatusList2021Entry": "https://evil.example/words#entry"}),
        "context",
        "An inline context gives the protected type of the entry another meaning.",
    ),
    "status of 2021 without its context": refused(
        served({**by_2020(unsigned()), "@context": older(SUITE_2020)["@context"]}),
        "undefined_term",
        "The badge does not name the context that gives its entry a meaning.",
    ),
    "status of 2021 with the newer type": refused(
        changed(put("credentialStatus", "type", value="BitstringStatusListEntry")),
        "undefined_term",
        "The entry has the newer type, for which there is no context.",
    ),
    "status of 2021 at another index": refused(
        changed(put("credentialStatus", "statusListIndex", value="48214")),
        "proof",
        "The index was changed after signing.",
    ),
    "status of 2021 for another purpose": refused(
        saying(statusPurpose="suspension"),
        "status_purpose",
        "The entry is for suspensions, the list for revocations.",
    ),
    "status of 2021 for no purpose of this list": refused(
        served(found=listed(7, statusPurpose="suspension")),
        "status_purpose",
        "The list is for suspensions, the entry for revocations.",
    ),
    "status of 2021 beyond the end": refused(
        saying(statusListIndex="131072"), "status_range", "The index is one beyond the end."
    ),
    "status of 2021 before the beginning": refused(
        saying(statusListIndex="-1"), "status_range", "The index is negative."
    ),
    "status of 2021 whose id is its list": refused(
        saying(id=URL), "status_entry", "The id of the entry is that of its list."
    ),
    "status of 2021 in the list of another issuer": refused(
        served(found=listed(7, party=GUILD)),
        "status_issuer",
        "A guild's list, well signed, stands at the address.",
    ),
    "status of 2021 in a list of today": refused(
        saying(id=f"{LIST_URL}#{INDEX}", statusListCredential=LIST_URL),
        "status_list",
        "The entry is of 2021, the list a bitstring of VC 2.0.",
    ),
    "status of 2021 in another list of the issuer": refused(
        forged(put("id", value=f"{URL}-other")),
        "status_issuer",
        "Another list of the issuer stands at the address.",
    ),
    "status of 2021 in a list with its bit cleared": refused(
        forged(
            put(
                "credentialSubject",
                "encodedList",
                value=listed(7)["credentialSubject"]["encodedList"],
            )
        ),
        "status_proof",
        "The bit was cleared after the list was signed.",
    ),
    "status of 2021 in a short list": refused(
        served(found=listed(7, encodedList=SHORT)),
        "status_size",
        "The list has 131,064 entries, eight too few.",
    ),
    "status of 2021 in a list with a letter of today": refused(
        served(found=listed(7, encodedList=status.StatusList.from_bits([7]).encode())),
        "status_encoding",
        "The list begins with the letter of multibase, which that of 2021 has not.",
    ),
}
