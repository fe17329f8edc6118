"""Sign-in with a real OpenID Connect provider on this host, and a table of attacks (T81).

The provider is Authlib's provider side; the browser is played with `requests`, over HTTP.
"""

import base64
import hmac
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import pytest
import requests
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from issuer import accounts, federation
from issuer.access import Role
from issuer.accounts.model import OrganisationKind
from issuer.app import House, build_house
from issuer.config import Settings
from issuer.errors import ConflictError, IssuerError, MalformedError, SignInError, UnavailableError
from issuer.federation.model import IdentityProvider, ProviderMethod
from issuer.remote import Limits, OidcMessenger
from tests.oidc_provider import CLIENT_ID, CLIENT_SECRET, Claims, Provider, providing

BASE = "http://localhost:8000"
CALLBACK = BASE + federation.CALLBACK_PATH
BROWSER = "cookie-of-this-browser"


class MovableClock:
    """Real time, moved by what a test says: the provider is a real one."""

    def __init__(self) -> None:
        self.moved = timedelta()

    def __call__(self) -> datetime:
        """Return the present of this test."""
        return datetime.now(UTC) + self.moved


@dataclass
class Scene:
    """A school, its provider, and a teacher."""

    house: House
    clock: MovableClock
    provider: Provider
    organisation: str
    teacher: str
    trusted: IdentityProvider
    seen: list[str] = field(default_factory=list)

    def begin(self, person: str | None = None, browser: str = BROWSER) -> str:
        """Return where the browser is sent."""
        command = federation.BeginOidc(
            organisation=self.organisation,
            provider=self.trusted.id,
            browser=browser,
            person=person,
        )
        return federation.begin_oidc(command, self.house.federation)

    def visit(self, url: str) -> dict[str, str]:
        """Follow the browser to the provider, and return the query that it brings back."""
        answer = requests.get(url, allow_redirects=False, timeout=10)
        assert 302 == answer.status_code, answer.text
        place = answer.headers["Location"]
        assert place.startswith(CALLBACK)
        found = dict(parse_qsl(urlsplit(place).query))
        return {"iss": self.provider.issuer, **found}

    def finish(
        self, query: dict[str, str], browser: str = BROWSER, person: str | None = ""
    ) -> federation.SignedIn:
        """Bring a query back, with the teacher signed in in the browser or somebody else."""
        here = self.teacher if person == "" else person
        command = federation.FinishOidc(browser=browser, parameters=query, person=here)
        return federation.finish_oidc(command, self.house.federation)

    def sign_in(self, person: str | None = None) -> federation.SignedIn:
        """Go there and back."""
        return self.finish(self.visit(self.begin(person)), person=person or "")

    def add(self, **changes: object) -> IdentityProvider:
        """Trust the provider in another way, from now on."""
        given: dict[str, object] = {
            "organisation": self.organisation,
            "name": "School login",
            "issuer": self.provider.issuer,
            "client_id": CLIENT_ID,
            "secret": CLIENT_SECRET,
            **changes,
        }
        command = federation.AddProvider(**given)  # type: ignore[arg-type] # the test names the fields
        self.trusted = federation.add_provider(command, self.house.federation)
        return self.trusted


@pytest.fixture(scope="module")
def running() -> Iterator[Provider]:
    """Run one provider for all tests of this file."""
    with providing(CALLBACK) as provider:
        yield provider


def _house(folder: Path, *, create: bool) -> tuple[House, MovableClock]:
    clock = MovableClock()
    settings = Settings(public_base_url=BASE, data_dir=folder, allow_loopback_http=True)
    return build_house(settings, clock, create=create), clock


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    """Found a school once, and return its folder, its id and a teacher's."""
    folder = tmp_path_factory.mktemp("school") / "data"
    house, _ = _house(folder, create=True)
    organisation = accounts.create_organisation(
        accounts.CreateOrganisation(
            slug="riverbend", kind=OrganisationKind.SCHOOL, name="Riverbend", base_url=BASE
        ),
        house.accounts,
    )
    teacher = accounts.enrol_person(
        accounts.EnrolPerson(
            organisation=organisation.id, name="Teacher", roles=frozenset({Role.TEACHER})
        ),
        house.accounts,
    )
    house.close()
    return folder, organisation.id, teacher.id


