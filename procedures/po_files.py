"""Translations that come back in a PO file: checked whole before one word is taken, so that a bad file changes nothing.

Stock's view fails on a file without a header, takes broken links and markers, and overwrites what was translated in the
portal since the file was downloaded. This one refuses with a sentence, or takes what is right and says what it left.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import polib
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.strings import extract_ids, validate_element
from wagtail_localize.views.edit_translation import user_can_edit_instance

from portal.accounts.models import User
from portal.kernel.errors import Invalid

from .condition_words import quoted

# A procedure with every text three times over is a tenth of it.
MOST_BYTES: Final = 2 * 1024 * 1024
TOOL: Final = "PO File"
_ID: Final = "X-WagtailLocalize-TranslationID"
_MARKERS: Final = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
_LINE: Final = re.compile(r"line (\d+)")
_NAMED: Final = 3


@dataclass
class PoReport:
    """What a file did. `newer`: left, since they were translated in the portal after the file was downloaded."""

    taken: int = 0
    newer: int = 0
    unfinished: int = 0
    unknown: int = 0


def import_file(translation: Translation, data: bytes, *, user: User | None) -> PoReport:
    """Take the translations of a PO file. Raises `Invalid` with what is wrong with it; then nothing of it is taken."""
    po = _read(data)
    _require_same(translation, po)
    entries = [entry for entry in po if not entry.obsolete]
    report = PoReport(unfinished=sum(1 for entry in entries if not entry.msgstr or entry.fuzzy))
    finished = [entry for entry in entries if entry.msgstr and not entry.fuzzy]
    faults = [fault for entry in finished for fault in _faults(entry)]
    if faults:
        raise Invalid(
            _("Nothing was imported. %(faults)s") % {"faults": " ".join(faults[:_NAMED])},
            code="po_entries",
            faults=len(faults),
        )
    present = {
        (row.context.path, row.translation_of.data): row
        for row in StringTranslation.objects.filter(
            locale_id=translation.target_locale_id, context__object_id=translation.source.object_id
        ).select_related("context", "translation_of")
    }
    downloaded = parse_datetime(po.metadata.get("POT-Creation-Date", "") or "")
    accepted = polib.POFile()
    for entry in finished:
        row = present.get((entry.msgctxt or "", entry.msgid))
        if row is not None and row.data == entry.msgstr and not row.has_error:
            continue
        if row is not None and row.data != entry.msgstr and _is_newer(row, downloaded):
            report.newer += 1
            continue
        accepted.append(entry)
    warnings = translation.import_po(accepted, user=user, tool_name=TOOL)
    report.unknown = len(warnings)
    report.taken = len(accepted) - len(warnings)
    return report


def _read(data: bytes) -> polib.POFile:
    if len(data) > MOST_BYTES:
        sentence = _("This file is larger than %(limit)s MB: no procedure has so many words.")
        raise Invalid(sentence % {"limit": MOST_BYTES // (1024 * 1024)}, code="po_too_large")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        sentence = _("This file is not written in UTF-8. Save it again in UTF-8, then send it.")
        raise Invalid(sentence, code="po_encoding") from error
    if "\x00" in text or "msgid" not in text:
        raise Invalid(_("This is no PO file."), code="po_unreadable")
    # Given as a file: polib takes a text for the name of one.
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".po") as file:
        file.write(text)
        file.flush()
        try:
            return polib.pofile(file.name, encoding="utf-8")
        except (OSError, ValueError) as error:
            found = _LINE.search(str(error))
            if found:
                sentence = _("Line %(line)s of this PO file cannot be read.") % {"line": found.group(1)}
            else:
                sentence = _("This is no PO file.")
            raise Invalid(sentence, code="po_unreadable") from error


def _require_same(translation: Translation, po: polib.POFile) -> None:
    """Refuse a file of another text or another language, and say of which it is."""
    written = po.metadata.get(_ID, "")
    if written == str(translation.uuid):
        return
    if not written:
        raise Invalid(
            _("This file was not downloaded from here: it does not say what it translates."), code="po_stranger"
        )
    try:
        other = Translation.objects.select_related("source", "target_locale").filter(uuid=UUID(written)).first()
    except ValueError:
        other = None
    if other is None:
        raise Invalid(_("This file translates another text than this one."), code="po_elsewhere")
    sentence = _("This file translates %(text)s into “%(language)s”, not this text. Send it there.")
    values = {"text": quoted(other.source.object_repr), "language": other.target_locale.language_code}
    raise Invalid(sentence % values, code="po_elsewhere")


def _faults(entry: polib.POEntry) -> Iterator[str]:
    """What would break the text: markers, links and HTML that are not those of the source."""
    where = quoted(entry.msgid if len(entry.msgid) <= 40 else f"{entry.msgid[:40]}…")
    try:
        validate_element(BeautifulSoup(entry.msgstr, "html.parser"))
    except ValueError:
        yield _("The translation of %(where)s holds HTML that is not allowed.") % {"where": where}
        return
    if extract_ids(entry.msgid) != extract_ids(entry.msgstr):
        yield _("The translation of %(where)s has other links than the source.") % {"where": where}
    if sorted(_MARKERS.findall(entry.msgid)) != sorted(_MARKERS.findall(entry.msgstr)):
        yield _("The translation of %(where)s has other markers than the source.") % {"where": where}


def _is_newer(row: StringTranslation, downloaded: datetime | None) -> bool:
    return downloaded is not None and downloaded.tzinfo is not None and row.updated_at > downloaded


@require_POST
def upload(request: HttpRequest, translation_id: int) -> HttpResponseBase:
    """In place of stock's view, at its address."""
    translation = get_object_or_404(Translation.objects.select_related("source"), pk=translation_id)
    if not user_can_edit_instance(request.user, translation.get_target_instance()):
        raise PermissionDenied
    file = request.FILES.get("file")
    try:
        if file is None:
            raise Invalid(_("Choose a PO file first."), code="po_missing")
        if file.size > MOST_BYTES:
            # Not read: its size is enough.
            _read(bytes(MOST_BYTES + 1))
        report = import_file(translation, file.read(), user=request.user)
    except Invalid as refusal:
        messages.error(request, str(refusal.sentence))
    else:
        messages.success(request, " ".join(_report_words(report)))
    return redirect(get_valid_next_url_from_request(request) or reverse("wagtailadmin_home"))


def _report_words(report: PoReport) -> Iterator[str]:
    yield ngettext("%(count)d translation was taken.", "%(count)d translations were taken.", report.taken) % {
        "count": report.taken
    }
    for count, sentence in (
        (report.newer, _("Left, translated here since the file was downloaded: %(count)d.")),
        (report.unfinished, _("Left, empty or marked to be checked: %(count)d.")),
        (report.unknown, _("Left, no longer in the text: %(count)d.")),
    ):
        if count:
            yield sentence % {"count": count}


def urls() -> list[Any]:
    """The address of stock's view, registered before it."""
    return [path("localize/translate/<int:translation_id>/pofile/upload/", upload, name="po_upload")]
