"""How an act asks for letters: a row of the outbox that names its event, in its transaction."""

from typing import Final

#: Kind of outbox row; `ref` is the id of the event that is written about.
NEWS: Final = "mail.news"
