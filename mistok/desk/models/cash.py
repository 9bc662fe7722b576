"""The cash of a point day by day: counted by whoever sold, closed under a number, reopened with a reason."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mistok.lib.identifiers import uuid7
from mistok.network.models import ServicePoint


class CashDay(models.Model):
    """A day of the cash. It exists from the first sale or count of the day; sums are in kopiykas."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    point = models.ForeignKey(ServicePoint, on_delete=models.PROTECT, related_name="cash_days")
    day = models.DateField(_("day"))
    opening = models.BigIntegerField(_("cash at the start of the day"), null=True, blank=True)
    counted = models.BigIntegerField(_("cash counted in the end"), null=True, blank=True)
    handed_over = models.BigIntegerField(_("handed over"), default=0)
    handed_to = models.CharField(_("to whom it was handed over"), max_length=160, blank=True)
    note = models.CharField(_("why it does not fit"), max_length=250, blank=True)
    counted_at = models.DateTimeField(_("counted at"), null=True, blank=True)
    counted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    number = models.PositiveIntegerField(_("number of the report"), null=True, blank=True)
    closed_at = models.DateTimeField(pgettext_lazy("period", "closed"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("day of the cash")
        verbose_name_plural = _("days of the cash")
        ordering = ["-day"]
        constraints = [
            models.UniqueConstraint(fields=["point", "day"], name="desk_cash_day_once"),
            models.UniqueConstraint(fields=["point", "number"], name="desk_cash_number_once"),
            models.CheckConstraint(
                condition=Q(closed_at=None)
                | Q(number__isnull=False, opening__isnull=False, counted__isnull=False),
                name="desk_cash_closed_is_counted",
            ),
            models.CheckConstraint(
                condition=Q(counted=None, handed_over=0)
                | Q(counted__isnull=False, handed_over__gte=0, handed_over__lte=F("counted")),
                name="desk_cash_handed_of_counted",
            ),
            models.CheckConstraint(
                condition=Q(handed_over=0) | ~Q(handed_to=""), name="desk_cash_handed_to_somebody"
            ),
            models.CheckConstraint(
                condition=Q(opening=None) | Q(opening__gte=0), name="desk_cash_opening_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.point_id} {self.day}"

    @property
    def is_closed(self) -> bool:
        """Whether nothing can be sold or given back on this day any more."""
        return self.closed_at is not None

    @property
    def left(self) -> int | None:
        """What stays in the box for the next day; None while it is not counted."""
        return None if self.counted is None else self.counted - self.handed_over


class CashStep(models.Model):
    """A day was closed or opened again: who, when and why, for ever."""

    class Kind(models.TextChoices):
        CLOSED = "closed", pgettext_lazy("period", "closed")
        REOPENED = "reopened", _("opened again")

    cash_day = models.ForeignKey(CashDay, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(_("what happened"), max_length=10, choices=Kind)
    at = models.DateTimeField(_("when"), default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField(_("why"), max_length=250, blank=True)
    figures = models.JSONField(_("sums at that moment"), default=dict, blank=True)

    class Meta:
        verbose_name = _("step of a day of the cash")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="reopened") | ~Q(reason=""), name="desk_cash_reopened_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.kind}"