@pytest.fixture
def scene(founded: tuple[Path, str, str], tmp_path: Path, running: Provider) -> Iterator[Scene]:
    """Return a copy of a school that trusts the provider."""
    running.reset()
    folder, organisation, teacher = founded
    shutil.copytree(folder, tmp_path / "data")
    house, clock = _house(tmp_path / "data", create=False)
    with closing(house):
        made = Scene(
            house=house,
            clock=clock,
            provider=running,
            organisation=organisation,
            teacher=teacher,
            trusted=None,  # type: ignore[arg-type] # set by the next line
        )
        made.add()
        yield made


def test_an_invited_person_is_linked_and_then_recognised(scene: Scene) -> None:
    """The first time it is said who comes, from then on the subject says it."""
    first = scene.sign_in(person=scene.teacher)
    second = scene.sign_in()
    assert [(scene.teacher, True), (scene.teacher, False)] == [
        (each.person, each.is_new_link) for each in (first, second)
    ]


def test_a_registered_subject_comes_in_at_once(scene: Scene) -> None:
    """An administrator said beforehand who it is."""
    federation.register_subject(
        federation.RegisterSubject(
            organisation=scene.organisation,
            provider=scene.trusted.id,
            subject="subject-1",
            person=scene.teacher,
        ),
        scene.house.federation,
    )
    assert scene.teacher == scene.sign_in().person


def test_the_browser_is_sent_with_pkce_state_and_nonce(scene: Scene) -> None:
    """OpenID Connect Core 3.1.2.1, RFC 7636: S256 and nothing else."""
    query = parse_qs(urlsplit(scene.begin()).query)
    assert (["code"], ["S256"], [CALLBACK], [CLIENT_ID], [43], [43], [43]) == (
        query["response_type"],
        query["code_challenge_method"],
        query["redirect_uri"],
        query["client_id"],
        *([len(query[name][0])] for name in ("state", "nonce", "code_challenge")),
    )


def test_a_client_may_prove_itself_by_a_key(scene: Scene) -> None:
    """private_key_jwt, with an RSA key that is sealed at rest."""
    key = RSAKey.generate_key(2048)
    scene.provider.client_key = key
    pem = key.as_pem(private=True).decode()
    scene.add(secret=pem, method=ProviderMethod.PRIVATE_KEY_JWT)
    assert scene.teacher == scene.sign_in(person=scene.teacher).person


def test_newcomers_come_in_where_the_school_says_so(scene: Scene) -> None:
    """Once enrolled, they are recognised, not enrolled again."""
    scene.add(newcomer_role=Role.LEARNER)
    first, second = scene.sign_in(), scene.sign_in()
    assert (first.person, True) == (second.person, first.person != scene.teacher)


def test_a_verified_address_of_the_school_passes_the_filter(scene: Scene) -> None:
    """The address comes from userinfo where the token has none."""
    scene.provider.in_token = False
    scene.add(domains=("school.example",))
    assert scene.teacher == scene.sign_in(person=scene.teacher).person


def test_the_secret_of_a_provider_is_sealed(scene: Scene) -> None:
    """T82: the database's bytes do not hold it."""
    folder = scene.house.settings.data_dir
    data = b"".join(path.read_bytes() for path in folder.glob("issuer.sqlite3*"))
    assert CLIENT_SECRET.encode() not in data


# Attacks: what the browser brings back.


def _brings(**changes: str | None) -> Callable[[Scene], object]:
    def attack(scene: Scene) -> object:
        changed = {**scene.visit(scene.begin(scene.teacher)), **changes}
        return scene.finish({name: value for name, value in changed.items() if value is not None})

    return attack


def _another_browser(scene: Scene) -> object:
    return scene.finish(scene.visit(scene.begin(scene.teacher)), browser="somebody else's")


def _another_person(scene: Scene) -> object:
    """Somebody else has signed in in this browser since the teacher began to connect a login."""
    return scene.finish(scene.visit(scene.begin(scene.teacher)), person="somebody else")


def _nobody(scene: Scene) -> object:
    """The teacher was signed out since."""
    return scene.finish(scene.visit(scene.begin(scene.teacher)), person=None)


