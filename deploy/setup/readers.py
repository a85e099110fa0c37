"""Which sentences a citizen or a public reader can meet, told by the files that say them: these have their Amazigh.

Whatever is not on the list of the officers' files is for everybody: a new part of the portal is so until it is listed.
Officers work in Arabic or in French, editors of pages and of the law too.
"""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatch
from pathlib import PurePosixPath
from typing import Final

OFFICERS: Final = (
    "*/apps.py",
    "*/admin.py",
    "*/admin/*",
    "*/wagtail_hooks.py",
    "*/editing.py",
    "*/editing/*",
    "*/templates/wagtailadmin/*",
    "forms/checks.py",
    "portal/kernel/backup.py",
    "portal/settings/queue.py",
    "portal/territory/*",
    "procedures/*",
    "tracking/actions/*",
    "tracking/clock/*",
    "tracking/commission.py",
    "tracking/lifecycle/table.py",
    "tracking/management/*",
    "tracking/notifications/delivery.py",
    "tracking/oversight/*",
    "tracking/signature/*",
    "tracking/templatetags/*",
)
"""Desk, register, catalogue of the law, operating: shown to who holds a role. `*` takes folders too."""

CITIZENS: Final = (
    "procedures/models/choices.py",
    "procedures/quantities.py",
    "procedures/templates/procedures/*.html",
    "procedures/words.py",
    "tracking/actions/add_piece.py",
    "tracking/actions/file_modified.py",
    "tracking/actions/lift_reservations.py",
    "tracking/actions/open_dossier.py",
    "tracking/actions/receive_pieces.py",
    "tracking/actions/request_silence_certificate.py",
    "tracking/actions/withdraw_dossier.py",
)
"""Files of the folders above that speak to the citizen: the guide, what the applicant does. `*` stays in one folder."""


def for_citizens(sentence: str, files: Iterable[str]) -> bool:
    """Whether one of `files` (paths from the root, with `/`) says `sentence` to a citizen."""
    return any(_for_citizens(sentence, name) for name in files)


def _for_citizens(sentence: str, name: str) -> bool:
    if any(PurePosixPath(name).match(pattern) for pattern in CITIZENS):
        return True
    if any(fnmatch(name, pattern) for pattern in OFFICERS):
        return False
    # Django's custom: names of models and of their fields begin in lower case, choices and errors do not.
    return not ("/models/" in name and sentence[:1].islower())
