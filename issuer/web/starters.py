"""Badges to begin with: each asks for one sentence that a teacher signs, and can be changed later.

They are documents like those that people write; nothing about them is special.
"""

from collections.abc import Mapping

from issuer.documents import Document
from issuer.web.languages import gettext as _

_SCALE = ["beginning", "developing", "proficient", "advanced"]


def starters() -> Mapping[str, Document]:
    """Return the badges by their short name, in the language in force."""
    return {
        slug: _badge(slug, *words)
        for slug, words in {
            "digital-first-steps": (
                _("Digital First Steps"),
                _("The learner found an answer online and said why the source can be trusted."),
                _("The learner explained to me which source to trust and why."),
            ),
            "clear-talk": (
                _("Clear Talk"),
                _("The learner spoke to a group for three minutes and answered a question."),
                _("I heard the talk, and the answer fitted the question."),
            ),
            "safe-workshop": (
                _("Safe in the Workshop"),
                _("The learner showed the safety rules of the workshop before using a tool."),
                _("The learner showed me each safety rule at the tool."),
            ),
        }.items()
    }


def _badge(slug: str, title: str, summary: str, statement: str) -> Document:
    return {
        "spec": "cbe-criteria/1",
        "badge": slug,
        "version": 1,
        "title": title,
        "summary": summary,
        "scale": list(_SCALE),
        "award": {"achievement_type": "Badge"},
        "criteria": {
            "id": "seen",
            "title": _("A teacher saw it"),
            "signoff": {"role": "teacher", "statement": statement},
        },
    }
