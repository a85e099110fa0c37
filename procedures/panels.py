"""Panels of the editor that Wagtail does not have: the commune's facts, and the law shown only where it is written."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from wagtail.admin.panels import ObjectList, Panel, TabbedInterface

from .local_facts import PREFIX


class LocalFactsPanel(Panel):
    """The fields of `procedures.local_facts`, on the one page of the procedure that carries them."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "procedures/editing/local_facts.html"

        def is_shown(self) -> bool:
            return super().is_shown() and any(name.startswith(PREFIX) for name in self.form.fields)

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            context["fields"] = [self.form[name] for name in self.form.fields if name.startswith(PREFIX)]
            return context


class LocalFactsInterface(TabbedInterface):
    """The tabs of a page with local facts. Wagtail draws again, after the tabs, every field that no panel names when the
    form class is made; the facts are known only from the page, so they are left to their own panel."""

    class BoundPanel(TabbedInterface.BoundPanel):
        def render_missing_fields(self) -> SafeString:
            named = self.panel.get_form_options().get("fields", [])
            left = (name for name in self.form.fields if name not in named and not name.startswith(PREFIX))
            return format_html_join("", "{}", ((self.form[name],) for name in left))


def _holds_the_law(instance: Any) -> bool:
    return not instance.key_id or instance.is_source


class LawTab(ObjectList):
    """A tab of law only."""

    class BoundPanel(ObjectList.BoundPanel):
        def is_shown(self) -> bool:
            return super().is_shown() and _holds_the_law(self.instance)
