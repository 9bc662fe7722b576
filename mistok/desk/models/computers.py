"""Computers for visitors: places, the rule of a point, and sessions from the line or a booking to their end.

Nobody’s name stands here: a person is a code on a slip of paper.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mistok.desk.models.encounters import VoidReason, day_of
from mistok.lib.alphabet import Alphabetical
from mistok.lib.identifiers import uuid7
from mistok.network.models import Equipment, EquipmentState, ServicePoint

SLOT = timedelta(minutes=5)


class ComputerRule(models.Model):
    """How long one sits at a computer of a point. A point without a row works by the values given here."""

    point = models.OneToOneField(
        ServicePoint, verbose_name=_("point"), on_delete=models.PROTECT, related_name="computer_rule"
    )
    session_minutes = models.PositiveSmallIntegerField(
        _("length of a session, minutes"),
        default=60,
        validators=[MinValueValidator(10), MaxValueValidator(480)],
    )
    extension_minutes = models.PositiveSmallIntegerField(
        _("length of an extension, minutes"),
        default=30,
        validators=[MinValueValidator(5), MaxValueValidator(240)],
    )
    most_extensions = models.PositiveSmallIntegerField(
        _("most extensions"), default=2, validators=[MaxValueValidator(20)]
    )
    grace_minutes = models.PositiveSmallIntegerField(
        _("how long a booked place waits, minutes"),
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
    )
    quiet_minutes = models.PositiveSmallIntegerField(
        _("quiet time before closing, minutes"), default=10, validators=[MaxValueValidator(60)]
    )
    ends_by_itself = models.BooleanField(_("a session ends when its time is over"), default=True)

    class Meta:
        verbose_name = _("rule of computers")
        verbose_name_plural = _("rules of computers")
        constraints = [
            models.CheckConstraint(
                condition=Q(session_minutes__gte=10, extension_minutes__gte=5, grace_minutes__gte=1),
                name="desk_computer_rule_in_bounds",
            )
        ]

    def __str__(self) -> str:
        return f"{self.point} · {self.session_minutes}"


class ComputerPlace(models.Model):
    """A computer for visitors, perhaps a thing of the inventory. It retires, it is not deleted."""

    uuid = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    point = models.ForeignKey(
        ServicePoint, verbose_name=_("point"), on_delete=models.PROTECT, related_name="computer_places"
    )
    name = models.CharField(_("name of the place"), max_length=40)
    about = models.CharField(_("what is special about it"), max_length=80, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    equipment = models.ForeignKey(
        Equipment, verbose_name=_("thing of the inventory"), null=True, blank=True,
        on_delete=models.PROTECT, related_name="+",
    )  # fmt: skip
    out_of_order = models.CharField(_("why it does not work"), max_length=120, blank=True)
    retired_on = models.DateField(_("retired"), null=True, blank=True)

    class Meta:
        verbose_name = _("place at a computer")
        verbose_name_plural = _("places at computers")
        ordering = ["order", Alphabetical("name")]
        constraints = [
            models.UniqueConstraint(
                fields=["point", "name"], condition=Q(retired_on=None), name="desk_place_name_once"
            ),
            models.UniqueConstraint(
                fields=["equipment"], condition=Q(retired_on=None), name="desk_equipment_at_one_place"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def fault(self) -> str:
        """Why nobody can sit here: what staff wrote, or the state of the thing in the inventory."""
        if self.out_of_order:
            return self.out_of_order
        thing = self.equipment
        if thing is None or (thing.state == EquipmentState.IN_USE and thing.point_id == self.point_id):
            return ""
        if thing.state != EquipmentState.IN_USE:
            return str(thing.get_state_display())
        return str(_("moved elsewhere"))


class SessionState(models.TextChoices):
    WAITING = "waiting", _("waits in the line")
    BOOKED = "booked", _("booked")
    GOING = "going", _("at the computer")
    OVER = "over", _("over")
    NO_SHOW = "no-show", _("did not come")
    LEFT = "left", _("gave it up")


LIVE = (SessionState.WAITING, SessionState.BOOKED, SessionState.GOING)
SAT_DOWN = (SessionState.GOING, SessionState.OVER)


class Ending(models.TextChoices):
    """How the end of a session became known."""

    HAND = "hand", _("a librarian ended it")
    TIME = "time", _("its time was over")
    CLOSING = "closing", _("nobody ended it: closed with the point")
    CUT = "cut", _("power cut")
    AFTERWARDS = "afterwards", _("written down afterwards")


UNSEEN = (Ending.TIME, Ending.CLOSING)  # nobody saw the person go: such minutes are an estimate


class SessionReason(models.TextChoices):
    """Why a session was corrected. A closed list, so that nobody writes names into it."""

    FORGOTTEN = "forgotten", _("the end was not recorded in time")
    TIME = "time", _("wrong time")
    PLACE = "place", _("wrong place")


class SessionQuerySet(models.QuerySet["ComputerSession"]):
    def counted(self) -> "SessionQuerySet":
        """Sessions in which somebody sat down, neither voided nor replaced by a correction."""
        return self.filter(state__in=SAT_DOWN, voided_at=None, superseded_by=None)

    def live(self) -> "SessionQuerySet":
        """Those that wait, are booked or go on, as last written: time may have ended some of them."""
        return self.filter(state__in=LIVE)


class ComputerSession(models.Model):
    """One person’s turn at a computer, from the line or a booking to its end. What is over is not changed."""

    uuid = models.UUIDField(primary_key=True, default=uuid7)
    point = models.ForeignKey(
        ServicePoint, verbose_name=_("point"), on_delete=models.PROTECT, related_name="+"
    )
    place = models.ForeignKey(
        ComputerPlace, verbose_name=_("place"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="sessions",
    )  # fmt: skip
    code = models.CharField(_("code on the slip"), max_length=6)
    state = models.CharField(_("state"), max_length=8, choices=SessionState)
    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("librarian"), on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(_("written down"), default=timezone.now, editable=False)
    starts_at = models.DateTimeField(_("begins"), null=True, blank=True)
    ends_at = models.DateTimeField(_("may last until"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ending = models.CharField(_("how it ended"), max_length=10, choices=Ending, blank=True)
    is_estimate = models.BooleanField(_("the minutes are an estimate"), default=False)
    extensions = models.PositiveSmallIntegerField(_("extensions"), default=0)
    asked_at = models.DateTimeField(_("asked for more time"), null=True, blank=True)
    day = models.DateField(_("day in Kyiv"), editable=False)
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    correction_reason = models.CharField(_("why corrected"), max_length=10, choices=SessionReason, blank=True)
    revised_at = models.DateTimeField(_("last revised"), default=timezone.now, editable=False, db_index=True)
    voided_at = models.DateTimeField(_("voided"), null=True, blank=True)
    void_reason = models.CharField(_("why voided"), max_length=20, choices=VoidReason, blank=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("computer session")
        verbose_name_plural = _("computer sessions")
        ordering = ["starts_at", "created_at"]
        indexes = [
            models.Index(fields=["point", "day"], name="desk_session_day"),
            models.Index(fields=["point", "state"], name="desk_session_state"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["place"], condition=Q(state=SessionState.GOING), name="desk_one_session_at_a_place"
            ),
            models.UniqueConstraint(
                fields=["point", "code"],
                condition=Q(state__in=LIVE),
                name="desk_session_code_once",
            ),
            models.CheckConstraint(
                condition=Q(state=SessionState.WAITING, place=None, starts_at=None, ends_at=None)
                | Q(state=SessionState.LEFT)
                | Q(
                    state__in=(*SAT_DOWN, SessionState.BOOKED, SessionState.NO_SHOW),
                    place__isnull=False,
                    starts_at__isnull=False,
                    ends_at__isnull=False,
                ),
                name="desk_session_has_its_place",
            ),
            models.CheckConstraint(
                condition=Q(state=SessionState.OVER, ended_at__isnull=False) & ~Q(ending="")
                | ~Q(state=SessionState.OVER) & Q(ended_at=None, ending=""),
                name="desk_session_over_has_its_end",
            ),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at")),
                name="desk_session_times_in_order",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("starts_at")),
                name="desk_session_end_after_start",
            ),
            models.CheckConstraint(
                condition=Q(voided_at=None, void_reason="")
                | (Q(voided_at__isnull=False, state__in=(SessionState.OVER, SessionState.LEFT)))
                & ~Q(void_reason=""),
                name="desk_session_void_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(supersedes=None, correction_reason="")
                | Q(supersedes__isnull=False) & ~Q(correction_reason=""),
                name="desk_session_correction_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.code}"

    @property
    def spoken_code(self) -> str:
        """The code as it is printed and said: «234 56»."""
        return f"{self.code[:3]} {self.code[3:]}"

    @property
    def minutes(self) -> int | None:
        """Whole minutes at the computer; None until the end is known."""
        if self.starts_at is None or self.ended_at is None:
            return None
        return int((self.ended_at - self.starts_at).total_seconds()) // 60

    @property
    def is_forgotten(self) -> bool:
        """Whether nobody ended it and somebody should look whether the time is right."""
        return self.ending == Ending.CLOSING and self.voided_at is None and not self.is_replaced

    @property
    def is_replaced(self) -> bool:
        """Whether a correction stands in its place."""
        return getattr(self, "superseded_by", None) is not None

    @property
    def is_from_today(self) -> bool:
        """Whether it was written down today, so that its author may still set it right."""
        return day_of(self.created_at) == timezone.localdate()

    def finish(self, at: datetime, ending: str) -> None:
        """The person is gone, not before the beginning; the places held ahead become free."""
        assert self.starts_at is not None
        self.state, self.ended_at, self.ending = SessionState.OVER, max(at, self.starts_at), ending
        self.is_estimate = ending in UNSEEN
        self.close()

    def give_up(self, state: str) -> None:
        """It comes to nothing: the person left the line, cancelled or did not come."""
        self.state = state
        self.close()

    def close(self) -> None:
        """Store the end and let the held time go."""
        self.asked_at, self.revised_at = None, timezone.now()
        self.save()
        self.slots.all().delete()


class PlaceSlot(models.Model):
    """Five minutes of a place promised to one session: two cannot hold the same, whoever writes at once."""

    place = models.ForeignKey(ComputerPlace, on_delete=models.CASCADE, related_name="slots")
    starts_at = models.DateTimeField(_("begins"))
    session = models.ForeignKey(ComputerSession, on_delete=models.CASCADE, related_name="slots")

    class Meta:
        verbose_name = _("promised time of a place")
        constraints = [models.UniqueConstraint(fields=["place", "starts_at"], name="desk_slot_once")]

    def __str__(self) -> str:
        return f"{self.place_id} {self.starts_at:%Y-%m-%d %H:%M}"
