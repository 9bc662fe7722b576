"""What is written down at the desk. A record is a fact: corrected by a newer one or voided, never changed."""

import re
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mistok.desk.models.syncing import SyncBatch
from mistok.directory.models import Service
from mistok.lib.identifiers import uuid7
from mistok.network.models import ServicePoint, VisitorCategory


class TopicKind(models.TextChoices):
    """The groups of the model regulation of such a centre (Sarny, §3.1.1–3.1.6)."""

    ACCESS = "access", _("access to information")
    SEARCH = "search", _("search of acts and facts")
    CONSULTATION = "consultation", _("consultation")
    SKILL = "skill", _("practical skills")
    DIALOGUE = "dialogue", _("dialogue with authorities")
    STAFF = "staff", _("help to branch staff")


NOTE_LENGTH = 280
ABBREVIATION = re.compile(r"\(([А-ЯҐЄІЇ]{2,6})\)$")
# Topics of these kinds are consultations; skills are lessons, and help to branch staff is counted by itself.
CONSULTING = (TopicKind.ACCESS, TopicKind.SEARCH, TopicKind.CONSULTATION, TopicKind.DIALOGUE)


def place_of(code: str) -> str:
    """Where a code stands among others: its numbers with leading zeros, so that 3.1.10 comes after 3.1.9."""
    return ".".join(part.zfill(4) if part.isdigit() else part for part in code.split("."))[:40]


