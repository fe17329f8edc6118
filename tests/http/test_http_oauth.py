"""OAuth 2 for programs over HTTP: what works, and a table of attacks that do not.

Rows 80 and 81 of reliability.md. Assertions are signed here by `joserfc`, which the service uses
for the single signature only; the messages are written by hand from the RFCs.
"""

import base64
import hmac
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from authlib.oauth2.rfc8414 import AuthorizationServerMetadata
from joserfc import jwt
from joserfc.jwk import ECKey, OKPKey, RSAKey
from werkzeug.test import TestResponse

from issuer.access import SCOPES, Action
from tests.schooling import BASE, NOW, School, approve, hand_in, open_submission

TOKEN = "/oauth/token"  # noqa: S105 - an address
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
ALL = ["badges.read", "people.read", "submissions.read", "credentials.read", "credentials.issue"]
GRANT = {"grant_type": "client_credentials"}
Key = ECKey | OKPKey | RSAKey


@dataclass
class Program:
    """A program of a school, and how it asks."""

    school: School
    id: str
    secret: str = ""
    key: Key | None = None
    count: int = field(default=0)

    @property
    def basic(self) -> dict[str, str]:
        """Return the header of client_secret_basic."""
        return basic(self.id, self.secret)

    def claims(self, **changes: Any) -> dict[str, Any]:
        """Return the claims of a new assertion; None leaves one out."""
        self.count += 1
        now = int(self.school.clock.now.timestamp())
        claims = {
            "iss": self.id,
            "sub": self.id,
            "aud": BASE + TOKEN,
            "iat": now,
            "exp": now + 60,
            "jti": f"jti-{self.count}",
            **changes,
        }
        return {name: value for name, value in claims.items() if value is not None}

    def assertion(self, alg: str = "ES256", key: Key | None = None, **changes: Any) -> str:
        """Return a signed assertion."""
        by = key or self.key
        assert by is not None
        return jwt.encode({"alg": alg}, self.claims(**changes), by, algorithms=[alg])

    def token(self, scope: str | None = None) -> str:
        """Return a token got by the secret."""
        form = GRANT if scope is None else {**GRANT, "scope": scope}
        answer = ask(self.school, TOKEN, form, self.basic)
        assert 200 == answer.status_code, answer.text
        return str(answer.get_json()["access_token"])


def basic(user: str, password: str) -> dict[str, str]:
    """Return the header of Basic authentication."""
    pair = base64.b64encode(f"{user}:{password}".encode()).decode()
    return {"Authorization": f"Basic {pair}"}


def bearer(token: str) -> dict[str, str]:
    """Return the header of a token."""
    return {"Authorization": f"Bearer {token}"}


def ask(
    school: School, path: str, form: Mapping[str, Any], headers: Mapping[str, str] | None = None
) -> TestResponse:
    """Post a form."""
    return school.call(None, "POST", path, data=dict(form), headers=headers or {})


def make(school: School, admin: str = "admin", **wish: Any) -> Program:
    """Make a program with a secret."""
    made = school.made(admin, "/api/v1/clients", {"name": "Gradebook", "scopes": ALL, **wish})
    return Program(school=school, id=made["id"], secret=made["secret"])


def make_signing(school: School, key: Key, **wish: Any) -> Program:
    """Make a program that signs assertions."""
    public = {name: str(value) for name, value in key.as_dict(private=False).items()}
    public.pop("kid", None)
    made = school.made(
        "admin",
        "/api/v1/clients",
        {"name": "Sync", "scopes": ALL, "method": "private_key_jwt", "jwk": public, **wish},
    )
    assert "secret" not in made
    return Program(school=school, id=made["id"], key=key)


@pytest.fixture
def program(school: School) -> Program:
    """Return a program with a secret."""
    return make(school)


@pytest.fixture
def signing(school: School) -> Program:
    """Return a program with a key."""
    return make_signing(school, ECKey.generate_key("P-256"))


