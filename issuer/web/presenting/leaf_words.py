"""The criteria language in plain words: what each kind of node is for, and what a setting asks."""

from collections.abc import Mapping

from issuer.access import Role
from issuer.web.languages import gettext as _
from issuer.web.presenting.roles import role_name
from issuer.web.presenting.words import kind_of, title_of


def kind_name(kind: str) -> str:
    """Name a kind of node."""
    return _kinds()[kind][0]


def kind_hint(kind: str) -> str:
    """Say in a sentence what a kind of node is for."""
    return _kinds()[kind][1]


def setting_name(kind: str, name: str) -> str:
    """Name a setting of a kind of node."""
    return _settings().get(f"{kind}.{name}", _settings().get(name, (title_of(name), "")))[0]


def setting_hint(kind: str, name: str) -> str:
    """Say what a setting does."""
    return _settings().get(f"{kind}.{name}", _settings().get(name, ("", "")))[1]


def choice_name(value: str) -> str:
    """Name one of the language's closed words."""
    known = {
        **{role.value: role_name(role) for role in Role if role is not Role.CLIENT},
        "unsupervised": _("Made without anybody watching"),
        "supervised": _("Made while an adult watched"),
        "proctored": _("Made under exam rules"),
        "verifiable-credential": _("A signed credential"),
        "registry-lookup": _("A look into the register"),
        "document": _("A document, such as a scan"),
        ">=": _("at least"),
        "<=": _("at most"),
    }
    if value in known:
        return known[value]
    kinds = {"file", "url", "text", "repository", "video", "observation"}
    return kind_of(value) if value in kinds else title_of(value)


def _kinds() -> Mapping[str, tuple[str, str]]:
    return {
        "all_of": (_("All of these"), _("Everything inside has to be there.")),
        "any_of": (_("One of these"), _("The learner chooses one way.")),
        "n_of": (_("Some of these"), _("A number of the things inside is enough.")),
        "evidence": (_("Evidence"), _("The learner hands something in: a file, a text, a link.")),
        "rubric": (_("Rubric"), _("An adult compares the work with the steps of a rubric.")),
        "peers": (_("Peers"), _("Peers whom the school chooses say what they saw.")),
        "signoff": (_("Signature"), _("An adult signs one exact sentence.")),
        "badge": (_("Earlier badge"), _("The learner holds another badge already.")),
        "hours": (_("Hours"), _("Time that somebody confirmed, such as practice.")),
        "external": (_("Certificate from elsewhere"), _("Somebody else examined the learner.")),
        "metric": (_("Figure"), _("A counted figure asks a teacher to look. It never refuses.")),
        "statements": (_("Learning activities"), _("Activities that another program recorded.")),
    }


def _settings() -> Mapping[str, tuple[str, str]]:
    several = _("Choose one or more.")
    days = _("Optional. As in P6M for six months or P1Y for a year.")
    return {
        "kinds": (_("What may be handed in"), several),
        "evidence.min": (_("How many"), _("Different items that are wanted at least.")),
        "tag": (
            _("Slot"),
            _("Optional. One short word, so that learners file it in the right place."),
        ),
        "conditions": (_("Made how"), _("Optional. Without a tick, any way will do.")),
        "max_age": (_("Not older than"), days),
        "rubric": (_("Which rubric"), _("Choose, then let its criteria be shown.")),
        "instrument": (_("Which questions for peers"), _("Choose, then let its items be shown.")),
        "levels": (_("What has to be reached"), _("The lowest level is never asked for.")),
        "by.roles": (_("Who rates"), several),
        "by.min": (_("How many adults rate"), _("Different people for each criterion.")),
        "max_spread": (
            _("How far adults may differ"),
            _("Optional. In levels; beyond that they look again."),
        ),
        "accept_guardian": (
            _("A guardian with this role may do it"),
            _("The badge then says so."),
        ),
        "peers.min": (_("How many peers"), _("Three are usual, five where much hangs on it.")),
        "mix.teammate": (_("Of these, from the team"), _("Optional.")),
        "mix.outside": (_("Of these, from outside the team"), _("Optional.")),
        "role": (_("Who signs"), ""),
        "statement": (_("The exact sentence"), _("As in: I saw this team working together.")),
        "signoff.min": (_("How many adults sign"), ""),
        "any": (_("Which badges"), _("One per line: the short name of a badge of this school.")),
        "level": (_("At which level"), _("Optional.")),
        "buckets": (_("Which kinds of hours"), _("One per line, as in clinical or classroom.")),
        "hours.min": (_("How many hours"), ""),
        "verified_by": (_("Who confirms them"), several),
        "certificate": (_("Which certificate"), _("Its short name, as in first-aid.")),
        "proof": (_("What counts as proof"), several),
        "metric": (_("Which figure"), ""),
        "op": (_("How to compare"), ""),
        "value": (_("With which value"), _("As in 0.6.")),
        "min_sample": (_("From how many counts"), _("Below that there is no figure.")),
        "verb": (_("What was done"), _("The address of the verb that the program sends.")),
        "activities": (_("Which activities"), _("One address per line.")),
        "statements.min": (_("How many"), ""),
        "min_score": (_("With at least this score"), _("Optional, from -1 to 1.")),
        "n": (_("How many of these"), ""),
    }