class Topic(models.Model):
    """What the help was about, in three levels. Retired, not deleted: old records keep their topic."""

    code = models.CharField(_("code"), max_length=20, primary_key=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    kind = models.CharField(_("kind"), max_length=15, choices=TopicKind)
    name = models.CharField(_("name"), max_length=120)
    short_name = models.CharField(_("name on a button"), max_length=40)
    report_phrase = models.CharField(_("phrase in reports"), max_length=200, blank=True)
    place = models.CharField(_("place in the list"), max_length=40, default="", editable=False)
    edited_at = models.DateTimeField(_("edited by the network"), null=True, blank=True, editable=False)
    retired_on = models.DateField(_("retired"), null=True, blank=True)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["place", "code"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A new topic stands where its code says until somebody moves it."""
        self.place = self.place or place_of(self.code)
        super().save(*args, **kwargs)

    @property
    def is_skill(self) -> bool:
        """Whether it is taught: people are counted as learners, and their ages may be noted."""
        return self.kind == TopicKind.SKILL


type Subject = Service | Topic


class Certainty(models.TextChoices):
    """How sure the number of people is; every roll-up says what part of it is rough."""

    EXACT = "exact", _("exact")
    TALLY = "tally", _("tally")
    ESTIMATE = "estimate", _("estimate")
    SAMPLE = "sample", _("sample")


ROUGH = (Certainty.ESTIMATE, Certainty.SAMPLE)


class Channel(models.TextChoices):
    DESK = "desk", _("at the desk")
    PHONE = "phone", _("by phone")
    ONLINE = "online", _("online")
    STREET = "street", _("street action")
    HOME = "home", _("at home")


def act_of(subject: Subject) -> str:
    """The name of a service or topic in a form, without what came of it."""
    return f"topic:{subject.pk}" if isinstance(subject, Topic) else f"service:{subject.slug}"


class Outcome(models.TextChoices):
    DONE = "done", _("done together")
    SHOWN = "shown", _("shown")
    REFERRED = "referred", _("referred")
    NOT_POSSIBLE = "not_possible", _("not possible")


class WhyNot(models.TextChoices):
    """Why help was not possible. A closed list: unmet needs are counted by it, nobody is named in it."""

    NO_PAPERS = "no_papers", _("papers were missing")
    NO_SIGNATURE = "no_signature", _("no electronic signature or BankID")
    SITE_DOWN = "site_down", _("the service’s site did not work")
    NO_POWER = "no_power", _("no electricity or internet")
    NOT_ENTITLED = "not_entitled", _("the person has no right to it")
    IN_PERSON = "in_person", _("given only in person at an office")
    NO_SUCH = "no_such", _("there is no such e-service")
    NOT_ABLE = "not_able", _("we could not do it ourselves")
    NO_TIME = "no_time", _("there was no time or no free computer")
    LEFT = "left", _("the person changed their mind")


class Minutes(models.IntegerChoices):
    """How long the help took, as a band; the value is its upper end, over an hour counts as two."""

    FIVE = 5, _("up to 5 minutes")
    QUARTER = 15, _("5–15 minutes")
    HALF = 30, _("15–30 minutes")
    HOUR = 60, _("30–60 minutes")
    LONGER = 120, _("more than an hour")


class VoidReason(models.TextChoices):
    """Why a record was withdrawn. A closed list, so that nobody writes names into it."""

    UNDO = "undo", _("taken back at once")
    TWICE = "twice", _("recorded twice")
    MISTAKE = "mistake", _("did not happen")
    TRIAL = "trial", _("written to try the desk")


class Independence(models.IntegerChoices):
    """The ladder from help to self-help."""

    DONE_FOR = 0, _("done for the person")
    TOGETHER = 1, _("together")
    ALONE = 2, _("alone after showing")
    TEACHES = 3, _("teaches others")


def short_category(name: str) -> str:
    """A category of visitors on a button: «Внутрішньо переміщена особа (ВПО)» is «ВПО» there."""
    found = ABBREVIATION.search(name)
    return found.group(1) if found else name


def lowered(name: str) -> str:
    """The name in the middle of a line: «Пенсіонер» is «пенсіонер», «ВПО» stays."""
    return name if name[:2].isupper() else name[:1].lower() + name[1:]


def day_of(moment: datetime) -> date:
    """The calendar day of the moment in Kyiv, whatever zone the reader has: 23:30 UTC is already tomorrow."""
    return timezone.localdate(moment, timezone.get_default_timezone())


class EncounterQuerySet(models.QuerySet["Encounter"]):
    def counted(self) -> "EncounterQuerySet":
        """Records that count: neither voided nor replaced by a correction."""
        return self.filter(voided_at=None, superseded_by=None)


class Encounter(models.Model):
    """One coming-together at a point: `number` people (a tally has more than one; zero is seen too)."""

    uuid = models.UUIDField(primary_key=True, default=uuid7)
    point = models.ForeignKey(
        ServicePoint, verbose_name=_("point"), on_delete=models.PROTECT, related_name="+"
    )
    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("librarian"), on_delete=models.PROTECT, related_name="+"
    )
    occurred_at = models.DateTimeField(_("when"), default=timezone.now)
    time_known = models.BooleanField(_("time of the day known"), default=True)
    received_at = models.DateTimeField(_("received"), default=timezone.now, editable=False)
    day = models.DateField(_("day in Kyiv"), editable=False)
    number = models.PositiveIntegerField(_("people"), default=1)
    certainty = models.CharField(_("certainty"), max_length=10, choices=Certainty, default=Certainty.EXACT)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel, default=Channel.DESK)
    categories = models.ManyToManyField(
        VisitorCategory, verbose_name=_("who came"), blank=True, related_name="+"
    )
    age_from = models.PositiveSmallIntegerField(_("youngest"), null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(_("oldest"), null=True, blank=True)
    # A keyed hash of the library card (`desk.cards`), never the code: repeat visits are seen, readers not.
    card_hash = models.CharField(_("mark of the card"), max_length=64, blank=True, editable=False)
    note = models.CharField(_("note"), max_length=NOTE_LENGTH, blank=True)
    # A day of a locked period takes no more facts: they count on the day received, the true day stands here.
    adjusted_from = models.DateField(_("true day"), null=True, blank=True, editable=False)
    # What a device says that worked without a connection, empty for records made on the page itself.
    device = models.UUIDField(_("device"), null=True, blank=True, editable=False)
    sync_batch = models.ForeignKey(
        SyncBatch, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    facts_hash = models.CharField(_("checksum of the facts"), max_length=64, blank=True, editable=False)
    skew_seconds = models.IntegerField(
        _("device’s clock ahead, seconds"), null=True, blank=True, editable=False
    )
    said_at = models.DateTimeField(_("moment by the device’s clock"), null=True, blank=True, editable=False)
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    revised_at = models.DateTimeField(_("last revised"), default=timezone.now, editable=False, db_index=True)
    voided_at = models.DateTimeField(_("voided"), null=True, blank=True)
    void_reason = models.CharField(_("why voided"), max_length=20, choices=VoidReason, blank=True)

    objects = EncounterQuerySet.as_manager()

    class Meta:
        verbose_name = _("desk record")
        verbose_name_plural = _("desk records")
        ordering = ["-occurred_at", "-uuid"]
        indexes = [
            models.Index(fields=["point", "day"], name="desk_encounter_day"),
            models.Index(fields=["card_hash", "day"], name="desk_encounter_card", condition=~Q(card_hash="")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(voided_at=None, void_reason="")
                | (Q(voided_at__isnull=False) & ~Q(void_reason="")),
                name="desk_void_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(age_from=None, age_to=None)
                | Q(age_from__isnull=False, age_to__isnull=False, age_to__lte=120, age_from__lte=F("age_to")),
                name="desk_ages_in_order",
            ),
            models.CheckConstraint(condition=~Q(supersedes=F("uuid")), name="desk_not_its_own_correction"),
            models.CheckConstraint(
                condition=Q(adjusted_from=None) | Q(adjusted_from__lt=F("day")), name="desk_adjusted_forward"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.point_id} ×{self.number}"

    @property
    def is_rough(self) -> bool:
        """Whether the number was estimated, not counted."""
        return self.certainty in ROUGH

    @property
    def is_late(self) -> bool:
        """Whether it was written down on another day than it happened."""
        return self.written_on != self.true_day

    @property
    def written_on(self) -> date:
        """The day it was written down, or came from a device."""
        return day_of(self.received_at)

    @property
    def true_day(self) -> date:
        """The day it happened; `day` is the one it counts on, later when the true one is locked."""
        return self.adjusted_from or self.day

    @property
    def is_from_today(self) -> bool:
        """Whether it was written down today, so that its author may still set it right."""
        return self.written_on == timezone.localdate()

    @property
    def who(self) -> str:
        """Who came, for a line of a list: «пенсіонер, ВПО»."""
        return ", ".join(lowered(short_category(category.name)) for category in self.categories.all())

    @property
    def outcomes(self) -> list[str]:
        """What came of it, each word once."""
        return list(dict.fromkeys(str(item.get_outcome_display()) for item in self.items.all()))

    @property
    def particulars(self) -> list[str]:
        """How far by themselves, how long, and why not, each once."""
        found: list[str] = []
        for item in self.items.all():
            found += [
                str(label)
                for label in (
                    item.get_why_display(),
                    item.get_independence_display(),
                    item.get_minutes_display(),
                )
                if label
            ]
        return list(dict.fromkeys(found))

    @property
    def is_replaced(self) -> bool:
        """Whether a correction stands in its place."""
        return getattr(self, "superseded_by", None) is not None

    def void(self, reason: str) -> None:
        """Take the record out of all counts, for ever. The row stays with its reason."""
        self.voided_at = self.revised_at = timezone.now()
        self.void_reason = reason
        self.save(update_fields=["voided_at", "void_reason", "revised_at"])


class EncounterItem(models.Model):
    """One thing helped with in an encounter: a service of the directory or a topic, `times` times."""

    encounter = models.ForeignKey(Encounter, on_delete=models.CASCADE, related_name="items")
    service = models.ForeignKey(
        Service, verbose_name=_("service"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    topic = models.ForeignKey(
        Topic, verbose_name=_("topic"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    times = models.PositiveIntegerField(_("times"), default=1)
    outcome = models.CharField(_("outcome"), max_length=15, choices=Outcome, default=Outcome.DONE)
    why = models.CharField(_("why not possible"), max_length=15, choices=WhyNot, blank=True)
    independence = models.PositiveSmallIntegerField(
        _("independence"), choices=Independence, null=True, blank=True
    )
    minutes = models.PositiveSmallIntegerField(_("minutes"), choices=Minutes, null=True, blank=True)

    class Meta:
        verbose_name = _("help given")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(service__isnull=False, topic=None) | Q(service=None, topic__isnull=False),
                name="desk_item_service_or_topic",
            ),
            models.CheckConstraint(condition=Q(times__gte=1), name="desk_item_at_least_once"),
            models.CheckConstraint(
                condition=Q(why="") | Q(outcome=Outcome.NOT_POSSIBLE), name="desk_why_of_a_refusal"
            ),
            # People are summed over items in the indicators: the same thing twice would count them twice.
            models.UniqueConstraint(fields=["encounter", "service"], name="desk_service_once"),
            models.UniqueConstraint(fields=["encounter", "topic"], name="desk_topic_once"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} ×{self.times}"

    @property
    def subject(self) -> Subject:
        """What was helped with; the database holds exactly one of the two."""
        subject = self.service or self.topic
        assert subject is not None
        return subject

    @property
    def act(self) -> str:
        """How a form names the thing: "service:subsydiia", "topic:3.1.4.3"."""
        return act_of(self.subject)
