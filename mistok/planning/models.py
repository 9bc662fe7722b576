"""Daily rollups of what apps let be counted. Derived: may be deleted and rebuilt by one command."""

from datetime import date, datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from mistok.network.models import ServicePoint


class DailyFact(models.Model):
    """An indicator's value for a day at a point; `dimension` and `key` are empty for the whole."""

    # The unique constraint begins with the point: it is the only index, and every page reads by it.
    point = models.ForeignKey(ServicePoint, on_delete=models.CASCADE, related_name="+", db_index=False)
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
            ),
            models.CheckConstraint(
                condition=models.Q(dimension="", key="") | ~models.Q(dimension=""),
                name="planning_key_of_dimension",
            ),
            models.CheckConstraint(
                condition=models.Q(rough__lte=models.F("value")), name="planning_rough_is_part"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.indicator} {self.key} = {self.value}"


class RollupCursor(models.Model):
    """How far each source of facts has been rolled up, and how far a rebuild that was begun came."""

    source = models.CharField(_("source"), max_length=40, primary_key=True)
    rolled_to = models.DateTimeField(_("rolled up to"), null=True)
    rebuild_began = models.DateTimeField(_("rebuild began"), null=True)
    rebuilt_to = models.DateField(_("rebuilt up to the day"), null=True)

    class Meta:
        verbose_name = _("rollup cursor")

    def __str__(self) -> str:
        return f"{self.source} → {self.rolled_to}"

    def advance(self, moment: datetime) -> None:
        """All that the server had learnt of by the moment is rolled up. A cursor never goes back."""
        if self.rolled_to is None or self.rolled_to < moment:
            self.rolled_to = moment
            self.save(update_fields=["rolled_to"])

    def rebuilt(self, day: date) -> None:
        """A rebuild is done with the days up to this one, this one included."""
        self.rebuilt_to = day
        self.save(update_fields=["rebuilt_to"])

    def finish_rebuild(self) -> None:
        """The rebuild is whole: everything known when it began is rolled up."""
        began, self.rebuild_began, self.rebuilt_to = self.rebuild_began, None, None
        self.save(update_fields=["rebuild_began", "rebuilt_to"])
        if began is not None:
            self.advance(began)
