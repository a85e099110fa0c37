"""The address of what is attached to a procedure page: `{% attached_url page "apply" "step" step="land" %}`."""

from __future__ import annotations

from typing import Any

from django import template

register = template.Library()


@register.simple_tag(takes_context=True)
def attached_url(context: template.Context, page: Any, prefix: str, name: str, **kwargs: object) -> str:
    """`page.attached_url` with the request of the page being written."""
    address: str = page.attached_url(prefix, name, context.get("request"), **kwargs)
    return address
