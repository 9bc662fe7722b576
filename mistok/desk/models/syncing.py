"""What devices sent that had worked without a connection, and what of it was not taken in."""

import json
import zlib
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mistok.network.models import ServicePoint

DAYS_KEPT = 90  # of a batch as it came, and of what was not taken in


class SyncBatch(models.Model):
    """One sending of a device, as it came but for what must not be kept. Held for `DAYS_KEPT` days."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("librarian"), on_delete=models.PROTECT, related_name="+"
    )
    device = models.UUIDField(_("device"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent, by the device’s clock"), null=True, blank=True)
    received_at = models.DateTimeField(_("received"), default=timezone.now, db_index=True)
    skew_seconds = models.IntegerField(_("clock ahead, seconds"), null=True, blank=True)
    created = models.PositiveSmallIntegerField(_("taken in"), default=0)
    duplicates = models.PositiveSmallIntegerField(_("known already"), default=0)
    conflicts = models.PositiveSmallIntegerField(_("in conflict"), default=0)
    rejected = models.PositiveSmallIntegerField(_("not taken in"), default=0)
    content = models.BinaryField(_("records, packed"))

    class Meta:
        verbose_name = _("sending of a device")
        verbose_name_plural = _("sendings of devices")
        ordering = ["-received_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.received_at:%Y-%m-%d %H:%M} {self.device}"

    @staticmethod
    def packed(records: list[Any]) -> bytes:
        """Records as they are kept."""
        return zlib.compress(json.dumps(records, separators=(",", ":")).encode(), 1)

    @property
    def records(self) -> list[Any]:
        """The records as they came."""
        found: list[Any] = json.loads(zlib.decompress(self.content))
        return found


class NotTaken(models.TextChoices):
    """The two answers after which a record stays on its device."""

    CONFLICT = "conflict", _("conflict")
    REJECTED = "rejected", _("not taken in")


class SyncProblem(models.Model):
    """A record that was not taken in, until it is mended and sent again; the same one stands here once."""

    uuid = models.UUIDField(_("identifier of the record"), null=True, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("librarian"), on_delete=models.PROTECT, related_name="+"
    )
    point = models.ForeignKey(
        ServicePoint,
        verbose_name=_("point"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    device = models.UUIDField(_("device"), null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=10, choices=NotTaken)
    code = models.CharField(_("code"), max_length=20)
    record = models.JSONField(_("record"), default=dict)
    first_at = models.DateTimeField(_("first sent"), default=timezone.now)
    last_at = models.DateTimeField(_("last sent"), default=timezone.now, db_index=True)
    times = models.PositiveIntegerField(_("times sent"), default=1)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    class Meta:
        verbose_name = _("record not taken in")
        verbose_name_plural = _("records not taken in")
        ordering = ["-last_at", "-pk"]
        indexes = [models.Index(fields=["point", "settled_at", "last_at"], name="desk_problem_at_point")]
        constraints = [
            models.UniqueConstraint(
                fields=["uuid", "person"], condition=Q(uuid__isnull=False), name="desk_problem_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.uuid} {self.answer} {self.code}"
