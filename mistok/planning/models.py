"""Daily rollups of what apps let be counted. Derived: may be deleted and rebuilt by one command."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from mistok.network.models import ServicePoint


class DailyFact(models.Model):
    """An indicator's value for a day at a point; `dimension` and `key` are empty for the whole."""

    point = models.ForeignKey(ServicePoint, on_delete=models.CASCADE, related_name="+")
    day = models.DateField(_("day"))
    indicator = models.CharField(_("indicator"), max_length=40)
    dimension = models.CharField(_("dimension"), max_length=20, blank=True)
    key = models.CharField(_("key"), max_length=80, blank=True)
    value = models.PositiveIntegerField(_("value"))
    rough = models.PositiveIntegerField(_("of it estimated"), default=0)

    class Meta:
        verbose_name = _("daily fact")
        verbose_name_plural = _("daily facts")
        constraints = [
            models.UniqueConstraint(
                fields=["point", "day", "indicator", "dimension", "key"], name="planning_one_fact"
            )
        ]
        indexes = [models.Index(fields=["indicator", "dimension", "day", "point"], name="planning_fact_by_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.indicator} {self.key} = {self.value}"


class RollupCursor(models.Model):
    """How far each source of facts has been rolled up."""

    source = models.CharField(_("source"), max_length=40, primary_key=True)
    rolled_to = models.DateTimeField(_("rolled up to"), null=True)

    class Meta:
        verbose_name = _("rollup cursor")

    def __str__(self) -> str:
        return f"{self.source} → {self.rolled_to}"
