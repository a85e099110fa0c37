"""The archive of a backup: a plain tar whose first member says what it is and whose last holds a digest of every other.

It is written beside its name and renamed when whole. It is read with distrust: only regular files under the known names,
each once, each with its digest; anything else is refused before the portal's own data is touched. What is said here is
said on the command line, in its English.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import tarfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, Final

from .errors import Invalid, Unavailable

FORMAT: Final = 2
FOLDERS: Final = ("files", "images", "keys", "outgoing")
MANIFEST: Final = "manifest.json"
DATABASE: Final = "database"
MARKS: Final = "setup.json"
_DIGESTS: Final = "checksums.json"
_SINGLE: Final = (MANIFEST, DATABASE, MARKS, _DIGESTS)
# What editors publish, and a front server may read.
_PUBLIC: Final = ("images",)
_CHUNK: Final = 1024 * 1024
_LARGEST_NOTE: Final = 512 * 1024 * 1024


class _Hashing(io.RawIOBase):
    """Reads `source` and keeps the digest of what was read."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self._digest = hashlib.sha256()

    def read(self, size: int = -1, /) -> bytes:
        chunk = self._source.read(size)
        self._digest.update(chunk)
        return chunk

    def hexdigest(self) -> str:
        return self._digest.hexdigest()


def write(target: Path, *, manifest: dict[str, Any], members: Iterable[tuple[str, Path]]) -> None:
    """Write `target` whole or not at all, readable by its owner only. A member that vanished meanwhile is left out.

    Raises `Unavailable` when it cannot be written, the disk being full for instance.
    """
    partial = target.with_name(target.name + ".partial")
    try:
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with (
            os.fdopen(descriptor, "wb") as raw,
            tarfile.open(fileobj=raw, mode="w", format=tarfile.PAX_FORMAT) as archive,
        ):
            digests: dict[str, str] = {}
            _note(archive, MANIFEST, {"format": FORMAT, **manifest}, digests)
            for name, path in members:
                with suppress(FileNotFoundError):
                    _add(archive, name, path, digests)
            _note(archive, _DIGESTS, digests, {})
            archive.close()
            raw.flush()
            os.fsync(raw.fileno())
        partial.replace(target)
    except OSError as failed:
        partial.unlink(missing_ok=True)
        raise Unavailable(
            f"The archive {target} could not be written: {failed.strerror or failed}. Nothing of it was kept.",
            code="backup_target",
        ) from failed


def _note(archive: tarfile.TarFile, name: str, content: object, digests: dict[str, str]) -> None:
    data = json.dumps(content).encode()
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(data), 0o600
    archive.addfile(member, io.BytesIO(data))
    digests[name] = hashlib.sha256(data).hexdigest()


def _add(archive: tarfile.TarFile, name: str, path: Path, digests: dict[str, str]) -> None:
    with path.open("rb") as source:
        member = tarfile.TarInfo(name)
        found = os.fstat(source.fileno())
        member.size, member.mode, member.mtime = found.st_size, 0o600, int(found.st_mtime)
        hashing = _Hashing(source)
        archive.addfile(member, hashing)
        digests[name] = hashing.hexdigest()


def members_of(folder: Path) -> Iterator[tuple[str, Path]]:
    """The regular files under the kept folders of `folder`, with their names in the archive."""
    for name in FOLDERS:
        for place, _folders, files in os.walk(folder / name):
            for file in sorted(files):
                path = Path(place) / file
                if path.is_file() and not path.is_symlink():
                    yield path.relative_to(folder).as_posix(), path


def unpack(source: Path, folder: Path) -> dict[str, Any]:
    """Unpack `source` into the empty `folder`, every member proved by its digest; gives the manifest.

    Raises `Invalid` for what is damaged, of another format, or holds what has no place in a backup; `Unavailable` when
    the disk has no room.
    """
    _require_room(source, folder)
    try:
        with tarfile.open(source, "r:") as archive:
            digests = _unpack(archive, folder)
        # The last member: an archive cut short has none.
        expected = json.loads((folder / _DIGESTS).read_text()) if digests.pop(_DIGESTS, None) else None
    except (tarfile.TarError, EOFError, ValueError) as broken:
        raise _damaged(source) from broken
    except OSError as failed:
        raise Unavailable(
            f"The archive could not be unpacked: {failed.strerror or failed}. Nothing was changed.", code="backup_disk"
        ) from failed
    if expected != digests:
        raise _damaged(source)
    return _manifest(folder)


def _unpack(archive: tarfile.TarFile, folder: Path) -> dict[str, str]:
    digests: dict[str, str] = {}
    for member in archive:
        name = _place_of(member)
        if name in digests or (not digests and name != MANIFEST):
            raise tarfile.ReadError(name)
        content = archive.extractfile(member)
        assert content is not None
        if name in (MANIFEST, _DIGESTS) and member.size > _LARGEST_NOTE:
            raise tarfile.ReadError(name)
        path = folder / name
        public = name.split("/")[0] in _PUBLIC
        _make_folders(path.parent, folder, mode=0o755 if public else 0o700)
        hashing = _Hashing(content)  # type: ignore[arg-type]
        with path.open("xb") as target:
            path.chmod(0o644 if public else 0o600)
            shutil.copyfileobj(hashing, target, _CHUNK)
        digests[name] = hashing.hexdigest()
        if name == MANIFEST:
            _manifest(folder)
    return digests


def _make_folders(path: Path, top: Path, *, mode: int) -> None:
    # One by one: parents made together would have the common mode.
    for parent in reversed([path, *path.parents]):
        if parent.is_relative_to(top) and parent != top:
            parent.mkdir(mode=mode, exist_ok=True)


def _place_of(member: tarfile.TarInfo) -> str:
    path = PurePosixPath(member.name)
    known = path.parts[:1] and (path.parts[0] in FOLDERS if len(path.parts) > 1 else path.parts[0] in _SINGLE)
    # A file with holes says how large it becomes: a small archive would fill the disk in spite of the room asked for.
    plain = member.isreg() and not member.issparse()
    if not known or not plain or path.is_absolute() or ".." in path.parts or "\0" in member.name:
        raise Invalid(
            f"The archive holds {member.name!r}, which has no place in a backup. Nothing was changed.",
            code="backup_hostile",
        )
    return path.as_posix()


def _manifest(folder: Path) -> dict[str, Any]:
    loaded = json.loads((folder / MANIFEST).read_text())
    if not isinstance(loaded, dict) or loaded.get("format") != FORMAT:
        raise Invalid("The archive was made in another format. Nothing was changed.", code="backup_other")
    return loaded


def _require_room(source: Path, folder: Path) -> None:
    needed, free = source.stat().st_size, shutil.disk_usage(folder).free
    if free < needed:
        raise Unavailable(
            f"The disk of {folder.parent} has {free / 1e6:.0f} MB left, the archive needs {needed / 1e6:.0f}. "
            "Nothing was changed.",
            code="backup_disk",
        )


def _damaged(source: Path) -> Invalid:
    return Invalid(f"{source} is damaged, or no backup of this portal. Nothing was changed.", code="backup_damaged")
