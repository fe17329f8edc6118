"""Badges whose status is not good, and lists that must not be read as "not revoked"."""

import base64
import gzip
import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from issuer.documents import write_document
from tests.defects.world import (
    NOW,
    Case,
    Change,
    Row,
    changed_before_signing,
    good_case,
    left_open,
    put,
    refused,
    remove,
)
from tests.interop.credentials import (
    ACADEMY,
    GUILD,
    LIST_URL,
    STRANGER,
    SUSPENSIONS_URL,
    good_lists,
    signed_anyhow,
    status_list,
)

MIN_BYTES = 16_384
WHOLE = write_document(status_list(ACADEMY, NOW, [7]))


def served(data: bytes) -> Case:
    """Return the good badge in a world that serves these bytes for its list."""
    return good_case().with_lists({LIST_URL: data})


def listed(**changes: Any) -> Case:
    """Return the good badge with a list of the academy, changed and then signed."""
    return served(write_document(status_list(ACADEMY, NOW, [7], **changes)))


def encoded(bits: bytes, extra: bytes = b"", prefix: str = "u") -> Case:
    """Return the good badge with a signed list of exactly these encoded bytes."""
    data = gzip.compress(bits, mtime=0) + extra
    text = prefix + base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")
    return listed(subject={"encodedList": text})


def forged(change: Change) -> Case:
    """Return the good badge with a list that was changed after signing."""
    document = json.loads(WHOLE)
    change(document)
    return served(write_document(document))


def entry(**members: Any) -> Case:
    """Return a badge signed with other members of its status entry."""

    def change(document: dict[str, Any]) -> None:
        document["credentialStatus"].update(members)

    return changed_before_signing(change)


def suspended_entry(lists: Mapping[str, bytes]) -> Case:
    """Return a badge whose status is in the academy's list of suspensions."""
    case = entry(
        id=f"{SUSPENSIONS_URL}#48213",
        statusPurpose="suspension",
        statusListCredential=SUSPENSIONS_URL,
    )
    return case.with_lists({**good_lists(NOW), **lists})


def suspensions(indices: list[int]) -> dict[str, bytes]:
    """Return the academy's list of suspensions."""
    document = status_list(ACADEMY, NOW, indices, url=SUSPENSIONS_URL, purpose="suspension")
    return {SUSPENSIONS_URL: write_document(document)}


def two_subjects() -> dict[str, Any]:
    """Return a list with two subjects, of which only the first marks the badge."""
    document = status_list(ACADEMY, NOW, [48213])
    other = status_list(ACADEMY, NOW, [])["credentialSubject"]
    both = [document["credentialSubject"], {**other, "id": f"{LIST_URL}#other"}]
    del document["proof"]
    return signed_anyhow({**document, "credentialSubject": both}, ACADEMY, NOW)


LISTS_URL = "https://badges.riverbend.example/status/lists"
OF_LISTS = {
    "type": "BitstringStatusListEntry",
    "id": f"{LISTS_URL}#9",
    "statusPurpose": "revocation",
    "statusListIndex": "9",
    "statusListCredential": LISTS_URL,
}