def by_assertion(program: Program, assertion: str, **more: str) -> TestResponse:
    """Ask for a token by an assertion."""
    form = {"client_assertion_type": ASSERTION, "client_assertion": assertion, **GRANT, **more}
    return ask(program.school, TOKEN, form)


def test_a_secret_in_basic_gives_a_token(program: Program) -> None:
    """RFC 6749, 4.4: the answer names kind, life and scope, and nothing keeps it."""
    answer = ask(program.school, TOKEN, GRANT, program.basic)
    found = answer.get_json()
    assert ("Bearer", 900, " ".join(sorted(ALL))) == (
        found["token_type"],
        found["expires_in"],
        found["scope"],
    )
    assert "no-store" == answer.headers["Cache-Control"]


def test_a_secret_in_the_form_gives_a_token(school: School) -> None:
    """client_secret_post, for a program that was made for it."""
    program = make(school, method="client_secret_post")
    form = {**GRANT, "client_id": program.id, "client_secret": program.secret}
    assert 200 == ask(school, TOKEN, form).status_code


@pytest.mark.parametrize(
    ("alg", "made"),
    [
        ("ES256", lambda: ECKey.generate_key("P-256")),
        ("RS256", lambda: RSAKey.generate_key(2048)),
        ("EdDSA", lambda: OKPKey.generate_key("Ed25519")),
        ("Ed25519", lambda: OKPKey.generate_key("Ed25519")),
    ],
    ids=["ES256", "RS256", "EdDSA", "Ed25519"],
)
@pytest.mark.filterwarnings("ignore:EdDSA is deprecated")
def test_an_assertion_gives_a_token(school: School, alg: str, made: Callable[[], Key]) -> None:
    """RFC 7523, 2.2: each algorithm, under the older name too."""
    program = make_signing(school, made())
    answer = by_assertion(program, program.assertion(alg))
    assert 200 == answer.status_code, answer.text


def test_a_token_reads_what_its_scope_opens(program: Program) -> None:
    """A program sees the people of its own organisation."""
    answer = program.school.call(
        None, "GET", "/api/v1/people", headers=bearer(program.token("people.read"))
    )
    assert 200 == answer.status_code


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/badges",
        "/api/v1/people",
        "/api/v1/queue",
        "/api/v1/submissions?learner={wren}",
        "/api/v1/submissions/{work of wren}",
        "/api/v1/credentials?learner={wren}",
        "/api/v1/credentials/{badge of wren}",
    ],
)
def test_a_program_reads(program: Program, path: str) -> None:
    """What the scopes promise works, though a program is nobody's row in the table of people."""
    for name, value in program.school.ids.items():
        path = path.replace(f"{{{name}}}", value)
    answer = program.school.call(None, "GET", path, headers=bearer(program.token()))
    assert 200 == answer.status_code, answer.text


def test_a_program_signs_what_a_person_approved(school: School) -> None:
    """Asked again it answers the same credential; it never decides."""
    submission = open_submission(school, "heron", "safety")
    hand_in(school, "heron", submission)
    place = f"/api/v1/submissions/{submission}"
    program = make(school)
    headers = {**bearer(program.token()), "Idempotency-Key": "program"}
    early = school.call(None, "POST", f"{place}/issue", headers=headers)
    school.made("teacher", f"{place}/signoffs", {"node": "seen", "approve": True})
    approved = approve(school, submission)
    headers["Idempotency-Key"] = "program-again"
    issued = school.call(None, "POST", f"{place}/issue", headers=headers)
    assert 201 == issued.status_code, issued.text
    assert (404, approved) == (early.status_code, issued.get_json()["credential"])


def test_introspection_tells_a_program_about_its_own_token(program: Program) -> None:
    """RFC 7662, 2.2."""
    token = program.token("people.read")
    answer = ask(program.school, "/oauth/introspect", {"token": token}, program.basic)
    assert (True, program.id, "people.read") == (
        answer.get_json()["active"],
        answer.get_json()["client_id"],
        answer.get_json()["scope"],
    )


