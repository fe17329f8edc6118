"""Letters as they are kept until they are sent."""

from dataclasses import dataclass
from datetime import datetime

from issuer.letters import Letter


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredLetter:
    """A letter and what became of it.

    Attributes:
        letter: None once it was sent: then nobody needs its address or its link any more.
        recipient: keyed fingerprint of the address, which outlives it for counting.
        sent_with: the letter that carried this one's news, where several became one.
    """

    id: str
    organisation: str
    letter: Letter | None
    recipient: str
    sent_at: datetime | None = None
    sent_with: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Worded:
    """A letter as it is read.

    Attributes:
        unsubscribe: an address at which one press, by a person or a mail program, ends such letters
            (RFC 8058).
    """

    id: str
    to: str
    at: datetime
    subject: str
    text: str
    html: str
    unsubscribe: str | None = None
