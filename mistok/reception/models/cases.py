"""A case: somebody asks, somebody holds it until the answer. Questions are the first kind of cases."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mistok.directory.models import Service
from mistok.directory.models.suggestions import tracking_code
from mistok.lib.identifiers import uuid7
from mistok.network.models import ServicePoint


class CaseKind(models.TextChoices):
    """What it is before the law, and so by which terms it lives. A question is nobody’s statutory appeal."""

    QUESTION = "question", _("question of a resident")
    STAFF = "staff", _("question of a branch")


class Matter(models.TextChoices):
    """What is promised: the terms stand in `deadlines`."""

    AVAILABILITY = "availability", _("is it there, is it possible")
    FACTUAL = "factual", _("how to do, how to find out")


class Channel(models.TextChoices):
    WEB = "web", _("on the site")
    PHONE = "phone", _("by phone")
    NOTE = "note", _("a note or in person")


class AnswerBy(models.TextChoices):
    EMAIL = "email", _("by e-mail")
    PHONE = "phone", _("by phone")
    CODE = "code", _("only on the site, by the code")


class CaseState(models.TextChoices):
    NEW = "new", _("waits for a librarian")
    TAKEN = "taken", _("somebody works on it")
    ASKED_BACK = "asked", _("waits for the person’s words")
    ANSWERED = "answered", pgettext_lazy("question", "answered")
    REFERRED = "referred", _("referred to another body")
    CLOSED = "closed", _("closed without an answer")


FINAL = (CaseState.ANSWERED, CaseState.REFERRED, CaseState.CLOSED)


class CloseReason(models.TextChoices):
    """Why there was no answer. A closed list, so that nobody writes names into it."""

    NO_WORD = "no_word", _("the person did not come back to our question")
    TWICE = "twice", _("the same was asked twice")
    SPAM = "spam", _("not a question at all")
    TRIAL = "trial", _("written to try")


UNCOUNTED = (CloseReason.TWICE, CloseReason.SPAM, CloseReason.TRIAL)


class CaseQuerySet(models.QuerySet["Case"]):
    def open(self) -> "CaseQuerySet":
        """Cases that nobody has finished."""
        return self.filter(finished_at=None)

    def overdue(self, at: datetime | None = None) -> "CaseQuerySet":
        """Open ones whose term is over; while the person is asked back, the term stands still."""
        return self.open().exclude(state=CaseState.ASKED_BACK).filter(due_at__lt=at or timezone.now())

    def counted(self) -> "CaseQuerySet":
        """Without what was no question."""
        return self.exclude(close_reason__in=UNCOUNTED)


class Case(models.Model):
    """Numbered at the point where it came in (`point`), answered where it is now (`desk`).

    `uuid` is made by the client, once for each sending. The name and contact are erased soon after the
    answer, the words of the asker later; that there was a question, and when it was answered, stays.
    """

    uuid = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=CaseKind, default=CaseKind.QUESTION)
    point = models.ForeignKey(
        ServicePoint, verbose_name=_("received at"), on_delete=models.PROTECT, related_name="+"
    )
    year = models.PositiveSmallIntegerField(_("year"), editable=False)
    serial = models.PositiveIntegerField(_("number in the year"), editable=False)
    desk = models.ForeignKey(
        ServicePoint, verbose_name=_("answered at"), on_delete=models.PROTECT, related_name="+"
    )
    from_point = models.ForeignKey(
        ServicePoint, verbose_name=_("asked by the point"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("written down by"), null=True, blank=True,
        on_delete=models.PROTECT, related_name="+",
    )  # fmt: skip
    matter = models.CharField(_("what is asked"), max_length=15, choices=Matter, default=Matter.FACTUAL)
    channel = models.CharField(_("how it came"), max_length=10, choices=Channel, default=Channel.WEB)
    text = models.TextField(_("question"), max_length=2000, blank=True)
    service = models.ForeignKey(
        Service, verbose_name=_("about the service"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="+",
    )  # fmt: skip
    # Not `name`: the journal calls things by their `name`, and must not know who asks.
    asker_name = models.CharField(_("how to call the person"), max_length=80, blank=True)
    answer_by = models.CharField(_("how to answer"), max_length=10, choices=AnswerBy, default=AnswerBy.CODE)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    asker_digest = models.CharField(max_length=40, blank=True, db_index=True, editable=False)
    consent_at = models.DateTimeField(_("agreed to be answered"), null=True, blank=True)
    code = models.CharField(_("code"), max_length=8, unique=True, default=tracking_code, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=CaseState, default=CaseState.NEW)
    created_at = models.DateTimeField(_("received"), default=timezone.now)
    received_on = models.DateField(_("day in Kyiv"), editable=False)
    clock_at = models.DateTimeField(_("the term runs from"), default=timezone.now)
    due_at = models.DateTimeField(_("answer due"))
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("who works on it"), null=True, blank=True,
        on_delete=models.PROTECT, related_name="+",
    )  # fmt: skip
    claimed_at = models.DateTimeField(_("taken"), null=True, blank=True)
    answered_at = models.DateTimeField(_("first answered"), null=True, blank=True)
    answered_on = models.DateField(_("day of the first answer"), null=True, blank=True)
    in_time = models.BooleanField(_("answered in time"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    close_reason = models.CharField(_("why closed"), max_length=10, choices=CloseReason, blank=True)
    helped = models.BooleanField(_("did it help"), null=True, blank=True)
    helped_at = models.DateTimeField(_("said whether it helped"), null=True, blank=True)
    reminded_on = models.DateField(_("staff reminded"), null=True, blank=True, editable=False)
    contact_erased_at = models.DateTimeField(_("contact erased"), null=True, blank=True)
    text_erased_at = models.DateTimeField(_("words erased"), null=True, blank=True)
    revised_at = models.DateTimeField(_("last revised"), default=timezone.now, editable=False, db_index=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("reception", "question")
        verbose_name_plural = pgettext_lazy("reception", "questions")
        ordering = ["-created_at", "-uuid"]
        indexes = [
            models.Index(fields=["desk", "state", "due_at"], name="reception_case_queue"),
            models.Index(fields=["point", "received_on"], name="reception_case_received"),
            models.Index(fields=["point", "answered_on"], name="reception_case_answered"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["point", "year", "serial"], name="reception_case_number_once"),
            models.CheckConstraint(
                condition=~Q(state=CaseState.NEW) | Q(claimed_by=None), name="reception_new_is_nobodys"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[CaseState.TAKEN, CaseState.ASKED_BACK]) | Q(claimed_by__isnull=False),
                name="reception_taken_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state__in=FINAL, finished_at__isnull=False)
                | (~Q(state__in=FINAL) & Q(finished_at=None)),
                name="reception_final_is_finished",
            ),
            models.CheckConstraint(
                condition=(Q(state=CaseState.CLOSED) & ~Q(close_reason=""))
                | (~Q(state=CaseState.CLOSED) & Q(close_reason="")),
                name="reception_closed_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(kind=CaseKind.STAFF, from_point__isnull=False)
                | (~Q(kind=CaseKind.STAFF) & Q(from_point=None)),
                name="reception_branch_asks_from_a_point",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_on=None, in_time=None)
                | Q(answered_at__isnull=False, answered_on__isnull=False, in_time__isnull=False),
                name="reception_answer_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("reception:case-detail", args=[self.pk])

    @property
    def number(self) -> str:
        """«12/2026», within the point where it was received."""
        return f"{self.serial}/{self.year}"

    @property
    def shown_code(self) -> str:
        """The code as it is read aloud: «ABCD EFGH»."""
        return f"{self.code[:4]} {self.code[4:]}"

    @property
    def is_final(self) -> bool:
        """Whether nobody has to do anything more."""
        return self.finished_at is not None

    @property
    def is_asked_back(self) -> bool:
        return self.state == CaseState.ASKED_BACK

    @property
    def is_from_branch(self) -> bool:
        return self.kind == CaseKind.STAFF

    @property
    def is_overdue(self) -> bool:
        """Whether the term is over and the answer is ours to give."""
        return not self.is_final and not self.is_asked_back and self.due_at < timezone.now()

    @property
    def has_contact(self) -> bool:
        return bool(self.email or self.phone)

    @property
    def contact(self) -> str:
        """Where the answer goes; empty when it waits under the code or the contact is erased."""
        return self.email if self.answer_by == AnswerBy.EMAIL else self.phone
