"""The few files that pages load, under addresses that hold their digest. Nothing from elsewhere."""

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from issuer.errors import NotFoundError

_FOLDER = Path(__file__).parent / "assets"
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """One file, read and packed once at start; `path` changes with every change of its bytes."""

    path: str
    content_type: str
    data: bytes
    packed: bytes
    etag: str


def asset_path(name: str) -> str:
    """Return the address of `issuer.css` and the like, from the root of the host."""
    return _BY_NAME[name].path


def asset_text(name: str) -> str:
    """Return the text of one of the files."""
    return _BY_NAME[name].data.decode("utf-8")


def asset_paths() -> tuple[str, ...]:
    """Return the addresses of all files."""
    return tuple(_BY_PATH)


def asset_at(path: str) -> Asset:
    """Return the asset of exactly this address.

    Raises:
        NotFoundError: no such file, or not these bytes any more.
    """
    asset = _BY_PATH.get(path)
    if asset is None:
        raise NotFoundError("There is no file of this name here")
    return asset


def _read(file: Path) -> Asset:
    data = file.read_bytes()
    etag = hashlib.sha256(data).hexdigest()[:20]
    return Asset(
        path=f"/assets/{file.stem}.{etag}{file.suffix}",
        content_type=_TYPES[file.suffix],
        data=data,
        packed=gzip.compress(data, mtime=0),
        etag=etag,
    )


_BY_NAME: Mapping[str, Asset] = {
    file.name: _read(file) for file in sorted(_FOLDER.iterdir()) if file.suffix in _TYPES
}
_BY_PATH: Mapping[str, Asset] = {asset.path: asset for asset in _BY_NAME.values()}
