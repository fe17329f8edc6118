"""The tree computed anew from the records alone, beside what is stored of it."""

from collections.abc import Iterable, Iterator

from issuer import audit
from issuer.audit import Node
from issuer.auditing.faults import Fault
from issuer.auditing.model import Entry
from issuer.errors import MalformedError

#: Further differences of one kind are counted, not listed.
MOST = 20


class Rebuilt:
    """A tree that grows leaf by leaf, keeping what later roots need and nothing else."""

    def __init__(self, stored: Iterable[Node], sizes: Iterable[int]) -> None:
        self.size = 0
        self.roots: dict[int, bytes] = {0: audit.EMPTY_ROOT}
        self._sizes = frozenset(sizes)
        self._latest: dict[int, bytes] = {}
        self._stored = {(node.level, node.position): node.hash for node in stored}
        self._wrong: list[Fault] = []

    @property
    def root(self) -> bytes:
        """Return the root of all leaves so far."""
        return audit.root(self.size, self._node)

    def add(self, leaf: bytes) -> None:
        """Add the hash of the next leaf, and compare the subtrees that it fills."""
        for full in audit.grow(self.size, leaf, self._node):
            if full.level:
                self._compare(full)
            if not full.position & 1:
                self._latest[full.level] = full.hash
        self.size += 1
        if self.size in self._sizes:
            self.roots[self.size] = self.root

    def faults(self) -> Iterator[Fault]:
        """Yield what is wrong with the stored subtrees, once all leaves were added."""
        yield from self._wrong
        for level, position in sorted(self._stored)[:MOST]:
            yield Fault(
                code="subtree_extra",
                place=_place(level, position),
                sentence="it is stored, but the log has no such entries",
            )

    def _node(self, level: int, position: int) -> bytes:
        # Only left siblings and the pieces of a root are asked for: the latest of their level.
        del position
        return self._latest[level]

    def _compare(self, full: Node) -> None:
        stored = self._stored.pop((full.level, full.position), None)
        if stored == full.hash or len(self._wrong) >= MOST:
            return
        said = "it is missing" if stored is None else "its stored hash is not that of its entries"
        self._wrong.append(
            Fault(
                code="subtree_missing" if stored is None else "subtree_hash",
                place=_place(full.level, full.position),
                sentence=said,
            )
        )


def entry_faults(entry: Entry, expected: int | None) -> Iterator[Fault]:
    """Yield what is wrong with one leaf and its event; `expected` is the place it should have."""
    leaf = entry.leaf
    if leaf is None:
        return
    place = place_of(entry)
    if leaf.index != expected:
        yield Fault(
            code="entry_missing",
            place=f"entry {expected}",
            sentence=f"it is missing; the next one there is {leaf.index}",
        )
    if audit.leaf_hash(leaf.record) != leaf.hash:
        yield Fault(
            code="leaf_hash", place=place, sentence="its stored hash is not that of its record"
        )
    if entry.event is None:
        said = "its event cannot be read" if entry.unreadable else "its event is gone"
        yield Fault(code="event_missing", place=place, sentence=said)
        return
    wrong = differences(entry)
    if wrong:
        yield Fault(
            code="event_changed",
            place=place,
            sentence=f"event and record differ in {', '.join(wrong)}",
        )


def differences(entry: Entry) -> tuple[str, ...]:
    """Name the members in which an event and its record differ; `record` if it cannot be read."""
    event, leaf, salts = entry.event, entry.leaf, entry.salts
    if event is None or leaf is None:
        return ()
    whole = salts.actor and salts.subject and (salts.learner is None) == (event.learner is None)
    if whole and audit.record_of(event, salts) == leaf.record:
        return ()
    try:
        record = audit.read_record(leaf.record)
    except MalformedError:
        return ("record",)
    return audit.differences(record, event, salts)


def place_of(entry: Entry) -> str:
    """Name an entry by its place in the log, its event's number and its event's id."""
    event = f"event {entry.number}"
    if entry.event is not None:
        event += f" {entry.event.id}"
    index = None if entry.leaf is None else entry.leaf.index
    return event if index is None else f"entry {index} ({event})"


def _place(level: int, position: int) -> str:
    first = position << level
    return f"subtree of entries {first} to {first + (1 << level) - 1}"
