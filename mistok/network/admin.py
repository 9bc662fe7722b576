"""Django's admin edits reference data only; everything else passes through actions."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from mistok.network.models import Territory, VisitorCategory


@admin.register(VisitorCategory)
class VisitorCategoryAdmin(admin.ModelAdmin[VisitorCategory]):
    list_display = ("name", "plural", "code", "order")
    list_editable = ("order",)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # desk records count people by these codes


@admin.register(Territory)
class TerritoryAdmin(admin.ModelAdmin[Territory]):
    """For looking up only: the codifier comes from its file."""

    list_display = ("name", "code", "category", "parent", "closed_on")
    list_filter = ("category",)
    list_select_related = ("parent",)
    search_fields = ("name", "code", "names__name")
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
