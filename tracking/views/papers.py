"""Papers drawn when they are asked for, from frozen data: receipt, fee order, acts that nobody signs."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from portal.accounts.models import User
from portal.kernel.errors import NotFound
from portal.kernel.now import now

from .. import renderers
from ..acts.fee_order import render_fee_order
from ..models import Dossier
from ..policies import may_open_file
from ..service import receipt_pdf
from .addresses import Addresses
from .dossier import of_dossier


@require_safe
@of_dossier
def receipt(request: HttpRequest, dossier: Dossier, addresses: Addresses) -> HttpResponseBase:
    """The receipt that stands."""
    return _pdf(receipt_pdf(dossier), f"receipt-{dossier.reference}")


@require_safe
@of_dossier
def fee_order(request: HttpRequest, dossier: Dossier, addresses: Addresses, order: int) -> HttpResponseBase:
    """The fee order, or its quittance once paid."""
    found = dossier.fee_orders.select_related("payment").filter(pk=order).first()
    if found is None:
        raise _not_found()
    found.dossier = dossier
    return _pdf(render_fee_order(found), f"fee-order-{found.number}")


@require_safe
@of_dossier
def act(request: HttpRequest, dossier: Dossier, addresses: Addresses, act: int) -> HttpResponseBase:
    """An act that bears no signature: the receipt of a declaration, the answer that no permit is required."""
    user = request.user
    assert isinstance(user, User)
    found = dossier.acts.filter(pk=act, file=None).first()
    if found is None or not may_open_file(user, found, at=now()):
        raise _not_found()
    found.dossier = dossier
    return _pdf(renderers.render(found), f"{found.kind}-{dossier.reference}")


def _not_found() -> NotFound:
    return NotFound(_("There is no such paper on this file."), code="paper_not_found")


def _pdf(data: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        data,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}.pdf"', "X-Content-Type-Options": "nosniff"},
    )
