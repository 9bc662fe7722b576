"""A filled paper sheet that was brought back as a file."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mistok.lib.files.models import StoredFile
from mistok.lib.identifiers import uuid7
from mistok.network.models import ServicePoint


class SheetState(models.TextChoices):
    LOOKED_AT = "looked_at", _("looked at, nothing written")
    TAKEN_IN = "taken_in", _("counted")
    UNDONE = "undone", _("taken back")


class SheetImport(models.Model):
    """One file with a sheet: looked at, counted, perhaps taken back. The same content counts once."""

    uuid = models.UUIDField(primary_key=True, default=uuid7)
    point = models.ForeignKey(
        ServicePoint, verbose_name=_("point"), on_delete=models.PROTECT, related_name="+"
    )
    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("librarian"), on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(_("file"), max_length=200)
    file = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    sha256 = models.CharField(max_length=64, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=SheetState, default=SheetState.LOOKED_AT)
    result = models.JSONField(_("what came of it"), default=dict)
    created_at = models.DateTimeField(_("brought"), default=timezone.now)
    applied_at = models.DateTimeField(_("counted at"), null=True, blank=True)
    undone_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    class Meta:
        verbose_name = _("filled sheet")
        verbose_name_plural = _("filled sheets")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["point", "sha256"],
                condition=~Q(state="undone"),
                name="desk_sheet_counts_once",
            )
        ]

    def __str__(self) -> str:
        return self.name
