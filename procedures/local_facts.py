"""The part of a municipal editor's form that holds the commune's own facts, built from the version in force.

Rates are asked for the fees of the version and checked against the law's limits; a term only where the law sets none;
whether one negative opinion blocks only where the law leaves it to the commune. No law can be written here.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.context import current_language
from portal.kernel.written import TypedDecimalField
from portal.territory.models import Body

from .models.choices import Unit
from .snapshot import LANGUAGES, FeeRule, Snapshot

PREFIX: Final = "local_"
_TEXTS: Final = {"office": _("Office"), "hours": _("Opening hours"), "contact": _("Contact")}
_NAMES: Final = {"ar": _("in Arabic"), "fr": _("in French"), "zgh": _("in Amazigh")}


def fields_of(snapshot: Snapshot | None) -> dict[str, forms.Field]:
    """The form fields, by prefixed name, in the order they are shown. Without a version, only what no law concerns."""
    fields: dict[str, forms.Field] = {
        f"{PREFIX}online": forms.BooleanField(label=_("Files can be filed online here"), required=False)
    }
    for name, label in _TEXTS.items():
        for language in LANGUAGES:
            fields[f"{PREFIX}{name}_{language}"] = forms.CharField(
                label=f"{label} ({_NAMES[language]})",
                max_length=300,
                required=False,
                widget=forms.TextInput(attrs={"dir": "auto"}),
            )
    if snapshot is None:
        return fields
    for fee in snapshot.fees:
        if fee.base != "none":
            fields[f"{PREFIX}rate_{fee.code}"] = _rate_field(fee)
    if snapshot.fees:
        fields[f"{PREFIX}order"] = forms.CharField(
            label=_("Fiscal order: number and date"), max_length=200, required=False
        )
    if not snapshot.terms:
        fields |= {
            f"{PREFIX}term_amount": forms.IntegerField(label=_("Term of the commune"), min_value=1, required=False),
            f"{PREFIX}term_unit": forms.ChoiceField(
                label=_("Unit of the term"), choices=[("", "-"), *Unit.choices], required=False
            ),
            f"{PREFIX}term_source": forms.CharField(label=_("Source of the term"), max_length=300, required=False),
        }
    if any(stage.one_negative_blocks is None for stage in snapshot.circuit):
        fields[f"{PREFIX}one_negative_blocks"] = forms.NullBooleanField(
            label=_("One negative opinion blocks"), required=False
        )
    if any(stage.action in ("visit", "consult") and not stage.bodies for stage in snapshot.circuit):
        fields[f"{PREFIX}bodies"] = forms.MultipleChoiceField(
            label=_("Bodies asked in this commune"),
            choices=Body.Kind.choices,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
    return fields


def _rate_field(fee: FeeRule) -> TypedDecimalField:
    limits = {
        "min_value": Decimal(fee.floor) if fee.floor else Decimal(0),
        "max_value": Decimal(fee.ceiling) if fee.ceiling else None,
    }
    return TypedDecimalField(
        label=_("Rate in dirhams: %(fee)s") % {"fee": fee.label.read(current_language()).words},
        max_digits=12,
        decimal_places=2,
        required=False,
        **limits,
    )


def initial_of(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as initial values of the fields."""
    initial: dict[str, Any] = {f"{PREFIX}online": facts.get("online", True)}
    for name in _TEXTS:
        for language in LANGUAGES:
            initial[f"{PREFIX}{name}_{language}"] = (facts.get(name) or {}).get(language, "")
    for code, rate in (facts.get("rates") or {}).items():
        initial[f"{PREFIX}rate_{code}"] = rate
    for name in ("order", "one_negative_blocks", "bodies"):
        initial[PREFIX + name] = facts.get(name)
    for part, value in (facts.get("term") or {}).items():
        initial[f"{PREFIX}term_{part}"] = value
    return initial


def facts_from(cleaned: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of a valid form (shape: `LocalPublication.facts`); what is empty is left out.

    Raises `ValidationError` for a term without a unit.
    """
    facts: dict[str, Any] = {"online": bool(cleaned.get(f"{PREFIX}online"))}
    for name in _TEXTS:
        words = {language: cleaned.get(f"{PREFIX}{name}_{language}") for language in LANGUAGES}
        if any(words.values()):
            facts[name] = {language: value for language, value in words.items() if value}
    start = f"{PREFIX}rate_"
    rates = {name.removeprefix(start): value for name, value in cleaned.items() if name.startswith(start)}
    if any(value is not None for value in rates.values()):
        facts["rates"] = {code: str(value) for code, value in rates.items() if value is not None}
    for name in ("order", "bodies"):
        if cleaned.get(PREFIX + name):
            facts[name] = cleaned[PREFIX + name]
    if cleaned.get(f"{PREFIX}one_negative_blocks") is not None:
        facts["one_negative_blocks"] = cleaned[f"{PREFIX}one_negative_blocks"]
    term = {part: cleaned.get(f"{PREFIX}term_{part}") for part in ("amount", "unit", "source")}
    if term["amount"]:
        if not term["unit"]:
            raise ValidationError({f"{PREFIX}term_unit": _("A term needs a unit.")})
        facts["term"] = {part: value for part, value in term.items() if value}
    return facts
