"""Where a service is given: a point of a library or an office of a provider (HSDS `service_at_location`)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mistok.directory.models.services import Service
from mistok.network.models import Place, ServicePoint
from mistok.network.models.dated import DatedQuerySet


class ServiceAtPlace(models.Model):
    """A service at one place, with what is peculiar to it there."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="at_places")
    point = models.ForeignKey(
        ServicePoint, verbose_name=_("service point"), null=True, blank=True, on_delete=models.CASCADE,
        related_name="services_there",
    )  # fmt: skip
    place = models.ForeignKey(
        Place, verbose_name=_("office"), null=True, blank=True, on_delete=models.CASCADE,
        related_name="services_there",
    )  # fmt: skip
    url = models.URLField(_("address for this place"), max_length=300, blank=True)
    phone = models.CharField(_("phone"), max_length=120, blank=True)
    opening_hours = models.CharField(_("hours of this service there"), max_length=250, blank=True)
    by_appointment = models.BooleanField(_("by appointment"), default=False)
    note = models.CharField(_("note"), max_length=200, blank=True)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    objects = DatedQuerySet["ServiceAtPlace"].as_manager()

    class Meta:
        verbose_name = _("service at a place")
        verbose_name_plural = _("services at places")
        constraints = [
            models.CheckConstraint(
                condition=Q(point=None, place__isnull=False) | Q(point__isnull=False, place=None),
                name="directory_service_at_one_place",
            ),
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")),
                name="directory_service_at_place_dates",
            ),
            models.UniqueConstraint(
                fields=["service", "point"], condition=Q(until=None), name="directory_service_at_point_once"
            ),
            models.UniqueConstraint(
                fields=["service", "place"], condition=Q(until=None), name="directory_service_at_office_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service} – {self.point or self.place}"

    @property
    def is_peculiar(self) -> bool:
        """Whether anything is said of it beside the place itself."""
        return bool(self.by_appointment or self.note or self.phone or self.opening_hours or self.url)
