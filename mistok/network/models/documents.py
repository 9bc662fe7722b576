"""The document shelf of a library or a point: regulation, orders, plans, rules (R1.7)."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mistok.lib.alphabet import Alphabetical
from mistok.lib.files.models import StoredFile
from mistok.lib.identifiers import uuid7
from mistok.network.models.organisations import Organisation
from mistok.network.models.points import ServicePoint


class DocumentKind(models.TextChoices):
    REGULATION = "regulation", _("regulation")  # положення
    ORDER = "order", _("order")  # наказ
    PLAN = "plan", _("plan")
    RULES = "rules", _("rules of use")
    JOB = "job", _("job description")
    REPORT = "report", _("report")
    OTHER = "other", _("other document")


class PointDocument(models.Model):
    """A document on the shelf; a newer one replaces it, the old one stays."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="documents")
    point = models.ForeignKey(
        ServicePoint, null=True, blank=True, on_delete=models.PROTECT, related_name="documents"
    )
    kind = models.CharField(_("kind"), max_length=12, choices=DocumentKind)
    title = models.CharField(_("title"), max_length=250)
    number = models.CharField(_("number"), max_length=60, blank=True)
    dated = models.DateField(_("date of the document"), null=True, blank=True)
    valid_until = models.DateField(_("in force until"), null=True, blank=True)
    is_public = models.BooleanField(_("everybody may read it"), default=False)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    replaces = models.OneToOneField(
        "self", verbose_name=_("instead of"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="replaced_by",
    )  # fmt: skip
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    added_at = models.DateTimeField(_("added"), default=timezone.now)
    withdrawn_on = models.DateField(_("withdrawn"), null=True, blank=True)

    class Meta:
        verbose_name = _("document of the shelf")
        verbose_name_plural = _("documents of the shelf")
        ordering = ["kind", "-dated", Alphabetical("title")]

    def __str__(self) -> str:
        return self.title
