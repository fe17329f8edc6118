"""One fault at every depth of a badge: changed, added, removed; odd indices and odd proofs."""

from collections.abc import Iterator
from typing import Any

from tests.defects.world import (
    Row,
    changed_after_signing,
    changed_before_signing,
    good_document,
    put,
    refused,
    remove,
)

Path = tuple[str | int, ...]


def object_paths(value: Any, path: Path = ()) -> Iterator[Path]:
    """Yield the path of each object of a document, proof included."""
    if isinstance(value, dict):
        yield path
        for name, member in value.items():
            yield from object_paths(member, (*path, name))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from object_paths(item, (*path, index))


def at(document: Any, path: Path) -> Any:
    """Return the value at a place."""
    for step in path:
        document = document[step]
    return document


def written(path: Path) -> str:
    """Return a place as a person writes it."""
    return ".".join(str(step) for step in path) or "the document"


#: A member whose text may be anything, so that only the signature can notice the change.
_FREE = ("name", "description", "narrative", "targetName", "targetCode", "value", "url")


def _free_member(path: Path) -> str | None:
    members = at(GOOD, path)
    return next((name for name in _FREE if isinstance(members.get(name), str)), None)


def _changed(path: Path, name: str) -> Row:
    place = (*path, name)
    value = at(GOOD, place)
    return refused(
        changed_after_signing(put(*place, value=f"{value}1")),
        "proof",
        f"{written(place)} got another ending after signing.",
    )


def _added(path: Path) -> Row:
    return refused(
        changed_after_signing(put(*path, "evil", value=1)),
        "undefined_term",
        f"A member that no context defines was added to {written(path)}.",
    )


def _removed(path: Path, code: str) -> Row:
    return refused(
        changed_after_signing(remove(*path)), code, f"{written(path)} was removed after signing."
    )


def _indexed(value: object) -> Row:
    def change(document: dict[str, Any]) -> None:
        document["credentialStatus"]["statusListIndex"] = value
        if value is None:
            del document["credentialStatus"]["statusListIndex"]

    what = f"statusListIndex is {value!r}." if value is not None else "statusListIndex is missing."
    return refused(changed_before_signing(change), "status_range", what)


def _odd_proof(member: str, value: Any, code: str) -> Row:
    return refused(
        changed_after_signing(put("proof", 0, member, value=value)),
        code,
        f"The member {member} of the proof has another JSON type than the standard's.",
    )


GOOD = good_document()
INDICES = (
    "-1",
    "131072",
    "9223372036854775808",
    "abc",
    "1.0",
    " 5",
    "0x1",
    "\u0664",
    "05",
    5,
    None,
)
#: What stands in the place of an object's path here is not noticed by form, but by signature.
_CODES = {
    ("issuer",): "required",
    ("credentialSubject",): "required",
    ("credentialSubject", "achievement"): "required",
    ("credentialSubject", "achievement", "criteria"): "required",
    ("credentialSubject", "achievement", "resultDescription", 0): "reference",
    ("credentialSubject", "achievement", "resultDescription", 1): "reference",
    ("credentialSubject", "achievement", "resultDescription", 0, "rubricCriterionLevel", 1): (
        "reference"
    ),
    ("proof", 0): "proof_missing",
}

TABLE: dict[str, Row] = {
    **{
        f"changed {written((*path, name))}": _changed(path, name)
        for path in object_paths(GOOD)
        if path[:1] != ("proof",) and (name := _free_member(path))
    },
    **{f"T21 term added to {written(path)}": _added(path) for path in object_paths(GOOD)},
    **{
        f"removed {written(path)}": _removed(path, _CODES.get(path, "proof"))
        for path in object_paths(GOOD)
        if path
    },
    **{f"T38 index {number} {index!a}": _indexed(index) for number, index in enumerate(INDICES)},
    "T16 type of the proof in an array": _odd_proof("type", ["DataIntegrityProof"], "proof_shape"),
    "T16 cryptosuite in an array": _odd_proof("cryptosuite", ["eddsa-rdfc-2022"], "proof_shape"),
    "T16 created as a number": _odd_proof("created", 1_795_435_200, "proof_shape"),
    "T16 expires as null": _odd_proof("expires", None, "proof_shape"),
    "T16 method as an object": _odd_proof("verificationMethod", {"id": "did:x:y#z"}, "proof_shape"),
    "T16 proof value in an array": _odd_proof("proofValue", ["z2"], "proof_shape"),
    "T16 id of the proof true": _odd_proof("id", True, "proof_shape"),
    "T16 nonce as a number": _odd_proof("nonce", 1, "proof_shape"),
    "T16 domain as an object": _odd_proof("domain", {}, "proof_shape"),
    "T16 challenge in an array": _odd_proof("challenge", ["x"], "proof_shape"),
    "T16 previousProof as an object": _odd_proof("previousProof", {"id": "x"}, "proof_shape"),
}
