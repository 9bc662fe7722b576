"""Proposed and past texts of a card: drafts, approval, return to what was (product row 3)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mistok.directory.models.services import Service
from mistok.lib.identifiers import uuid7


class RevisionState(models.TextChoices):
    DRAFT = "draft", _("draft")
    WAITING = "waiting", _("waits for approval")
    APPROVED = "approved", _("approved")
    DECLINED = "declined", _("sent back")


class Revision(models.Model):
    """A whole card as somebody wants it, or as it was approved.

    `fields` holds every editable field as JSON can hold it (keys of related rows, dates as ISO text).
    `based_on` is the approved revision it was written over: when a newer one stands, the difference is
    shown anew.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="revisions")
    state = models.CharField(_("state"), max_length=10, choices=RevisionState, default=RevisionState.DRAFT)
    fields = models.JSONField(_("fields"), default=dict)
    based_on = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    note = models.CharField(_("what was changed and why"), max_length=300, blank=True)
    answer = models.CharField(_("answer to the author"), max_length=300, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(_("written"), default=timezone.now)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["service", "author"],
                condition=Q(state__in=["draft", "waiting"]),
                name="directory_one_open_revision_of_author",
            )
        ]
        indexes = [models.Index(fields=["state", "created_at"], name="directory_revision_queue")]

    def __str__(self) -> str:
        return f"{self.service} {self.created_at:%Y-%m-%d}"
