"""What the network was: dated names and seats, and the acts that opened, joined and closed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mistok.lib.identifiers import uuid7
from mistok.network.models.dated import Dated, DatedQuerySet
from mistok.network.models.organisations import Organisation
from mistok.network.models.points import PointKind, ServicePoint
from mistok.network.models.territory import Territory


class PointEdition(Dated):
    """What a point was called, what kind it was, whose and where, for a time. The present one has no end."""

    point = models.ForeignKey(ServicePoint, on_delete=models.CASCADE, related_name="editions")
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=10, choices=PointKind)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="+")
    address = models.CharField(_("address"), max_length=200)

    objects = DatedQuerySet["PointEdition"].as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("edition of a point")
        ordering = ["point", "since"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["point"], condition=Q(until=None), name="network_one_edition_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OrganisationName(Dated):
    """What an organisation was called and when."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(_("name"), max_length=250)
    short_name = models.CharField(_("short name"), max_length=120, blank=True)

    objects = DatedQuerySet["OrganisationName"].as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("name of an organisation")
        ordering = ["organisation", "since"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(until=None),
                name="network_one_organisation_name_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.short_name or self.name


class ActKind(models.TextChoices):
    OPENED = "opened", _("opened")
    RENAMED = "renamed", _("renamed")
    MOVED = "moved", _("moved")
    REORGANISED = "reorganised", _("reorganised")
    MERGED = "merged", _("joined to another")
    CLOSED = "closed", _("closed")
    REOPENED = "reopened", _("opened again")


class NetworkAct(models.Model):
    """A turn in the life of a point or a library, with the order behind it (R9)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(_("what happened"), max_length=12, choices=ActKind)
    on = models.DateField(_("since"))
    point = models.ForeignKey(
        ServicePoint, null=True, blank=True, on_delete=models.PROTECT, related_name="acts"
    )
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="acts"
    )
    successor_point = models.ForeignKey(
        ServicePoint, verbose_name=_("joined to"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="acts_before",
    )  # fmt: skip
    successor = models.ForeignKey(
        Organisation, verbose_name=_("joined to"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="acts_before",
    )  # fmt: skip
    order = models.CharField(_("order: number and date"), max_length=120, blank=True)
    note = models.CharField(_("explanation"), max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(_("recorded"), default=timezone.now)

    class Meta:
        verbose_name = _("act of the network")
        ordering = ["-on", "-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(point=None, organisation__isnull=False)
                | Q(point__isnull=False, organisation=None),
                name="network_act_of_one",
            )
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.get_kind_display()}"
