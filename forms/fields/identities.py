"""Identity numbers of people and companies, phones and e-mails: made uniform, checked, written left to right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.kernel.identifiers import check_cnie, check_ice, check_phone
from procedures.snapshot import Question

from .base import QuestionType, Shown, Stored, check, register
from .texts import plain_text


class _Ltr(QuestionType):
    ltr = True
    max_length = 40
    attrs: Mapping[str, str] = {}

    def field(self, question: Question, part: str, language: str) -> forms.Field:
        return forms.CharField(
            max_length=self.max_length,
            widget=forms.TextInput(attrs={"dir": "ltr", **self.attrs}),
            validators=[plain_text],
        )


@register
class Cnie(_Ltr):
    """National identity card."""

    code = "cnie"
    attrs = {"autocapitalize": "characters", "autocomplete": "off"}

    def store(self, question: Question, values: Mapping[str, Any]) -> Stored:
        return check(check_cnie, values[""]) if values.get("") else None


@register
class Identity(QuestionType):
    """A card or passport: `{"kind": "cnie" | "residence" | "passport", "number": text}`."""

    code = "identity"
    parts = ("kind", "number")

    def field(self, question: Question, part: str, language: str) -> forms.Field:
        if part == "kind":
            return forms.ChoiceField(
                choices=[
                    ("cnie", _("National identity card")),
                    ("residence", _("Residence card")),
                    ("passport", _("Passport")),
                ],
                widget=forms.RadioSelect,
                initial="cnie",
            )
        return forms.CharField(
            max_length=30,
            validators=[plain_text],
            widget=forms.TextInput(attrs={"dir": "ltr", "autocapitalize": "characters", "autocomplete": "off"}),
        )

    def label(self, question: Question, part: str, language: str) -> str:
        return str(_("Kind of document")) if part == "kind" else str(_("Number"))

    def store(self, question: Question, values: Mapping[str, Any]) -> Stored:
        kind, number = values.get("kind"), values.get("number")
        if not number:
            return None
        if kind == "cnie":
            return {"kind": kind, "number": check(check_cnie, number)}
        compact = "".join(number.split()).upper()
        if not compact.isascii() or not compact.isalnum() or not 5 <= len(compact) <= 20:
            raise ValidationError(
                _("This number is not right. Copy the letters and digits of the document."), code="identity_wrong"
            )
        return {"kind": kind, "number": compact}

    def show(self, question: Question, stored: Stored, language: str) -> Shown:
        return Shown(stored["number"] if stored else "", ltr=True)


@register
class Ice(_Ltr):
    """Common identifier of a company."""

    code = "ice"
    attrs = {"inputmode": "numeric"}

    def store(self, question: Question, values: Mapping[str, Any]) -> Stored:
        return check(check_ice, values[""]) if values.get("") else None


@register
class TradeRegister(QuestionType):
    """A number in the trade register is unique only with its court: `{"number": text, "court": text}`."""

    code = "trade_register"
    parts = ("number", "court")

    def field(self, question: Question, part: str, language: str) -> forms.Field:
        if part == "number":
            return forms.RegexField(
                r"^\d{1,9}$",
                error_messages={"invalid": _("The number in the trade register has digits only.")},
                widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "numeric"}),
            )
        return forms.CharField(max_length=80, validators=[plain_text])

    def label(self, question: Question, part: str, language: str) -> str:
        return str(_("Number")) if part == "number" else str(_("Court"))

    def store(self, question: Question, values: Mapping[str, Any]) -> Stored:
        if not values.get("number"):
            return None
        if not values.get("court"):
            raise ValidationError(_("Give the court that keeps this trade register."), code="court_missing")
        return {"number": values["number"], "court": values["court"]}

    def show(self, question: Question, stored: Stored, language: str) -> Shown:
        return Shown(f"{stored['number']} - {stored['court']}" if stored else "")


@register
class OrderNumber(_Ltr):
    """Number on the roll of an Order (architects, engineers, surveyors): free text, as the rolls differ."""

    code = "order_number"


@register
class Phone(_Ltr):
    """Stored in E.164."""

    code = "phone"
    attrs = {"type": "tel", "inputmode": "tel", "autocomplete": "tel"}

    def store(self, question: Question, values: Mapping[str, Any]) -> Stored:
        return check(check_phone, values[""]) if values.get("") else None


@register
class Email(QuestionType):
    code = "email"
    ltr = True

    def field(self, question: Question, part: str, language: str) -> forms.Field:
        return forms.EmailField(max_length=254, widget=forms.EmailInput(attrs={"dir": "ltr", "autocomplete": "email"}))
