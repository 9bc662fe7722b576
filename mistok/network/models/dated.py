"""Rows that are true for a time: `since` is the first day, `until` the last, None for "still"."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class DatedQuerySet[M: models.Model](models.QuerySet[M]):
    def on(self, day: date) -> Self:
        """Those that are true on the day."""
        return self.filter(Q(since=None) | Q(since__lte=day), Q(until=None) | Q(until__gte=day))


class Dated(models.Model):
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")),
                name="%(app_label)s_%(class)s_dates_in_order",
            )
        ]

    def is_on(self, day: date) -> bool:
        """Whether the row is true on the day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)