def test_a_revoked_token_is_refused_at_once(program: Program) -> None:
    """RFC 7009; row 80: within a second."""
    token = program.token()
    gone = ask(program.school, "/oauth/revoke", {"token": token}, program.basic)
    after = program.school.call(None, "GET", "/api/v1/people", headers=bearer(token))
    assert (200, 401, "token_revoked") == (
        gone.status_code,
        after.status_code,
        after.get_json()["code"],
    )


def test_revoking_an_unknown_token_is_no_error(program: Program) -> None:
    """RFC 7009, 2.2: the wish is fulfilled already."""
    answer = ask(program.school, "/oauth/revoke", {"token": "ist_nothing"}, program.basic)
    assert 200 == answer.status_code


def test_the_metadata_breaks_no_rule_of_rfc_8414(school: School) -> None:
    """An independent reader finds nothing missing, and there is no registration endpoint."""
    answer = school.call(None, "GET", "/.well-known/oauth-authorization-server")
    metadata = AuthorizationServerMetadata(
        {**answer.get_json(), "issuer": "https://badges.example"}
    )
    metadata.validate_issuer()
    metadata.validate_response_types_supported()
    metadata.validate_token_endpoint_auth_methods_supported()
    metadata.validate_token_endpoint_auth_signing_alg_values_supported()
    assert (BASE, BASE + TOKEN, None) == (
        answer.get_json()["issuer"],
        answer.get_json()["token_endpoint"],
        answer.get_json().get("registration_endpoint"),
    )


def test_no_scope_opens_what_people_answer_for() -> None:
    """education.md 4.2: no program attests, rates, signs off, waives, approves or makes tokens."""
    forbidden = {
        *(Action.ATTEST, Action.RECORD_HAND_ATTESTATION, Action.RATE, Action.RETURN),
        *(Action.MODERATE, Action.SIGN_OFF, Action.WAIVE, Action.APPROVE, Action.DECIDE_NOT_YET),
        *(Action.MANAGE_PEOPLE, Action.MANAGE_CLIENTS, Action.MANAGE_KEYS, Action.GIVE_CONSENT),
    }
    assert set() == forbidden & {action for opened in SCOPES.values() for action in opened}


# Attacks. Each returns the answer, and the table says how it is refused.


def _with_another_secret(program: Program) -> TestResponse:
    return ask(program.school, TOKEN, GRANT, basic(program.id, "isc_guess"))


def _of_nobody(program: Program) -> TestResponse:
    return ask(program.school, TOKEN, GRANT, basic("nobody", program.secret))


def _without_proof(program: Program) -> TestResponse:
    return ask(program.school, TOKEN, {**GRANT, "client_id": program.id})


def _secret_in_the_query(program: Program) -> TestResponse:
    path = f"{TOKEN}?client_id={program.id}&client_secret={program.secret}"
    return ask(program.school, path, GRANT)


def _secret_in_form_of_a_basic_client(program: Program) -> TestResponse:
    form = {**GRANT, "client_id": program.id, "client_secret": program.secret}
    return ask(program.school, TOKEN, form)


def _two_proofs(program: Program) -> TestResponse:
    return ask(program.school, TOKEN, {**GRANT, "client_secret": program.secret}, program.basic)


def _parameter_twice(program: Program) -> TestResponse:
    form = {**GRANT, "scope": ["people.read", "credentials.issue"]}
    return ask(program.school, TOKEN, form, program.basic)


def _json_body(program: Program) -> TestResponse:
    return program.school.call(None, "POST", TOKEN, json=GRANT, headers=program.basic)


def _password_grant(program: Program) -> TestResponse:
    form = {"grant_type": "password", "username": "wren", "password": "guess"}
    return ask(program.school, TOKEN, form, program.basic)


def _code_grant(program: Program) -> TestResponse:
    form = {"grant_type": "authorization_code", "code": "x", "redirect_uri": "https://evil.example"}
    return ask(program.school, TOKEN, form, program.basic)


