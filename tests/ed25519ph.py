"""Ed25519ph by the words of RFC 8032, 5.1: what a key store must not sign with.

Slow and not constant in time: for tests alone.
"""

import hashlib

_P = 2**255 - 19
_L = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, _P - 2, _P) % _P
_DOM2 = b"SigEd25519 no Ed25519 collisions" + bytes([1, 0])
_Y = 4 * pow(5, _P - 2, _P) % _P
_X = 15112221349535400772501151409588531511454012693041857206046113283949847762202
Point = tuple[int, int]


def sign_prehashed(seed: bytes, data: bytes) -> bytes:
    """Return a signature of Ed25519ph with an empty context."""
    digest = hashlib.sha512(seed).digest()
    scalar = int.from_bytes(digest[:32], "little") & ~7 & ((1 << 254) - 1) | 1 << 254
    hashed = hashlib.sha512(data).digest()
    public = _encode(_times(scalar))
    r = int.from_bytes(hashlib.sha512(_DOM2 + digest[32:] + hashed).digest(), "little") % _L
    point = _encode(_times(r))
    k = int.from_bytes(hashlib.sha512(_DOM2 + point + public + hashed).digest(), "little") % _L
    return point + ((r + k * scalar) % _L).to_bytes(32, "little")


def _times(scalar: int) -> Point:
    found, power = (0, 1), (_X, _Y)
    while scalar:
        if scalar & 1:
            found = _add(found, power)
        power, scalar = _add(power, power), scalar >> 1
    return found


def _add(one: Point, two: Point) -> Point:
    (x1, y1), (x2, y2) = one, two
    product = _D * x1 * x2 * y1 * y2 % _P
    x = (x1 * y2 + x2 * y1) * pow(1 + product, _P - 2, _P) % _P
    y = (y1 * y2 + x1 * x2) * pow(1 - product, _P - 2, _P) % _P
    return x, y


def _encode(point: Point) -> bytes:
    return (point[1] | (point[0] & 1) << 255).to_bytes(32, "little")
