"""Refuses to start a portal that could not print a document: every typeface must be on this machine.

The kernel's app configuration registers `check_fonts`.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error

from . import fonts


def check_fonts(app_configs: Sequence[AppConfig] | None = None, **kwargs: object) -> list[CheckMessage]:
    """kernel.E101 for each font file that is missing."""
    return [
        Error(
            f"The font file {name} is missing: documents would show boxes instead of letters.",
            hint="Install the requirements and the front-end packages, then run "
            "`python -m portal.kernel.paper.make_fonts`. The folder is the setting PAPER_FONTS_DIR.",
            id="kernel.E101",
        )
        for name in fonts.missing_files()
    ]
