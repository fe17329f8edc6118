"""Who may give which role to whom (reliability.md row 102)."""

import pytest

from issuer.access import POWERFUL, Actor, Role, require_grant
from issuer.errors import ForbiddenError


def _as(role: Role) -> Actor:
    return Actor(person="p-1", organisation="o-1", role=role)


@pytest.mark.parametrize("role", sorted(POWERFUL))
def test_registrar_gives_no_role_over_others(role: Role) -> None:
    """A registrar cannot make an administrator, issuer, registrar or auditor."""
    with pytest.raises(ForbiddenError) as refused:
        require_grant(_as(Role.REGISTRAR), frozenset({role}))
    assert "grant" == refused.value.code


@pytest.mark.parametrize("role", sorted(set(Role) - POWERFUL))
def test_registrar_gives_every_other_role(role: Role) -> None:
    """Enrolling learners, peers, guardians and assessors is a registrar's work."""
    require_grant(_as(Role.REGISTRAR), frozenset({role}))


@pytest.mark.parametrize("role", sorted(Role))
def test_administrator_gives_every_role_to_others(role: Role) -> None:
    """An administrator may appoint anybody else."""
    require_grant(_as(Role.ADMIN), frozenset({role}), "p-2")


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMIN}))
def test_nobody_gives_oneself_another_role(role: Role) -> None:
    """Not even an administrator becomes an issuer by one's own hand."""
    with pytest.raises(ForbiddenError) as refused:
        require_grant(_as(Role.ADMIN), frozenset({role}), "p-1")
    assert "self_grant" == refused.value.code


def test_anyone_renews_a_token_of_the_own_role() -> None:
    """A new token for what one is already gives nothing away."""
    require_grant(_as(Role.ADMIN), frozenset({Role.ADMIN}), "p-1")
