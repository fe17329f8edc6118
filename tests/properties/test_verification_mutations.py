"""A signed credential changed in one place is never valid: 5,000 changes and more in every run.

The places are drawn with a fixed seed, so a failure is the same failure tomorrow; each names its
number. `hypothesis` looks further in `test_verification_flipped_byte`.
"""

import base64
import copy
import json
import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from issuer.documents import read_document, write_document
from issuer.errors import IssuerError
from issuer.images import bake_png, bake_svg, extract
from issuer.verification import Outcome, verify
from tests.defects.rows_pictures import PLAIN_SVG
from tests.defects.rows_reading import PNG_WITHOUT
from tests.defects.rows_tokens import GOOD as TOKEN
from tests.defects.world import NOW, good_document
from tests.interop.credentials import good_lists, services_for
from tests.tokens import b64, token_documents

SIGNED = good_document()
DATA = write_document(SIGNED)
SERVICES = services_for(NOW, documents=token_documents(), lists=good_lists(NOW))
Mutant = tuple[str, bytes]
#: How many changes of each kind are made.
COUNTS = {
    "a byte of the JSON": 2_500,
    "a leaf of the JSON": 2_000,
    "a byte of the token": 1_500,
    "a leaf of the token": 500,
    "a byte of the PNG": 750,
    "a byte of the SVG": 750,
}
FEWEST = 5_000


def says_the_same(text: bytes) -> bool:
    """Tell whether a text reads as the signed document: an escape has two spellings."""
    try:
        return read_document(text) == SIGNED
    except IssuerError:
        return False


def flipped(data: bytes, chance: random.Random) -> Mutant:
    """Return the bytes with one of them changed."""
    place, mask = chance.randrange(len(data)), chance.randrange(1, 256)
    changed = data[:place] + bytes([data[place] ^ mask]) + data[place + 1 :]
    return f"byte {place} ^ {mask}", changed


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the place of every value that holds no other."""
    if isinstance(value, dict):
        for name, member in value.items():
            yield from leaves(member, (*path, name))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from leaves(item, (*path, index))
    else:
        yield path


def replacements(value: str) -> list[Any]:
    """Return what may stand in place of a text."""
    return [
        value + "x",
        value[:-1],
        value.swapcase() if value.swapcase() != value else value + " ",
        " " + value,
        value + "\u0301",
        "",
        "urn:uuid:6f5f5c0e-2b1d-4f0a-9a77-3d2c1b0a9f8f",
        "2099-01-01T00:00:00Z",
        [value, value],
        [[value]],
        {"@value": value},
        {"id": value},
        {"@set": [value]},
        {},
        [],
        0,
        -1.5,
        True,
        None,
    ]


def with_other_leaf(document: dict[str, Any], chance: random.Random) -> tuple[str, dict[str, Any]]:
    """Return a copy in which one leaf is another value, or is gone."""
    changed = copy.deepcopy(document)
    path = chance.choice(list(leaves(document)))
    place: Any = changed
    for step in path[:-1]:
        place = place[step]
    others = replacements(str(place[path[-1]]))
    number = chance.randrange(len(others) + 1)
    if number == len(others):
        del place[path[-1]]
    else:
        place[path[-1]] = others[number]
    return f"{'/'.join(map(str, path))} -> {number}", changed


def leaf_of_json(chance: random.Random) -> Mutant:
    """Change one leaf of the signed document."""
    place, changed = with_other_leaf(SIGNED, chance)
    return place, json.dumps(changed).encode("utf-8")


def leaf_of_token(chance: random.Random) -> Mutant:
    """Change one leaf of header or payload and keep the signature."""
    parts = TOKEN.decode("ascii").split(".")
    which = chance.randrange(2)
    document = json.loads(base64.urlsafe_b64decode(parts[which] + "=="))
    place, changed = with_other_leaf(document, chance)
    parts[which] = b64(json.dumps(changed, separators=(",", ":")).encode("utf-8"))
    return f"part {which} {place}", ".".join(parts).encode("ascii")


def still_baked(data: bytes) -> bool:
    """Tell whether a picture still holds the very credential: another pixel does not matter."""
    try:
        return says_the_same(extract(data).text.encode("utf-8"))
    except IssuerError:
        return False


PNG = bake_png(PNG_WITHOUT, DATA)
SVG = bake_svg(PLAIN_SVG, DATA)
KINDS: dict[str, tuple[Callable[[random.Random], Mutant], Callable[[bytes], bool]]] = {
    "a byte of the JSON": (lambda chance: flipped(DATA, chance), says_the_same),
    "a leaf of the JSON": (leaf_of_json, says_the_same),
    "a byte of the token": (lambda chance: flipped(TOKEN, chance), lambda _: False),
    "a leaf of the token": (leaf_of_token, lambda data: data == TOKEN),
    "a byte of the PNG": (lambda chance: flipped(PNG, chance), lambda _: False),
    "a byte of the SVG": (lambda chance: flipped(SVG, chance), still_baked),
}


@pytest.mark.parametrize("kind", KINDS)
def test_credential_changed_in_one_place_is_never_valid(kind: str) -> None:
    """Whatever byte or leaf is changed: never valid, unless it still says the very same."""
    mutate, is_harmless = KINDS[kind]
    chance = random.Random(kind)  # noqa: S311 # the same places on every day
    passed = []
    for number in range(COUNTS[kind]):
        place, data = mutate(chance)
        if verify(data, SERVICES).outcome is Outcome.VALID and not is_harmless(data):
            passed.append((number, place))
    assert [] == passed


def test_enough_changes_are_made() -> None:
    """The number that the acceptance of this work names."""
    assert sum(COUNTS.values()) >= FEWEST
    assert set(KINDS) == set(COUNTS)


@pytest.mark.parametrize("data", [DATA, TOKEN, PNG, SVG], ids=["JSON", "token", "PNG", "SVG"])
def test_unchanged_credential_is_valid(data: bytes) -> None:
    """What is changed here holds before."""
    assert Outcome.VALID == verify(data, SERVICES).outcome


def test_leaves_are_drawn_from_every_depth() -> None:
    """The document has leaves enough that a run reaches each of them many times."""
    assert len(list(leaves(SIGNED))) * 10 < COUNTS["a leaf of the JSON"]
