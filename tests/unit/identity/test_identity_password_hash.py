"""Nobody's hash is written down, and costs what a real one costs."""

import pytest

from issuer.identity import Argon2Passwords
from issuer.identity.password_hash import Cost, hash_of_nobody

COST = Cost(passes=2, memory=64, lanes=2)


def test_hash_of_nobody_has_the_cost_and_sizes_of_a_real_one() -> None:
    """All but the random parts is equal, so comparing takes as long."""
    real = Argon2Passwords(COST).hash("a password of somebody")
    nobody = hash_of_nobody(COST)
    shapes = [
        (head, kind, version, costs, len(salt), len(digest))
        for head, kind, version, costs, salt, digest in (text.split("$") for text in (real, nobody))
    ]
    assert shapes[0] == shapes[1]


@pytest.mark.parametrize("password", ["", "nobody has this password", "\0" * 32])
def test_no_password_is_nobodys(password: str) -> None:
    """The comparison runs to its end, and says no."""
    passwords = Argon2Passwords(COST)
    assert (False, False) == (
        passwords.is_outdated(hash_of_nobody(COST)),
        passwords.verify(hash_of_nobody(COST), password),
    )
