"""Imports of services: how the columns were read, what was changed, so that it can be undone."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mistok.directory.models.services import Service
from mistok.lib.identifiers import uuid7


class BatchState(models.TextChoices):
    MAPPING = "mapping", _("columns are being matched")
    APPLYING = "applying", _("being imported")
    APPLIED = "applied", _("imported")
    UNDOING = "undoing", _("being undone")
    UNDONE = "undone", _("undone")


class Batch(models.Model):
    """One file of services. `job` is the key of the long job that applies it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(_("file"), max_length=200)
    stored = models.CharField(_("where the file lies"), max_length=200, blank=True)
    reading = models.JSONField(
        _("how the file is read"), default=dict
    )  # sheet, encoding, delimiter, header row
    mapping = models.JSONField(_("column of each field"), default=dict)
    defaults = models.JSONField(_("values for fields without a column"), default=dict)
    state = models.CharField(_("state"), max_length=10, choices=BatchState, default=BatchState.MAPPING)
    job = models.UUIDField(_("job"), null=True, blank=True)
    by = models.CharField(_("by"), max_length=40, blank=True)  # the person's key
    created_at = models.DateTimeField(_("begun"), default=timezone.now)
    applied_at = models.DateTimeField(_("imported"), null=True, blank=True)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)

    class Meta:
        verbose_name = _("import of services")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name


class BatchChange(models.Model):
    """What an import did to one card: `before` is empty for a new one."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="changes")
    row = models.PositiveIntegerField(_("row"))
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="+")
    before = models.JSONField(_("before"), default=dict)
    after = models.JSONField(_("after"), default=dict)

    class Meta:
        verbose_name = _("change by an import")
        ordering = ["row"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "service"], name="directory_batch_touches_once")
        ]

    def __str__(self) -> str:
        return f"{self.row}: {self.service}"