def _refresh_grant(program: Program) -> TestResponse:
    form = {"grant_type": "refresh_token", "refresh_token": program.token()}
    return ask(program.school, TOKEN, form, program.basic)


def _unknown_scope(program: Program) -> TestResponse:
    return ask(program.school, TOKEN, {**GRANT, "scope": "award.approve"}, program.basic)


def _more_than_its_scope(program: Program) -> TestResponse:
    weak = make(program.school, scopes=["badges.read"])
    return ask(program.school, TOKEN, {**GRANT, "scope": "credentials.issue"}, weak.basic)


def _revoked_client(program: Program) -> TestResponse:
    program.school.call("admin", "DELETE", f"/api/v1/clients/{program.id}")
    return ask(program.school, TOKEN, GRANT, program.basic)


def _secret_before_rotation(program: Program) -> TestResponse:
    program.school.made("admin", f"/api/v1/clients/{program.id}/rotate", {})
    return ask(program.school, TOKEN, GRANT, program.basic)


def _open_registration(program: Program) -> TestResponse:
    return program.school.call(None, "POST", "/oauth/register", json={"client_name": "Evil"})


def _authorization_endpoint(program: Program) -> TestResponse:
    path = f"/oauth/authorize?response_type=code&client_id={program.id}"
    return program.school.call(None, "GET", path + "&redirect_uri=https://evil.example")


REFUSED_TOKENS: list[tuple[Callable[[Program], TestResponse], int, str]] = [
    (_with_another_secret, 401, "invalid_client"),
    (_of_nobody, 401, "invalid_client"),
    (_without_proof, 401, "invalid_client"),
    (_secret_in_the_query, 400, "invalid_request"),
    (_secret_in_form_of_a_basic_client, 401, "invalid_client"),
    (_two_proofs, 400, "invalid_request"),
    (_parameter_twice, 400, "invalid_request"),
    (_json_body, 400, "invalid_request"),
    (_password_grant, 400, "unsupported_grant_type"),
    (_code_grant, 400, "unsupported_grant_type"),
    (_refresh_grant, 400, "unsupported_grant_type"),
    (_unknown_scope, 400, "invalid_scope"),
    (_more_than_its_scope, 400, "invalid_scope"),
    (_revoked_client, 401, "invalid_client"),
    (_secret_before_rotation, 401, "invalid_client"),
    (_open_registration, 404, "not_found"),
    (_authorization_endpoint, 404, "not_found"),
]


@pytest.mark.parametrize(
    ("attack", "status", "error"),
    REFUSED_TOKENS,
    ids=[attack.__name__.strip("_").replace("_", " ") for attack, _, _ in REFUSED_TOKENS],
)
def test_t81_attack_on_the_token_endpoint_is_refused(
    program: Program, attack: Callable[[Program], TestResponse], status: int, error: str
) -> None:
    """T81: refused with the code of the standard, and without a token."""
    answer = attack(program)
    found = answer.get_json().get("error", answer.get_json().get("code"))
    assert (status, error) == (answer.status_code, found)
    assert "access_token" not in answer.get_json()


def _past(program: Program, seconds: int) -> int:
    return int(program.school.clock.now.timestamp()) + seconds


def _public_as_secret(program: Program) -> str:
    assert program.key is not None
    head = base64.urlsafe_b64encode(b'{"alg":"HS256"}').rstrip(b"=").decode()
    text = f"{head}.{program.assertion().split('.')[1]}"
    pem = program.key.as_pem(private=False)
    mac = hmac.digest(pem, text.encode(), "sha256")
    return f"{text}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}"


def _unsigned(program: Program) -> str:
    parts = program.assertion().split(".")
    header = base64.urlsafe_b64encode(b'{"alg":"none"}').rstrip(b"=").decode()
    return f"{header}.{parts[1]}."


