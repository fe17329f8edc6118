"""Where our JSON Schemas lie: `schemas/` in a checkout, `issuer/vocab/files` in a wheel."""

from pathlib import Path

from issuer.errors import NotFoundError

_IN_WHEEL = Path(__file__).parent / "files"
_IN_CHECKOUT = Path(__file__).parents[2] / "schemas"


def schema_bytes(name: str) -> bytes:
    """Return the bytes of one of our files, such as `shapes/profile.schema.json`.

    Raises:
        NotFoundError: no file of this name, or a name that leaves the folder.
    """
    folder = schema_folder()
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()) or not path.is_file():
        raise NotFoundError(f"There is no schema {name[:100]!r}")
    return path.read_bytes()


def schema_names() -> tuple[str, ...]:
    """Return the names of all our JSON files, sorted."""
    folder = schema_folder()
    return tuple(sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.json")))


def schema_folder() -> Path:
    """Return the folder that holds our schemas."""
    return _IN_WHEEL if _IN_WHEEL.is_dir() else _IN_CHECKOUT
