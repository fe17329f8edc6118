"""`issuer export-site`: the public site as files that any web server can hand out.

Each file is what the service itself answers, byte for byte. Only files that a former export wrote
are ever removed; the folder's own list of them holds digests of their names, since a name may be
the address that only a holder knows.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from flask import Flask

from issuer import cli, web
from issuer.app.house import House
from issuer.app.site_plan import Item, plan
from issuer.documents import Document, read_document, write_document
from issuer.errors import MalformedError, UnavailableError

MANIFEST = ".issuer-export.json"
_FORMAT = "issuer-export/1"


@dataclass(slots=True)
class _Count:
    written: int = 0
    unchanged: int = 0
    removed: int = 0


def export_site(app: Flask, house: House, folder: Path, *, unlisted: bool) -> cli.Exported:
    """Write everything that is public today, and remove what is not any more.

    What was withdrawn goes first; then each file is written beside its place and renamed into it.

    Raises:
        MalformedError: the folder has files of somebody else, code `folder`.
        UnavailableError: the service could not answer one of the addresses.
    """
    root = _root(folder)
    before = _read_manifest(root)
    items = list({item.file: item for item in plan(house, unlisted=unlisted)}.values())
    names = {_digest(item.file) for item in items}
    # Whatever happens from here on, the next export knows every file of this one.
    _write_manifest(root, before | names)
    count = _Count(removed=_remove(root, before - names))
    kept: set[str] = set()
    with web.copying(house.clock()):
        for item in items:
            if _export(item, app, house, root, count):
                kept.add(_digest(item.file))
    _write_manifest(root, kept)
    badges = sum(item.is_badge and _digest(item.file) in kept for item in items)
    return cli.Exported(
        written=count.written, unchanged=count.unchanged, removed=count.removed, badges=badges
    )


def _export(item: Item, app: Flask, house: House, root: Path, count: _Count) -> bool:
    """Copy one address into its file; False if there is nothing at it."""
    data = _fetch(item, app, house)
    target = root / item.file
    if data is None:
        count.removed += _unlink(target, root)
        return False
    if target.is_file() and not target.is_symlink() and target.read_bytes() == data:
        count.unchanged += 1
    else:
        _write(target, data, root)
        count.written += 1
    return True


def _fetch(item: Item, app: Flask, house: House) -> bytes | None:
    answer = app.test_client().get(
        item.path, base_url=house.settings.public_base_url, headers={"Accept": item.accept}
    )
    if answer.status_code == HTTPStatus.NOT_FOUND and item.path == "/404":
        return bytes(answer.data)
    if answer.status_code == HTTPStatus.NOT_FOUND and item.may_lack:
        return None
    if answer.status_code != HTTPStatus.OK:
        raise UnavailableError(
            f"{item.path} was answered with {answer.status_code}; nothing more was exported, run"
            " the command again when the service is well",
            code="export",
        )
    return bytes(answer.data)


def _root(folder: Path) -> Path:
    """Return the folder, made if missing; refuse one that holds what we did not write."""
    folder.mkdir(parents=True, exist_ok=True)
    root = folder.resolve()
    if any(root.iterdir()) and not (root / MANIFEST).is_file():
        raise MalformedError(
            f"{folder} is not empty and no export of ours; choose an empty or new folder",
            code="folder",
        )
    return root


def _read_manifest(root: Path) -> set[str]:
    path = root / MANIFEST
    if not path.exists():
        return set()
    data = path.read_bytes()
    document = read_document(data, max_bytes=len(data))
    files = document.get("files")
    if document.get("format") != _FORMAT or not isinstance(files, Sequence):
        raise MalformedError(f"{path} is of another program; choose a new folder", code="folder")
    return {str(name) for name in files}


def _write_manifest(root: Path, names: Iterable[str]) -> None:
    document: Document = {"format": _FORMAT, "files": sorted(names)}
    _write(root / MANIFEST, write_document(document), root)


def _remove(root: Path, names: set[str]) -> int:
    """Remove the files of a former export by the digests of their names."""
    if not names:
        return 0
    gone = [path for path in _files(root) if _digest(path.relative_to(root).as_posix()) in names]
    return sum(_unlink(path, root) for path in gone)


def _files(root: Path) -> Iterator[Path]:
    for folder, _folders, files in os.walk(root):
        yield from (Path(folder) / name for name in files)


def _unlink(path: Path, root: Path) -> int:
    """Remove a file, and the folders that are empty without it; say how many files that were."""
    if not path.is_file():
        return 0
    path.unlink()
    for folder in path.parents:
        if folder == root or any(folder.iterdir()):
            break
        folder.rmdir()
    return 1


def _write(target: Path, data: bytes, root: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.parent.resolve().is_relative_to(root):
        raise MalformedError(f"{target.parent} leads out of the folder; remove it", code="folder")
    beside = target.with_name(f".{target.name}.tmp")
    beside.write_bytes(data)
    beside.replace(target)


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()
