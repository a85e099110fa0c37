"""The admin of a register's model: each role sees its own territory, nobody types into a row.

What may be seen is asked of `tracking.policies` by each subclass in `scope`; lists, foreign-key choices, autocomplete,
history and related links all go through the same queryset. Rows change through actions only. `checks` refuses to start
with an admin of the register that is not one of these.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar, Final

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.paginator import Paginator
from django.db.models import ForeignKey, Model, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from portal.accounts.models import Role
from portal.accounts.rights import has_role

READ_AT_MOST: Final = 1000


class CappedPaginator(Paginator):
    """Never counts nor skips more than `READ_AT_MOST` rows: whoever looks for an older one searches for it."""

    @cached_property
    def count(self) -> int:
        return len(self.object_list.order_by().values_list("pk")[:READ_AT_MOST])


class ScopedAdmin(admin.ModelAdmin):
    """`roles`: who has the screen at all; `scope`: the rows the reader may see, or `None` for every row of the table."""

    roles: ClassVar[frozenset[Role]]
    actions = None
    paginator = CappedPaginator
    list_per_page = 50
    show_full_result_count = False
    # Facets count every row, for each value.
    show_facets = admin.ShowFacets.NEVER
    list_select_related: Any = False

    def scope(self, request: HttpRequest) -> Q | None:
        """The condition of the rows that `request.user` may see."""
        raise NotImplementedError

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        scope = self.scope(request)
        return rows if scope is None else rows.filter(scope)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Only what the screen offers to filter by: any other column would tell, letter by letter, what the list masks."""
        return lookup.partition("__")[0] in self.list_filter

    def get_field_queryset(self, db: Any, db_field: ForeignKey, request: HttpRequest) -> QuerySet[Any] | None:
        """The choices of a foreign key are what the admin of the other model shows to this reader."""
        related = self.admin_site._registry.get(db_field.remote_field.model)
        if isinstance(related, ScopedAdmin):
            return related.get_queryset(request)
        return super().get_field_queryset(db, db_field, request)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return has_role(request.user, *self.roles)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return has_role(request.user, *self.roles)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponseBase:
        """The journal is the history; Django's own log knows no territory, so it is never shown."""
        if not self.has_view_permission(request) or self.get_object(request, unquote(object_id)) is None:
            raise Http404
        return redirect(reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[object_id]))
