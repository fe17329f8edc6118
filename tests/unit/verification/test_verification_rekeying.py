"""No member is read under a spelling that was not signed (reliability, rows 21 and 22).

The data must equal compact(expand(data)). It does by construction: members are terms of pinned
contexts, keywords and IRIs as names are refused, ids and types keep their spelling. Here each trick
is tried on each member that decides, and the contexts are asked for a second name of one meaning.
"""

import copy
import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from pyld import jsonld

from issuer import vocab
from issuer.badges import CREDENTIALS_V1, CREDENTIALS_V2
from issuer.documents import write_document
from issuer.proofs.strictness import CLASSES_NAMED_LIKE_MEMBERS
from issuer.verification import Outcome, verify
from tests.defects.world import NOW, good_document
from tests.interop.credentials import ACADEMY_DID, services_for

CRED = "https://www.w3.org/2018/credentials#"
#: Each member that decides, the IRI it stands for, and what a forger would like to read there.
MEMBERS: dict[str, tuple[tuple[str, ...], str, Any]] = {
    "validUntil": (("validUntil",), CRED + "validUntil", "2099-01-01T00:00:00Z"),
    "credentialStatus": (
        ("credentialStatus",),
        CRED + "credentialStatus",
        {"type": "BitstringStatusListEntry"},
    ),
    "issuer": (("issuer",), CRED + "issuer", {"id": ACADEMY_DID}),
    "credentialSubject.id": (("credentialSubject", "id"), "@id", "urn:uuid:of-a-forger"),
}


def rewritten(name: str, value: Any, instead: Mapping[str, Any]) -> Any:
    """Return an object with one member written under other names."""
    members = {member: inner for member, inner in value.items() if member != name}
    return {**members, **instead}


#: Nine ways to say the same in JSON-LD: (member, IRI, its value) -> members in its place.
TRICKS: dict[str, Callable[[str, str, Any], dict[str, Any]]] = {
    "full IRI": lambda _, iri, value: {iri if ":" in iri else "urn:a:id": value},
    "alias": lambda name, _, value: {f"@{name}" if name != "id" else "@id": value},
    "array in array": lambda name, _, value: {name: [[value]]},
    "@set": lambda name, _, value: {name: {"@set": [value]}},
    "@list": lambda name, _, value: {name: {"@list": [value]}},
    "@value": lambda name, _, value: {name: {"@value": value}},
    "@graph": lambda name, _, value: {"@graph": [{name: value}]},
    "@included": lambda name, _, value: {"@included": [{name: value}]},
    "string reference": lambda name, _, __: {name: "#elsewhere"},
}


def outcome_of(document: Mapping[str, Any]) -> Outcome:
    """Verify a document in a world in which the unchanged one is valid."""
    return verify(write_document(document), services_for(NOW)).outcome


def test_unchanged_badge_is_valid() -> None:
    """What follows is refused for its trick, not for something else."""
    assert outcome_of(good_document()) is Outcome.VALID


@pytest.mark.parametrize("forged", [False, True], ids=["as signed", "with another value"])
@pytest.mark.parametrize("trick", TRICKS)
@pytest.mark.parametrize("member", MEMBERS)
def test_rewritten_member_is_refused(member: str, trick: str, *, forged: bool) -> None:
    """Nine tricks on four members, whether the value is kept or not (row 22)."""
    path, iri, wish = MEMBERS[member]
    document = good_document()
    parent: Any = document
    for step in path[:-1]:
        parent = parent[step]
    value = wish if forged else copy.deepcopy(parent[path[-1]])
    instead = TRICKS[trick](path[-1], iri, value)
    changed = rewritten(path[-1], parent, instead)
    if len(path) == 1:
        document = changed
    else:
        document[path[0]] = changed
    assert outcome_of(document) is Outcome.INVALID


def terms_of(context: Any) -> Iterator[tuple[str, str]]:
    """Yield term and meaning of each definition of a context, those inside types too."""
    entries = context if isinstance(context, list) else [context]
    for entry in (each for each in entries if isinstance(each, Mapping)):
        for term, definition in entry.items():
            iri = definition.get("@id") if isinstance(definition, Mapping) else definition
            if not term.startswith("@") and isinstance(iri, str):
                yield term, iri
            if isinstance(definition, Mapping) and "@context" in definition:
                yield from terms_of(definition["@context"])


#: A type may have two names: it decides by the one that is written (OB-5).
TYPES = frozenset({"OpenBadgeCredential", "AchievementCredential"})


def test_no_member_has_a_second_name() -> None:
    """Two terms of one meaning could be exchanged without breaking a signature.

    Where a class has the meaning of a member, that class is refused as a member.
    """
    doubled: set[str] = set()
    for url in vocab.VERIFYING_CONTEXTS:
        names: dict[str, set[str]] = defaultdict(set)
        # The first context is part of every badge.
        for each in (url, CREDENTIALS_V1 if "3.0.1" in url else CREDENTIALS_V2):
            for term, iri in terms_of(vocab.context_for(each)["@context"]):
                names[iri].add(term)
        for terms in names.values():
            allowed = terms - CLASSES_NAMED_LIKE_MEMBERS
            assert len(allowed) <= 1 or allowed <= TYPES, (url, terms)
            doubled |= terms - allowed
    assert doubled >= CLASSES_NAMED_LIKE_MEMBERS


@pytest.mark.parametrize("name", sorted(CLASSES_NAMED_LIKE_MEMBERS))
def test_class_as_a_member_is_refused(name: str) -> None:
    """A picture, or criteria, would be hidden under an unbroken signature."""
    document = good_document()
    achievement = document["credentialSubject"]["achievement"]
    achievement[name] = achievement.pop(name.lower(), {"id": "https://a.example", "type": name})
    report = verify(write_document(document), services_for(NOW))
    assert ("undefined_term",) == report.codes


def test_good_badge_is_its_own_compacted_form() -> None:
    """Row 21, asked of another path through the library: compact(expand(badge)) is the badge."""
    document = good_document()
    del document["proof"]

    def load(url: str, _: object) -> dict[str, Any]:
        context = copy.deepcopy(dict(vocab.context_for(url)))
        return {"contextUrl": None, "documentUrl": url, "document": context}

    options: Any = {"documentLoader": load}
    expanded = jsonld.expand(document, options)
    compacted = jsonld.compact(expanded, {"@context": document["@context"]}, options)
    assert comparable(document) == comparable(compacted)


def in_order(value: Any) -> str:
    """Return what items of a set are sorted by."""
    return json.dumps(value, sort_keys=True)


def comparable(value: Any) -> Any:
    """Write one value and a list of one alike, and name both aliases of a type alike."""
    if isinstance(value, Mapping):
        return {name: comparable(inner) for name, inner in value.items()}
    if isinstance(value, list):
        items = [comparable(item) for item in value]
        return items[0] if len(items) == 1 else sorted(items, key=in_order)
    return "OpenBadgeCredential" if value == "AchievementCredential" else value
