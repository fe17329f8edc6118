"""`issuer audit verify`: the whole log computed anew and held against everything else."""

from collections.abc import Iterator, Sequence

from issuer.audit import FORGOTTEN, NoteKey, leaf_hash
from issuer.auditing.faults import Fault, LogReport
from issuer.auditing.matching import Told
from issuer.auditing.model import Entry
from issuer.auditing.ports import AuditTrail, Services, UnitOfWork
from issuer.auditing.rebuilding import MOST, Rebuilt, entry_faults, place_of
from issuer.auditing.witnesses import Witness, compare, read_witnesses


def check_log(
    services: Services, kept: Sequence[Witness] = (), key: NoteKey | None = None
) -> LogReport:
    """Check every entry, subtree, checkpoint and row; nothing is changed.

    `kept` are checkpoints from outside, without which only careless changes are found: whoever
    rewrites everything leaves a whole log behind. `key` is the log's public key as somebody kept
    it; without it the one in the database is believed.
    """
    with services.read_only() as uow:
        return _check(services, uow, kept, key)


def _check(
    services: Services, uow: UnitOfWork, kept: Sequence[Witness], key: NoteKey | None
) -> LogReport:
    own = uow.audit_log.key()
    faults: list[Fault] = []
    if key is not None and (own is None or own.public != key):
        faults.append(
            Fault(code="log_key", place="the log's key", sentence="it is not the one given")
        )
    stored = [
        Witness(source=f"the stored checkpoint of {each.size}", note=each.note)
        for each in uow.audit_log.checkpoints()
    ]
    public = key or (None if own is None else own.public)
    said, foreign = read_witnesses([*stored, *kept], public)
    faults += foreign
    trail = uow.audit_trail
    tree = Rebuilt(trail.subtrees(), (checkpoint.size for _, checkpoint in said))
    reading = _Reading(tree)
    faults += reading.read(trail)
    faults += tree.faults()
    faults += compare(said, tree.size, tree.roots)
    told = reading.told
    faults += told.credential_faults(trail)
    faults += told.mark_faults(trail)
    faults += told.key_faults(trail, services.did_document)
    return LogReport(
        size=tree.size,
        root=tree.root,
        waiting=reading.waiting,
        forgotten=reading.forgotten,
        checkpoints=len(said),
        faults=tuple(faults),
    )


class _Reading:
    """One walk over all leaves, in the order of the log."""

    def __init__(self, tree: Rebuilt) -> None:
        self.told = Told()
        self.waiting = 0
        self.forgotten = 0
        self._tree = tree
        self._expected = 0
        self._found: list[Fault] = []

    def read(self, trail: AuditTrail) -> list[Fault]:
        """Return the faults of entries and events, the first ones of many."""
        for entry in trail.leaves():
            self._take(entry)
        for entry in trail.events_without_leaf():
            self._note(
                Fault(
                    code="event_unlogged",
                    place=place_of(entry),
                    sentence="no entry is of it",
                )
            )
        return self._found

    def _take(self, entry: Entry) -> None:
        leaf = entry.leaf
        if leaf is None:
            return
        expected = None if leaf.index is None else self._expected
        for fault in entry_faults(entry, expected):
            self._note(fault)
        if leaf.index is None:
            self.waiting += 1
        else:
            self._expected = leaf.index + 1
            self._tree.add(leaf_hash(leaf.record))
        if entry.event is not None:
            self.forgotten += FORGOTTEN in _people(entry)
            self.told.hear(entry.event, place_of(entry))

    def _note(self, fault: Fault) -> None:
        if len(self._found) < MOST:
            self._found.append(fault)


def _people(entry: Entry) -> Iterator[str | None]:
    event = entry.event
    yield from () if event is None else (event.actor, event.subject, event.learner)
