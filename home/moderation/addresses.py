"""Every address of the CMS that names a page, a procedure or a translation, refused to who has no right over it.

Wagtail and wagtail-localize ask in each view, some of them not at all, and answer a refusal by leading back to the first
page. Here they are asked before the view, by what the address names, and an address of a library nobody looked at is
refused too.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from portal.accounts.models import User
from procedures.models import Procedure

from . import translations

_PAGE_KEYS: Final = ("page_id", "page_to_move_id", "destination_id", "parent_page_id")
# Any of these over a page makes it one's own.
_OWN: Final = frozenset({"add", "change", "publish", "lock", "unlock"})
_EXPLORER: Final = frozenset({"wagtailadmin_explore", "wagtailadmin_explore_results"})
# Choosing where a link leads: every page is public.
_CHOOSERS: Final = frozenset({"wagtailadmin_choose_page_child"})
_LAW: Final = frozenset({"wagtailsnippets_procedures_procedure", "wagtailsnippetchoosers_procedures_procedure"})
# Lists over the whole country, and the workflows themselves: made by the portal.
_NOBODYS: Final = frozenset({"wagtailadmin_reports", "wagtailadmin_workflows", "wagtailadmin_collections"})
_LOCALIZE: Final = "wagtail_localize"


class CmsAddressMiddleware:
    """Raises `PermissionDenied` before the view; a superuser, made by command only, is let through."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> None:
        match = request.resolver_match
        if match is None or not request.path_info.startswith("/cms/"):
            return
        user = request.user
        if not isinstance(user, User) or user.is_superuser:
            return
        if not _may_open(request, user, match.namespace, match.url_name or "", args, kwargs):
            raise PermissionDenied


def _may_open(request: HttpRequest, user: User, namespace: str, name: str, args: Any, kwargs: dict[str, Any]) -> bool:
    if namespace in _NOBODYS or name == "action" and namespace.startswith("wagtailadmin_api"):
        return False
    if namespace in _LAW:
        return user.has_perm("procedures.change_procedure")
    if namespace == _LOCALIZE:
        return translations.may_open(request, user, name, kwargs)
    if name == "po_upload":
        # Ours stands at the address of the library's.
        return translations.may_open(request, user, "upload_pofile", kwargs)
    if name == "wagtail_bulk_action":
        return _may_change_all(request, user, kwargs)
    if name in _CHOOSERS:
        return True
    pages = {kwargs[key] for key in _PAGE_KEYS if key in kwargs}
    if namespace == "wagtailadmin_pages" and name == "revisions_compare":
        # Its address is an expression whose groups have no names.
        pages.add(args[0])
    return all(_own(user, page, explored=name in _EXPLORER) for page in pages)


def _own(user: User, page_id: int | str, *, explored: bool) -> bool:
    page = Page.objects.filter(pk=page_id).first()
    if page is None:
        # The view says that there is no such page.
        return True
    if page_permission_policy.user_has_any_permission_for_instance(user, _OWN, page):
        return True
    # The way down to one's own pages is open to look at.
    return explored and page_permission_policy.explorable_instances(user).filter(pk=page.pk).exists()


def _may_change_all(request: HttpRequest, user: User, kwargs: dict[str, Any]) -> bool:
    """The pages or procedures ticked in a list; those that are not named one by one are filtered by the action itself."""
    if (kwargs["app_label"], kwargs["model_name"]) == (Procedure._meta.app_label, Procedure._meta.model_name):
        return user.has_perm("procedures.change_procedure")
    if kwargs["model_name"] != "page":
        return True
    ids = [number for number in request.GET.getlist("id") if number.isascii() and number.isdigit()]
    if not all(_own(user, number, explored=False) for number in ids):
        return False
    if kwargs["action"] in ("publish", "unpublish"):
        pages = Page.objects.filter(pk__in=ids)
        return all(page.permissions_for_user(user).can_publish() for page in pages)
    return True


def refuse_openly() -> None:
    """Let a refusal of Wagtail's own views be one: it answers with a redirect to its first page."""
    from wagtail.admin import auth

    def permission_denied(request: HttpRequest) -> HttpResponseBase:
        raise PermissionDenied

    auth.permission_denied = permission_denied
