"""What waits to be indexed, and what people asked. The index itself lives in files and can be rebuilt."""

from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ChangeQuerySet(models.QuerySet["Change"]):
    def waiting(self) -> Self:
        """Not indexed yet, oldest first."""
        return self.filter(indexed_at=None).order_by("pk")


class Change(models.Model):
    """A public thing that changed and must be indexed anew: the outbox that feeds the one writer.

    Written in the transaction of the change itself, so neither can be without the other. Its last key is also
    the revision of public content (see `lib.shared_pages`).
    """

    kind = models.CharField(_("kind"), max_length=30)
    key = models.CharField(_("key"), max_length=80)
    at = models.DateTimeField(_("when"), default=timezone.now)
    indexed_at = models.DateTimeField(_("indexed"), null=True, blank=True)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change to index")
        verbose_name_plural = _("changes to index")
        indexes = [
            models.Index(fields=["id"], condition=models.Q(indexed_at=None), name="search_change_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"


class AskedQuery(models.Model):
    """How often something was asked on a day, and whether it was found. Nothing points to who asked."""

    day = models.DateField(_("day"))
    query = models.CharField(_("query"), max_length=120)
    times = models.PositiveIntegerField(_("times"), default=0)
    found = models.PositiveIntegerField(_("results"), default=0)

    class Meta:
        verbose_name = _("asked query")
        verbose_name_plural = _("asked queries")
        constraints = [models.UniqueConstraint(fields=["day", "query"], name="search_query_once_a_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.query} ×{self.times}"
