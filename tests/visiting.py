"""A browser for tests: keeps cookies, reads the token of the last page, and sends forms."""

import re
from dataclasses import dataclass, field
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from issuer import accounts
from issuer.access import Role
from tests.schooling import School

PASSWORD = "otter lamp violet run"  # noqa: S105 # of people who do not exist
HTML = {"Accept": "text/html", "User-Agent": "Mozilla/5.0 (X11; Linux) Firefox/140.0"}
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def riverbend(school: School) -> str:
    """Return the id of the first school."""
    return accounts.find_organisation("riverbend", school.house.accounts).id


def link_for(school: School, who: str, handle: str | None = None) -> str:
    """Return the secret of a new invitation, made by the operator."""
    command = accounts.Invite(organisation=riverbend(school), person=school.ids[who], handle=handle)
    return accounts.invite(command, school.house.accounts).secret


def give_password(school: School, who: str, password: str = PASSWORD) -> str:
    """Let somebody choose a password; return the sign-in name."""
    secret = link_for(school, who, handle=f"the-{who}")
    command = accounts.AcceptInvitation(secret=secret, password=password)
    opened = accounts.accept_invitation(command, school.house.accounts)
    accounts.sign_out(opened.session, school.house.accounts)
    return f"the-{who}"


@dataclass(kw_only=True)
class Browser:
    """One browser at one school."""

    school: School
    client: FlaskClient = field(init=False)
    token: str = ""

    def __post_init__(self) -> None:
        """Start without cookies."""
        self.client = self.school.app.test_client()

    def get(self, path: str, **headers: str) -> TestResponse:
        """Open a page and remember the token of its forms."""
        answer = self.client.get(path, headers={**HTML, **headers})
        found = TOKEN.search(answer.text)
        self.token = found[1] if found else self.token
        return answer

    def post(
        self,
        path: str,
        data: dict[str, str] | None = None,
        *,
        token: str | None = None,
        headers: dict[str, str] | None = None,
        **given: Any,
    ) -> TestResponse:
        """Send a form with the last token, or another one."""
        fields = {"csrf_token": self.token if token is None else token, **(data or {})}
        return self.client.post(path, data=fields, headers={**HTML, **(headers or {})}, **given)

    def sign_in(
        self, name: str, password: str = PASSWORD, wanted: str = "", school: str = "riverbend"
    ) -> TestResponse:
        """Fill in the form and send it."""
        self.get("/sign-in")
        fields = {"name": name, "password": password, "next": wanted, "school": school}
        return self.post("/sign-in", fields)

    @property
    def secret(self) -> str:
        """Return the value of the session cookie."""
        cookie = self.client.get_cookie("issuer")
        return "" if cookie is None else cookie.value

    @secret.setter
    def secret(self, value: str) -> None:
        self.client.set_cookie("issuer", value)

    @property
    def is_in(self) -> bool:
        """Tell whether the start page opens."""
        return self.get("/home").status_code == 200


def come_in(school: School, who: str, role: Role | None = None) -> Browser:
    """Return a browser in which somebody has signed in, in a role."""
    browser = Browser(school=school)
    answer = browser.sign_in(give_password(school, who))
    assert answer.status_code == 303, answer.text
    browser.get("/home")
    if role is not None:
        browser.post("/role", {"role": role.value})
        browser.get("/home")
    return browser
