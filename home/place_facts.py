"""From what is typed on the page of a place to its dated facts, and the form that checks it.

The facts are typed on the page in Arabic, the first language of the administration, and hold for all languages from its
publication on: so whoever reviews that page reviews them.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.kernel.written import TypedDecimalField
from portal.territory.planning import Plan
from procedures.overtaken import PageForm
from procedures.snapshot import LANGUAGES

from .place_blocks import PLAN_DATES, hour_of, ranges_of

# The page of a place in this language carries its facts.
FACTS_LANGUAGE: Final = "ar"
FACTS: Final = ("desks", "alerts", "plans", "latitude", "longitude")
# Degrees between which all of the kingdom lies.
_LATITUDES: Final = (Decimal("20.5"), Decimal("36"))
_LONGITUDES: Final = (Decimal("-17.5"), Decimal("-0.9"))


def carries_facts(page: Any) -> bool:
    """Whether the facts of its place are typed on `page`."""
    return bool(page.locale_id) and page.locale.language_code == FACTS_LANGUAGE


class PlaceForm(PageForm):
    """The page's words, and its facts where it carries them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not carries_facts(self.instance):
            for name in FACTS:
                self.fields.pop(name, None)
        for name in ("latitude", "longitude"):
            if name in self.fields:
                field = self.fields[name]
                self.fields[name] = TypedDecimalField(
                    label=field.label, help_text=field.help_text, max_digits=8, decimal_places=5, required=False
                )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if "latitude" in self.fields and not {"latitude", "longitude"} & set(self.errors):
            latitude, longitude = cleaned.get("latitude"), cleaned.get("longitude")
            for name, sentence in _wrong_position(latitude, longitude).items():
                self.add_error(name, ValidationError(sentence))
        return cleaned


def _wrong_position(latitude: Decimal | None, longitude: Decimal | None) -> dict[str, Any]:
    if latitude is None and longitude is None:
        return {}
    if latitude is None or longitude is None:
        return {"latitude" if latitude is None else "longitude": _("A position has both numbers, or none.")}
    if _in_morocco(latitude, longitude):
        return {}
    if _in_morocco(longitude, latitude):
        return {
            "latitude": _("Latitude and longitude have changed places: the first is about 31, the second about -5.")
        }
    return {"latitude": _("This place is not in Morocco: look at the two numbers and the minus sign again.")}


def _in_morocco(latitude: Decimal, longitude: Decimal) -> bool:
    return _LATITUDES[0] <= latitude <= _LATITUDES[1] and _LONGITUDES[0] <= longitude <= _LONGITUDES[1]


def facts_of(page: Any) -> dict[str, Any]:
    """The facts typed on `page` (shape: `PlacePublication.facts`); what is empty is left out."""
    facts: dict[str, Any] = {}
    desks = [_desk(each.value) for each in getattr(page, "desks", ())]
    if desks:
        facts["desks"] = desks
    alerts = [
        {
            "text": _words(each.value["text"]),
            "from": each.value["first"].isoformat(),
            "until": each.value["last"].isoformat(),
            "closed": bool(each.value["closed"]),
        }
        for each in page.alerts
    ]
    if alerts:
        facts["alerts"] = alerts
    if getattr(page, "latitude", None) is not None and page.longitude is not None:
        facts["position"] = {"latitude": f"{page.latitude:.5f}", "longitude": f"{page.longitude:.5f}"}
    return facts


def plans_of(page: Any) -> list[Plan]:
    """The planning documents typed on `page`."""
    names = ("kind", "title_ar", "title_fr", "perimeter_ar", "perimeter_fr", *PLAN_DATES, "source", "confidence")
    return [Plan.of({name: each.value[name] for name in names}) for each in page.plans]


def _desk(value: Any) -> dict[str, Any]:
    desk: dict[str, Any] = {"name": _words(value["name"])}
    if place := _words(value["place"]):
        desk["place"] = place
    for name in ("phone", "email"):
        if value[name]:
            desk[name] = str(value[name])
    for name in ("hours", "ramadan"):
        ranges = ranges_of(value[name])
        if ranges:
            desk[name] = [
                {"days": sorted(each.days), "opens": hour_of(each.opens), "closes": hour_of(each.closes)}
                for each in ranges
            ]
    return desk


def _words(value: Any) -> dict[str, str]:
    return {language: value[language] for language in LANGUAGES if value[language]}
