"""What a procedure would look like if it were published now: the guide in each language.

A preview reads finished translations and writes nothing, so that looking at a draft does not disturb translators.
"""

from __future__ import annotations

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from wagtail_localize.models import TranslationSource

from .assembly import Translations, assemble
from .guide import Guide
from .models import Procedure
from .snapshot import Snapshot

_GUIDE: Final = "guide-"
_GUIDES: Final = (
    ("ar", _("Guide in Arabic")),
    ("fr", _("Guide in French")),
    ("zgh", _("Guide in Amazigh")),
)


def modes() -> list[tuple[str, str | Promise]]:
    """The preview modes of the editor: name and label."""
    return [(_GUIDE + language, label) for language, label in _GUIDES]


def draft_snapshot(procedure: Procedure) -> Snapshot:
    """The snapshot of `procedure` as it stands in the editor; a translated row is previewed through its source."""
    source_row = procedure
    if procedure.key_id and not procedure.is_source:
        source_row = Procedure.objects.filter(key_id=procedure.key_id, locale_id=procedure.key.source_locale_id).first()
        source_row = source_row or procedure
    source = TranslationSource.objects.get_for_instance_or_none(source_row)
    translations = Translations.of(source) if source else Translations(source_row.locale.language_code, {})
    return assemble(source_row, translations)


def show(request: HttpRequest, procedure: Procedure, mode: str) -> HttpResponse:
    """The preview named `mode`."""
    if mode not in dict(modes()):
        raise Http404(mode)
    with override(mode.removeprefix(_GUIDE)):
        guide = Guide(snapshot=draft_snapshot(procedure), commune=None, facts={})
        return TemplateResponse(request, "procedures/procedure_page.html", {"guide": guide, "preview": True}).render()
