"""Sections of a person's own space: the apps to the left of this one register theirs, `home.space` shows them in order.

An app registers in its `AppConfig.ready`, so that the space knows neither drafts nor dossiers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest

_sections: dict[str, Section] = {}


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the space.

    `content` reads what `request.user` may see and gives the context of `template`, in which `request` is known too;
    an empty mapping leaves the section out. `order` places it: 10 what waits for the person, 20 drafts, 30 dossiers, 40 acts.
    """

    code: str
    order: int
    template: str
    content: Callable[[HttpRequest], dict[str, Any]] = field(repr=False)


def attach_section(section: Section) -> None:
    """Register a section, once. Raises `ImproperlyConfigured` when another has its code."""
    if _sections.get(section.code, section) != section:
        raise ImproperlyConfigured(f"two sections of the space are named {section.code}")
    _sections[section.code] = section


def sections() -> list[Section]:
    """The registered sections, in their order."""
    return sorted(_sections.values(), key=lambda section: (section.order, section.code))
