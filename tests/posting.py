"""A mailer that keeps what it is given, and a box that seals for one test."""

from dataclasses import dataclass, field

from issuer.errors import IssuerError
from issuer.keyring import Box, DerivedSecrets, KeyEncryptionKey
from issuer.post import Worded


@dataclass
class KeptMail:
    """A Mailer that keeps all letters in order, or refuses with an error."""

    letters: list[Worded] = field(default_factory=list)
    error: IssuerError | None = None

    def send(self, worded: Worded) -> None:
        """Keep a letter, or raise what the test asked for."""
        if self.error is not None:
            raise self.error
        self.letters.append(worded)


def open_box() -> Box:
    """Return a box under a key of this test."""
    return Box(DerivedSecrets(KeyEncryptionKey(bytes(range(32)))))
