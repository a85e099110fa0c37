"""The summary of errors: a label that is a question keeps its own sign, and takes no colon after it."""

from __future__ import annotations

import pytest
from django import forms
from django.utils.translation import override

from portal.templatetags.elements import form_errors


@pytest.mark.parametrize(
    ("language", "label", "start"),
    [
        ("fr", "Nom", "Nom : "),
        ("fr", "Où ?", "Où ? Ce"),
        ("ar", "الاسم", "الاسم: "),
        ("ar", "أين توجد البناية؟", "أين توجد البناية؟ هذه"),
        ("ar", "ألتزم بإزالة المنشأة.", "ألتزم بإزالة المنشأة. هذه"),
        ("zgh", "Je m'engage.", '<span lang="fr" dir="ltr">Je m&#x27;engage.</span> '),
    ],
)
def test_a_fault_is_said_after_its_label(language, label, start):
    class Asked(forms.Form):
        field = forms.CharField(label=label)

    with override(language):
        ((_anchor, sentence),) = form_errors(Asked({}))
    assert sentence.startswith(start)
