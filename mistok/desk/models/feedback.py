"""One question after the visit. Nobody’s name stands here: an answer is a face, a point and a day."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mistok.desk.models.encounters import VoidReason
from mistok.lib.identifiers import uuid7
from mistok.network.models import ServicePoint


class Face(models.TextChoices):
    GOOD = "good", _("good")
    MIDDLE = "middle", _("so-so")
    BAD = "bad", _("bad")


class FeedbackQuestion(models.Model):
    """A version of the network’s one question. A change makes a new version; answers keep theirs."""

    text = models.CharField(_("question"), max_length=120)
    good = models.CharField(_("words under the smiling face"), max_length=30)
    middle = models.CharField(_("words under the straight face"), max_length=30)
    bad = models.CharField(_("words under the sad face"), max_length=30)
    thanks = models.CharField(_("words of thanks"), max_length=120)
    why = models.CharField(_("question about the reasons"), max_length=80, blank=True)
    asks_text = models.BooleanField(_("a person may add a few words"), default=False)
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("made by"), null=True, blank=True,
        on_delete=models.SET_NULL, related_name="+",
    )  # fmt: skip

    class Meta:
        verbose_name = _("feedback question")
        verbose_name_plural = _("feedback questions")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.text

    @property
    def answers(self) -> list[tuple[str, str]]:
        """The faces with their words, the best first."""
        return [(Face.GOOD, self.good), (Face.MIDDLE, self.middle), (Face.BAD, self.bad)]


class FeedbackReason(models.Model):
    """A reason to tap under a question, after a good answer or after another one."""

    question = models.ForeignKey(FeedbackQuestion, on_delete=models.CASCADE, related_name="reasons")
    after_good = models.BooleanField(_("after a good answer"))
    text = models.CharField(_("reason"), max_length=40)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("reason of an answer")
        verbose_name_plural = _("reasons of answers")
        ordering = ["-after_good", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "after_good", "text"], name="desk_feedback_reason_once"
            )
        ]

    def __str__(self) -> str:
        return self.text


class FeedbackBox(models.Model):
    """Where a point gathers answers: the short code in the address on its card."""

    point = models.OneToOneField(
        ServicePoint, verbose_name=_("point"), on_delete=models.PROTECT, related_name="feedback_box"
    )
    code = models.CharField(_("code in the address"), max_length=8, unique=True)
    is_open = models.BooleanField(_("answers are taken"), default=True)
    created_at = models.DateTimeField(_("since"), default=timezone.now)

    class Meta:
        verbose_name = _("feedback box")
        verbose_name_plural = _("feedback boxes")

    def __str__(self) -> str:
        return self.code


class AnswerSource(models.TextChoices):
    QR = "qr", _("on a person’s own phone")
    SCREEN = "screen", _("on the turned screen")


class FeedbackAnswer(models.Model):
    """One tap. Staff cannot change or withdraw it; only words with somebody’s data are taken away."""

    uuid = models.UUIDField(primary_key=True, default=uuid7)
    point = models.ForeignKey(ServicePoint, on_delete=models.PROTECT, related_name="+")
    question = models.ForeignKey(FeedbackQuestion, on_delete=models.PROTECT, related_name="+")
    face = models.CharField(_("answer"), max_length=6, choices=Face)
    source = models.CharField(_("how it came"), max_length=6, choices=AnswerSource)
    reasons = models.ManyToManyField(FeedbackReason, blank=True, related_name="+")
    text = models.CharField(_("words"), max_length=300, blank=True)
    day = models.DateField(_("day in Kyiv"))
    revised_at = models.DateTimeField(_("last revised"), default=timezone.now, editable=False, db_index=True)

    class Meta:
        verbose_name = _("answer of a visitor")
        verbose_name_plural = _("answers of visitors")
        indexes = [models.Index(fields=["point", "day"], name="desk_feedback_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.face}"


class FeedbackTally(models.Model):
    """Paper cards of a box, counted by answer. Voided with a reason, never changed."""

    uuid = models.UUIDField(primary_key=True, default=uuid7)
    point = models.ForeignKey(ServicePoint, on_delete=models.PROTECT, related_name="+")
    question = models.ForeignKey(FeedbackQuestion, on_delete=models.PROTECT, related_name="+")
    day = models.DateField(_("day of the answers"))
    good = models.PositiveIntegerField(_("smiling"), default=0)
    middle = models.PositiveIntegerField(_("straight"), default=0)
    bad = models.PositiveIntegerField(_("sad"), default=0)
    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("librarian"), on_delete=models.PROTECT, related_name="+"
    )
    received_at = models.DateTimeField(_("written down"), default=timezone.now, editable=False)
    revised_at = models.DateTimeField(_("last revised"), default=timezone.now, editable=False, db_index=True)
    voided_at = models.DateTimeField(_("voided"), null=True, blank=True)
    void_reason = models.CharField(_("why voided"), max_length=20, choices=VoidReason, blank=True)

    class Meta:
        verbose_name = _("count of paper cards")
        verbose_name_plural = _("counts of paper cards")
        ordering = ["-day", "-received_at"]
        indexes = [models.Index(fields=["point", "day"], name="desk_feedback_tally_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(voided_at=None, void_reason="")
                | (Q(voided_at__isnull=False) & ~Q(void_reason="")),
                name="desk_feedback_void_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(good__gt=0) | Q(middle__gt=0) | Q(bad__gt=0), name="desk_feedback_tally_not_empty"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.good}/{self.middle}/{self.bad}"

    @property
    def number(self) -> int:
        """Cards in all."""
        return self.good + self.middle + self.bad

    @property
    def ticked(self) -> list["FeedbackTallyReason"]:
        """The reasons ticked on the cards, the most named first; none with noughts."""
        return sorted(self.reasons.all(), key=lambda each: (-each.number, each.reason.text))


class FeedbackTallyReason(models.Model):
    """On how many of the counted cards a reason was ticked."""

    tally = models.ForeignKey(FeedbackTally, on_delete=models.CASCADE, related_name="reasons")
    reason = models.ForeignKey(FeedbackReason, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(_("cards"))

    class Meta:
        verbose_name = _("reason ticked on cards")
        verbose_name_plural = _("reasons ticked on cards")
        constraints = [
            models.UniqueConstraint(fields=["tally", "reason"], name="desk_feedback_ticked_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="desk_feedback_ticked_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.reason} ×{self.number}"
