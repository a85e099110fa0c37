"""Places, bodies and decreed days for operators of the portal: places are looked at, what changes by decree is edited.

Names and figures come with `load_territory`, so that they are read-only here; an Amazigh name is the exception.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from portal.kernel.now import now

from .models import Arrondissement, Body, Commune, DecreedDay, Province, Region, ReviewBody, ReviewRegime


class PlaceAdmin(admin.ModelAdmin):
    list_display = ["code", "name_fr", "name_ar", "name_zgh", "population"]
    search_fields = ["code", "name_fr", "name_ar", "name_zgh"]
    editable = ("name_zgh", "zgh_confidence")
    list_per_page = 50

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [field.name for field in self.model._meta.fields if field.name not in self.editable]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Region)
class RegionAdmin(PlaceAdmin):
    pass


@admin.register(Province)
class ProvinceAdmin(PlaceAdmin):
    list_filter = ["region"]


class ReviewRegimeInline(admin.TabularInline):
    model = ReviewRegime
    extra = 0


@admin.register(Commune)
class CommuneAdmin(PlaceAdmin):
    list_display = [*PlaceAdmin.list_display, "province", "is_urban"]
    list_filter = ["is_urban", "province__region"]
    list_select_related = ["province"]
    inlines = [ReviewRegimeInline]


@admin.register(Arrondissement)
class ArrondissementAdmin(PlaceAdmin):
    list_display = [*PlaceAdmin.list_display, "commune"]
    list_select_related = ["commune"]


@admin.register(Body)
class BodyAdmin(admin.ModelAdmin):
    list_display = ["code", "kind", "name_fr", "name_ar", "confidence"]
    list_filter = ["kind", "confidence"]
    search_fields = ["code", "name_fr", "name_ar"]
    autocomplete_fields = ["provinces", "communes"]
    list_per_page = 50


@admin.register(ReviewBody)
class ReviewBodyAdmin(admin.ModelAdmin):
    list_display = ["code", "kind", "province", "seat", "valid_from", "valid_until"]
    list_filter = ["kind", "province__region"]
    list_select_related = ["province"]
    search_fields = ["code", "seat"]
    autocomplete_fields = ["province", "communes"]
    list_per_page = 50


@admin.register(DecreedDay)
class DecreedDayAdmin(admin.ModelAdmin):
    list_display = ["day", "kind", "reason_fr", "reason_ar", "source", "confidence"]
    list_filter = ["kind"]
    exclude = ["recorded_at"]

    def save_model(self, request: HttpRequest, obj: DecreedDay, form: Any, change: bool) -> None:
        if not change:
            obj.recorded_at = now()
        super().save_model(request, obj, form, change)
