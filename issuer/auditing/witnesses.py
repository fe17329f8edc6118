"""Checkpoints that somebody kept, compared with the log that there is now."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from issuer import audit
from issuer.audit import Checkpoint, NoteKey
from issuer.auditing.faults import Fault
from issuer.errors import InvalidProofError, MalformedError
from issuer.proofs import verify_signature


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """A note, and where it comes from: the database, or a file and the number in it."""

    source: str
    note: str


def read_witnesses(
    witnesses: Sequence[Witness], key: NoteKey | None
) -> tuple[list[tuple[Witness, Checkpoint]], list[Fault]]:
    """Return what each witness says, and a fault for each that this log's key did not sign."""
    said: list[tuple[Witness, Checkpoint]] = []
    faults: list[Fault] = []
    for witness in witnesses:
        try:
            said.append((witness, _opened(witness, key)))
        except (MalformedError, InvalidProofError) as error:
            faults.append(
                Fault(code="checkpoint_foreign", place=witness.source, sentence=error.detail)
            )
    return said, faults


def _opened(witness: Witness, key: NoteKey | None) -> Checkpoint:
    if key is None:
        raise InvalidProofError("This log has no key, so it cannot have signed anything")
    return audit.open_checkpoint(witness.note, key, verify_signature)


def compare(
    said: Sequence[tuple[Witness, Checkpoint]], size: int, roots: Mapping[int, bytes]
) -> Iterator[Fault]:
    """Yield a fault for each checkpoint that the log contradicts, and between which it changed."""
    agreed = [0]
    for witness, checkpoint in sorted(said, key=lambda each: each[1].size):
        if checkpoint.size > size:
            yield Fault(
                code="log_shorter",
                place=f"entries {size} to {checkpoint.size - 1}",
                sentence=(
                    f"they are gone: {witness.source} signed {checkpoint.size} entries, and the"
                    f" log has {size}"
                ),
            )
        elif roots[checkpoint.size] != checkpoint.root:
            yield Fault(
                code="log_rewritten",
                place=f"entries {_before(checkpoint.size, agreed)} to {checkpoint.size - 1}",
                sentence=(
                    f"among them is one that is not what {witness.source} signed"
                    f" for {checkpoint.size} entries"
                ),
            )
        else:
            agreed.append(checkpoint.size)


def _before(size: int, agreed: Sequence[int]) -> int:
    """Return the largest smaller size for which log and witness agree."""
    return max(each for each in agreed if each < size)
