"""A file of an act that waits for a person to check what was read out of it."""

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mistok.lib.files.models import StoredFile
from mistok.lib.identifiers import uuid7


class ActUpload(models.Model):
    """The stored file, its text and what is known of the reading. Goes away when the act is stored."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("text"), blank=True)
    pages = models.PositiveIntegerField(_("pages"), null=True, blank=True)
    is_scan = models.BooleanField(_("a picture without text"), default=False)
    problems: Any = models.JSONField(_("what could not be read"), default=list, blank=True)
    by = models.CharField(_("by"), max_length=40, blank=True)  # the person's key
    created_at = models.DateTimeField(_("added"), default=timezone.now)

    class Meta:
        verbose_name = _("file that waits to become an act")
        verbose_name_plural = _("files that wait to become acts")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.file.name
