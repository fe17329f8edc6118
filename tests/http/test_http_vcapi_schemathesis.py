"""schemathesis makes requests out of openapi.json: fitting and unfitting ones, never a 5xx.

Both apps are asked: a school's, with and without a token, and the generic profile's.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import APIOperation, Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok

from issuer.api.office_routes import OFFICE
from issuer.api.vcapi import CONFORMANCE_ROUTES, VC_ROUTES
from issuer.vocab import openapi
from tests.schooling import School, open_school
from tests.vcapi import BASE, Generic

Operation = APIOperation[Any, Any, Any, Any]
#: Operations x modes x apps x this many take about 30 s on two cores.
EXAMPLES = 25
VERIFYING = ("verify_credential", "verify_vc", "verify_vp")
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
#: Health takes nothing that could be wrong.
OF_PROFILE = tuple(r.name for r in CONFORMANCE_ROUTES if r.name != "show_health")
#: What takes a parameter or JSON; the rest of the office takes nothing, or a file.
OF_OFFICE = tuple(
    route.name
    for route in OFFICE
    if (one := openapi.operations()[route.name]).document.get("parameters")
    or openapi.JSON in one.bodies
)
OF_SCHOOL = tuple(route.name for route in VC_ROUTES)


def operations_of(app: Flask) -> dict[str, Operation]:
    """Return the described operations by id, to be asked of this app."""
    schema = schemathesis.openapi.from_dict(dict(openapi.description()))
    schema.app = app
    found: list[Operation] = [
        result.ok() for result in schema.get_all_operations() if isinstance(result, Ok)
    ]
    return {str(each.definition.raw["operationId"]): each for each in found}


def ask(operation: Operation, mode: GenerationMode, **sent: str) -> set[int]:
    """Send generated requests to an operation and return the status codes; a 5xx fails."""
    seen: set[int] = set()

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=[
            HealthCheck.too_slow,
            HealthCheck.filter_too_much,
            HealthCheck.data_too_large,
            HealthCheck.large_base_example,
        ],
    )
    @given(data=st.data())
    def run(data: st.DataObject) -> None:
        case: Case[Any] = data.draw(operation.as_strategy(generation_mode=mode))
        answer = case.call_and_validate(
            base_url=BASE, checks=[not_a_server_error], headers=sent or None
        )
        seen.add(answer.status_code)

    run()
    return seen


def reached(seen: set[int]) -> bool:
    """Tell whether the operation was asked: at the right host, and not always without a token."""
    return bool(seen - {401}) and 421 not in seen


@pytest.fixture(scope="module")
def of_profile() -> dict[str, Operation]:
    """Return the operations of the generic profile."""
    return operations_of(Generic().app)


@pytest.mark.parametrize("mode", MODES, ids=[mode.value for mode in MODES])
@pytest.mark.parametrize("name", OF_PROFILE)
def test_generic_profile_has_an_answer_for_everything(
    name: str, mode: GenerationMode, of_profile: dict[str, Operation]
) -> None:
    """No request that the description allows or forbids is an accident."""
    assert reached(ask(of_profile[name], mode))


@pytest.mark.parametrize("mode", MODES, ids=[mode.value for mode in MODES])
@pytest.mark.parametrize("name", sorted({*OF_SCHOOL, *VERIFYING}))
def test_school_has_an_answer_for_everything(
    name: str, mode: GenerationMode, shared_school: School
) -> None:
    """The same of a school, as its registrar."""
    operation = operations_of(shared_school.app)[name]
    token = f"Bearer {shared_school.tokens['registrar']}"

    assert reached(ask(operation, mode, Authorization=token))


@pytest.fixture(scope="module")
def changing(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    """Yield a copy of the school that generated requests may change."""
    folder = tmp_path_factory.mktemp("changing") / "data"
    shutil.copytree(founded, folder)
    school = open_school(folder)
    yield school
    school.house.close()


@pytest.mark.parametrize("mode", MODES, ids=[mode.value for mode in MODES])
@pytest.mark.parametrize("name", OF_OFFICE)
def test_office_has_an_answer_for_everything(
    name: str, mode: GenerationMode, changing: School
) -> None:
    """The same of an office, as its administrator."""
    operation = operations_of(changing.app)[name]
    token = f"Bearer {changing.tokens['admin']}"

    assert reached(ask(operation, mode, Authorization=token))
