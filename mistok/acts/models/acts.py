"""An act, its editions and what they are made of."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mistok.lib.alphabet import Alphabetical
from mistok.lib.files.models import StoredFile
from mistok.lib.identifiers import uuid7
from mistok.network.models import Organisation, Territory


class Kind(models.TextChoices):
    """Вид акта. What none of these is keeps its own words in `kind_name`."""

    CONSTITUTION = "constitution", _("Constitution")
    CODE = "code", _("Code")
    LAW = "law", _("Law")
    RESOLUTION = "resolution", _("Resolution")  # постанова
    DECREE = "decree", _("Decree")  # указ, декрет
    INSTRUCTION = "instruction", _("Instruction")  # розпорядження
    ORDER = "order", _("Order")  # наказ
    DECISION = "decision", _("Decision")  # рішення ради, виконкому
    REGULATION = "regulation", _("Regulation")  # положення, регламент, порядок, статут
    TREATY = "treaty", _("Treaty")
    PROGRAMME = "programme", _("Programme")
    LETTER = "letter", _("Letter")
    OTHER = "other", _("Other act")


class Level(models.TextChoices):
    STATE = "state", _("of the state")
    LOCAL = "local", pgettext_lazy("act", "local")


class Status(models.TextChoices):
    """Стан акта, as the state site names it."""

    IN_FORCE = "in_force", pgettext_lazy("act", "in force")
    NOT_YET = "not_yet", pgettext_lazy("act", "not yet in force")
    PARTLY = "partly", _("in force in part")
    SUSPENDED = "suspended", _("suspended")
    REPEALED = "repealed", pgettext_lazy("act", "no longer in force")
    NOT_APPLIED = "not_applied", _("not applied in Ukraine")
    UNKNOWN = "unknown", _("not established")


NOT_WORKING = (Status.REPEALED, Status.NOT_APPLIED)


class ActQuerySet(models.QuerySet["Act"]):
    def public(self) -> Self:
        """What everybody may read."""
        return self.filter(is_published=True)


class Act(models.Model):
    """Нормативно-правовий акт: what is known of it. Its words stand in `ActVersion`.

    `number` is as the act itself has it («2939-VI»), `registration` the number of the state site
    («2939-17»), in small letters; local acts have none. `keys` are all spellings it is found by.
    `status_source` says who said so (a register, a person) and `status_on` when.
    """

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    slug = models.SlugField(_("short address"), max_length=80, unique=True)
    level = models.CharField(_("level"), max_length=10, choices=Level, default=Level.STATE)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.OTHER)
    kind_name = models.CharField(_("kind, as the act has it"), max_length=200, blank=True)
    title = models.CharField(_("title"), max_length=2000)
    title_source = models.CharField(_("where the title comes from"), max_length=200, blank=True)
    short_name = models.CharField(_("short name"), max_length=120, blank=True)
    number = models.CharField(_("number"), max_length=80, blank=True)
    registration = models.CharField(
        _("registration number"), max_length=80, null=True, blank=True, unique=True
    )
    keys = models.JSONField(_("spellings of the number"), default=list, blank=True)
    adopted_on = models.DateField(_("adopted"), null=True, blank=True)
    in_force_on = models.DateField(_("in force from"), null=True, blank=True)
    issuer = models.CharField(_("who adopted it"), max_length=300, blank=True)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="normative_acts",
        verbose_name=_("authority of the network"),
    )  # fmt: skip
    territory = models.ForeignKey(
        Territory, null=True, blank=True, on_delete=models.PROTECT, related_name="acts",
        verbose_name=_("territory"),
    )  # fmt: skip
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.UNKNOWN)
    status_source = models.CharField(_("who says so"), max_length=200, blank=True)
    status_on = models.DateField(_("status as of"), null=True, blank=True)
    subjects = models.JSONField(_("subjects"), default=list, blank=True)
    is_amending = models.BooleanField(_("only changes other acts"), default=False)
    is_published = models.BooleanField(_("everybody sees it"), default=True)
    url = models.URLField(_("official page"), max_length=500, blank=True)
    source = models.CharField(_("came from"), max_length=60, blank=True)
    source_key = models.CharField(_("key at the source"), max_length=120, blank=True)
    fingerprint = models.CharField(_("checksum of what came"), max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField(_("added"), default=timezone.now)
    edited_at = models.DateTimeField(_("edited"), default=timezone.now)

    objects = ActQuerySet.as_manager()

    class Meta:
        verbose_name = _("act")
        verbose_name_plural = _("acts")
        ordering = ["-adopted_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_key"], condition=~Q(source_key=""), name="acts_act_once_a_source"
            )
        ]
        indexes = [
            models.Index(fields=["level", "kind", "-adopted_on"], name="acts_act_list"),
            models.Index(fields=["number"], name="acts_act_number"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("acts:act-detail", args=[self.slug])

    @property
    def is_working(self) -> bool:
        """Whether it is not known to have lost its force."""
        return self.status not in NOT_WORKING


class ActVersion(models.Model):
    """Редакція: the words of an act from a day on. `since` is empty for the only edition known."""

    act = models.ForeignKey(Act, on_delete=models.CASCADE, related_name="versions")
    since = models.DateField(_("edition of"), null=True, blank=True)
    reason = models.CharField(_("on the ground of"), max_length=300, blank=True)
    is_current = models.BooleanField(_("valid now"), default=True)
    characters = models.PositiveIntegerField(_("characters"), default=0)
    fingerprint = models.CharField(_("checksum of the text"), max_length=64, editable=False)
    text_problem = models.CharField(_("what is wrong with the text"), max_length=300, blank=True)
    added_at = models.DateTimeField(_("added"), default=timezone.now)

    class Meta:
        verbose_name = _("edition of an act")
        verbose_name_plural = _("editions of acts")
        ordering = ["-since", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["act"], condition=Q(is_current=True), name="acts_one_current_edition"
            ),
            models.UniqueConstraint(fields=["act", "fingerprint"], name="acts_edition_once"),
        ]

    def __str__(self) -> str:
        return f"{self.act} ({self.since or '–'})"


class Provision(models.Model):
    """Структурний елемент: an article, a point, a section heading, an annex, with its stable anchor."""

    version = models.ForeignKey(ActVersion, on_delete=models.CASCADE, related_name="provisions")
    position = models.PositiveIntegerField(_("order"))
    anchor = models.CharField(_("anchor"), max_length=60)
    level = models.PositiveSmallIntegerField(_("level"), default=1)
    heading = models.TextField(_("heading"), blank=True)
    text = models.TextField(_("text"), blank=True)

    class Meta:
        verbose_name = _("provision")
        verbose_name_plural = _("provisions")
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "anchor"], name="acts_anchor_once"),
        ]

    def __str__(self) -> str:
        return self.heading or self.anchor


class ActFile(models.Model):
    """The original as it came, byte for byte (its SHA-256 stands in the stored file)."""

    act = models.ForeignKey(Act, on_delete=models.CASCADE, related_name="files")
    version = models.ForeignKey(
        ActVersion, null=True, blank=True, on_delete=models.SET_NULL, related_name="files"
    )
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=200, blank=True)
    pages = models.PositiveIntegerField(_("pages"), null=True, blank=True)
    is_scan = models.BooleanField(_("a picture without text"), default=False)
    problem = models.CharField(_("what could not be read"), max_length=300, blank=True)
    added_at = models.DateTimeField(_("added"), default=timezone.now)

    class Meta:
        verbose_name = _("file of an act")
        verbose_name_plural = _("files of acts")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["act", "file"], name="acts_file_once")]

    def __str__(self) -> str:
        return self.name or self.file.name


class RelationKind(models.TextChoices):
    AMENDS = "amends", _("amends")  # вносить зміни
    REPEALS = "repeals", _("repeals")  # визнає таким, що втратив чинність
    APPROVES = "approves", _("approves")  # затверджує
    IMPLEMENTS = "implements", _("implements")  # на виконання
    CITES = "cites", _("cites")


class Relation(models.Model):
    """What one act does to another. `other` is empty while that is not in the store; `reference` stays."""

    act = models.ForeignKey(Act, on_delete=models.CASCADE, related_name="relations")
    kind = models.CharField(_("what it does"), max_length=12, choices=RelationKind)
    other = models.ForeignKey(
        Act, null=True, blank=True, on_delete=models.CASCADE, related_name="related_from"
    )
    reference = models.CharField(_("as it is named"), max_length=300)
    anchor = models.CharField(_("provision"), max_length=60, blank=True)
    is_by_hand = models.BooleanField(_("written by a person"), default=False)

    class Meta:
        verbose_name = _("relation of acts")
        verbose_name_plural = _("relations of acts")
        ordering = ["act", "kind", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["act", "kind", "reference"], name="acts_relation_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.reference}"


class ActCollection(models.Model):
    """Добірка актів: the legal basis of the centre, local programmes, and what else is kept at hand."""

    class Purpose(models.TextChoices):
        LEGAL_BASIS = "legal_basis", _("legal basis of the centre")
        PROGRAMMES = "programmes", _("local programmes and plans")
        OTHER = "other", _("other")

    slug = models.SlugField(_("short address"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=120)
    summary = models.CharField(_("in short"), max_length=300, blank=True)
    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose, default=Purpose.OTHER)
    is_published = models.BooleanField(_("everybody sees it"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    edited_at = models.DateTimeField(_("edited"), default=timezone.now)

    class Meta:
        verbose_name = _("collection of acts")
        verbose_name_plural = _("collections of acts")
        ordering = ["order", Alphabetical("name")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("acts:collection-detail", args=[self.slug])


class ActCollectionItem(models.Model):
    """An act in a collection, maybe at one provision of it, with the reason why it is there."""

    collection = models.ForeignKey(ActCollection, on_delete=models.CASCADE, related_name="items")
    act = models.ForeignKey(Act, on_delete=models.CASCADE, related_name="collection_items")
    anchor = models.CharField(_("provision"), max_length=60, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    note = models.CharField(_("why it is here"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("act of a collection")
        ordering = ["collection", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["collection", "act", "anchor"], name="acts_item_once"),
        ]

    def __str__(self) -> str:
        return str(self.act)
