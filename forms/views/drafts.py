"""A draft's own addresses: its files, closing it, and opening it on another device. Each asks who holds the draft."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.accounts.adapter import client_address
from portal.kernel.errors import DomainError, NotFound
from portal.kernel.files import send_file
from portal.kernel.now import now

from ..documents import add_upload, count_anonymous, remove_upload
from ..expiry import close_draft
from ..holders import held_draft, own_draft
from ..links import open_link, send_link


def _came_from(request: HttpRequest) -> str:
    """The address the person came from; never another site's."""
    target = request.POST.get("back", "")
    here = {request.get_host()}
    return target if url_has_allowed_host_and_scheme(target, here, require_https=request.is_secure()) else "/"


def _back(request: HttpRequest, anchor: str = "") -> HttpResponse:
    """To the step the person came from, at the document they touched."""
    target = _came_from(request)
    return redirect(f"{target}#{anchor}" if anchor else target)


@require_POST
def add_file(request: HttpRequest, draft: str, document: str) -> HttpResponse:
    """Add the posted files to one document; each refused file says why, the others stay."""
    at = now()
    row = own_draft(request, draft, at=at)
    try:
        rule = row.version.snapshot.document(document)
    except KeyError:
        raise NotFound(_("This request has no such document."), code="document_unknown") from None
    files = request.FILES.getlist("file")
    if not files:
        messages.error(request, _("Choose a file first."), extra_tags=document)
    for file in files:
        try:
            if row.owner_id is None:
                count_anonymous(client_address(request) or "", size=file.size)
            add_upload(draft=row, rule=rule, file=file.file, name=file.name, size=file.size, at=at)
        except DomainError as refusal:
            messages.error(request, f"\u2068{file.name}\u2069: {refusal}", extra_tags=document)
    return _back(request, f"document-{document}")


@require_POST
def remove_file(request: HttpRequest, draft: str, upload: str) -> HttpResponse:
    row = own_draft(request, draft, at=now())
    remove_upload(draft=row, pk=upload)
    return _back(request, "documents")


@require_GET
@never_cache
def show_file(request: HttpRequest, draft: str, upload: str) -> HttpResponseBase:
    row = own_draft(request, draft, at=now())
    found = row.uploads.select_related("file").filter(pk=upload).first()
    if found is None:
        raise NotFound(_("This file is no longer in your draft."), code="upload_not_found")
    return send_file(found.file)


@require_POST
def close(request: HttpRequest, draft: str) -> HttpResponse:
    """Close the draft at once, for people on a shared computer; asked once more, since nothing brings it back."""
    row = held_draft(request, draft)
    if "sure" not in request.POST:
        return render(request, "forms/close.html", {"draft": row, "back": _came_from(request)})
    close_draft(row, at=now())
    messages.success(request, _("The draft is closed and erased from this device."))
    return _back(request)


@require_POST
@login_required
def send(request: HttpRequest, draft: str) -> HttpResponse:
    """Send the single-use link to the holder's own verified phone or e-mail."""
    at = now()
    channel = send_link(draft=own_draft(request, draft, at=at), user=request.user, at=at)
    sent = {"sms": _("The link was sent by SMS."), "mail": _("The link was sent by e-mail.")}
    messages.success(request, sent[channel])
    return _back(request)


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def resume(request: HttpRequest, code: str) -> HttpResponse:
    """GET asks, POST opens: a preview of the link by a mail program must not use it up."""
    if request.method == "GET":
        return render(request, "forms/resume.html", {"code": code})
    open_link(code=code, user=request.user, at=now())
    messages.success(request, _("Your draft is open on this device."))
    return redirect(settings.LOGIN_REDIRECT_URL)
