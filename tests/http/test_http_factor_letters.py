"""Letters about passkeys and apps: who did not do it learns of it, in two languages."""

from datetime import timedelta

import pytest

from issuer import accounts
from issuer.letters import LetterKind
from tests.authenticator import Device
from tests.http.test_http_mail import ADDRESS, Post, post
from tests.http.test_http_passkeys import register
from tests.http.test_http_second_factor import knock, turn_on
from tests.unit.post.test_post_wording import worded
from tests.visiting import Browser, come_in

__all__ = ["post"]


def _teacher(post: Post) -> Browser:
    browser = come_in(post.school, "teacher")
    post.give_address("teacher", ADDRESS)
    post.deliver()
    return browser


def _subjects(post: Post) -> list[str]:
    return [subject for to, subject in post.deliver() if to == ADDRESS]


def test_a_passkey_that_comes_and_goes_is_told_of(post: Post) -> None:
    """Once when it is added, and once when it is removed."""
    browser = _teacher(post)
    register(browser, Device())
    added = _subjects(post)
    services = post.school.house.accounts
    session = accounts.resume(browser.secret, accounts.Origin(), services).session
    (passkey,) = accounts.list_passkeys(session, services)
    browser.get("/account")
    browser.post(f"/account/passkeys/{passkey.id}/remove")
    assert (
        ["A passkey was added to your account at Riverbend"],
        ["A passkey was removed from your account at Riverbend"],
    ) == (added, _subjects(post))


def test_an_app_and_a_used_recovery_code_are_told_of(post: Post) -> None:
    """Turning codes on, using one from the paper, and turning them off."""
    browser = _teacher(post)
    _, recovery = turn_on(browser)
    added = _subjects(post)
    post.school.clock.now += timedelta(minutes=1)
    assert 303 == knock(post.school, recovery[0])
    used = _subjects(post)
    services = post.school.house.accounts
    session = accounts.resume(browser.secret, accounts.Origin(), services).session
    accounts.turn_off_codes(session, services)
    assert (
        ["An authenticator app was added to your account at Riverbend"],
        True,
        ["An authenticator app was removed from your account at Riverbend"],
    ) == (added, "A recovery code was used at your account at Riverbend" in used, _subjects(post))


def test_factors_that_the_office_forgot_are_told_of(post: Post) -> None:
    """Somebody else did it, so the person has to know."""
    turn_on(_teacher(post))
    post.deliver()
    admin = accounts.authenticate(post.school.tokens["admin"], post.school.house.accounts)
    command = accounts.ChangeLogin(
        actor=admin, person=post.school.ids["teacher"], forget_factors=True
    )
    accounts.change_login(command, post.school.house.accounts)
    assert ["Passkeys and app were removed from your account at Riverbend"] == _subjects(post)


@pytest.mark.parametrize(
    "kind",
    [
        LetterKind.PASSKEY_ADDED,
        LetterKind.PASSKEY_REMOVED,
        LetterKind.APP_ADDED,
        LetterKind.APP_REMOVED,
        LetterKind.FACTORS_FORGOTTEN,
        LetterKind.RECOVERY_USED,
    ],
)
def test_notices_are_written_in_english_and_in_spanish(kind: LetterKind) -> None:
    """Nobody's language is known here, so both parts say it twice."""
    letter = worded(kind)
    assert (True, True, True) == (
        "tell the school" in letter.text or "run out" in letter.text,
        "avisa a la escuela" in letter.text,
        'lang="es"' in letter.html,
    )
