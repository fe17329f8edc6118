"""Letters in words: a subject, a text and a page, each written for itself; Jinja's door.

The text is not made from the page, since it would read like one. Names are escaped in the page.
"""

from collections.abc import Mapping

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from issuer.letters import Letter, LetterKind, check_letter
from issuer.post.model import Worded
from issuer.post.weekly import FAMILY_WEEK_SUBJECTS, children_of

_ENGLISH = "en"
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
    LetterKind.IDENTITY_LINKED: "An outside login was connected to your account at {school}",
    LetterKind.SECOND_ASKED: "Something at {school} waits for a second person",
    LetterKind.FAMILY_DIGEST: "News about badges from {school}",
    LetterKind.FAMILY_WEEK: FAMILY_WEEK_SUBJECTS["en"],
}
#: Kind -> language -> subject, for letters that are written in more than one.
_OTHER_SUBJECTS: Mapping[LetterKind, Mapping[str, str]] = {
    LetterKind.FAMILY_WEEK: FAMILY_WEEK_SUBJECTS,
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
    language = letter.words.get("language", _ENGLISH)
    given = {**letter.words, "lines": letter.lines, "children": children_of(letter, language)}
    subjects = _OTHER_SUBJECTS.get(letter.kind, {})
    subject = subjects.get(language, _SUBJECTS[letter.kind]).format_map(letter.words)
    name = _name_of(letter.kind, language)
    return Worded(
        id=letter.id,
        to=letter.to,
        at=letter.at,
        subject=subject[:_LONGEST_SUBJECT],
        text=_TEMPLATES.get_template(f"{name}.txt").render(given),
        html=_TEMPLATES.get_template(f"{name}.html").render(
            {**given, "subject": subject, "language": language if subjects else _ENGLISH}
        ),
        unsubscribe=letter.words.get("unsubscribe"),
    )


def _name_of(kind: LetterKind, language: str) -> str:
    """Return the name of a letter's templates; what has no translation is English."""
    is_translated = language != _ENGLISH and language in _OTHER_SUBJECTS.get(kind, {})
    return f"{kind.value}.{language}" if is_translated else kind.value
