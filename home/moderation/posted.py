"""What an editor posts to a form of the CMS: a publication or a decision they may not make is refused, not dropped.

Wagtail saves a draft instead, which says nothing to who asked, and wagtail-localize asks nobody for two of its buttons.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from portal.kernel.errors import Refused

from . import translations
from .first_draft import keep_as_it_stands


def before_page(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Before the editor of a page, or of its translation."""
    if keep_as_it_stands(page) and request.method == "GET":
        # The view has read the page already, and the form begins from this draft.
        return redirect(request.get_full_path())
    return before_editor(request, page)


def before_editor(request: HttpRequest, obj: Any) -> HttpResponse | None:
    """Before any editor. Raises `PermissionDenied`; or answers with the sentence why a translation is not published."""
    if request.method != "POST":
        return None
    alone = translations.may_publish(request.user, obj)
    _refuse_publication(request, alone)
    if "action-workflow-action" in request.POST:
        _refuse_decision(request, obj)
    if {"localize-restart-translation", "localize-convert-to-alias"} & request.POST.keys() and not alone:
        raise PermissionDenied
    translation = translations.translation_into(obj) if request.POST.get("action") == "publish" else None
    if translation is None:
        return None
    if not alone:
        raise PermissionDenied
    try:
        translations.refuse_publication(translation, obj)
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
        return redirect(request.path)
    return None


def before_new_page(request: HttpRequest, parent: Any, page_class: Any) -> None:
    _refuse_publication(request, parent.permissions_for_user(request.user).can_publish_subpage())


def before_new_snippet(request: HttpRequest, model: Any) -> None:
    _refuse_publication(request, translations.may_publish(request.user, model))


def _refuse_publication(request: HttpRequest, allowed: bool) -> None:
    if request.method == "POST" and "action-publish" in request.POST and not allowed:
        raise PermissionDenied


def _refuse_decision(request: HttpRequest, obj: Any) -> None:
    task = obj.current_workflow_task
    allowed = {name for name, _label, _modal in task.get_actions(obj, request.user)} if task is not None else set()
    if request.POST.get("workflow-action-name") not in allowed:
        raise PermissionDenied