TABLE: dict[str, Row] = {
    "revoked": refused(
        served(write_document(status_list(ACADEMY, NOW, [48213]))),
        "revoked",
        "The issuer has revoked it in its list.",
    ),
    "mark of another purpose": left_open(
        entry(statusPurpose="message").with_lists(
            {LIST_URL: write_document(status_list(ACADEMY, NOW, [48213], purpose="message"))}
        ),
        "status_message",
        "The issuer has set a mark for a purpose that only it can explain.",
    ),
    "suspended": refused(
        suspended_entry(suspensions([48213])),
        "suspended",
        "The issuer has suspended it in its list.",
    ),
    "T34 list unreachable": left_open(
        good_case().with_lists({}), "status_unreachable", "The status list does not answer."
    ),
    "T34 list is a web page": left_open(
        served(b"<!doctype html><p>Hello"),
        "status_unreadable",
        "A web page stands at the address of the status list.",
    ),
    "T34 list is empty": left_open(
        served(b""), "status_unreadable", "The answer of the status list has no bytes."
    ),
    "T34 list is cut off": left_open(
        served(WHOLE[:-40]),
        "status_unreadable",
        "The answer of the status list ends in the middle.",
    ),
    "T34 list is too large": left_open(
        served(b" " * (1024 * 1024 + 1)),
        "status_unreadable",
        "The answer of the status list has more than 1 MiB.",
    ),
    "list as a JWT": left_open(
        served(b"eyJhbGciOiJFUzI1NiJ9.e30.c2ln"),
        "status_unreadable",
        "A token that names no key stands at the address of the status list.",
    ),
    "T35 status_list_of_another_issuer": refused(
        served(write_document(status_list(STRANGER, NOW, [7]))),
        "status_issuer",
        "A stranger's own, well signed list stands at the address of the issuer's list.",
    ),
    "T35 list of another tenant": refused(
        served(write_document(status_list(GUILD, NOW, [7]))),
        "status_issuer",
        "The list of another issuer of the same world stands at the address of the issuer's list.",
    ),
    "T35 another list of the issuer": refused(
        served(good_lists(NOW)[SUSPENSIONS_URL]),
        "status_issuer",
        "Another list of the same issuer stands at the address.",
    ),
    "list signed by another key": refused(
        served(
            write_document(
                signed_anyhow(
                    status_list(ACADEMY, NOW, [7]),
                    STRANGER,
                    NOW,
                    verificationMethod=ACADEMY.method_id,
                )
            )
        ),
        "status_proof",
        "A stranger signed the list and named the issuer's key.",
    ),
    "list signed by another party": refused(
        served(write_document(signed_anyhow(status_list(ACADEMY, NOW, [7]), STRANGER, NOW))),
        "status_proof",
        "A stranger signed the issuer's list with a key of its own.",
    ),
    "list with a bit removed": refused(
        forged(put("credentialSubject", "encodedList", value="uH4sI")),
        "status_proof",
        "The bits of the list were exchanged after signing.",
    ),
    "list with its end put off": refused(
        forged(put("validUntil", value="2099-01-01T00:00:00Z")),
        "status_proof",
        "The end of the list was put off after signing.",
    ),
    "list with an undefined term": refused(
        forged(put("note", value="x")),
        "status_proof",
        "A member without a meaning was added to the list after signing.",
    ),
    "list of an unknown suite": left_open(
        forged(put("proof", 0, "cryptosuite", value="ecdsa-sd-2023")),
        "status_unverified",
        "The proof of the list was changed to a cryptosuite that is not supported.",
    ),
    "list of another suite": refused(
        forged(put("proof", 0, "cryptosuite", value="ecdsa-rdfc-2019")),
        "status_proof",
        "The proof of the list was changed to a cryptosuite for other keys.",
    ),
    "list without a proof": refused(
        forged(remove("proof")), "status_proof", "The list is not signed."
    ),
    "T36 list stale": left_open(
        listed(valid_from=NOW - timedelta(hours=73), valid_until=NOW - timedelta(hours=1)),
        "status_stale",
        "The list ended an hour ago.",
    ),
    "T36 list of the future": left_open(
        listed(valid_from=NOW + timedelta(hours=1)), "status_stale", "The list begins in an hour."
    ),
    "list with a date that is none": left_open(
        listed(validUntil="tomorrow"),
        "status_unreadable",
        "The end of the list is the word tomorrow.",
    ),
    "T37 list of suspensions": refused(
        listed(purpose="suspension"),
        "status_purpose",
        "The entry is for revocation, the list for suspension.",
    ),
    "T37 entry of suspensions": refused(
        entry(statusPurpose="suspension"),
        "status_purpose",
        "The entry is for suspension, the list for revocation.",
    ),
    "T37 list with several other purposes": refused(
        listed(subject={"statusPurpose": ["refresh", "suspension"]}),
        "status_purpose",
        "The list has several purposes, that of the entry not among them.",
    ),
    "T39 list of two bits": refused(
        forged(put("credentialSubject", "statusSize", value=2)),
        "status_proof",
        "statusSize was added to the list after signing.",
    ),
    "T39 entry of two bits": refused(
        entry(statusSize=2),
        "status_entry",
        "The entry has two bits and does not say what they mean.",
    ),
    "T40 list that explodes": refused(
        encoded(bytes(64 * 1024 * 1024)), "status_size", "The bits of the list inflate to 64 MiB."
    ),
    "T40 two members": refused(
        encoded(bytes(MIN_BYTES), gzip.compress(b"x", mtime=0)),
        "status_encoding",
        "The bits of the list are two gzip members.",
    ),
    "T40 a byte too many": refused(
        encoded(bytes(MIN_BYTES), b"x"),
        "status_encoding",
        "A byte follows the gzip member of the list.",
    ),
    "T41 list short": refused(
        encoded(bytes(MIN_BYTES - 1)),
        "status_size",
        "The list is one byte shorter than the smallest list.",
    ),
    "T41 without the letter of the base": refused(
        encoded(bytes(MIN_BYTES), prefix=""),
        "status_encoding",
        "The bits of the list lack their multibase letter.",
    ),
    "T41 in another base": refused(
        encoded(bytes(MIN_BYTES), prefix="m"),
        "status_encoding",
        "The bits of the list claim to be padded base64.",
    ),
    "credential that is no list": refused(
        listed(type=["VerifiableCredential"]),
        "status_list",
        "The credential at the address of the list has no type of a list.",
    ),
    "status of an unknown kind": left_open(
        changed_before_signing(
            put("credentialStatus", value={"id": f"{LIST_URL}#1", "type": "BitstringStatusList"})
        ),
        "status_type",
        "The status is of a type that nobody defines.",
    ),
    "status that is its own list": refused(
        entry(id=LIST_URL), "status_entry", "The id of the entry is the address of the list."
    ),
    "list that was withdrawn itself": left_open(
        listed(credentialStatus=OF_LISTS).with_lists(
            {
                LIST_URL: write_document(status_list(ACADEMY, NOW, [7], credentialStatus=OF_LISTS)),
                LISTS_URL: write_document(status_list(ACADEMY, NOW, [9], url=LISTS_URL)),
            }
        ),
        "status_unverified",
        "The status list has a status of its own, by which its issuer has withdrawn it.",
    ),
    "index as a number": refused(
        entry(statusListIndex=48213), "status_range", "The index is a number and no text."
    ),
    "index as a number with a point": refused(
        entry(statusListIndex=48213.0), "status_range", "The index is a number with a point."
    ),
    "index with a line break": refused(
        entry(statusListIndex="48213\n"), "status_range", "A line break follows the index."
    ),
    "list of two subjects": refused(
        served(write_document(two_subjects())),
        "status_list",
        "The list has two subjects, the first with the mark and the second without.",
    ),
}
