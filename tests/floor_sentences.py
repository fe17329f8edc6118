"""What the floors below say to people, read out of their syntax trees as patterns.

Each literal that an error, a finding, a remark or a decision is made from is a message; a value in
it stands as its name: `Choose one of {words}`.
"""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from issuer.access import Role
from issuer.assessment.model import SubmissionState

ROOT = Path(__file__).parents[1]
#: Message, or message and plural.
Message = str | tuple[str, str]
#: Rooms whose sentences reach a page by way of an error, a finding, a remark or a decision.
_ROOMS = (
    "access",
    "accounts",
    "assessment",
    "badges",
    "criteria",
    "documents.py",
    "federation",
    "images",
    "issuance",
    "pacing",
    "problems",
    "proofs",
    "remote",
    "sheets.py",
    "status",
    "verification",
    "vocab",
    "web",
)
#: In these rooms whatever reads like a sentence is one; in all others, what an error says.
_TALKING = (
    "access/refusals.py",
    "assessment/cohorts",
    "assessment/model/cohorts.py",
    "criteria",
    "images/uploads.py",
    "problems/table.py",
    "sheets.py",
    "verification",
)
#: Text for terminals, published rules, logs and languages of machines in talking rooms.
_SILENT = (
    "criteria/narrative.py",
    "criteria/metrics.py",
    "criteria/vocabulary.py",
    "criteria/settings.py",
    "criteria/__init__.py",
    "criteria/agreement.py",
    "verification/__init__.py",
)
#: What only programs, operators and their logs are told: these errors never reach a page.
_BEHIND = (
    "issuance/generic/",
    "verification/generic/",
    "verification/offline.py",
    "federation/managing.py",
    "remote/mail.py",
    "remote/webhooks.py",
    "web/languages.py",
    "web/showing.py",
    "web/signposts.py",
    "web/assets.py",
    "web/brands.py",
    "web/styleguide.py",
)
_SILENT_FUNCTIONS = frozenset({"as_text", "_tree_lines", "ask", "one_of", "all_together"})
_WORD = re.compile(r"[a-z]{2,}")
_SENTENCE = re.compile(r"[A-Za-z',;:)“”}] [A-Za-z(“{]")
_OF_PYTHON = frozenset({"LookupError", "ValueError", "TypeError", "KeyError", "AssertionError"})
_LABELS = frozenset({"title", "word", "words", "page_title", "page_advice", "told"})
#: A pattern of less would be found in everything.
_LETTERS = re.compile(r"[A-Za-z]{3,}")
_PLACE = re.compile(r"\{\w+\}")
#: Short patterns whose values are numbers, so that they are not found in everything.
_COUNTED = "{count} of {amount}"
#: Sentences that are put together from several literals: what a badge asks, who stood behind it.
_ASSEMBLED: tuple[Message, ...] = (
    "{some} and {last}",
    "{some} or {last}",
    "Hand in {amount} of evidence ({kinds}){more}",
    "done {conditions}",
    "photos keep their place, time and device",
    "not older than {age}",
    ("{count} year", "{count} years"),
    ("{count} month", "{count} months"),
    ("{count} week", "{count} weeks"),
    ("{count} day", "{count} days"),
    *(
        f"{{count}} {peers} the questions of “{{instrument}}”, reaching at least: {{wanted}}"
        for peers in (
            "assigned peers{mix} answer",
            "assigned peer{mix} answers",
            "peers{mix} answer",
            "peer{mix} answers",
        )
    ),
    "(at least {least})",
    "{count} outside the team",
    ("{count} teammate", "{count} teammates"),
    "{count} people",
    "{amount} ({roles}) rate the work with the rubric “{rubric}”, reaching at least: {wanted}",
    "{amount} ({roles}) rates the work with the rubric “{rubric}”, reaching at least: {wanted}",
    '{count} {role} signs: "{statement}"',
    '{count} {role}s sign: "{statement}"',
    '{count} {role} signs: "{statement}"; a guardian in that role may sign',
    "Hold the badge {badges}",
    "Hold the badge {badges} at level {level} or above",
    "Prove the certificate {certificate} by {proofs}",
    "Spend at least {hours} hours on {buckets}, verified by a {role}",
    "Spend at least {hours} hours on {buckets}, verified by a {role}, not older than {age}",
    *(
        f"The figure {{metric}} is at {side} {{value}} over {{count}} or more counted actions;"
        " otherwise a teacher looks"
        for side in ("least", "most")
    ),
    "Complete {activities} ({amount} of {verb})",
    "Complete {activities} with a score of at least {score} ({amount} of {verb})",
    "all of these",
    "one of these",
    "{n} of these",
    "may be waived by a {role}",
    "Approved by an adult of the issuer other than the only one who assessed.",
    "Approved by an adult of the issuer; in this small school it may be who assessed.",
    "Assessment",
    "Assessment record",
    "Peer verification record",
    "Approved by 1 adult.",
    "Assessed by {count} adult ({roles}); {approved}",
    "Assessed by {count} adults ({roles}); {approved}",
    "approved by the same adult",
    "approved by one of them",
    "approved by a second adult",
    "approved by another adult",
    "approved by the same adult; assessed by a guardian",
    "approved by one of them; assessed by a guardian",
    "approved by a second adult; assessed by a guardian",
    "approved by another adult; assessed by a guardian",
    "0 peer attestations",
    "{count} assigned peers ({least}); {agreement}",
    "{count} assigned peer ({least}); {agreement}",
    "{count} peers ({least}); {agreement}",
    "{count} peer ({least}); {agreement}",
    "all within one level of the median",
    "all within {levels} levels of the median",
    "all at the median level itself",
    "{count} of {all} answers within one level of the median",
    "{count} of {all} answers within {levels} levels of the median",
    "{count} of {all} answers at the median level itself",
    "Peer verification: {label}",
    "file",
    "url",
    "text",
    "repository",
    "video",
    "observation",
    "supervised",
    "unsupervised",
    "proctored",
    "A badge in it: {said}",
    "Not valid. {sentence}",
    "Could not be fully checked. {sentence}",
    "It was not made for this occasion: {detail}",
    "The signature of its holder does not hold: {detail}",
    "Valid",
    "verifiable-credential",
    "registry-lookup",
    "document",
)
_HOLDERS = ("Peers", "Teammates", "badge", "presentation")
#: Words of closed lists that stand as values in sentences.
_VALUES: tuple[str, ...] = tuple(
    dict.fromkeys(
        word
        for name in (*(each.value for each in Role), *(each.value for each in SubmissionState))
        for word in (name, name.replace("-", " ").capitalize())
    )
)


