"""The rules of Open Badges 3.0 that the published JSON Schema misses (OB-3 to OB-24, section 10).

What the standard demands of any badge or endorsement, ours or not. What we demand of our own is in
`issuing_rules`. Signatures, status and dates against a clock are not looked at.
"""

from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import unquote

from issuer.badges.achievement import Achievement
from issuer.badges.achievement_credential import AchievementCredential
from issuer.badges.endorsement_credential import ENDORSEMENT_CREDENTIAL, EndorsementCredential
from issuer.badges.members import escaped
from issuer.badges.profile import Profile
from issuer.badges.result import Result
from issuer.badges.result_description import ResultDescription
from issuer.badges.vocabulary import CREDENTIALS_V2, EXTENSION_TYPES, EXTENSIONS
from issuer.documents import Document, Json
from issuer.errors import ContextError, ShapeError

#: Not looked into for nodes: contexts are no nodes, and proofs are graphs of their own.
_APART = frozenset({"@context", "proof"})
#: May differ between two places that speak of one node: a node can have several types.
_MAY_DIFFER = frozenset({"id", "type", "@context", "proof"})


def check_rules(document: Document) -> None:
    """Refuse a badge or endorsement that breaks a rule of the standard.

    Raises:
        ShapeError: with the pointer of the member and a code such as `required` or `reference`.
        ContextError: `@context` is not the standard's, or lacks the extensions that are used.
    """
    _check_credential(document, "")
    _check_nodes(document, "")


def same_credential(one: Document, other: Document) -> bool:
    """Tell whether two documents are one credential, in two versions perhaps (OB-24)."""
    return _identity(one) == _identity(other)


def _check_credential(document: Document, at: str) -> None:
    if ENDORSEMENT_CREDENTIAL in _names(document.get("type")):
        endorsement = EndorsementCredential.from_dict(document, at)
        context, issuer = endorsement.context, endorsement.issuer
    else:
        badge = AchievementCredential.from_dict(document, at)
        context, issuer = badge.context, badge.issuer
        _check_badge(badge, at)
    _check_extensions(document, context, at)
    _check_profile(issuer, f"{at}/issuer")


def _check_badge(badge: AchievementCredential, at: str) -> None:
    subject = badge.credential_subject
    _check_endorsements(badge.endorsement, at)
    _check_profile(subject.source, f"{at}/credentialSubject/source")
    _check_achievement(subject.achievement, f"{at}/credentialSubject/achievement")
    descriptions = {each.id: each for each in subject.achievement.result_description}
    for i, result in enumerate(subject.result):
        _check_result(result, descriptions, f"{at}/credentialSubject/result/{i}")


def _check_achievement(achievement: Achievement, at: str) -> None:
    _check_endorsements(achievement.endorsement, at)
    _check_profile(achievement.creator, f"{at}/creator")
    descriptions = achievement.result_description
    _refuse_repeats([each.id for each in descriptions], f"{at}/resultDescription")
    levels = [each.level_ids() for each in descriptions]
    for i, ids in enumerate(levels):
        _refuse_repeats(ids, f"{at}/resultDescription/{i}/rubricCriterionLevel")


def _check_profile(profile: Profile | str | None, at: str) -> None:
    while isinstance(profile, Profile):
        _check_endorsements(profile.endorsement, at)
        profile, at = profile.parent_org, f"{at}/parentOrg"


def _check_endorsements(endorsements: Sequence[Document], at: str) -> None:
    """Check embedded endorsements, each with context and proof of its own (OB-26, OB-28)."""
    for i, endorsement in enumerate(endorsements):
        place = f"{at}/endorsement/{i}"
        if ENDORSEMENT_CREDENTIAL not in _names(endorsement.get("type")):
            raise ShapeError(
                "An endorsement is an EndorsementCredential", code="type", pointer=f"{place}/type"
            )
        _check_credential(endorsement, place)
        _check_nodes(endorsement, place)
        if not endorsement.get("proof"):
            raise ShapeError(
                "An embedded endorsement needs a proof of its own",
                code="required",
                pointer=f"{place}/proof",
            )


def _check_result(result: Result, descriptions: Mapping[str, ResultDescription], at: str) -> None:
    description = descriptions.get(result.result_description or "")
    if result.result_description is not None and description is None:
        raise _dangling("a resultDescription of this same achievement", f"{at}/resultDescription")
    levels = description.level_ids() if description else ()
    if result.achieved_level is not None and result.achieved_level not in levels:
        raise _dangling("a level of the result's own description", f"{at}/achievedLevel")
    if description and description.result_type == "Status" and result.status is None:
        raise ShapeError(
            "A result of type Status needs 'status'", code="required", pointer=f"{at}/status"
        )


def _check_extensions(document: Document, context: Sequence[str], at: str) -> None:
    """Demand the extensions context where its types occur: else they are relative IRIs (OB-4)."""
    if context[0] != CREDENTIALS_V2 or EXTENSIONS in context:
        return
    for pointer, node in nodes(document, at, frozenset({"endorsement"})):
        if not EXTENSION_TYPES.isdisjoint(_names(node.get("type"))):
            raise ContextError(f"Add {EXTENSIONS} to '@context'", pointer=f"{pointer}/type")


def _check_nodes(document: Document, at: str) -> None:
    """Refuse two values for one member of one id: they merge in RDF, and can be exchanged.

    A signature does not tell which object said what (open-badges.md section 10, trap 1). An
    embedded endorsement has its own signature that does: two endorsers may differ.
    """
    seen: dict[str, dict[str, Json]] = {}
    for pointer, node in nodes(document, at, frozenset({"endorsement"})):
        name = node.get("id")
        if not isinstance(name, str):
            continue
        known = seen.setdefault(name, {})
        for member in node.keys() - _MAY_DIFFER:
            if known.setdefault(member, node[member]) != node[member]:
                raise ShapeError(
                    f"{name[:80]} has two different values of {member!r}; repeat it identically",
                    code="repeated_id",
                    pointer=f"{pointer}/{escaped(member)}",
                )


def nodes(value: Json, at: str, apart: frozenset[str]) -> Iterator[tuple[str, Document]]:
    """Walk the objects of a document, the outermost first, with their pointers."""
    if isinstance(value, Mapping):
        yield at, value
        for name, member in value.items():
            if name not in _APART and name not in apart:
                yield from nodes(member, f"{at}/{escaped(name)}", apart)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for i, item in enumerate(value):
            yield from nodes(item, f"{at}/{i}", apart)


def _refuse_repeats(ids: Sequence[str], at: str) -> None:
    for i, name in enumerate(ids):
        if name in ids[:i]:
            raise ShapeError(
                f"{name[:80]} is the id of two entries", code="repeated_id", pointer=f"{at}/{i}/id"
            )


def _dangling(what: str, pointer: str) -> ShapeError:
    return ShapeError(f"Name {what}", code="reference", pointer=pointer)


def _names(value: Json) -> set[str]:
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, Sequence):
        return set()
    return {name for name in names if isinstance(name, str)}


def _identity(document: Document) -> tuple[str, str]:
    issuer = document.get("issuer")
    issuer_id = issuer.get("id") if isinstance(issuer, Mapping) else issuer
    return unquote(str(issuer_id)).strip(), unquote(str(document.get("id"))).strip()
