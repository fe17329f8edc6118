"""The words of the weekly letter to a family, in each language that it is written in.

A letter tells of badges, of what was done and of what comes next; never of a level, a comment or
another child. Short sentences, since they are read on a telephone between two errands.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from issuer.letters import Letter, Line

_HAPPENED: Mapping[str, Mapping[str, str]] = {
    "en": {
        "started": "Started.",
        "handed_in": "Handed in.",
        "handed_in_again": "Handed in again.",
        "returned": "Came back with comments.",
        "met": "Everything that it asks is met.",
        "earned": "The badge is earned.",
        "not_yet": "An adult decided: not yet.",
        "appealed": "Another look was asked for.",
        "withdrawn": "The work was taken back.",
        "suspended": "The badge is on hold.",
        "reinstated": "The badge holds again.",
        "revoked": "The school withdrew the badge.",
    },
    "es": {
        "started": "Empezado.",
        "handed_in": "Entregado.",
        "handed_in_again": "Entregado de nuevo.",
        "returned": "Volvió con comentarios.",
        "met": "Se cumple todo lo que pide.",
        "earned": "La insignia está conseguida.",
        "not_yet": "Una persona adulta decidió: todavía no.",
        "appealed": "Se pidió otra revisión.",
        "withdrawn": "El trabajo se retiró.",
        "suspended": "La insignia está en pausa.",
        "reinstated": "La insignia vuelve a valer.",
        "revoked": "La escuela retiró la insignia.",
    },
}
_NEXT: Mapping[str, Mapping[str, str]] = {
    "en": {
        "draft": "Next: finish the work and hand it in.",
        "submitted": "Next: the school looks at it.",
        "in_review": "Next: the school looks at it.",
        "peers": "Next: peers say what they saw.",
        "returned": "Next: read the comments, change the work, hand it in again.",
        "ready": "Next: an adult approves the badge.",
        "approved": "Next: the school signs the badge.",
        "decided_not_yet": "Next: read the comments, then start again or ask for another look.",
    },
    "es": {
        "draft": "Lo siguiente: terminar el trabajo y entregarlo.",
        "submitted": "Lo siguiente: la escuela lo revisa.",
        "in_review": "Lo siguiente: la escuela lo revisa.",
        "peers": "Lo siguiente: otros estudiantes dicen lo que vieron.",
        "returned": "Lo siguiente: leer los comentarios, cambiar el trabajo y entregarlo de nuevo.",
        "ready": "Lo siguiente: una persona adulta aprueba la insignia.",
        "approved": "Lo siguiente: la escuela firma la insignia.",
        "decided_not_yet": "Lo siguiente: leer los comentarios y empezar de nuevo o pedir otra"
        " revisión.",
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One badge: what happened, in order, and what comes next, if anything does."""

    title: str
    url: str
    happened: str
    next: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """One child and its badges."""

    name: str
    badges: tuple[Told, ...]


def children_of(letter: Letter, language: str) -> tuple[Child, ...]:
    """Return what a weekly letter tells, child by child, in the order of its lines."""
    spoken = language if language in _HAPPENED else "en"
    names = dict.fromkeys(line.under for line in letter.lines)
    return tuple(
        Child(
            name=name,
            badges=tuple(_told(line, spoken) for line in letter.lines if line.under == name),
        )
        for name in names
    )


def _told(line: Line, language: str) -> Told:
    return Told(
        title=line.text,
        url=line.url,
        happened=" ".join(_HAPPENED[language][each] for each in line.happened),
        next=_NEXT[language].get(line.rests, ""),
    )
