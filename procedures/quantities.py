"""Numbers with their unit, as each language counts things: in a form, on a page, at the desk."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from django.utils import formats
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

UNITS: Final = {
    "m2": _("m²"),
    "m": _("m"),
    "days": _("days"),
    "months": _("months"),
    "quarters": _("quarters of a year"),
    "levels": _("levels"),
    "dwellings": _("dwellings"),
    "people": _("people"),
    "dirhams": _("dirhams"),
}


def plain(number: Decimal) -> str:
    """The number alone, written as the active language does."""
    return str(formats.number_format(number.normalize(), use_l10n=True))


def counted(number: Decimal, unit: str) -> str:
    """A number with its unit in words, in the active language: a whole number of things takes their right form."""
    shown = plain(number)
    if number != number.to_integral_value():
        return f"{shown} {UNITS[unit]}"
    whole = int(number)
    match unit:
        case "days":
            words = ngettext("%(count)s day", "%(count)s days", whole)
        case "months":
            words = ngettext("%(count)s month", "%(count)s months", whole)
        case "quarters":
            words = ngettext("%(count)s quarter of a year", "%(count)s quarters of a year", whole)
        case "levels":
            words = ngettext("%(count)s level", "%(count)s levels", whole)
        case "dwellings":
            words = ngettext("%(count)s dwelling", "%(count)s dwellings", whole)
        case "people":
            words = ngettext("%(count)s person", "%(count)s people", whole)
        case "dirhams":
            words = ngettext("%(count)s dirham", "%(count)s dirhams", whole)
        case _:
            return f"{shown} {UNITS[unit]}"
    return words % {"count": shown}