def _bringing_its_key(program: Program) -> str:
    other = ECKey.generate_key("P-256")
    header = {"alg": "ES256", "jwk": other.as_dict(private=False)}
    return jwt.encode(header, program.claims(), other)


ASSERTIONS: dict[str, Callable[[Program], str]] = {
    "for another audience": lambda p: p.assertion(aud="https://evil.example/token"),
    "for two audiences": lambda p: p.assertion(aud=[BASE + TOKEN, "https://evil.example"]),
    "without audience": lambda p: p.assertion(aud=None),
    "in another's name": lambda p: p.assertion(iss="another"),
    "about an unknown program": lambda p: p.assertion(iss="x", sub="x"),
    "expired": lambda p: p.assertion(exp=_past(p, -61)),
    "without end": lambda p: p.assertion(exp=None),
    "for a whole day": lambda p: p.assertion(exp=_past(p, 86_400)),
    "from the future": lambda p: p.assertion(nbf=_past(p, 120)),
    "without jti": lambda p: p.assertion(jti=None),
    "by another key": lambda p: p.assertion(key=ECKey.generate_key("P-256")),
    "unsigned": _unsigned,
    "with the public key as shared secret": _public_as_secret,
    "that brings its own key": _bringing_its_key,
    "that is no token": lambda _: "a.b.c",
}


@pytest.mark.parametrize("name", ASSERTIONS)
def test_t81_assertion_is_refused(signing: Program, name: str) -> None:
    """T81: RFC 7523, 3; whatever is wrong with it, nobody gets in."""
    answer = by_assertion(signing, ASSERTIONS[name](signing))
    assert (401, "invalid_client") == (answer.status_code, answer.get_json()["error"])


def test_t81_an_assertion_is_taken_once(signing: Program) -> None:
    """T81: replay of the same jti."""
    assertion = signing.assertion()
    answers = [by_assertion(signing, assertion).status_code for _ in range(2)]
    assert [200, 401] == answers


def test_t81_an_assertion_does_not_speak_for_another_client_id(
    signing: Program, program: Program
) -> None:
    """T81: RFC 7521, 4.2: client_id, where it is sent, is the subject."""
    assert 401 == by_assertion(signing, signing.assertion(), client_id=program.id).status_code


# What a token opens, and what not.


def test_t80_a_token_of_one_school_finds_nothing_of_another(program: Program) -> None:
    """T80: token of client A on tenant B: 404, as if it did not exist."""
    other = make(program.school, admin="northgate")
    path = f"/api/v1/submissions/{program.school.ids['work of wren']}"
    answer = program.school.call(None, "GET", path, headers=bearer(other.token()))
    assert 404 == answer.status_code


def test_t80_an_expired_token_is_refused(program: Program) -> None:
    """T80: fifteen minutes, to the second."""
    token = program.token()
    program.school.clock.now = NOW + timedelta(minutes=15)
    answer = program.school.call(None, "GET", "/api/v1/people", headers=bearer(token))
    assert (401, "token_expired") == (answer.status_code, answer.get_json()["code"])


def test_t80_the_tokens_of_a_revoked_program_are_refused(program: Program) -> None:
    """T80: whoever revokes a program need not know its tokens."""
    token = program.token()
    program.school.call("admin", "DELETE", f"/api/v1/clients/{program.id}")
    answer = program.school.call(None, "GET", "/api/v1/people", headers=bearer(token))
    assert (401, "token_revoked") == (answer.status_code, answer.get_json()["code"])


