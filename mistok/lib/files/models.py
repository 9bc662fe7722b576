"""A file that somebody gave. Whoever points at it decides who may read it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mistok.lib.identifiers import uuid7


def path_of(file: "StoredFile", _name: str) -> str:
    """Where the content lies: under the key, so that no name given by a person reaches the file system."""
    return f"files/{file.pk.hex[-2:]}/{file.pk}"


class StoredFile(models.Model):
    """The content as it came (pictures: as they were made smaller), with its checksum. Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(_("name"), max_length=200)
    media_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64, editable=False)
    width = models.PositiveSmallIntegerField(_("width, pixels"), null=True, blank=True)
    height = models.PositiveSmallIntegerField(_("height, pixels"), null=True, blank=True)
    content = models.FileField(upload_to=path_of, max_length=120)
    created_at = models.DateTimeField(_("added"), default=timezone.now)

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")

    def __str__(self) -> str:
        return self.name