@cache
def floor_sentences() -> Mapping[Message, set[str]]:
    """Return what the floors below say, values as `{names}`, each with the files that say it."""
    found: dict[Message, set[str]] = defaultdict(set)
    for room in _ROOMS:
        place = ROOT / "issuer" / room
        for path in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            name = str(path.relative_to(ROOT / "issuer"))
            if name.startswith(_BEHIND):
                continue
            for message in _said(ast.parse(path.read_text()), talks=_talks(name)):
                found[message].add(f"issuer/{name}")
    for value in (*_VALUES, *_HOLDERS, *_ASSEMBLED, _COUNTED):
        found[value].add("tests/floor_sentences.py")
    return found


def _talks(name: str) -> bool:
    return name.startswith(_TALKING) and name not in _SILENT


def _said(tree: ast.Module, *, talks: bool) -> Iterator[Message]:
    skipped = _skipped(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from _of_call(node, talks=talks)
            yield from _of_telling(node)
        elif talks and id(node) not in skipped and isinstance(node, ast.Constant | ast.JoinedStr):
            text = (_template(node) or "").lstrip(" ")
            if text and _reads_like_a_sentence(text):
                # What is added to a sentence with a semicolon is a pattern with what came before.
                yield f"{{say}}{text}" if text.startswith("; ") else text


def _of_call(call: ast.Call, *, talks: bool) -> Iterator[Message]:
    name = _name_of(call.func)
    if name == "counted_noun" and isinstance(call.args[1], ast.Constant):
        noun = str(call.args[1].value)
        yield f"{{count}} {noun}", f"{{count}} {noun}s"
    if name.endswith("Error") and name not in _OF_PYTHON and call.args:
        for text in _texts(call.args[0]):
            if _is_told(text):
                yield text
    for keyword in call.keywords if talks else ():
        if keyword.arg in _LABELS and isinstance(keyword.value, ast.Constant):
            label = keyword.value.value
            if isinstance(label, str) and label[:1].isupper():
                yield label


def _of_telling(call: ast.Call) -> Iterator[Message]:
    """Yield what a sheet puts into its language where it says it, single words too."""
    if _name_of(call.func) == "tell" and (text := _template(call.args[0])) is not None:
        yield text


@cache
def _constants() -> Mapping[str, set[str]]:
    """Return the sentences that modules keep under a name, and raise by it."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in (ROOT / "issuer").rglob("*.py"):
        for node in ast.parse(path.read_text()).body:
            match node:
                case ast.Assign(
                    targets=[ast.Name(id=name)], value=ast.Constant(value=str(text))
                ) if _SENTENCE.search(text):
                    found[name].add(text)
    return found


def _texts(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Name) and node.id in _constants():
        yield from _constants()[node.id]
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)
    elif (text := _template(node)) is not None:
        yield text


def _template(node: ast.expr) -> str | None:
    """Return a literal with its values as names; None for what is no literal."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if not isinstance(node, ast.JoinedStr):
        return None
    parts: list[str] = []
    names: set[str] = set()
    for part in node.values:
        if isinstance(part, ast.Constant):
            parts.append(str(part.value))
        elif isinstance(part, ast.FormattedValue):
            name = _value_name(part.value)
            while name in names:
                name += "_"
            names.add(name)
            parts.append(f"'{{{name}}}'" if part.conversion == ord("r") else f"{{{name}}}")
    return "".join(parts)


def _value_name(node: ast.expr) -> str:
    if isinstance(node, ast.Call) and _name_of(node.func) == "len":
        return "count"
    return _name_of(node).strip("_").lower() or "value"


def _name_of(node: ast.expr) -> str:
    """Return the name by which a value stands in a pattern."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Call():
            return _name_of_call(node)
        case ast.Subscript(slice=ast.Constant(value=str(name))):
            return name
        case ast.Subscript(value=value):
            return _name_of(value)
        case _:
            return "value"


def _name_of_call(call: ast.Call) -> str:
    match call:
        case ast.Call(func=ast.Attribute(value=value, attr="rstrip" | "strip" | "lower")):
            return _name_of(value)
        case ast.Call(func=ast.Name(id="counted_noun")):
            return "amount"
        case ast.Call(args=[first, *_]) if not isinstance(first, ast.Constant):
            name = _name_of(call.func)
            return name if name.endswith("Error") else _name_of(first)
        case _:
            return _name_of(call.func)


def _reads_like_a_sentence(text: str) -> bool:
    return (
        bool(_SENTENCE.search(text))
        and not text.startswith(("/", "http", ",", "("))
        and _is_told(text)
    )


def _is_told(text: str) -> bool:
    return bool(_LETTERS.search(_PLACE.sub(" ", text)))


def _skipped(tree: ast.Module) -> set[int]:
    """Return what is no sentence: docstrings, annotations, parts of f-strings, what errors say."""
    return {id(each) for node in ast.walk(tree) for each in _silent_in(node)}


def _silent_in(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.FunctionDef(name=name) if name in _SILENT_FUNCTIONS:
            yield from ast.walk(node)
        case (
            ast.Module(body=[ast.Expr(value=doc), *_])
            | ast.ClassDef(body=[ast.Expr(value=doc), *_])
        ):
            yield doc
        case ast.FunctionDef(body=[ast.Expr(value=doc), *_]):
            yield doc
        case ast.JoinedStr(values=values):
            yield from values
        case ast.Compare():
            yield from ast.iter_child_nodes(node)
        case ast.Call(func=ast.Name(id=name)) if name.endswith("Error"):
            yield from ast.iter_child_nodes(node)
        case ast.Call(func=ast.Attribute(attr="compile" | "match" | "fullmatch" | "search")):
            yield from node.args
        case _:
            pass
