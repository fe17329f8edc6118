"""Every column that can hold words is decided upon: sealed under whose key, or why it is plain.

The committed table is columns.csv. A new column fails here until somebody has decided.
"""

import csv
from pathlib import Path

import pytest
import sqlalchemy as sa

from issuer.records.tables import metadata
from issuer.records.tables.sealed import Sealed, SealedBytes

TABLE = Path(__file__).parent / "columns.csv"
ROWS = list(csv.DictReader(TABLE.read_text("utf-8").splitlines()))
#: Types that hold no words.
_NUMBERS = (sa.Boolean, sa.Integer, sa.BigInteger)
OWNERS = {
    "id": "the person",
    "person": "the person",
    "by": "whoever handed it in",
    "person|child": "whom it lets in or the child",
    "subject": "whom it is about",
    "learner": "the learner",
    "submission": "the learner of the submission",
    "credential_id": "the learner of the credential",
    "day": "a key of the day, dropped after eight days",
}


def test_every_column_is_decided_upon() -> None:
    """No column that can hold words is missing from the table, and none is in it for nothing."""
    there = {
        (table.name, column.name)
        for table in metadata.sorted_tables
        for column in table.c
        if not isinstance(column.type, _NUMBERS)
    }
    assert there == {(row["table"], row["column"]) for row in ROWS}


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['table']}.{row['column']}" for row in ROWS])
def test_column_is_kept_as_decided(row: dict[str, str]) -> None:
    """What the table calls sealed has a sealing type with that owner; the rest has a reason."""
    kind = metadata.tables[row["table"]].c[row["column"]].type
    if isinstance(kind, Sealed | SealedBytes):
        assert ("sealed", OWNERS[kind.owner]) == (row["kept"], row["why"])
    else:
        assert ("plain", True) == (row["kept"], bool(row["why"].strip()))
