"""What waits to be indexed, and what people asked. The index itself lives in files and can be rebuilt."""

import secrets
from datetime import date
from typing import Self

from django.core.validators import MinValueValidator
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
    """How often something was asked on a day, and whether it was found. Nothing points to who asked.

    `territory` is the code that the asker chose to narrow the results, if any: not where the asker is.
    """

    day = models.DateField(_("day"))
    query = models.CharField(_("query"), max_length=120)
    territory = models.CharField(_("territory"), max_length=19, blank=True, default="")
    times = models.PositiveIntegerField(_("times"), default=0)
    found = models.PositiveIntegerField(_("results"), default=0)

    class Meta:
        verbose_name = _("asked query")
        verbose_name_plural = _("asked queries")
        constraints = [
            models.UniqueConstraint(fields=["day", "query", "territory"], name="search_query_once_a_day"),
        ]
        indexes = [models.Index(fields=["query", "day"], name="search_query_days")]

    def __str__(self) -> str:
        return f"{self.day} {self.query} ×{self.times}"


class Reformulation(models.Model):
    """One question asked right after another that found little, by day. Whose they were is not kept."""

    day = models.DateField(_("day"))
    first = models.CharField(_("asked first"), max_length=120)
    then = models.CharField(_("asked then"), max_length=120)
    times = models.PositiveIntegerField(_("times"), default=0)

    class Meta:
        verbose_name = _("reformulated query")
        verbose_name_plural = _("reformulated queries")
        constraints = [
            models.UniqueConstraint(fields=["day", "first", "then"], name="search_reformulation_once_a_day"),
            models.CheckConstraint(
                condition=~models.Q(first=models.F("then")), name="search_reformulation_is_other"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.first} → {self.then} ×{self.times}"


class HiddenQuestion(models.Model):
    """A question that staff need not see again in the lists of what people look for."""

    query = models.CharField(_("query"), max_length=120, unique=True)
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("hidden question")
        verbose_name_plural = _("hidden questions")

    def __str__(self) -> str:
        return self.query


class SynonymGroup(models.Model):
    """Phrases that mean the same, beside those that the program knows by itself.

    With `also` the group works one way: who asks with one of `phrases` gets what `also` names too, not the
    other way round.
    """

    phrases = models.JSONField(_("phrases"), default=list)
    also = models.JSONField(_("look also for"), default=list, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)
    created_at = models.DateTimeField(_("added"), default=timezone.now)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("group of synonyms")
        verbose_name_plural = _("groups of synonyms")
        ordering = ["-changed_at", "-pk"]

    def __str__(self) -> str:
        said = ", ".join(self.phrases)
        return f"{said} → {', '.join(self.also)}" if self.also else said

    @property
    def is_one_way(self) -> bool:
        """Whether it leads from the phrases to the others only."""
        return bool(self.also)


class BestBet(models.Model):
    """A document that stands first when somebody asks with one of the phrases, whole.

    `kind` and `key` name a document of the index. Of several for one question the lowest `position` is first.
    """

    phrases = models.JSONField(_("questions"), default=list)
    kind = models.CharField(_("kind"), max_length=30)
    key = models.CharField(_("key"), max_length=80)
    title = models.CharField(_("document"), max_length=300)
    position = models.PositiveSmallIntegerField(_("place"), default=1, validators=[MinValueValidator(1)])
    since = models.DateField(_("from the day"), null=True, blank=True)
    until = models.DateField(_("up to the day"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)
    created_at = models.DateTimeField(_("added"), default=timezone.now)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("best bet")
        verbose_name_plural = _("best bets")
        ordering = ["-changed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(since=None)
                | models.Q(until=None)
                | models.Q(until__gte=models.F("since")),
                name="search_bet_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{', '.join(self.phrases)} → {self.title}"

    def is_due(self, day: date) -> bool:
        """Whether it stands first on this day."""
        began = self.since is None or self.since <= day
        return self.is_active and began and (self.until is None or day <= self.until)


def new_code() -> str:
    """A code that nobody guesses: 192 bits."""
    return secrets.token_urlsafe(24)


class Frequency(models.TextChoices):
    DAY = "day", _("every day")
    WEEK = "week", _("once a week")


class SavedSearch(models.Model):
    """A question that somebody wants to be told about by e-mail when something new is found.

    Nothing is sent, but one letter with a link, until the link is opened and confirmed. `code` opens the page
    where all of it can be read and ended. `seen` holds short digests of the documents that were known when
    the last letter left.
    """

    code = models.CharField(_("code"), max_length=43, unique=True, default=new_code, editable=False)
    email = models.EmailField(_("e-mail"))
    parameters = models.JSONField(_("what is looked for"), default=dict)
    frequency = models.CharField(_("how often"), max_length=10, choices=Frequency, default=Frequency.WEEK)
    created_at = models.DateTimeField(_("asked for"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    asked_again_at = models.DateTimeField(_("asked whether it is still needed"), null=True, blank=True)
    looked_at = models.DateTimeField(_("looked last"), null=True, blank=True)
    sent_at = models.DateTimeField(_("last letter"), null=True, blank=True)
    seen = models.JSONField(_("known documents"), default=list)

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        indexes = [
            models.Index(fields=["email"], name="search_saved_email"),
            models.Index(fields=["confirmed_at", "looked_at"], name="search_saved_due"),
        ]

    def __str__(self) -> str:
        return str(self.parameters.get("q", ""))
