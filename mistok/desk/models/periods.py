"""Periods whose figures went out in a report: their days take no more facts."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mistok.network.models import Organisation


class PeriodLockQuerySet(models.QuerySet["PeriodLock"]):
    def in_force(self) -> "PeriodLockQuerySet":
        """Locks that nobody lifted."""
        return self.filter(lifted_at=None)

    def over(self, first: date, last: date) -> "PeriodLockQuerySet":
        """Locks that share a day with the period."""
        return self.filter(first__lte=last, last__gte=first)


class PeriodLock(models.Model):
    """A library's days that are reported. A late fact of theirs counts on the day it was received."""

    organisation = models.ForeignKey(
        Organisation, verbose_name=_("library"), on_delete=models.PROTECT, related_name="+"
    )
    first = models.DateField(_("first day"))
    last = models.DateField(_("last day"))
    locked_at = models.DateTimeField(_("locked"), default=timezone.now)
    locked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("who locked"), on_delete=models.PROTECT, related_name="+"
    )
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who lifted"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = PeriodLockQuerySet.as_manager()

    class Meta:
        verbose_name = _("locked period")
        verbose_name_plural = _("locked periods")
        ordering = ["-first", "organisation"]
        constraints = [
            models.CheckConstraint(condition=Q(first__lte=F("last")), name="desk_lock_days_in_order"),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="desk_lock_lifted_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["organisation", "first"], condition=Q(lifted_at=None), name="desk_lock_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.first}–{self.last}"

    def covers(self, day: date) -> bool:
        return self.first <= day <= self.last
