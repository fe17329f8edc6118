"""Wycheproof's vectors of Ed25519: edge cases of keys and signatures, if the corpus is there."""

import json
from typing import Any

from issuer.errors import InvalidProofError
from issuer.proofs.ed25519 import verify_signature
from tests.corpora import optional

#: Where the file lies below the shared corpora.
FILE = "vectors/wycheproof/ed25519_test.json"


def accepts(public_key: bytes, signature: bytes, data: bytes) -> bool:
    """Say whether our verification accepts a signature."""
    try:
        verify_signature(public_key, signature, data)
    except InvalidProofError:
        return False
    return True


def test_every_vector_has_its_result() -> None:
    """All that is valid is accepted, nothing else is."""
    corpus: dict[str, Any] = json.loads(optional(FILE).read_text(encoding="utf-8"))
    wrong = []
    for group in corpus["testGroups"]:
        key = group.get("publicKey") or group["key"]
        for test in group["tests"]:
            parts = (key["pk"], test["sig"], test["msg"])
            accepted = accepts(*(bytes.fromhex(part) for part in parts))
            if accepted != (test["result"] == "valid"):
                wrong.append((test["tcId"], test["comment"]))
    assert [] == wrong
