"""Public verification: by code or number, by address (the QR code), or with the PDF itself.

No session, no cookie, no account: the upload changes nothing, so it needs no token against forged requests. Tries are
counted by network address. Answers are never kept by a cache: an act may be revoked in the next minute.
"""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.adapter import client_address
from portal.kernel.codes import clean_code
from portal.kernel.errors import Invalid, Unavailable
from portal.kernel.now import now
from portal.kernel.ratelimit import take
from portal.kernel.references import parse_reference
from procedures.snapshot import Text

from .. import renderers
from ..models import ActState
from ..signature.authority import trust
from ..verification.check import CODE_LENGTH, Answer, Doubt, check, check_reference, check_upload
from ..verification.sentences import DOUBTS, KINDS, UNKNOWN, meaning_of
from .words import said

MAX_MEGABYTES: Final = 20
MAX_BYTES: Final = MAX_MEGABYTES * 1024 * 1024
# Tries a minute from one address, each way counted by itself: who checks a pile of papers by their codes may still bring a
# file. A code cannot be guessed, the number of a file can; a file costs the portal the most.
PER_MINUTE: Final = {"code": 60, "reference": 30, "file": 20}
# Boundaries and headers of the one part.
_AROUND: Final = 64 * 1024


@require_safe
def enter(request: HttpRequest) -> HttpResponse:
    """The form; a code or number typed into it leads to its own address."""
    typed = request.GET.get("code", "").strip()
    if not typed:
        return render(request, "tracking/verify.html", {"max_megabytes": MAX_MEGABYTES})
    code = clean_code(typed)
    if len(code) == CODE_LENGTH and code.isalnum():
        return redirect("verify_code", code=code)
    try:
        return redirect("verify_code", code=parse_reference(typed))
    except Invalid:
        sentence = _("This is neither a code nor the number of a file. Copy it from the paper, below the QR code.")
        return _form_again(request, sentence, anchor="id_code", typed=typed)


@never_cache
@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    """The answer for a code, or for the number of a file."""
    try:
        reference = parse_reference(code)
    except Invalid:
        reference = ""
    _count(request, "reference" if reference else "code")
    answer = check_reference(reference, at=now()) if reference else check(code, at=now())
    return _answered(request, answer, status=200 if answer.act else 404)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def upload(request: HttpRequest) -> HttpResponse:
    """The answer for a file: it is read in memory, checked and forgotten. Asked without one, back to the form."""
    if request.method != "POST":
        return redirect("verify")
    _count(request, "file")
    # Asked before the body is read: nobody fills the disk with what will be refused.
    if _announced(request) > MAX_BYTES + _AROUND:
        return _too_large(request)
    file = request.FILES.get("file")
    if file is None:
        return _form_again(request, _("Choose the PDF to check."), anchor="id_file")
    if file.size is None or file.size > MAX_BYTES:
        return _too_large(request)
    roots, crls = _trust()
    answer = check_upload(file.read(), at=now(), trust_roots=roots, crls=crls, redraw=renderers.render)
    return _answered(request, answer)


def _announced(request: HttpRequest) -> int:
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if str(length).isdecimal() else 0


def _too_large(request: HttpRequest) -> HttpResponse:
    sentence = _("This file is larger than %(limit)s MB.") % {"limit": MAX_MEGABYTES}
    return _form_again(request, sentence, anchor="id_file")


def _count(request: HttpRequest, way: str) -> None:
    take(f"verify-{way}", client_address(request) or "", limit=PER_MINUTE[way], seconds=60)


def _trust() -> tuple[tuple[bytes, ...], tuple[bytes, ...]]:
    """The authorities whose signers are known here; none where no key was ever made."""
    try:
        return trust(settings.SIGNING_KEYS_DIR)
    except Unavailable:
        return (), ()


def _form_again(request: HttpRequest, sentence: str, *, anchor: str, typed: str = "") -> HttpResponse:
    context = {"errors": [(anchor, sentence)], "anchor": anchor, "typed": typed, "max_megabytes": MAX_MEGABYTES}
    return render(request, "tracking/verify.html", context, status=400)


def _doubt(answer: Answer) -> Promise | None:
    return UNKNOWN if answer.doubt == Doubt.UNSIGNED and answer.act is None else DOUBTS.get(answer.doubt)


def _answered(request: HttpRequest, answer: Answer, *, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {"answer": answer, "doubt": _doubt(answer), "max_megabytes": MAX_MEGABYTES}
    if answer.act is not None:
        context |= {
            "act": answer.act,
            "kind": KINDS.get(answer.act.kind),
            "state_label": ActState(answer.act.state).label,
            "meaning": (meaning := meaning_of(answer.act.kind, answer.act.state)),
            "sentence": said(meaning.words),
            "procedure": Text(**answer.act.procedure),
        }
    return render(request, "tracking/verified.html", context, status=status)
