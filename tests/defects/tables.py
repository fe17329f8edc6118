"""All tables of cases as one, by name: what the corpus is written from."""

import re
from typing import NamedTuple

from tests.defects import (
    rows_algorithms,
    rows_depths,
    rows_endorsements,
    rows_good,
    rows_older_badges,
    rows_older_tokens,
    rows_pictures,
    rows_presentations,
    rows_proof,
    rows_reading,
    rows_signatures,
    rows_status,
    rows_status_2021,
    rows_structure,
    rows_suites,
    rows_tokens,
)
from tests.defects.world import Row

#: Topic -> its table. A name stands in one table only.
TABLES = {
    "good": rows_good.TABLE,
    "reading": rows_reading.TABLE,
    "structure": rows_structure.TABLE,
    "depths": rows_depths.TABLE,
    "proof": rows_proof.TABLE,
    "signatures": rows_signatures.TABLE,
    "suites": rows_suites.TABLE,
    "tokens": rows_tokens.TABLE,
    "status": rows_status.TABLE,
    "endorsements": rows_endorsements.TABLE,
    "presentations": rows_presentations.TABLE,
    "older tokens": rows_older_tokens.TABLE,
    "older badges": rows_older_badges.TABLE,
    "algorithms": rows_algorithms.TABLE,
    "status of 2021": rows_status_2021.TABLE,
    "pictures": rows_pictures.TABLE,
}
_THREAT = re.compile(r"T(\d+) ")


class Named(NamedTuple):
    """A row with the names under which it is kept.

    Attributes:
        slug: name of its file, without an ending.
        threat: row of the table of threats that it belongs to, if there is one.
    """

    topic: str
    name: str
    slug: str
    threat: int | None
    row: Row


def _named(topic: str, name: str, row: Row) -> Named:
    threat = _THREAT.match(name)
    plain = name[threat.end() :] if threat else name
    slug = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
    return Named(topic, name, slug, int(threat[1]) if threat else None, row)


ROWS = [_named(topic, name, row) for topic, table in TABLES.items() for name, row in table.items()]
