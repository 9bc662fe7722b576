"""Step-by-step guides with pictures, and collections of cards and guides."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mistok.directory.models.services import Service
from mistok.lib.alphabet import Alphabetical
from mistok.lib.files.models import StoredFile
from mistok.lib.identifiers import uuid7


class Guide(models.Model):
    """Покрокова інструкція: how to do one thing, with pictures."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    slug = models.SlugField(_("short address"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=120)
    summary = models.CharField(_("in short"), max_length=300)
    before = models.CharField(_("what to have at hand"), max_length=300, blank=True)
    services = models.ManyToManyField(
        Service, verbose_name=_("for services"), blank=True, related_name="guides"
    )
    is_published = models.BooleanField(_("everybody sees it"), default=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(_("added"), default=timezone.now)
    edited_at = models.DateTimeField(_("edited"), default=timezone.now)
    confirmed_on = models.DateField(_("confirmed by a person"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    archived_on = models.DateField(_("put away"), null=True, blank=True)

    class Meta:
        verbose_name = _("guide")
        verbose_name_plural = _("guides")
        ordering = [Alphabetical("name")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("directory:guide-detail", args=[self.slug])


class GuideStep(models.Model):
    """One step: what to do, and what the screen looks like."""

    guide = models.ForeignKey(Guide, on_delete=models.CASCADE, related_name="steps")
    order = models.PositiveSmallIntegerField(_("order"))
    text = models.CharField(_("what to do"), max_length=500)
    hint = models.CharField(_("if it does not work"), max_length=300, blank=True)
    picture = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    alt = models.CharField(_("what is in the picture"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("step of a guide")
        ordering = ["guide", "order"]
        constraints = [
            models.CheckConstraint(
                condition=Q(picture=None) | ~Q(alt=""), name="directory_picture_is_described"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.order}. {self.text}"


class Collection(models.Model):
    """Добірка: cards and guides chosen for an occasion, in an order, with words in between."""

    slug = models.SlugField(_("short address"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=120)
    summary = models.CharField(_("in short"), max_length=300, blank=True)
    is_published = models.BooleanField(_("everybody sees it"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    edited_at = models.DateTimeField(_("edited"), default=timezone.now)

    class Meta:
        verbose_name = _("collection")
        verbose_name_plural = _("collections")
        ordering = ["order", Alphabetical("name")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("directory:collection-detail", args=[self.slug])


class CollectionItem(models.Model):
    """A card or a guide in a collection."""

    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="items")
    order = models.PositiveSmallIntegerField(_("order"))
    service = models.ForeignKey(
        Service, null=True, blank=True, on_delete=models.CASCADE, related_name="collection_items"
    )
    guide = models.ForeignKey(
        Guide, null=True, blank=True, on_delete=models.CASCADE, related_name="collection_items"
    )
    note = models.CharField(_("why it is here"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("item of a collection")
        ordering = ["collection", "order"]
        constraints = [
            models.CheckConstraint(
                condition=Q(service=None, guide__isnull=False) | Q(service__isnull=False, guide=None),
                name="directory_item_is_one_thing",
            )
        ]

    def __str__(self) -> str:
        return str(self.service or self.guide)
