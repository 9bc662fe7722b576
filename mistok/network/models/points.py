"""Service points: where a person comes, when it is open and what is there."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mistok.lib.alphabet import Alphabetical
from mistok.lib.identifiers import uuid7
from mistok.network.models.organisations import Organisation
from mistok.network.models.territory import Territory
from mistok.network.models.whereabouts import Whereabouts


class PointKind(models.TextChoices):
    CENTRE = "centre", _("citizens’ e-information service centre")  # ЦОГ ЕІ
    POINT = "point", _("e-services point")  # ІПЕП, пункт е-послуг
    HUB = "hub", _("digital education hub")  # Хаб цифрової освіти


class ServicePoint(Whereabouts):
    """A point of a library. It opens and closes with dates; what was counted there stays counted."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    slug = models.SlugField(_("short address"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=PointKind, default=PointKind.POINT)
    name = models.CharField(_("name"), max_length=200)
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("library"), on_delete=models.PROTECT, related_name="points"
    )
    territory = models.ForeignKey(Territory, verbose_name=_("territory"), on_delete=models.PROTECT)
    computers = models.PositiveSmallIntegerField(_("computers for visitors"), default=0)
    has_internet = models.BooleanField(_("internet"), default=True)
    has_wifi = models.BooleanField(_("free Wi-Fi"), default=False)
    has_scanner = models.BooleanField(_("scanner"), default=False)
    has_printer = models.BooleanField(_("printer"), default=False)
    step_free = models.BooleanField(_("entrance without steps"), default=False)
    works_in_blackout = models.BooleanField(_("works during power cuts"), default=False)
    has_generator = models.BooleanField(_("generator or power station"), default=False)
    has_banner = models.BooleanField(_("banner or sign outside"), default=False)
    has_shelter = models.BooleanField(_("shelter"), default=False)
    shelter_note = models.CharField(_("where the shelter is"), max_length=200, blank=True)
    internet_mbps = models.PositiveSmallIntegerField(
        _("speed of the internet, Mbit/s"), null=True, blank=True
    )
    facilities = models.JSONField(_("comfort and access"), default=list, blank=True)  # codes of `Facility`
    serves = models.ManyToManyField(
        Territory, verbose_name=_("settlements it serves"), blank=True, related_name="served_by"
    )
    population_served = models.PositiveIntegerField(_("population served"), null=True, blank=True)
    opened_on = models.DateField(_("opened"))
    closed_on = models.DateField(_("closed"), null=True, blank=True)

    class Meta:
        verbose_name = _("service point")
        verbose_name_plural = _("service points")
        ordering = [Alphabetical("name")]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on")),
                name="network_point_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="network_point_on_earth",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("network:point-detail", args=[self.slug])

    def close(self, day: date) -> None:
        """The point serves nobody from this day on. Raises ValueError for a day before its opening."""
        if day < self.opened_on:
            raise ValueError("a point cannot close before it opened")
        self.closed_on = day
        self.save(update_fields=["closed_on"])


class VisitorCategory(models.Model):
    """Who comes, in the library's own categories (pensioner, displaced person, student …)."""

    code = models.SlugField(_("code"), max_length=30, primary_key=True)
    name = models.CharField(_("name"), max_length=80)
    plural = models.CharField(_("genitive plural"), max_length=80, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta:
        verbose_name = _("category of visitors")
        verbose_name_plural = _("categories of visitors")
        ordering = ["order", Alphabetical("name")]

    def __str__(self) -> str:
        return self.name
