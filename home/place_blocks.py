"""What an editor types of a place on its page: desks with their hours, alerts, planning documents; one for all languages.

Everything wrong is told beside its field, and nothing typed is lost. What is typed becomes dated facts at publication
(`home.place_facts`).
"""

from __future__ import annotations

from datetime import date, time
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    BooleanBlock,
    CharBlock,
    ChoiceBlock,
    DateBlock,
    EmailBlock,
    ListBlock,
    MultipleChoiceBlock,
    StructBlock,
    TimeBlock,
)
from wagtail.blocks.struct_block import StructBlockValidationError

from portal.kernel.errors import Invalid
from portal.kernel.identifiers import check_phone
from portal.kernel.written import day_in_words
from portal.territory import publishing
from portal.territory.hours import Range, overlapping
from portal.territory.models import DecreedDay, PlanningDocument
from portal.territory.planning import Plan, study_ends
from procedures.board import WEEKDAYS

_DAYS: Final = [(str(number), name) for number, name in enumerate(WEEKDAYS)]
# The dates of a plan in the order in which they come.
PLAN_DATES: Final = ("study_published_on", "study_renewed_on", "inquiry_closed_on", "approved_on", "ended_on")


def _line(label: Any, *, required: bool = False, max_length: int = 300) -> CharBlock:
    """One line, in the direction of what is typed whatever the editor's language."""
    block = CharBlock(label=label, required=required, max_length=max_length)
    block.field.widget.attrs["dir"] = "auto"
    return block


class WordsBlock(StructBlock):
    """A line in the three languages; Arabic or French at least where it is `needed`."""

    ar = _line(_("In Arabic"))
    fr = _line(_("In French"))
    zgh = _line(_("In Amazigh"))

    def __init__(self, *args: Any, needed: bool = False, **kwargs: Any) -> None:
        self.needed = needed
        super().__init__(*args, **kwargs)

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if self.needed and not (cleaned["ar"] or cleaned["fr"]):
            raise StructBlockValidationError(
                block_errors={"ar": ValidationError(_("Write it in Arabic or in French at least."))}
            )
        return cleaned


class HoursBlock(StructBlock):
    days = MultipleChoiceBlock(choices=_DAYS, widget=forms.CheckboxSelectMultiple, label=_("Days"))
    opens = TimeBlock(label=_("Opens at"))
    closes = TimeBlock(label=_("Closes at"))

    class Meta:
        label = _("Hours")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned["closes"] <= cleaned["opens"]:
            raise StructBlockValidationError(
                block_errors={"closes": ValidationError(_("It closes before it opens: look at the two hours again."))}
            )
        return cleaned


class DeskBlock(StructBlock):
    name = WordsBlock(label=_("Name of the desk"), needed=True)
    place = WordsBlock(label=_("Where it is"))
    phone = _line(_("Phone"), max_length=30)
    email = EmailBlock(label=_("E-mail"), required=False)
    hours = ListBlock(HoursBlock(), label=_("Opening hours"), default=[])
    ramadan = ListBlock(HoursBlock(), label=_("Hours in Ramadan, if they differ"), default=[])

    class Meta:
        label = _("Desk")
        icon = "time"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        wrong: dict[str, ValidationError] = {}
        if cleaned["phone"]:
            try:
                cleaned["phone"] = check_phone(cleaned["phone"])
            except Invalid as invalid:
                wrong["phone"] = ValidationError(invalid.sentence)
        for name in ("hours", "ramadan"):
            if overlapping(ranges_of(cleaned[name])):
                wrong[name] = ValidationError(_("Two of these hours overlap on the same day."))
        if wrong:
            raise StructBlockValidationError(block_errors=wrong)
        return cleaned


def ranges_of(hours: Any) -> list[Range]:
    """The typed hours as plain values."""
    return [Range(frozenset(int(day) for day in each["days"]), each["opens"], each["closes"]) for each in hours]


class AlertBlock(StructBlock):
    text = WordsBlock(label=_("What is closed or out of order, and what to do"), needed=True)
    first = DateBlock(label=_("Shown from"))
    last = DateBlock(label=_("Shown until, that day included"))
    closed = BooleanBlock(label=_("The desks are closed on these days"), required=False)

    class Meta:
        label = _("Alert")
        icon = "warning"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned["last"] < cleaned["first"]:
            raise StructBlockValidationError(
                block_errors={
                    "last": ValidationError(_("The alert ends before it begins: look at the two days again."))
                }
            )
        return cleaned


class PlanBlock(StructBlock):
    kind = ChoiceBlock(choices=PlanningDocument.Kind.choices, label=_("Kind"))
    title_ar = _line(_("Title in Arabic"), max_length=200)
    title_fr = _line(_("Title in French"), max_length=200)
    perimeter_ar = _line(_("What it covers, in Arabic"))
    perimeter_fr = _line(_("What it covers, in French"))
    study_published_on = DateBlock(label=_("Study order published in the Official Bulletin on"), required=False)
    study_renewed_on = DateBlock(label=_("Study order renewed on"), required=False)
    inquiry_closed_on = DateBlock(label=_("Public inquiry closed on"), required=False)
    approved_on = DateBlock(label=_("Approval published on"), required=False)
    ended_on = DateBlock(label=_("Replaced or given up on"), required=False)
    source = _line(_("Where this is written (number and date of the text)"), required=True)
    confidence = ChoiceBlock(choices=DecreedDay.Confidence.choices, default="low", label=_("How sure this is"))

    class Meta:
        label = _("Planning document")
        icon = "site"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        wrong = _dates_out_of_order(cleaned) or _renewed_too_late(cleaned) or _without_a_day(cleaned)
        if wrong:
            raise StructBlockValidationError(block_errors=wrong)
        return cleaned


def _dates_out_of_order(value: Any) -> dict[str, ValidationError]:
    before: date | None = None
    for name in PLAN_DATES:
        day = value[name]
        if day is not None and before is not None and day < before:
            sentence = _("This day is before %(day)s, which comes earlier in the life of a plan.")
            return {name: ValidationError(sentence, params={"day": day_in_words(before)})}
        before = day or before
    return {}


def _renewed_too_late(value: Any) -> dict[str, ValidationError]:
    renewed = value["study_renewed_on"]
    if renewed is None:
        return {}
    if value["study_published_on"] is None:
        return {
            "study_published_on": ValidationError(_("Give the day of the first order, of which this is the renewal."))
        }
    first = Plan(value["kind"], study_published_on=value["study_published_on"])
    end = study_ends(first, publishing.rules())
    if end is not None and renewed > end:
        sentence = _("The order had lapsed on %(day)s: it could not be renewed any more.")
        return {"study_renewed_on": ValidationError(sentence, params={"day": day_in_words(end)})}
    return {}


def _without_a_day(value: Any) -> dict[str, ValidationError]:
    if value["kind"] == PlanningDocument.Kind.NO_PLAN or any(value[name] for name in PLAN_DATES[:4]):
        return {}
    return {
        "approved_on": ValidationError(_("Give one day at least: of the study order, the inquiry or the approval."))
    }


def hour_of(moment: time) -> str:
    """`08:30`."""
    return moment.strftime("%H:%M")
