"""Reference data of the catalogue; cards are kept on their own pages, with the journal."""

from typing import Any

from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest

from mistok.directory.models import LifeSituation
from mistok.search.actions import changed


@admin.register(LifeSituation)
class LifeSituationAdmin(admin.ModelAdmin[LifeSituation]):
    """Names and order. A situation with services cannot be deleted from under them."""

    list_display = ("name", "slug", "order")
    list_editable = ("order",)
    search_fields = ("name", "slug")

    def get_readonly_fields(self, request: HttpRequest, obj: LifeSituation | None = None) -> tuple[str, ...]:
        return ("slug",) if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: LifeSituation | None = None) -> bool:
        return obj is not None and not obj.services.exists() and super().has_delete_permission(request, obj)

    @transaction.atomic
    def save_model(self, request: HttpRequest, obj: LifeSituation, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        changed("situation", obj.pk)

    @transaction.atomic
    def delete_model(self, request: HttpRequest, obj: LifeSituation) -> None:
        changed("situation", obj.pk)
        super().delete_model(request, obj)