def _twice(scene: Scene) -> object:
    query = scene.visit(scene.begin(scene.teacher))
    scene.finish(query)
    return scene.finish(query)


def _code_of_another_sign_in(scene: Scene) -> object:
    """Code injection: PKCE binds a code to the sign-in that began it."""
    stolen = scene.visit(scene.begin())["code"]
    own = scene.visit(scene.begin(scene.teacher))
    return scene.finish({**own, "code": stolen})


def _replayed_code(scene: Scene) -> object:
    first = scene.visit(scene.begin(scene.teacher))
    scene.finish(first)
    return scene.finish({**scene.visit(scene.begin()), "code": first["code"]})


def _too_late(scene: Scene) -> object:
    query = scene.visit(scene.begin(scene.teacher))
    scene.clock.moved = timedelta(minutes=11)
    return scene.finish(query)


def _refused_there(scene: Scene) -> object:
    state = parse_qs(urlsplit(scene.begin()).query)["state"][0]
    return scene.finish({"state": state, "error": "access_denied", "iss": scene.provider.issuer})


def _other_address_same_mail(scene: Scene) -> object:
    """Account linking by mail address: the same address under another subject is nobody."""
    scene.sign_in(person=scene.teacher)
    scene.provider.subject = "subject-2"
    return scene.sign_in()


def _unverified_mail(scene: Scene) -> object:
    scene.provider.account = {"email": "teacher@school.example", "email_verified": False}
    scene.add(domains=("school.example",))
    return scene.sign_in(person=scene.teacher)


def _verified_as_text(scene: Scene) -> object:
    scene.provider.account = {"email": "teacher@school.example", "email_verified": "true"}
    scene.add(domains=("school.example",))
    return scene.sign_in(person=scene.teacher)


def _longer_domain(scene: Scene) -> object:
    scene.provider.account = {"email": "x@school.example.evil.example", "email_verified": True}
    scene.add(domains=("school.example",))
    return scene.sign_in(person=scene.teacher)


def _userinfo_of_another(scene: Scene) -> object:
    scene.provider.in_token = False
    scene.provider.wrongs.userinfo = {"sub": "subject-2"}
    scene.add(domains=("school.example",))
    return scene.sign_in(person=scene.teacher)


def _somebody_elses_subject(scene: Scene) -> object:
    scene.sign_in(person=scene.teacher)
    other = accounts.enrol_person(
        accounts.EnrolPerson(
            organisation=scene.organisation, name="Other", roles=frozenset({Role.ADMIN})
        ),
        scene.house.accounts,
    )
    return scene.sign_in(person=other.id)


def _member_no_more(scene: Scene) -> object:
    scene.sign_in(person=scene.teacher)
    with scene.house.accounts.unit_of_work() as uow:
        person = uow.people.get(scene.organisation, scene.teacher)
        uow.people.save(replace(person, active=False))
        uow.commit()
    return scene.sign_in()


BROUGHT: dict[str, tuple[Callable[[Scene], object], str]] = {
    "without state": (_brings(state=None), "oidc_state"),
    "with a state of nobody": (_brings(state="x" * 43), "oidc_state"),
    "in another browser": (_another_browser, "oidc_state"),
    "by another person": (_another_person, "oidc_state"),
    "by nobody": (_nobody, "oidc_state"),
    "twice": (_twice, "oidc_state"),
    "too late": (_too_late, "oidc_expired"),
    "without code": (_brings(code=None), "oidc_code"),
    "with a guessed code": (_brings(code="guess"), "oidc_code"),
    "with the code of another sign-in": (_code_of_another_sign_in, "oidc_code"),
    "with a code that was used": (_replayed_code, "oidc_code"),
    "from another issuer": (_brings(iss="https://evil.example"), "oidc_issuer"),
    "without the issuer that was announced": (_brings(iss=None), "oidc_issuer"),
    "refused there": (_refused_there, "oidc_refused"),
    "as nobody known": (lambda scene: scene.sign_in(), "oidc_unlinked"),
    "with the address of somebody known": (_other_address_same_mail, "oidc_unlinked"),
    "with an unverified address": (_unverified_mail, "oidc_domain"),
    "with an address verified in words": (_verified_as_text, "oidc_domain"),
    "with a longer domain": (_longer_domain, "oidc_domain"),
    "with another's userinfo": (_userinfo_of_another, "oidc_userinfo"),
    "with a subject of somebody else": (_somebody_elses_subject, "linked_elsewhere"),
    "as a member no more": (_member_no_more, "oidc_person"),
}


