"""Appointments: when a point receives people, who comes, and what became of it.

A place is taken in pieces of five minutes, each a row of its own: whatever the lengths of two appointments,
the database refuses the second one for the same place at the same time.
"""

import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mistok.desk.models.encounters import Encounter, Subject, Topic
from mistok.directory.models import Service
from mistok.lib.identifiers import uuid7
from mistok.network.models import ServicePoint

PIECE = timedelta(minutes=5)
LENGTHS = (10, 15, 20, 30, 40, 45, 60, 90, 120)  # minutes, whole pieces each
LONGEST = 240
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that looks like another on paper
CODE = 8


def appointment_code() -> str:
    """A code that can be copied from paper and told on the phone: eight signs, about 40 bits."""
    return "".join(secrets.choice(LETTERS) for _each in range(CODE))


class BookingRules(models.Model):
    """How a point receives by appointment. Without rules it receives whoever comes."""

    point = models.OneToOneField(ServicePoint, on_delete=models.CASCADE, related_name="booking_rules")
    is_on = models.BooleanField(_("people may book on the site"), default=False)
    minutes = models.PositiveSmallIntegerField(
        _("length of an appointment, minutes"), choices=[(each, str(each)) for each in LENGTHS], default=30
    )
    step = models.PositiveSmallIntegerField(
        _("a new appointment may begin every … minutes"),
        choices=[(each, str(each)) for each in LENGTHS if each <= 60],
        default=30,
    )
    places = models.PositiveSmallIntegerField(
        _("how many are received at once"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(20)],
        help_text=_("By how many librarians receive or how many computers there are."),
    )
    opens_before = models.PositiveSmallIntegerField(
        _("may be booked so many days ahead"),
        default=14,
        validators=[MinValueValidator(1), MaxValueValidator(90)],
    )
    closes_before = models.PositiveSmallIntegerField(
        _("must be booked so many minutes ahead"), default=60, validators=[MaxValueValidator(7 * 24 * 60)]
    )
    hours = models.CharField(_("hours of reception by appointment"), max_length=250, blank=True)
    grace = models.PositiveSmallIntegerField(
        _("a late person is waited for, minutes"), default=15, validators=[MaxValueValidator(120)]
    )
    keep_days = models.PositiveSmallIntegerField(
        _("names and contacts are erased after so many days"),
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
    )
    note = models.CharField(
        _("what people read before they book"), max_length=250, blank=True,
        help_text=_("For example: come ten minutes earlier; the entrance is from the yard."),
    )  # fmt: skip

    class Meta:
        verbose_name = _("rules of appointments")
        verbose_name_plural = _("rules of appointments")
        constraints = [
            models.CheckConstraint(condition=Q(places__range=(1, 20)), name="desk_booking_places"),
            models.CheckConstraint(condition=Q(minutes__in=LENGTHS), name="desk_booking_minutes"),
        ]

    def __str__(self) -> str:
        return f"{self.point_id} {self.minutes}′ ×{self.places}"


