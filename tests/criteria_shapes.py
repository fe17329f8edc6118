"""The published criteria schemas beside our strict readers, for tests that compare the two."""

import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from issuer.criteria import (
    decision_from_dict,
    facts_from_dict,
    parse,
    parse_instrument,
    parse_rubric,
)
from issuer.errors import MalformedError

_FOLDER = Path(__file__).resolve().parents[1] / "schemas" / "criteria"

READERS: Mapping[str, Callable[[Any], object]] = {
    "cbe-criteria-1": parse,
    "cbe-rubric-1": parse_rubric,
    "cbe-instrument-1": parse_instrument,
    "cbe-facts-1": facts_from_dict,
    "cbe-decision-1": decision_from_dict,
}


@cache
def validator(name: str) -> Draft202012Validator:
    """Return the validator of a schema, formats asserted."""
    schema = json.loads((_FOLDER / f"{name}.schema.json").read_bytes())
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def schema_accepts(name: str, document: Any) -> bool:
    """Say whether the published schema accepts a document."""
    return bool(validator(name).is_valid(document))


def reader_accepts(name: str, document: Any) -> bool:
    """Say whether our reader accepts a document."""
    try:
        READERS[name](document)
    except MalformedError:
        return False
    return True