@pytest.mark.parametrize("name", BROUGHT)
def test_t81_what_comes_back_is_refused(scene: Scene, name: str) -> None:
    """T81: nobody gets in, and the code says why."""
    attack, code = BROUGHT[name]
    with pytest.raises((SignInError, ConflictError)) as caught:
        attack(scene)
    assert code == caught.value.code


# Attacks: what the provider, or whoever stands in its place, says.


def _signed(alg: str) -> Callable[[Scene], Callable[[Claims], str]]:
    """Sign with the published key as a shared secret, or not at all."""

    def make(scene: Scene) -> Callable[[Claims], str]:
        def sign(claims: Claims) -> str:
            token = jwt.encode({"alg": "RS256"}, claims, scene.provider.key)
            head = base64.urlsafe_b64encode(f'{{"alg":"{alg}"}}'.encode()).rstrip(b"=").decode()
            text = f"{head}.{token.split('.')[1]}"
            pem = scene.provider.key.as_pem(private=False)
            mac = hmac.digest(pem, text.encode(), "sha256") if alg == "HS256" else b""
            return f"{text}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}"

        return sign

    return make


def _by_another_key(_scene: Scene) -> Callable[[Claims], str]:
    other = RSAKey.generate_key(2048)
    return lambda claims: jwt.encode({"alg": "RS256", "kid": "k1"}, claims, other)


def _of_an_unknown_key(_scene: Scene) -> Callable[[Claims], str]:
    other = RSAKey.generate_key(2048)
    return lambda claims: jwt.encode({"alg": "RS256", "kid": "k2"}, claims, other)


