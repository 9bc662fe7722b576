"""What was said in a case after the question itself, and the sources an answer leans on."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mistok.lib.identifiers import uuid7
from mistok.network.models import Organisation
from mistok.reception.models.cases import AnswerBy, Case
from mistok.search.declarations import source


class SourceBase(models.Model):
    """A public document of the search that an answer leans on: a service, a guide, an act, another answer."""

    order = models.PositiveSmallIntegerField(_("order"))
    document_kind = models.CharField(_("kind"), max_length=20)
    key = models.CharField(_("key"), max_length=200)
    slug = models.CharField(_("short address"), max_length=250)
    title = models.CharField(_("title"), max_length=300)

    class Meta:
        abstract = True
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def url(self) -> str:
        """Its page in the language of the reader; empty when nobody shows this kind any more."""
        declared = source(self.document_kind)
        return declared.address(self.slug) if declared else ""

    @property
    def tag(self) -> str:
        """What it is, in one word."""
        declared = source(self.document_kind)
        return str(declared.singular) if declared else ""


class MessageKind(models.TextChoices):
    ASKED_BACK = "asked", _("we asked")
    REPLY = "reply", _("the person replied")
    ANSWER = "answer", _("answer")
    REFERRAL = "referral", _("where to turn")
    MORE = "more", _("it did not help")
    NOTE = "note", _("note for colleagues")


TO_ASKER = (MessageKind.ASKED_BACK, MessageKind.ANSWER, MessageKind.REFERRAL)
FROM_ASKER = (MessageKind.REPLY, MessageKind.MORE)


class Message(models.Model):
    """One turn of the talk. Without an author it is the asker’s; notes are seen by colleagues alone."""

    uuid = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="messages")
    kind = models.CharField(_("what it is"), max_length=10, choices=MessageKind)
    text = models.TextField(_("text"), max_length=4000, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(_("written"), default=timezone.now)
    referred_to = models.ForeignKey(
        Organisation, verbose_name=_("referred to"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    way = models.CharField(_("on its way"), max_length=10, choices=AnswerBy, blank=True)
    delivered_at = models.DateTimeField(_("told"), null=True, blank=True)
    delivered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("letter of a case")
        ordering = ["created_at", "uuid"]
        indexes = [models.Index(fields=["way", "delivered_at"], name="reception_message_undelivered")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=FROM_ASKER, author=None)
                | (~Q(kind__in=FROM_ASKER) & Q(author__isnull=False)),
                name="reception_letters_of_ours_have_authors",
            ),
            models.CheckConstraint(
                condition=(~Q(kind__in=TO_ASKER) & Q(way="")) | (Q(kind__in=TO_ASKER) & ~Q(way="")),
                name="reception_letter_to_asker_has_a_way",
            ),
            models.CheckConstraint(
                condition=Q(kind=MessageKind.REFERRAL, referred_to__isnull=False)
                | (~Q(kind=MessageKind.REFERRAL) & Q(referred_to=None)),
                name="reception_referral_says_where",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.case_id}"

    @property
    def is_for_asker(self) -> bool:
        """Whether the asker reads it."""
        return self.kind != MessageKind.NOTE

    @property
    def is_ours(self) -> bool:
        return self.kind not in FROM_ASKER


class MessageSource(SourceBase):
    """A source of an answer in a case."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="sources")

    class Meta(SourceBase.Meta):
        verbose_name = _("source of an answer")
        constraints = [
            models.UniqueConstraint(
                fields=["message", "document_kind", "key"], name="reception_message_source_once"
            )
        ]