def test_t80_a_token_is_good_for_its_scope_only(program: Program) -> None:
    """T80: a token asked for with less is good for less."""
    token = program.token("badges.read")
    answer = program.school.call(None, "GET", "/api/v1/people", headers=bearer(token))
    assert (403, "scope") == (answer.status_code, answer.get_json()["code"])


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/v1/me"),
        ("POST", "/api/v1/tokens"),
        ("POST", "/api/v1/people"),
        ("POST", "/api/v1/clients"),
        ("GET", "/api/v1/clients"),
        ("GET", "/api/v1/keys"),
        ("POST", "/api/v1/submissions/{work of wren}/approve"),
        ("POST", "/api/v1/submissions/{work of wren}/attestations"),
        ("POST", "/api/v1/submissions/{work of wren}/ratings"),
    ],
)
def test_t81_no_token_does_what_people_answer_for(program: Program, method: str, path: str) -> None:
    """T81: with every scope there is, a program is still no person."""
    place = path.replace("{work of wren}", program.school.ids["work of wren"])
    headers = {**bearer(program.token()), "Idempotency-Key": "once"}
    given: dict[str, Any] = {} if method == "GET" else {"json": {}}
    answer = program.school.call(None, method, place, headers=headers, **given)
    assert 403 == answer.status_code, answer.text


def test_t80_a_token_in_the_address_is_refused(program: Program) -> None:
    """T80: addresses stand in logs, so a token there is not even looked at."""
    path = f"/api/v1/people?access_token={program.token()}"
    answer = program.school.call(None, "GET", path)
    assert (400, "token_in_url") == (answer.status_code, answer.get_json()["code"])


def test_t81_introspection_of_another_programs_token_tells_nothing(program: Program) -> None:
    """T81: it looks like a token that never was."""
    other = make(program.school, name="Other")
    answer = ask(program.school, "/oauth/introspect", {"token": program.token()}, other.basic)
    assert {"active": False} == answer.get_json()


def test_t81_introspection_without_proof_is_refused(program: Program) -> None:
    """T81: nobody tries out tokens here."""
    answer = ask(program.school, "/oauth/introspect", {"token": program.token()})
    assert (401, "invalid_client") == (answer.status_code, answer.get_json()["error"])


def test_t81_another_programs_token_is_not_revoked(program: Program) -> None:
    """T81: RFC 7009, 2.1; the token stays good."""
    token, other = program.token(), make(program.school, name="Other")
    refused = ask(program.school, "/oauth/revoke", {"token": token}, other.basic)
    after = program.school.call(None, "GET", "/api/v1/people", headers=bearer(token))
    assert ("invalid_grant", 200) == (refused.get_json()["error"], after.status_code)


def test_t82_no_table_holds_a_usable_secret(program: Program) -> None:
    """T82: the database's own bytes hold neither secret nor token."""
    token = program.token()
    data = b"".join(path.read_bytes() for path in program.school.folder.glob("issuer.sqlite3*"))
    assert (False, False) == (program.secret.encode() in data, token.encode() in data)


@pytest.mark.parametrize(
    "wish",
    [
        {"scopes": ["award.approve"]},
        {"scopes": []},
        {"method": "private_key_jwt"},
        {"method": "private_key_jwt", "jwk": {"kty": "oct", "k": "c2VjcmV0"}},
        {"method": "private_key_jwt", "jwk": {"kty": "OKP", "crv": "Ed25519", "x": "A", "d": "B"}},
        {"jwk": {"kty": "OKP", "crv": "Ed25519", "x": "A"}},
        {"name": "Two\nlines"},
    ],
    ids=["unknown scope", "no scope", "no key", "shared key", "private key", "both", "two lines"],
)
def test_a_program_is_not_made_like_this(school: School, wish: dict[str, Any]) -> None:
    """What could not be checked later is refused now."""
    body = {"name": "Gradebook", "scopes": ["people.read"], **wish}
    assert 400 == school.call("admin", "POST", "/api/v1/clients", json=body).status_code


def test_events_tell_who_made_and_ended_a_program(school: School) -> None:
    """Each act leaves its event, without any secret."""
    program = make(school)
    program.token("people.read")
    school.call("admin", "DELETE", f"/api/v1/clients/{program.id}")
    with closing(sqlite3.connect(school.folder / "issuer.sqlite3")) as database:
        rows = database.execute("SELECT name FROM event WHERE name LIKE 'client%'").fetchall()
    assert {"client.made", "client_token.granted", "client.revoked"} == {name for (name,) in rows}