LIES: dict[str, Claims] = {
    "another audience": {"aud": "another-client"},
    "several audiences without azp": {"aud": [CLIENT_ID, "another-client"]},
    "another authorized party": {"azp": "another-client"},
    "another issuer": {"iss": "https://evil.example"},
    "another nonce": {"nonce": "x" * 43},
    "no nonce": {"nonce": None},
    "expired": {"exp": int(time.time()) - 120, "iat": int(time.time()) - 400},
    "no end": {"exp": None},
    "from the future": {"iat": int(time.time()) + 3_600},
    "no time of issue": {"iat": None},
    "another access token": {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
    "no subject": {"sub": None},
    "an empty subject": {"sub": ""},
    "a subject that is a number": {"sub": 1},
}
SIGNATURES: dict[str, Callable[[Scene], Callable[[Claims], str]]] = {
    "alg none": _signed("none"),
    "HS256 with the public key": _signed("HS256"),
    "another key under its name": _by_another_key,
    "a key of another name": _of_an_unknown_key,
}


@pytest.mark.parametrize("name", LIES)
def test_t81_a_token_that_lies_is_refused(scene: Scene, name: str) -> None:
    """T81: OpenID Connect Core, 3.1.3.7, claim by claim."""
    scene.provider.wrongs.claims = LIES[name]
    with pytest.raises(SignInError) as caught:
        scene.sign_in(person=scene.teacher)
    assert "oidc_token" == caught.value.code


@pytest.mark.parametrize("name", SIGNATURES)
def test_t81_a_token_that_is_not_the_providers_is_refused(scene: Scene, name: str) -> None:
    """T81: the algorithm is the published key's, and only its."""
    scene.provider.wrongs.sign = SIGNATURES[name](scene)
    with pytest.raises(SignInError) as caught:
        scene.sign_in(person=scene.teacher)
    assert "oidc_token" == caught.value.code


def test_a_key_that_was_changed_counts_at_once(scene: Scene) -> None:
    """Rotation at the provider needs nobody here."""
    key = RSAKey.generate_key(2048, {"kid": "k2"})
    scene.provider.wrongs.keys = KeySet([scene.provider.key, key])
    scene.provider.wrongs.sign = lambda claims: jwt.encode(
        {"alg": "RS256", "kid": "k2"}, claims, key
    )
    assert scene.teacher == scene.sign_in(person=scene.teacher).person


@pytest.mark.parametrize(
    ("metadata", "code"),
    [
        ({"issuer": "https://evil.example"}, "oidc_provider"),
        ({"code_challenge_methods_supported": ["plain"]}, "oidc_provider"),
        ({"jwks_uri": None}, "oidc_provider"),
        ({"token_endpoint": "http://evil.example/token"}, "url"),
        ({"authorization_endpoint": "javascript:alert(1)"}, "url"),
        ({"token_endpoint": "https://169.254.169.254/token"}, "url"),
    ],
    ids=["another name", "PKCE plain only", "no keys", "http", "script", "metadata service"],
)
def test_t81_metadata_that_misleads_is_refused(scene: Scene, metadata: Claims, code: str) -> None:
    """T81: mix-up, downgrade, and addresses that the guard does not ask."""
    scene.provider.wrongs.metadata = metadata
    with pytest.raises(UnavailableError) as caught:
        scene.begin()
    assert code == caught.value.code


@pytest.mark.parametrize(
    "redirect",
    [
        CALLBACK + "/",
        CALLBACK + "?x=1",
        CALLBACK.replace("http:", "https:"),
        CALLBACK.upper(),
        "https://evil.example/callback",
        CALLBACK.replace("localhost", "localhost.evil.example"),
    ],
)
def test_t81_the_provider_sends_nobody_elsewhere(scene: Scene, redirect: str) -> None:
    """T81: with our address exactly registered, another one in the browser's hands is refused."""
    parts = urlsplit(scene.begin(scene.teacher))
    query = {**dict(parse_qsl(parts.query)), "redirect_uri": redirect}
    url = f"{scene.provider.issuer}/authorize?{urlencode(query)}"
    answer = requests.get(url, allow_redirects=False, timeout=10)
    assert not answer.headers.get("Location", "").startswith(redirect)


def test_t81_a_code_without_our_verifier_opens_nothing(scene: Scene) -> None:
    """T81: PKCE downgrade: the challenge cannot be taken out of the browser's hands."""
    parts = urlsplit(scene.begin(scene.teacher))
    query = dict(parse_qsl(parts.query)) | {"code_challenge_method": "plain"}
    url = f"{scene.provider.issuer}/authorize?{urlencode(query)}"
    with pytest.raises(SignInError) as caught:
        scene.finish(scene.visit(url))
    assert "oidc_code" == caught.value.code


def test_a_removed_provider_lets_nobody_in(scene: Scene) -> None:
    """Also those who were under way."""
    query = scene.visit(scene.begin(scene.teacher))
    command = federation.RemoveProvider(organisation=scene.organisation, provider=scene.trusted.id)
    federation.remove_provider(command, scene.house.federation)
    with pytest.raises(IssuerError) as caught:
        scene.finish(query)
    assert ("not_found", ()) == (
        caught.value.code,
        federation.list_providers(scene.organisation, scene.house.federation),
    )


def test_without_the_setting_for_development_only_https_is_asked(scene: Scene) -> None:
    """A provider on http is a mistake, or an attack."""
    strict = OidcMessenger(scene.clock, Limits())
    services = replace(scene.house.federation, messenger=strict)
    command = federation.BeginOidc(
        organisation=scene.organisation, provider=scene.trusted.id, browser=BROWSER
    )
    with pytest.raises(UnavailableError) as caught:
        federation.begin_oidc(command, services)
    assert "url" == caught.value.code


@pytest.mark.parametrize(
    "changes",
    [
        {"issuer": "login.example.org"},
        {"issuer": "https://login.example.org/?x=1"},
        {"client_id": ""},
        {"secret": ""},
        {"domains": ("@school.example",)},
        {"newcomer_role": Role.ADMIN},
        {"newcomer_role": Role.REGISTRAR},
        {"newcomer_role": Role.CLIENT},
        {"name": "Two\nlines"},
    ],
    ids=str,
)
def test_a_provider_is_not_added_like_this(scene: Scene, changes: dict[str, object]) -> None:
    """Least of all with power for whoever comes."""
    with pytest.raises(MalformedError):
        scene.add(**changes)
