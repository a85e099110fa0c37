"""Private files of the register, after the policy has been asked: a piece, a sealed act, or what was signed
on paper at the counter (a leaf of the receipt pad, a request to withdraw).

Nothing else serves them.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.accounts.models import User
from portal.accounts.second_factor import reads_as_officer
from portal.kernel.errors import NotFound
from portal.kernel.files import send_file
from portal.kernel.models import StoredFile
from portal.kernel.now import now

from ..models import Act, Dossier, Piece
from ..policies import may_open_file
from .addresses import to_the_door
from .dossier import is_own

Holder = Piece | Act | Dossier


@never_cache
@require_safe
def private_file(request: HttpRequest, file: UUID) -> HttpResponseBase:
    """The bytes, to whom may read them; to anyone else there is no such file. `?download=1` keeps it on the device."""
    user = request.user
    if not isinstance(user, User):
        return to_the_door(request)
    of = _holder_of(file, user)
    stored = _file_of(of, file)
    if of is None or stored is None or not may_open_file(user, of, at=now()) or not _may_here(request, user, of):
        raise NotFound(_("There is no such file, or it is not yours to open."), code="file_not_found")
    return send_file(stored, as_attachment=request.GET.get("download") == "1")


def _holder_of(file: UUID, user: User) -> Holder | None:
    """The row of the register that the file belongs to; the policy is still to be asked."""
    return (
        Piece.objects.filter(file=file).select_related("file", "dossier").first()
        or Act.objects.filter(file=file).select_related("file", "dossier").first()
        or Dossier.objects.visible_to(user)
        .filter(Q(pad_scan=file) | Q(withdrawal_scan=file))
        .select_related("pad_scan", "withdrawal_scan")
        .first()
    )


def _file_of(of: Holder | None, file: UUID) -> StoredFile | None:
    if isinstance(of, Dossier):
        return of.pad_scan if of.pad_scan_id == file else of.withdrawal_scan
    return of.file if of is not None else None


def _may_here(request: HttpRequest, user: User, of: Holder) -> bool:
    """Without their second factor, whoever decides opens only what is theirs as an applicant."""
    return reads_as_officer(request) or is_own(user, of.pk if isinstance(of, Dossier) else of.dossier_id)
