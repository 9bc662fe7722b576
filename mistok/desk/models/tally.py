"""People and acts counted together for an hour or a day: at a crowded desk, or on a paper sheet.

The tally says what was counted; what counts are the desk records that it made, each a fact as any other.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mistok.desk.models.encounters import Certainty, Encounter
from mistok.desk.models.sheets import SheetImport
from mistok.lib.identifiers import uuid7
from mistok.network.models import ServicePoint


class Tally(models.Model):
    """One count of a crowded hour or of a day on a sheet. Taken back as a whole, never changed."""

    uuid = models.UUIDField(primary_key=True, default=uuid7)
    point = models.ForeignKey(
        ServicePoint, verbose_name=_("point"), on_delete=models.PROTECT, related_name="+"
    )
    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("librarian"), on_delete=models.PROTECT, related_name="+"
    )
    day = models.DateField(_("day in Kyiv"))
    hour = models.PositiveSmallIntegerField(_("hour"), null=True, blank=True)
    certainty = models.CharField(_("certainty"), max_length=10, choices=Certainty, default=Certainty.TALLY)
    sheet = models.ForeignKey(
        SheetImport, null=True, blank=True, on_delete=models.PROTECT, related_name="tallies"
    )
    # What the sheet calls this day: its own number (or its checksum) and the day.
    identity = models.CharField(max_length=100, blank=True, editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    created_at = models.DateTimeField(_("written"), default=timezone.now)
    undone_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    class Meta:
        verbose_name = _("tally")
        verbose_name_plural = _("tallies")
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["point", "day"], name="desk_tally_day")]
        constraints = [
            models.CheckConstraint(condition=Q(hour=None) | Q(hour__lte=23), name="desk_tally_hour"),
            models.UniqueConstraint(
                fields=["point", "identity"],
                condition=Q(undone_at=None) & ~Q(identity=""),
                name="desk_tally_identity_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.point}, {self.day}"


class TallyRecord(models.Model):
    """A desk record that the tally made: all its acts, the people of one category, or one lesson."""

    tally = models.ForeignKey(Tally, on_delete=models.CASCADE, related_name="records")
    encounter = models.OneToOneField(Encounter, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(_("part"), max_length=60)

    class Meta:
        verbose_name = _("record of a tally")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["tally", "role"], name="desk_tally_role_once")]

    def __str__(self) -> str:
        return f"{self.tally_id} {self.role}"
