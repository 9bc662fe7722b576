"""An action outdoors: whom we met, what we handed out. A fact: replaced by a newer one or withdrawn."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mistok.desk.models.encounters import Encounter, VoidReason
from mistok.lib.identifiers import uuid7
from mistok.network.models import ServicePoint


class StreetActionQuerySet(models.QuerySet["StreetAction"]):
    def counted(self) -> "StreetActionQuerySet":
        """Actions that count: neither withdrawn nor replaced."""
        return self.filter(voided_at=None)


class StreetAction(models.Model):
    """One action on a day at a place. The people met are a desk record with the channel «street»."""

    uuid = models.UUIDField(primary_key=True, default=uuid7)
    point = models.ForeignKey(
        ServicePoint, verbose_name=_("point"), on_delete=models.PROTECT, related_name="+"
    )
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("written by"), on_delete=models.PROTECT, related_name="+"
    )
    staff = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("who took part"), blank=True, related_name="+"
    )
    title = models.CharField(_("title"), max_length=160)
    place = models.CharField(_("place"), max_length=200)
    day = models.DateField(_("day in Kyiv"))
    begins = models.TimeField(_("from"), null=True, blank=True)
    ends = models.TimeField(_("until"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    encounter = models.OneToOneField(Encounter, on_delete=models.PROTECT, related_name="+")
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    received_at = models.DateTimeField(_("received"), default=timezone.now, editable=False)
    revised_at = models.DateTimeField(_("last revised"), default=timezone.now, editable=False, db_index=True)
    voided_at = models.DateTimeField(_("voided"), null=True, blank=True)
    void_reason = models.CharField(_("why voided"), max_length=20, choices=VoidReason, blank=True)

    objects = StreetActionQuerySet.as_manager()

    class Meta:
        verbose_name = _("street action")
        verbose_name_plural = _("street actions")
        ordering = ["-day", "-begins", "-uuid"]
        indexes = [models.Index(fields=["point", "day"], name="desk_street_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(voided_at=None, void_reason="")
                | (Q(voided_at__isnull=False) & ~Q(void_reason="")),
                name="desk_street_void_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(begins=None) | Q(ends=None) | Q(ends__gte=F("begins")),
                name="desk_street_hours_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def leaflets(self) -> int:
        """How many leaflets were handed out, of all kinds."""
        return sum(each.number for each in self.handed_out.all())

    @property
    def is_late(self) -> bool:
        """Whether it was written down on another day than it happened."""
        return timezone.localdate(self.received_at, timezone.get_default_timezone()) != self.day

    def void(self, reason: str) -> None:
        """Take the action out of all counts, for ever. The row stays with its reason."""
        self.voided_at = self.revised_at = timezone.now()
        self.void_reason = reason
        self.save(update_fields=["voided_at", "void_reason", "revised_at"])


class HandedOut(models.Model):
    """How many of one kind of leaflet were given away at an action."""

    action = models.ForeignKey(StreetAction, on_delete=models.CASCADE, related_name="handed_out")
    material = models.CharField(_("leaflet"), max_length=120)
    number = models.PositiveIntegerField(_("number"))

    class Meta:
        verbose_name = _("leaflets handed out")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["action", "material"], name="desk_leaflet_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="desk_leaflets_at_least_one"),
        ]

    def __str__(self) -> str:
        return f"{self.material} ×{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.material = " ".join(self.material.split())
        super().save(*args, **kwargs)
