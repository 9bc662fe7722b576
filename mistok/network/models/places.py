"""Offices where providers receive people (ЦНАП and others), as registers give them and as people mended."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mistok.lib.alphabet import Alphabetical
from mistok.lib.identifiers import uuid7
from mistok.network.models.organisations import Organisation
from mistok.network.models.points import ServicePoint
from mistok.network.models.territory import Territory
from mistok.network.models.whereabouts import Whereabouts


class PlaceState(models.TextChoices):
    WORKS = "works", _("works")
    SUSPENDED = "suspended", _("temporarily closed")
    CLOSED = "closed", _("closed for good")


class HoursReading(models.TextChoices):
    """What became of the timetable as the register gives it."""

    READ = "read", _("read")
    APPOINTMENT = "appointment", _("by appointment only")
    REVIEW = "review", _("waits for a person")
    PERSON = "person", _("set by a person")
    NONE = "none", _("no timetable given")


class Match(models.TextChoices):
    """How the office was tied to its hromada."""

    CERTAIN = "certain", _("found by the address")
    PERSON = "person", _("chosen by a person")
    NONE = "none", _("waits for a person")


class Place(Whereabouts):
    """An office of a provider. What a register gave stands beside what was made of it; nothing is guessed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(_("short address"), max_length=80, unique=True)
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("provider"), on_delete=models.PROTECT, related_name="places"
    )
    name = models.CharField(_("name"), max_length=300)
    territory = models.ForeignKey(
        Territory, verbose_name=_("territory"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="places",
    )  # fmt: skip
    state = models.CharField(_("state"), max_length=10, choices=PlaceState, default=PlaceState.WORKS)
    website = models.URLField(_("web site"), max_length=300, blank=True)
    facilities = models.JSONField(_("what is there"), default=list, blank=True)  # codes of `Facility`
    source = models.CharField(_("register"), max_length=20, blank=True)  # "cnap"; empty: added by a person
    external_id = models.CharField(_("number in the register"), max_length=40, blank=True)
    seen_on = models.DateField(_("last edition of the register that has it"), null=True, blank=True)
    given = models.JSONField(_("as the register gives it"), default=dict, blank=True)
    match = models.CharField(_("tie to the hromada"), max_length=10, choices=Match, default=Match.PERSON)
    hours_reading = models.CharField(
        _("timetable"), max_length=12, choices=HoursReading, default=HoursReading.PERSON
    )
    website_note = models.CharField(_("what was mended in the web address"), max_length=200, blank=True)
    kept_fields = models.JSONField(_("fields that a person set"), default=list, blank=True)
    edited_at = models.DateTimeField(_("edited"), default=timezone.now)

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        ordering = [Alphabetical("name"), "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "external_id"],
                condition=~Q(source=""),
                name="network_place_once_in_register",
            ),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="network_place_on_earth",
            ),
        ]
        indexes = [
            models.Index(fields=["territory", "state"], name="network_place_territory"),
            models.Index(fields=["match"], name="network_place_match"),
            models.Index(fields=["hours_reading"], name="network_place_hours"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("network:place-detail", args=[self.slug])


class Facility(models.TextChoices):
    """What the register of offices says of comfort and access, and what a library point may say too."""

    PARKING = "parking", _("free parking")
    STOP = "stop", _("a stop within 100 m")
    WIFI = "wifi", _("free Wi-Fi")
    ONLINE_HELP = "online-help", _("advice online")
    E_QUEUE = "e-queue", _("booking online")
    BANK = "bank", _("a bank’s desk")
    CARD = "card", _("payment by card")
    TERMINAL = "terminal", _("payment terminal")
    SELF_SERVICE = "self-service", _("self-service computers")
    EXTRA = "extra", _("copying, photo, stationery")
    SANITARY_ROOM = "sanitary-room", _("toilet for visitors")
    STEP_FREE = "step-free", _("arranged for persons with disabilities")
    RAMP = "ramp", _("ramp")
    ACCESSIBLE_TOILET = "accessible-toilet", _("toilet for persons with disabilities")
    BRAILLE = "braille", _("information in Braille")
    PRAM = "pram", _("place for prams")


class HoursException(models.Model):
    """Days unlike the usual week: closed (no hours) or other hours; without an end – until further notice."""

    point = models.ForeignKey(
        ServicePoint, null=True, blank=True, on_delete=models.CASCADE, related_name="exceptions"
    )
    place = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.CASCADE, related_name="exceptions"
    )
    since = models.DateField(_("first day"))
    until = models.DateField(_("last day"), null=True, blank=True)
    opening_hours = models.CharField(
        _("hours on these days"), max_length=250, blank=True, help_text=_("empty: closed")
    )
    reason = models.CharField(_("reason, as people will read it"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("added"), default=timezone.now)

    class Meta:
        verbose_name = _("exception in the hours")
        verbose_name_plural = _("exceptions in the hours")
        ordering = ["since", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(point=None, place__isnull=False) | Q(point__isnull=False, place=None),
                name="network_exception_of_one",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="network_exception_dates_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.since} – {self.until or '…'}"
