"""Imports of acts: the file, how it is read, what a person decided, and the job that carries it out."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mistok.lib.identifiers import uuid7


class ImportKind(models.TextChoices):
    """What the file is."""

    JSON = "acts_json", _("acts in JSON")
    PARLIAMENT = "acts_parliament", _("open data of the parliament")
    LOCAL = "acts_local", _("a set of local acts")


class ImportState(models.TextChoices):
    PREPARED = "prepared", _("is being prepared")
    APPLYING = "applying", _("being imported")
    APPLIED = "applied", _("imported")


class ActImport(models.Model):
    """One file of acts. `job` is the key of the long job that looks through it or carries it out.

    The file is kept, so that the list of what became of each row can be made at any time.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=ImportKind)
    name = models.CharField(_("file"), max_length=200)
    stored = models.CharField(_("where the file lies"), max_length=200, blank=True)
    reading = models.JSONField(_("how the file is read"), default=dict)
    mapping = models.JSONField(_("column of each field"), default=dict)
    defaults = models.JSONField(_("values for fields without a column"), default=dict)
    state = models.CharField(_("state"), max_length=10, choices=ImportState, default=ImportState.PREPARED)
    job = models.UUIDField(_("job"), null=True, blank=True)
    by = models.CharField(_("by"), max_length=40, blank=True)  # the person's key
    created_at = models.DateTimeField(_("begun"), default=timezone.now)
    applied_at = models.DateTimeField(_("imported"), null=True, blank=True)

    class Meta:
        verbose_name = _("import of acts")
        verbose_name_plural = _("imports of acts")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name
