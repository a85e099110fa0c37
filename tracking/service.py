"""The public door of the register: filing a request, its receipt.

Everything else in `tracking` is private to it, but its actions, its policies and its models.
"""

from __future__ import annotations

from procedures.snapshot import DocumentRule

from .actions.open_dossier import Applicant, FiledPiece, open_dossier
from .lifecycle.case import Case
from .models import Dossier
from .renderers import render_receipt

__all__ = [
    "Applicant",
    "FiledPiece",
    "missing_documents",
    "open_dossier",
    "receipt_pdf",
]


def missing_documents(dossier: Dossier) -> tuple[DocumentRule, ...]:
    """The main documents of the version that are not there, or were contested."""
    return Case(dossier, dossier.filed_at).missing


def receipt_pdf(dossier: Dossier) -> bytes:
    """The receipt, from frozen data: the same bytes each time."""
    return render_receipt(dossier)
