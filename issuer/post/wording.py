"""Letters in words: a subject, a text and a page, each written for itself; Jinja's door.

The text is not made from the page, since it would read like one. Names are escaped in the page.
"""

from collections.abc import Mapping

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from issuer.letters import Letter, LetterKind, check_letter
from issuer.post.model import Worded

#: A subject lies open on every server on its way and on locked screens: it names no person and
#: nothing that somebody did.
_SUBJECTS: Mapping[LetterKind, str] = {
    LetterKind.INVITATION: "{school} invites you to sign in",
    LetterKind.RESET: "Choose a new password for {school}",
    LetterKind.GUARDIAN_INVITATION: "{school} invites you as a guardian",
    LetterKind.BADGE_ISSUED: "{school} has issued a badge",
    LetterKind.WORK_RETURNED: "Work came back with comments from {school}",
    LetterKind.NEW_SIGN_IN: "Somebody signed in to your account at {school}",
    LetterKind.PASSWORD_CHANGED: "Your password at {school} was changed",
    LetterKind.PASSKEY_ADDED: "A passkey was added to your account at {school}",
    LetterKind.PASSKEY_REMOVED: "A passkey was removed from your account at {school}",
    LetterKind.APP_ADDED: "An authenticator app was added to your account at {school}",
    LetterKind.APP_REMOVED: "An authenticator app was removed from your account at {school}",
    LetterKind.FACTORS_FORGOTTEN: "Passkeys and app were removed from your account at {school}",
    LetterKind.RECOVERY_USED: "A recovery code was used at your account at {school}",
    LetterKind.IDENTITY_LINKED: "An outside login was connected to your account at {school}",
    LetterKind.SECOND_ASKED: "Something at {school} waits for a second person",
    LetterKind.FAMILY_DIGEST: "News about badges from {school}",
}
_TEMPLATES = Environment(
    loader=PackageLoader("issuer.post"),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)
_LONGEST_SUBJECT = 120


def word(letter: Letter, base_url: str) -> Worded:
    """Put a letter into words; MalformedError as `check_letter`."""
    check_letter(letter, base_url)
    given = {**letter.words, "lines": letter.lines}
    subject = _SUBJECTS[letter.kind].format_map(letter.words)
    return Worded(
        id=letter.id,
        to=letter.to,
        at=letter.at,
        subject=subject[:_LONGEST_SUBJECT],
        text=_TEMPLATES.get_template(f"{letter.kind.value}.txt").render(given),
        html=_TEMPLATES.get_template(f"{letter.kind.value}.html").render(
            given, subject=subject, language="en"
        ),
        unsubscribe=letter.words.get("unsubscribe"),
    )
