"""Types of personal columns: what is stored is noise without the key of the person named."""

import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator


class Sealed(TypeDecorator[str]):
    """A sealed text, date, list of words or JSON value, kept as base64 text.

    `owner` is the column that names the person, or one through which the person is found:
    `submission`, `credential_id`; `person|child` is whoever of the two is named, and `day` stands
    for the day's own key. `kind` says what is inside.
    """

    impl = sa.Text
    cache_ok = True

    def __init__(self, owner: str, kind: str = "text") -> None:
        super().__init__()
        self.owner = owner
        self.kind = kind


class SealedBytes(TypeDecorator[bytes]):
    """Sealed bytes, kept as they are."""

    impl = sa.LargeBinary
    cache_ok = True

    def __init__(self, owner: str) -> None:
        super().__init__()
        self.owner = owner
        self.kind = "bytes"
