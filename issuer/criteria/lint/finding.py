"""What lint finds: a code, where, and a sentence that says what to change."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One remark; `nodes` are the ids from the root to the node that it is about."""

    code: str
    nodes: tuple[str, ...]
    sentence: str

    @property
    def stops_publishing(self) -> bool:
        """Say whether this is an error; a warning is shown and stops nothing."""
        return self.code.startswith("E")

    @property
    def path(self) -> str:
        """Return the node ids joined, empty for the document as a whole."""
        return " > ".join(self.nodes)

    @property
    def message(self) -> str:
        """Return the whole remark in one line."""
        return (
            f"{self.code} {self.path}: {self.sentence}"
            if self.nodes
            else f"{self.code} {self.sentence}"
        )
