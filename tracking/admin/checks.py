"""What the admin of the register must never become, refused when the process starts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig
from django.contrib import admin
from django.core.checks import CheckMessage, Error, Tags, register

from .scoped import ScopedAdmin


@register(Tags.admin)
def the_desk_is_scoped(app_configs: Sequence[AppConfig] | None, **_asked: Any) -> list[CheckMessage]:
    """System checks `tracking.E010` to `tracking.E012`."""
    return [
        fault
        for model, shown in admin.site._registry.items()
        if model._meta.app_label == "tracking"
        for fault in faults_of(shown)
    ]


def faults_of(shown: admin.ModelAdmin) -> Iterator[CheckMessage]:
    """What is wrong with one admin of a model of the register."""
    name = type(shown).__name__
    if not isinstance(shown, ScopedAdmin):
        yield Error(
            f"{name} shows rows of the register to whoever may enter the admin.",
            hint="Derive it from tracking.admin.scoped.ScopedAdmin and say in `scope` who sees which rows.",
            obj=type(shown),
            id="tracking.E010",
        )
        return
    if shown.actions or shown.list_editable or shown.inlines:
        yield Error(
            f"{name} changes rows beside the actions, or shows related rows without scope.",
            hint="No actions, list_editable or inlines: an act goes through tracking.actions.",
            obj=type(shown),
            id="tracking.E011",
        )
    crossing = [str(entry) for entry in shown.list_filter if not _stays_in_its_table(shown, entry)]
    if crossing:
        yield Error(
            f"{name} filters by a relation or by free values: {', '.join(crossing)}.",
            hint="A filter lists every value of its table, from every commune. Filter by columns with choices.",
            obj=type(shown),
            id="tracking.E012",
        )


def _stays_in_its_table(shown: ScopedAdmin, entry: object) -> bool:
    if not isinstance(entry, str) or "__" in entry:
        return False
    return bool(getattr(shown.model._meta.get_field(entry), "choices", None))
