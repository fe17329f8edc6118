"""IdentityObject and IdentifierEntry (Open Badges 3.0): who is meant, hashed or plain.

A hash hides an address from a glance, not from a guess: its salt travels beside it.
"""

import hashlib
import hmac
from dataclasses import dataclass
from typing import Any, Self

from issuer.badges.members import Members, shaped
from issuer.badges.vocabulary import IDENTIFIER_TYPES
from issuer.documents import Document


def identity_hash(identifier: str, salt: str) -> str:
    """Return `sha256$` and hex over identifier and salt, the salt appended (OB-21)."""
    return "sha256$" + hashlib.sha256((identifier + salt).encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityObject:
    """An identifier of the earner that an employer can compare with a known one (OB-20)."""

    hashed: bool
    identity_hash: str
    identity_type: str
    salt: str | None = None

    @classmethod
    def from_dict(cls, document: Document, at: str = "") -> Self:
        """Read the closed object."""
        members = Members(document, at, "IdentityObject")
        members.constant("type", "IdentityObject")
        identity = cls(
            hashed=members.flag("hashed"),
            identity_hash=members.text("identityHash"),
            identity_type=members.term("identityType", IDENTIFIER_TYPES),
            salt=members.optional_text("salt"),
        )
        members.nothing_else()
        return identity

    @classmethod
    def of_email(cls, address: str, salt: str) -> Self:
        """Hash an e-mail address in lower case; the caller draws 128 random bits as salt."""
        return cls(
            hashed=True,
            identity_hash=identity_hash(address.strip().lower(), salt),
            identity_type="emailAddress",
            salt=salt,
        )

    def matches(self, identifier: str) -> bool:
        """Tell whether this object means the given, known identifier (OB-48).

        MD5 is accepted here, since old badges have it; it is never made. Hex compares without
        regard to case. An unknown algorithm matches nothing.
        """
        if not self.hashed:
            return hmac.compare_digest(self.identity_hash.encode(), identifier.encode())
        algorithm, _, digest = self.identity_hash.partition("$")
        salted = (identifier + (self.salt or "")).encode()
        match algorithm.lower():
            case "sha256":
                known = hashlib.sha256(salted)
            case "md5":
                known = hashlib.md5(salted, usedforsecurity=False)
            case _:
                return False
        return hmac.compare_digest(known.hexdigest().encode(), digest.lower().encode())

    def to_dict(self) -> dict[str, Any]:
        """Shape the closed object; no `salt` member means unsalted."""
        return shaped(
            {
                "type": "IdentityObject",
                "hashed": self.hashed,
                "identityHash": self.identity_hash,
                "identityType": self.identity_type,
                "salt": self.salt,
            },
            {},
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentifierEntry:
    """A further, plain identifier of a Profile or an Achievement (OB-22)."""

    identifier: str
    identifier_type: str

    @classmethod
    def from_dict(cls, document: Document, at: str = "") -> Self:
        """Read the closed object."""
        members = Members(document, at, "IdentifierEntry")
        members.constant("type", "IdentifierEntry")
        entry = cls(
            identifier=members.text("identifier"),
            identifier_type=members.term("identifierType", IDENTIFIER_TYPES),
        )
        members.nothing_else()
        return entry

    def to_dict(self) -> dict[str, Any]:
        """Shape the closed object."""
        return {
            "type": "IdentifierEntry",
            "identifier": self.identifier,
            "identifierType": self.identifier_type,
        }
