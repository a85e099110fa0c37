"""What a person says about themselves: the names, the identity card, the address, the language of notices."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.kernel.errors import Invalid
from portal.kernel.identifiers import check_cnie


class ProfileForm(forms.ModelForm):
    """Every field may stay empty; a filing asks for what it needs."""

    language = forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        widget=forms.RadioSelect,
        help_text=_("Of your pages and mails. SMS are in Arabic or in French."),
    )

    class Meta:
        model = User
        fields = ["full_name_ar", "full_name", "cnie", "address", "language"]
        labels = {
            "full_name_ar": _("Full name in Arabic letters"),
            "full_name": _("Full name in Latin letters"),
            "cnie": _("National identity card number (CNIE)"),
            "address": _("Postal address"),
        }
        help_texts = {
            "full_name_ar": _("As on your identity card."),
            "full_name": _("As on your identity card."),
            "cnie": _("One to three letters, then digits. Example: AB123456."),
        }
        widgets = {
            "full_name_ar": forms.TextInput(attrs={"dir": "rtl", "lang": "ar"}),
            "full_name": forms.TextInput(attrs={"dir": "ltr", "autocomplete": "name"}),
            "cnie": forms.TextInput(attrs={"dir": "ltr", "autocapitalize": "characters", "spellcheck": "false"}),
            "address": forms.TextInput(attrs={"dir": "auto", "autocomplete": "street-address"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # People type spaces and dashes: the length is checked once they are gone.
        cnie = self.fields["cnie"]
        assert isinstance(cnie, forms.CharField)
        cnie.max_length = 30
        cnie.validators = []
        cnie.widget.attrs["maxlength"] = "30"

    def clean_cnie(self) -> str:
        text: str = self.cleaned_data["cnie"]
        if not text:
            return ""
        try:
            return check_cnie(text)
        except Invalid as wrong:
            raise forms.ValidationError(wrong.sentence, code=wrong.code) from wrong
