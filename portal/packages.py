"""Which files of the front-end packages are served, by name: a package brings hundreds, the portal reads a few.

The packages themselves are installed by `package.json`, never copied here. A file that is not in the list has no address.
"""

from __future__ import annotations

import builtins
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage
from django.core.checks import Warning as CheckWarning
from django.core.files.storage import FileSystemStorage
from django.utils._os import safe_join


class PackageFilesFinder(BaseFinder):
    """Finds `settings.PACKAGE_FILES` (address below STATIC_URL -> path below NODE_MODULES)."""

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        source = settings.PACKAGE_FILES.get(path)
        found = safe_join(str(settings.NODE_MODULES), source) if source else ""
        if find_all:
            return [found] if found else []
        return found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        for address, source in settings.PACKAGE_FILES.items():
            folder, _, name = source.rpartition("/")
            storage = FileSystemStorage(location=settings.NODE_MODULES / folder)
            # collectstatic copies `prefix/name`: the file keeps its own name, the address gives the folder.
            storage.prefix = address.removesuffix(f"/{name}")  # type: ignore[attr-defined]
            yield name, storage

    def check(self, **kwargs: Any) -> builtins.list[CheckMessage]:
        """portal.W001: a listed file is not there, so the packages were not installed."""
        missing = [
            source for source in settings.PACKAGE_FILES.values() if not (settings.NODE_MODULES / source).is_file()
        ]
        if not missing:
            return []
        return [CheckWarning(f"Front-end packages are not installed: {missing[0]} is missing.", id="portal.W001")]
