"""What an applicant answers on the page of their dossier: documents asked, modifications, reservations, a certificate.

Each view calls one action; what the action refuses comes back on the same page, with its sentence, and nothing is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.accounts.models import User
from portal.kernel.errors import DomainError
from portal.kernel.now import now
from procedures.snapshot import DocumentRule

from ..actions.add_piece import add_piece
from ..actions.complete_dossier import complete_dossier
from ..actions.file_modified import file_modified
from ..actions.lift_reservations import lift_reservations
from ..actions.request_silence_certificate import request_silence_certificate
from ..models import Dossier, DossierState
from ..service import FiledPiece
from .addresses import Addresses
from .dossier import of_dossier
from .page import DossierPage, render_dossier
from .receiving import Errors, discard_unused, field_of, receive, typed

Act = Callable[[list[FiledPiece], User, str], object]
_METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(_METHODS)
@of_dossier
def give_pieces(request: HttpRequest, dossier: Dossier, addresses: Addresses) -> HttpResponse:
    """The documents of the list; the last one completes the file."""
    page = DossierPage(request, dossier, addresses, _person(request), now())
    rules = [slot.rule for slot in page.asked]

    def act(pieces: list[FiledPiece], actor: User, key: str) -> None:
        complete_dossier(dossier=dossier, pieces=pieces, actor=actor, at=page.at, idempotency_key=key)

    def told() -> str:
        if dossier.state == DossierState.HELD_INCOMPLETE:
            return _("Your documents are received. Others of the list are still missing.")
        return _("Your documents are received and your file is complete. A new receipt is ready.")

    return _received(request, dossier, addresses, rules, act, told)


@require_http_methods(_METHODS)
@of_dossier
def add_information(request: HttpRequest, dossier: Dossier, addresses: Addresses) -> HttpResponse:
    """Documents for information, until delivery."""
    page = DossierPage(request, dossier, addresses, _person(request), now())
    rules = [slot.rule for slot in page.information]

    def act(pieces: list[FiledPiece], actor: User, key: str) -> None:
        for number, piece in enumerate(pieces):
            add_piece(dossier=dossier, piece=piece, actor=actor, at=page.at, idempotency_key=f"{key}:{number}")

    return _received(request, dossier, addresses, rules, act, lambda: _("Your document is received."))


@require_http_methods(_METHODS)
@of_dossier
def file_modifications(request: HttpRequest, dossier: Dossier, addresses: Addresses) -> HttpResponse:
    """The modified plans: a whole new term starts (RGC 37)."""
    page = DossierPage(request, dossier, addresses, _person(request), now())

    def act(pieces: list[FiledPiece], actor: User, key: str) -> None:
        file_modified(dossier=dossier, pieces=pieces, actor=actor, at=page.at, idempotency_key=key)

    def told() -> str:
        return _("Your modified file is received. A whole new term starts today; a new receipt is ready.")

    return _received(request, dossier, addresses, list(page.documents), act, told)


@require_http_methods(_METHODS)
@of_dossier
def answer_reservations(request: HttpRequest, dossier: Dossier, addresses: Addresses) -> HttpResponse:
    """How each reservation was met, with corrected sheets if any (RGC 38)."""
    page = DossierPage(request, dossier, addresses, _person(request), now())
    answer = typed(request, "answer", longest=4000)

    def act(pieces: list[FiledPiece], actor: User, key: str) -> None:
        lift_reservations(dossier=dossier, answer=answer, pieces=pieces, actor=actor, at=page.at, idempotency_key=key)

    def told() -> str:
        return _("Your answer is received. The file is back with the president of the council.")

    return _received(request, dossier, addresses, list(page.documents), act, told, empty=True)


@require_http_methods(_METHODS)
@of_dossier
def ask_certificate(request: HttpRequest, dossier: Dossier, addresses: Addresses) -> HttpResponse:
    """Ask the governor to certify what silence granted."""
    at = now()

    def act(pieces: list[FiledPiece], actor: User, key: str) -> None:
        request_silence_certificate(dossier=dossier, actor=actor, at=at, idempotency_key=key)

    def told() -> str:
        return _("Your request is with the governor. Your receipt goes with it.")

    return _received(request, dossier, addresses, [], act, told, empty=True)


def _received(
    request: HttpRequest,
    dossier: Dossier,
    addresses: Addresses,
    rules: Iterable[DocumentRule],
    act: Act,
    told: Callable[[], str],
    *,
    empty: bool = False,
) -> HttpResponse:
    """Keep what was sent, do `act` with it, and say `told`; `empty`: whether no file at all is an answer too."""
    here = addresses.of("dossier")
    if request.method != "POST":
        return redirect(here)
    # Before any file is kept.
    key = f"space:{typed(request, 'once', longest=40)}:{dossier.pk}"
    rules = list(rules)
    pieces, errors = receive(request, rules, at=now())
    if not errors and not pieces and not empty:
        errors = [(field_of(rules[0].code) if rules else "", _("Choose at least one file to send."))]
    if errors:
        return render_dossier(request, dossier, addresses, errors=errors, status=400)
    try:
        act(pieces, _person(request), key)
    except DomainError as refusal:
        return _refused(request, dossier, addresses, [("", str(refusal))], refusal.status)
    finally:
        discard_unused(pieces)
    messages.success(request, told())
    return redirect(here)


def _refused(request: HttpRequest, dossier: Dossier, addresses: Addresses, errors: Errors, status: int) -> HttpResponse:
    """The page as the register has it now: what the person saw may be why it was refused."""
    dossier.refresh_from_db()
    return render_dossier(request, dossier, addresses, errors=errors, status=status)


def _person(request: HttpRequest) -> User:
    user = request.user
    assert isinstance(user, User)
    return user
