"""Form fields of the door: a phone, an e-mail or phone, a code. They take what people type and say what is expected."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from portal.kernel.errors import Invalid
from portal.kernel.identifiers import check_phone
from portal.kernel.text import WESTERN_DIGITS


def _checked_phone(text: str) -> str:
    try:
        return check_phone(text)
    except Invalid as wrong:
        raise ValidationError(wrong.sentence, code=wrong.code) from wrong


class PhoneField(forms.CharField):
    """A phone number; gives E.164."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Phone number"))
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel", "dir": "ltr"})
        )
        kwargs.setdefault("max_length", 30)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        return _checked_phone(text) if text else ""


class LoginField(forms.CharField):
    """A phone number or an e-mail address; gives E.164 or the address in lower case."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Phone number or e-mail"))
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "username", "dir": "ltr"}))
        kwargs.setdefault("max_length", 254)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        text: str = super().clean(value).strip()
        if "@" not in text:
            return _checked_phone(text)
        validate_email(text)
        return text.lower()


class CodeField(forms.CharField):
    """A code of digits or of letters and digits, in any script's digits, spaces allowed."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Code"))
        kwargs.setdefault(
            "widget",
            forms.TextInput(
                attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "dir": "ltr", "autofocus": True}
            ),
        )
        kwargs.setdefault("max_length", 20)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").translate(WESTERN_DIGITS)
