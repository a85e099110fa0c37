"""Delays in the tables of figures."""

from __future__ import annotations

from django import template
from django.utils.formats import number_format

register = template.Library()


@register.filter
def days(value: float | None) -> str:
    """A number of days with one decimal, or a dash where there is none."""
    return "–" if value is None else number_format(value, decimal_pos=1)
