"""The strict door for foreign JSON, and the one deterministic way out; not JSON-LD.

Everything that arrives as bytes passes `read_document`: UTF-8 only, no duplicate members, finite
and safe numbers, bounded size, depth and count, all of it decided before Python's parser runs.
"""

import base64
import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from string import ascii_lowercase, ascii_uppercase
from typing import Any

import rfc8785

from issuer.errors import LimitError, MalformedError

#: Any JSON value; objects and arrays are treated as read-only once they are inside.
Json = None | bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"]
#: A JSON object.
Document = Mapping[str, Json]

#: Integers beyond this are rounded by other JSON implementations, so no signature holds on them.
LARGEST_INTEGER = 2**53 - 1
MAX_BYTES = 256 * 1024
MAX_DEPTH = 64
MAX_VALUES = 10_000

_BACKSLASH, _QUOTE = b'\\"'
_FOLDS = str.maketrans(ascii_uppercase + "\u212a\u017f", ascii_lowercase + "ks")


def read_document(data: bytes, *, max_bytes: int = MAX_BYTES) -> Document:
    """Read one JSON object from foreign bytes.

    Raises:
        MalformedError: with code `encoding`, `json`, `dup_key`, `number`, `depth` or `shape`.
        LimitError: more than `max_bytes` bytes, code `size`.
    """
    value = read_json(data, max_bytes=max_bytes)
    if not isinstance(value, dict):
        raise MalformedError("Send one JSON object", code="shape", pointer="")
    return value


def read_json(data: bytes, *, max_bytes: int = MAX_BYTES) -> Json:
    """Read one JSON value of any kind from foreign bytes; raises as `read_document`."""
    if len(data) > max_bytes:
        raise LimitError(f"Send at most {max_bytes} bytes of JSON", code="size")
    text = _decode(data)
    _screen(data)
    try:
        value: Json = json.loads(
            text,
            object_pairs_hook=_unique,
            parse_constant=_refuse_constant,
            parse_float=_finite,
            parse_int=_safe_integer,
        )
    except json.JSONDecodeError as error:
        raise MalformedError(
            f"Not JSON: {error.msg} at line {error.lineno}, column {error.colno}", code="json"
        ) from error
    _refuse_surrogates(value)
    return value


def write_document(value: Json) -> bytes:
    """Write compact JSON in ASCII, braces inside strings escaped (wallets.md section 3, OB-58).

    Wallets find a baked credential by counting braces, and XML forbids raw control characters:
    so strings hold neither. Member order is kept, hence equal values give equal bytes.
    """
    text = json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    pieces = text.split('"')
    inside = False
    for index, piece in enumerate(pieces):
        if inside:
            pieces[index] = piece.replace("{", "\\u007b").replace("}", "\\u007d")
        # A quote ends the piece unless an odd run of backslashes escapes it.
        escaped = inside and (len(piece) - len(piece.rstrip("\\"))) % 2 == 1
        inside = inside if escaped else not inside
    return '"'.join(pieces).encode("ascii")


def canonical_bytes(value: Json) -> bytes:
    """Return the JCS form (RFC 8785) of a JSON value.

    Raises:
        MalformedError: a number or string that JCS cannot express, code `number`.
    """
    try:
        return rfc8785.dumps(value)
    except rfc8785.CanonicalizationError as error:
        raise MalformedError(f"No canonical JSON form: {error}", code="number") from error


def digest(value: Json) -> str:
    """Return `sha256:` and 64 hex digits over the JCS bytes (education.md section 2)."""
    return "sha256:" + hashlib.sha256(canonical_bytes(value)).hexdigest()


def digest_multibase(sha256: bytes) -> str:
    """Return `u` and base64url of the multihash of a 32-byte SHA-256 (starts with `uEi`)."""
    if len(sha256) != hashlib.sha256().digest_size:
        raise ValueError("a SHA-256 digest has 32 bytes")
    return "u" + base64.urlsafe_b64encode(b"\x12\x20" + sha256).rstrip(b"=").decode("ascii")


def _decode(data: bytes) -> str:
    if data.startswith(b"\xef\xbb\xbf"):
        raise MalformedError("Send UTF-8 without a byte order mark", code="encoding")
    try:
        return data.decode("utf-8", errors="strict")
    except UnicodeDecodeError as error:
        raise MalformedError(
            f"Send UTF-8; byte {error.start} is something else", code="encoding"
        ) from error


def _screen(data: bytes) -> None:
    """Bound depth and number of values by bytes alone, before any recursive parser runs."""
    depth = deepest = 0
    values = 1
    inside = escaped = False
    for byte in data:
        if inside:
            inside, escaped = _string_state(byte, escaped=escaped)
            continue
        if byte == _QUOTE:
            inside = True
        elif byte in b"[{":
            depth += 1
            values += 1
            deepest = max(deepest, depth)
        elif byte in b"]}":
            depth -= 1
        elif byte == ord(","):
            values += 1
        if deepest > MAX_DEPTH or values > MAX_VALUES:
            raise MalformedError(
                f"Nest at most {MAX_DEPTH} deep and send at most {MAX_VALUES} values", code="depth"
            )


def _string_state(byte: int, *, escaped: bool) -> tuple[bool, bool]:
    """Return (still inside the string, next byte is escaped)."""
    if escaped:
        return True, False
    return byte != _QUOTE, byte == _BACKSLASH


def fold_name(name: str) -> str:
    """Return a member's name as readers that ignore case see it (ASCII, Kelvin sign, long s)."""
    return name.translate(_FOLDS)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    # Some readers fold case: two spellings of one name are two documents in one, so they are
    # refused as duplicates.
    folded = {fold_name(name) for name in members}
    if len(folded) != len(pairs):
        names = [name for name, _ in pairs]
        folds = [fold_name(name) for name in names]
        twice = next(name for name, fold in zip(names, folds, strict=True) if folds.count(fold) > 1)
        raise MalformedError(f"The member {twice[:60]!r} occurs twice", code="dup_key")
    return members


def _refuse_constant(name: str) -> float:
    raise MalformedError(f"{name} is not a JSON number", code="number")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise MalformedError(f"The number {text[:30]} is too large", code="number")
    return number


def _safe_integer(text: str) -> int:
    too_long = len(text) > len(str(LARGEST_INTEGER)) + 1
    if too_long or text == "-0" or abs(int(text)) > LARGEST_INTEGER:
        raise MalformedError(f"The integer {text[:30]} is -0 or beyond 2^53-1", code="number")
    return int(text)


def _refuse_surrogates(value: Any) -> None:
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            _check_text(item)
        elif isinstance(item, dict):
            waiting.extend(item.keys())
            waiting.extend(item.values())
        elif isinstance(item, list):
            waiting.extend(item)


def _check_text(text: str) -> None:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise MalformedError("A string holds half a character", code="encoding") from error
    if "\0" in text:
        raise MalformedError("A string holds the character U+0000", code="encoding")
