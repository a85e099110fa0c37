"""Whether the journal of a file is intact: the answer names entries by number and shows nothing of the file."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from portal.kernel.errors import NotFound
from portal.kernel.references import parse_reference

from .. import journal
from ..models import Dossier


def check_journal(reference: str) -> tuple[str, int, list[journal.Finding]]:
    """The reference as printed, the number of entries of its journal and every break found; an empty list is an intact chain.

    Raises `Invalid` (`reference_wrong`), `NotFound` (`dossier_not_found`).
    """
    printed = parse_reference(reference)
    dossier = Dossier.objects.filter(reference=printed).first()
    if dossier is None:
        raise NotFound(_("No file has this reference."), code="dossier_not_found")
    return printed, journal.chain_of(dossier).count(), journal.verify(dossier)
