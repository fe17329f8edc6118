"""A signed badge, its keys and a signer, for tests of what signs and verifies."""

import copy
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from issuer.proofs import VerificationMethod, method_id
from issuer.proofs.ed25519 import public_key_of, sign_with_seed

DATA = Path(__file__).parent / "vectors" / "data"
ISSUER = "did:web:badges.riverbend.example:issuers:academy"
GUILD = "did:web:guild.harbor.example"
SEED = bytes(range(32))
GUILD_SEED = bytes(range(32, 64))
CREATED = datetime(2026, 4, 10, 15, 0, 5, tzinfo=UTC)


class SeedSigner:
    """Fits the port `Signer` with a seed that everybody knows."""

    def __init__(self, seed: bytes = SEED, controller: str = ISSUER) -> None:
        self._seed = seed
        self.public_key = public_key_of(seed)
        self.method_id = method_id(controller, self.public_key)

    def sign(self, data: bytes) -> bytes:
        """Return the signature over these bytes."""
        return sign_with_seed(self._seed, data)


def method_of(seed: bytes = SEED, controller: str = ISSUER) -> VerificationMethod:
    """Return the published half of a seed."""
    public_key = public_key_of(seed)
    return VerificationMethod(
        id=method_id(controller, public_key), controller=controller, public_key=public_key
    )


def signed_badge() -> dict[str, Any]:
    """Return a fresh copy of the complete signed badge."""
    return _read("signed-badge.json")


def unsigned_badge() -> dict[str, Any]:
    """Return a fresh copy of that badge without its proof."""
    badge = signed_badge()
    del badge["proof"]
    return badge


def small_badge() -> dict[str, Any]:
    """Return a badge of few members, unsigned, by the same issuer."""
    badge = _read("teamwork-badge.json")
    badge["issuer"] = {
        "id": ISSUER,
        "type": ["Profile"],
        "name": "Academy",
        "url": "https://a.example",
    }
    return badge


def endorsement() -> dict[str, Any]:
    """Return the endorsement inside the badge, with its own proof."""
    badge: dict[str, Any] = signed_badge()["endorsement"][0]
    return copy.deepcopy(badge)


def object_pointers(document: dict[str, Any]) -> list[str]:
    """Return the pointer of every object in a document, `""` for the document itself."""
    found: list[str] = []
    waiting: list[tuple[Any, str]] = [(document, "")]
    while waiting:
        value, pointer = waiting.pop()
        if isinstance(value, dict):
            found.append(pointer)
            waiting.extend((inner, f"{pointer}/{name}") for name, inner in value.items())
        elif isinstance(value, list):
            waiting.extend((inner, f"{pointer}/{index}") for index, inner in enumerate(value))
    return sorted(found)


def at(document: dict[str, Any], pointer: str) -> Any:
    """Return the value at a pointer."""
    value: Any = document
    for step in pointer.split("/")[1:]:
        value = value[int(step)] if isinstance(value, list) else value[step]
    return value


def with_value(document: dict[str, Any], pointer: str, value: Any) -> dict[str, Any]:
    """Return a copy with the value at a pointer replaced or added."""
    changed = copy.deepcopy(document)
    parent, _, last = pointer.rpartition("/")
    place = at(changed, parent)
    place[int(last) if isinstance(place, list) else last] = value
    return changed


def without(document: dict[str, Any], pointer: str) -> dict[str, Any]:
    """Return a copy without the member at a pointer."""
    changed = copy.deepcopy(document)
    parent, _, last = pointer.rpartition("/")
    place = at(changed, parent)
    del place[int(last) if isinstance(place, list) else last]
    return changed


def _read(name: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((DATA / name).read_text(encoding="utf-8"))
    return document
