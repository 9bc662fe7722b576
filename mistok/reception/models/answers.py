"""A published answer: a question somebody asked, rewritten so that nobody can be known by it."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mistok.lib.alphabet import Alphabetical
from mistok.lib.identifiers import uuid7
from mistok.network.models import ServicePoint
from mistok.reception.models.cases import Case
from mistok.reception.models.messages import SourceBase


class AnswerState(models.TextChoices):
    PROPOSED = "proposed", pgettext_lazy("answer", "waits for approval")
    RETURNED = "returned", pgettext_lazy("answer", "sent back")
    PUBLISHED = "published", pgettext_lazy("answer", "everybody sees it")
    RETIRED = "retired", pgettext_lazy("answer", "withdrawn")


class Answer(models.Model):
    """Відповідь для всіх. The head approves it, and it is looked at anew by its review date."""

    uuid = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(_("short address"), max_length=80, unique=True)
    question = models.CharField(_("question, in general words"), max_length=200)
    text = models.TextField(_("answer"), max_length=4000)
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.SET_NULL, related_name="answers")
    point = models.ForeignKey(
        ServicePoint, verbose_name=_("whose answer"), on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(
        _("state"), max_length=10, choices=AnswerState, default=AnswerState.PROPOSED
    )  # fmt: skip
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(_("proposed"), default=timezone.now)
    edited_at = models.DateTimeField(_("edited"), default=timezone.now)
    published_on = models.DateField(_("first published"), null=True, blank=True)
    reviewed_on = models.DateField(_("looked at"), null=True, blank=True)
    review_months = models.PositiveSmallIntegerField(_("review every, months"), default=6)
    review_due_on = models.DateField(_("review due"), null=True, blank=True, db_index=True)
    note = models.CharField(_("word of the head"), max_length=300, blank=True)
    retired_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    retired_why = models.CharField(_("why withdrawn"), max_length=200, blank=True)
    revised_at = models.DateTimeField(_("last revised"), default=timezone.now, editable=False, db_index=True)

    class Meta:
        verbose_name = pgettext_lazy("reception", "answer")
        verbose_name_plural = pgettext_lazy("reception", "answers")
        ordering = [Alphabetical("question")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=AnswerState.PUBLISHED)
                | Q(approved_by__isnull=False, published_on__isnull=False, review_due_on__isnull=False),
                name="reception_published_is_approved",
            ),
            models.CheckConstraint(
                condition=(Q(state=AnswerState.RETIRED, retired_on__isnull=False) & ~Q(retired_why=""))
                | (~Q(state=AnswerState.RETIRED) & Q(retired_on=None, retired_why="")),
                name="reception_retired_says_why",
            ),
            models.CheckConstraint(
                condition=Q(review_months__range=(1, 24)), name="reception_review_within_two_years"
            ),
        ]

    def __str__(self) -> str:
        return self.question

    def get_absolute_url(self) -> str:
        return reverse("reception:answer-detail", args=[self.slug])

    @property
    def is_published(self) -> bool:
        return self.state == AnswerState.PUBLISHED

    @property
    def is_retired(self) -> bool:
        return self.state == AnswerState.RETIRED

    def is_due(self, day: date) -> bool:
        """Whether it is time to look at it anew."""
        return self.is_published and self.review_due_on is not None and self.review_due_on <= day


class AnswerSource(SourceBase):
    """A source of a published answer."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="sources")

    class Meta(SourceBase.Meta):
        verbose_name = _("source of a published answer")
        constraints = [
            models.UniqueConstraint(
                fields=["answer", "document_kind", "key"], name="reception_answer_source_once"
            )
        ]
