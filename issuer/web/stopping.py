"""Pages behind the link in a weekly letter: no account, and only a press stops anything.

Mail programs follow links to look for harm, so opening the address changes nothing. A press does,
and so does the one request that a mail program sends when its own button is pressed (RFC 8058): it
has neither a cookie nor a token of a form, and the secret in the address is all that it needs.
"""

from flask import Response

from issuer.accounts import weekly
from issuer.web.languages import speaking
from issuer.web.presenting.weekly import stop_page, stopped_page
from issuer.web.rendering import answer_unlisted
from issuer.web.services import Services


def show_stop(services: Services, secret: str) -> Response:
    """Ask once more, in the language of the letter."""
    letter = weekly.find_weekly_letter(secret, services.accounts)
    with speaking(letter.language):
        return answer_unlisted("letter_stop.html", stop_page(secret))


def stop_letters(services: Services, secret: str) -> Response:
    """Stop the letter whose link it is."""
    letter = weekly.stop_weekly_letter(secret, services.accounts)
    with speaking(letter.language):
        return answer_unlisted("note.html", stopped_page())