class BookingLength(models.Model):
    """How long the help with one service or topic takes at the point, or that it is not given so."""

    rules = models.ForeignKey(BookingRules, on_delete=models.CASCADE, related_name="lengths")
    service = models.ForeignKey(Service, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    topic = models.ForeignKey(Topic, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    minutes = models.PositiveSmallIntegerField(_("minutes"), choices=[(each, str(each)) for each in LENGTHS])

    class Meta:
        verbose_name = _("length for a service")
        verbose_name_plural = _("lengths for services")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(service__isnull=False, topic=None) | Q(service=None, topic__isnull=False),
                name="desk_booking_length_of_one",
            ),
            models.CheckConstraint(condition=Q(minutes__in=LENGTHS), name="desk_booking_length_minutes"),
            models.UniqueConstraint(fields=["rules", "service"], name="desk_booking_length_service"),
            models.UniqueConstraint(fields=["rules", "topic"], name="desk_booking_length_topic"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.minutes}′"

    @property
    def subject(self) -> Subject:
        """What it is the length of; the database holds exactly one of the two."""
        subject = self.service or self.topic
        assert subject is not None
        return subject


class AppointmentState(models.TextChoices):
    BOOKED = "booked", _("expected")
    ARRIVED = "arrived", _("has come and waits")
    SERVING = "serving", _("is being helped")
    DONE = "done", _("was helped")
    MISSED = "missed", _("did not come")
    CANCELLED = "cancelled", _("cancelled")


# Those that hold their time: all but cancelled ones. Whoever did not come may still come late.
LIVE = tuple(state for state in AppointmentState if state != AppointmentState.CANCELLED)


class Origin(models.TextChoices):
    """How the appointment came about."""

    SITE = "site", _("on the site")
    STAFF = "staff", _("by phone or at the desk")
    LINE = "line", _("came without an appointment")


class CancelReason(models.TextChoices):
    """Why it was cancelled. A closed list, so that nobody writes about people into it."""

    PERSON = "person", _("the person called it off")
    CLOSED = "closed", _("the point does not work then")
    STAFF = "staff", _("there is nobody to receive")
    BLACKOUT = "blackout", _("no power or internet")
    TWICE = "twice", _("booked twice or by mistake")


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def live(self) -> "AppointmentQuerySet":
        """Those that hold their time."""
        return self.exclude(state=AppointmentState.CANCELLED)

    def booked(self) -> "AppointmentQuerySet":
        """Made for a time, whatever became of them; not people of the line."""
        return self.exclude(origin=Origin.LINE)


class Appointment(models.Model):
    """A time kept for a person at a point, or a person of the line. Name and contacts are erased in time."""

    uuid = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField(_("code"), max_length=CODE, unique=True, default=appointment_code, editable=False)
    point = models.ForeignKey(
        ServicePoint, verbose_name=_("point"), on_delete=models.PROTECT, related_name="+"
    )
    service = models.ForeignKey(
        Service, verbose_name=_("service"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    topic = models.ForeignKey(
        Topic, verbose_name=_("topic"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    day = models.DateField(_("day in Kyiv"), editable=False)
    place = models.PositiveSmallIntegerField(_("place"), null=True, blank=True)
    origin = models.CharField(_("how it was made"), max_length=10, choices=Origin, default=Origin.SITE)
    state = models.CharField(
        _("state"), max_length=10, choices=AppointmentState, default=AppointmentState.BOOKED
    )
    name = models.CharField(_("name to call by"), max_length=60, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("who receives"), null=True, blank=True,
        on_delete=models.PROTECT, related_name="+",
    )  # fmt: skip
    booked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("who wrote it down"), null=True, blank=True,
        on_delete=models.PROTECT, related_name="+",
    )  # fmt: skip
    called_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("who called"), null=True, blank=True,
        on_delete=models.PROTECT, related_name="+",
    )  # fmt: skip
    encounter = models.OneToOneField(
        Encounter, verbose_name=_("desk record"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="appointment",
    )  # fmt: skip
    booked_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    arrived_at = models.DateTimeField(_("came"), null=True, blank=True)
    served_at = models.DateTimeField(_("help began"), null=True, blank=True)
    ended_at = models.DateTimeField(_("over"), null=True, blank=True)
    cancel_reason = models.CharField(_("why cancelled"), max_length=10, choices=CancelReason, blank=True)
    called_at = models.DateTimeField(_("called"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("reminded by e-mail"), null=True, blank=True)
    erased_at = models.DateTimeField(_("name and contacts erased"), null=True, blank=True)
    sequence = models.PositiveIntegerField(_("edition"), default=0, editable=False)
    left_days = models.JSONField(_("days it was moved from"), default=list, editable=False)
    revised_at = models.DateTimeField(_("last changed"), default=timezone.now, editable=False, db_index=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        ordering = ["starts_at", "place", "uuid"]
        indexes = [models.Index(fields=["point", "day"], name="desk_appointment_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["point", "starts_at", "place"],
                condition=~Q(state=AppointmentState.CANCELLED),
                name="desk_appointment_place_once",
            ),
            models.CheckConstraint(
                condition=Q(service=None) | Q(topic=None), name="desk_appointment_of_one_thing"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=models.F("starts_at")), name="desk_appointment_lasts"
            ),
            models.CheckConstraint(
                condition=Q(state=AppointmentState.CANCELLED) & ~Q(cancel_reason="")
                | ~Q(state=AppointmentState.CANCELLED) & Q(cancel_reason=""),
                name="desk_appointment_cancel_says_why",
            ),
            # Who books has a place; who came without a booking waits in the line.
            models.CheckConstraint(
                condition=Q(origin=Origin.LINE, place=None) | ~Q(origin=Origin.LINE) & Q(place__gte=1),
                name="desk_appointment_has_place",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.shown_code} {timezone.localtime(self.starts_at):%Y-%m-%d %H:%M}"

    @property
    def subject(self) -> Subject | None:
        """The service or topic; None for «another question»."""
        return self.service or self.topic

    @property
    def subject_name(self) -> str:
        """What it is about, in words."""
        return str(self.subject) if self.subject else str(_("Another question"))

    @property
    def shown_code(self) -> str:
        """The code in two halves, as it is printed: «K7MX-4PQ2»."""
        return f"{self.code[:4]}-{self.code[4:]}"

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds() // 60)

    @property
    def waited(self) -> int | None:
        """Minutes from coming (or the time agreed, for who came earlier) to the beginning of help."""
        if self.arrived_at is None or self.served_at is None:
            return None
        since = self.arrived_at if self.origin == Origin.LINE else max(self.arrived_at, self.starts_at)
        return max(0, int((self.served_at - since).total_seconds() // 60))

    @property
    def is_ahead(self) -> bool:
        """Whether the person is still expected and its time has not begun."""
        return self.state == AppointmentState.BOOKED and self.starts_at > timezone.now()

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    @property
    def in_line(self) -> bool:
        return self.origin == Origin.LINE

    def pieces(self) -> Iterator[datetime]:
        """Beginnings of the five minutes that it takes."""
        at = self.starts_at
        while at < self.ends_at:
            yield at
            at += PIECE


class TakenTime(models.Model):
    """Five minutes of one place of a point, taken. The row goes with the appointment that held it."""

    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, related_name="taken")
    point = models.ForeignKey(ServicePoint, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("begins"))
    place = models.PositiveSmallIntegerField(_("place"))

    class Meta:
        verbose_name = _("taken time")
        verbose_name_plural = _("taken times")
        constraints = [
            models.UniqueConstraint(fields=["point", "at", "place"], name="desk_time_taken_once"),
            models.CheckConstraint(condition=Q(place__gte=1), name="desk_time_has_place"),
        ]

    def __str__(self) -> str:
        return f"{self.point_id} {self.at:%Y-%m-%d %H:%M} {self.place}"


class CalendarKey(models.Model):
    """A secret address of a colleague's calendar. Only a digest is kept: the address is shown once."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name=_("colleague"), on_delete=models.CASCADE, related_name="+"
    )
    digest = models.CharField(_("digest of the secret"), max_length=64, unique=True)
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    read_on = models.DateField(_("last read"), null=True, blank=True)

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")

    def __str__(self) -> str:
        return f"{self.person_id} {self.made_at:%Y-%m-%d}"
