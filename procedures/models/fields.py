"""A column that holds a list of codes from a closed list and shows it as tick boxes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db import models


class CodeListField(models.JSONField):
    """A JSON list of codes. `codes` (pairs of code and label) belongs to the form, not to the column."""

    def __init__(self, *args: Any, codes: Sequence[tuple[str, Any]] = (), **kwargs: Any) -> None:
        self.codes = codes
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> forms.Field:
        return forms.MultipleChoiceField(
            choices=self.codes,
            required=not self.blank,
            label=self.verbose_name,
            help_text=self.help_text,
            widget=forms.CheckboxSelectMultiple,
        )
