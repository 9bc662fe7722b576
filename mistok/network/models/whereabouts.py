"""Where something stands and when one may come: what points of libraries and offices of providers share."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Holidays(models.TextChoices):
    """What happens on a public holiday. Under martial law none is a day off (law № 2136-IX, article 6)."""

    LAW = "law", _("as the law of the day says")
    OFF = "off", _("always closed")
    WORKS = "works", _("always open")


class SanitaryDay(models.TextChoices):
    """Санітарний день: once a month a library cleans and receives nobody."""

    NONE = "", _("no sanitary day")
    LAST_DAY = "last-day", _("last day of the month")
    LAST_WORKING = "last-working", _("last working day of the month")
    LAST_MON = "last-0", _("last Monday of the month")
    LAST_TUE = "last-1", _("last Tuesday of the month")
    LAST_WED = "last-2", _("last Wednesday of the month")
    LAST_THU = "last-3", _("last Thursday of the month")
    LAST_FRI = "last-4", _("last Friday of the month")
    LAST_SAT = "last-5", _("last Saturday of the month")
    LAST_SUN = "last-6", _("last Sunday of the month")


class Whereabouts(models.Model):
    """Address, coordinates (WGS 84, degrees), ways to reach and hours (OpenStreetMap `opening_hours`)."""

    address = models.CharField(_("address"), max_length=200)
    directions = models.CharField(_("how to find it"), max_length=200, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    phone = models.CharField(_("phone"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    opening_hours = models.CharField(
        _("opening hours"),
        max_length=250,
        blank=True,
        help_text=_("OpenStreetMap syntax: Mo-Fr 09:00-18:00; Sa off"),
    )
    hours_note = models.CharField(_("note on the hours"), max_length=200, blank=True)
    holidays = models.CharField(_("on public holidays"), max_length=5, choices=Holidays, default=Holidays.LAW)
    sanitary_day = models.CharField(
        _("sanitary day"), max_length=12, choices=SanitaryDay, blank=True, default=SanitaryDay.NONE
    )

    class Meta:
        abstract = True
