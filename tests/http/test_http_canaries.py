"""Names, texts and secrets go through every route, and none of them into a log or an address.

Rows 87 and 93 of reliability.md: each canary is a string that nothing else contains. The routes are
those of the tables, so a new one is asked as well.
"""

import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from issuer import logs
from issuer.api import ROUTES
from issuer.api.routing import Open, Route
from issuer.vocab import openapi
from tests.schooling import School

#: 50 canaries, each its own.
CANARIES = tuple(f"qzcanary{number:02d}x" for number in range(50))
TOKEN, QUERY, AGENT, REFERER, COOKIE, FORWARDED, KEY, FILE, BODY, PATH = CANARIES[:10]
WORDS = CANARIES[10:]
#: An ids' alphabet lets this through to the views, so that it is looked up.
UNKNOWN = "2" * 22


def headers(token: str) -> dict[str, str]:
    """Return headers that are full of canaries."""
    return {
        "Authorization": f"Bearer {token}",
        "User-Agent": AGENT,
        "Referer": f"https://{REFERER}.example/?{REFERER}",
        "Cookie": f"session={COOKIE}",
        "X-Forwarded-For": FORWARDED,
        "Idempotency-Key": KEY,
        "Accept-Language": AGENT,
    }


def path_of(route: Route, names: dict[str, str]) -> str:
    """Return the path about known things, as far as there are any, with a query of canaries."""
    wanted = re.findall(r"\{(\w+)\}", route.documented_path)
    path = route.documented_path.format_map({name: names.get(name, UNKNOWN) for name in wanted})
    return f"{path}?learner={QUERY}&url=https://{QUERY}.example/{QUERY}&limit={QUERY}"


def filled(schema: Any, words: Iterator[str]) -> Any:
    """Return a value that looks like the schema, with a canary wherever text may stand."""
    match schema.get("type"):
        case "object":
            members = schema.get("properties", {})
            return {name: filled(member, words) for name, member in members.items()}
        case "array":
            return [filled(schema.get("items", {}), words)]
        case "integer" | "number":
            return schema.get("minimum", 1)
        case "boolean":
            return True
        case _ if "enum" in schema:
            return schema["enum"][0]
        case _:
            return f"Words of {next(words)}"


def bodies(school: School) -> dict[str, Any]:
    """Return for each operation a body of canaries."""
    description = school.call(None, "GET", "/api/openapi.json").get_json()
    found = {}
    for methods in description["paths"].values():
        for operation in methods.values():
            content = operation.get("requestBody", {}).get("content", {})
            schema = content.get("application/json", {}).get("schema", {})
            found[operation["operationId"]] = filled(schema, _cycle())
    return found


def _cycle() -> Iterator[str]:
    while True:
        yield from WORDS


def asked(school: School) -> list[TestResponse]:
    """Send canaries through every route of the API: signed in, with a wrong token, and broken."""
    names = {
        "person": school.ids["wren"],
        "submission": school.ids["work of wren"],
        "evidence": school.ids["evidence of wren"],
        "credential": school.ids["badge of wren"],
        "id": school.ids["badge of osprey"],
        "badge": school.ids["draft"],
        "slug": "riverbend",
        "n": "1",
    }
    given, answers = bodies(school), []
    for route in ROUTES:
        if route.name == "revoke_token":
            continue
        secrets = [school.tokens["admin"], f"iss_{TOKEN}"]
        for secret in secrets if route.access is not Open.PUBLIC else secrets[1:]:
            for broken in (False, True):
                body: dict[str, Any] = (
                    {"data": f"{{{BODY}"} if broken else {"json": given.get(route.name, {})}
                )
                answers.append(
                    school.client.open(
                        path_of(route, names),
                        method=route.method,
                        headers=headers(secret) | ({"Content-Type": "application/json"}),
                        buffered=True,
                        **(body if route.method in {"POST", "PUT"} else {}),
                    )
                )
    return answers


def pages(school: School) -> list[TestResponse]:
    """Send canaries through every page, as addresses, forms and files."""
    answers = []
    for rule in _page_rules(school.app):
        path = re.sub(r"<(?:\w+:)?\w+>", PATH, rule)
        for method in ("GET", "POST"):
            file = (io.BytesIO(f"{{{BODY}".encode()), f"{FILE}.json")
            form = {"text": BODY, "recipient_name": WORDS[0], "url": QUERY, "file": file}
            answers.append(
                school.client.open(
                    f"{path}?url={QUERY}&q={QUERY}",
                    method=method,
                    headers=headers(TOKEN),
                    buffered=True,
                    data=form if method == "POST" else None,
                )
            )
    return answers


def _page_rules(app: Flask) -> list[str]:
    return sorted({str(rule) for rule in app.url_map.iter_rules()})


def test_no_canary_reaches_a_log(school: School, capsys: pytest.CaptureFixture[str]) -> None:
    """Of 50 strings that went through all routes, none is in any line that was written."""
    logs.configure(as_json=True)
    answers = asked(school)
    pages(school)
    captured = capsys.readouterr()
    written = captured.out + captured.err
    # More than one call in three reached a verb or a check behind the door.
    reached = [answer for answer in answers if answer.status_code not in {401, 404, 405}]
    assert ([], True) == (
        [canary for canary in CANARIES if canary in written],
        len(reached) > len(answers) / 3,
    )


def test_a_bug_writes_no_canary_either(school: School, capsys: pytest.CaptureFixture[str]) -> None:
    """What broke is told by its type and place, not by the values it broke on."""
    logs.configure(as_json=True)

    def broken() -> str:
        raise ValueError(BODY)

    school.app.add_url_rule("/broken", view_func=broken)
    answer = school.client.get(f"/broken?{QUERY}", headers=headers(TOKEN))
    captured = capsys.readouterr()
    written = captured.out + captured.err
    assert (500, True, []) == (
        answer.status_code,
        "ValueError" in written,
        [canary for canary in (BODY, QUERY, TOKEN) if canary in written],
    )


def test_no_redirect_puts_a_canary_into_an_address(school: School) -> None:
    """Nothing that was sent becomes part of another address, but for the id that was asked for."""
    places = [answer.headers.get("Location", "") for answer in asked(school) + pages(school)]
    others = [canary for canary in CANARIES if canary != PATH]
    assert [] == [place for place in places if any(canary in place for canary in others)]


def test_no_credential_tells_name_or_birth_date(school: School) -> None:
    """Every stored credential and every public page, for each person of the school: 0 hits."""
    with school.house.accounts.read_only() as uow:
        people = uow.people.members(school.ids["org"])
        documents = [
            held.data
            for person in people
            for held in uow.holdings.credentials(person.organisation, person.id)
        ]
    shown = [
        school.call(None, "GET", path).data
        for who in ("osprey", "wren")
        for path in (
            f"/badges/{school.ids[f'badge of {who}']}",
            f"/credentials/{school.ids[f'badge of {who}']}.json",
        )
    ]
    whole = b"\n".join(documents + shown).decode().lower()
    born = {person.birth_date.isoformat() for person in people if person.birth_date}
    names = {person.name.lower() for person in people} - {"registrar", "teacher", "first"}
    hits = sorted(word for word in born | names if re.search(rf"\b{word}\b", whole))
    assert (True, []) == (len(documents) >= 2, hits)


def test_body_shapes_of_the_description_are_filled() -> None:
    """The canaries stand in bodies: most operations that take one get text."""
    taking = [name for name, each in openapi.operations().items() if each.bodies]
    assert len(taking) > 30
