"""Addresses that the catalogue sends people to, and what was seen when they were tried."""

from datetime import date

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Verdict(models.TextChoices):
    """What stands now, over several tries. Only `FAILING` and `GONE` are marked in public."""

    UNCHECKED = "unchecked", _("not checked yet")
    OK = "ok", _("answers")
    MOVED = "moved", _("answers at another address")
    BLOCKED = "blocked", _("does not let robots in: look yourself")
    INCONCLUSIVE = "inconclusive", _("could not be told this time")
    SUSPECT = "suspect", _("answers, but not with what it should")
    FAILING = "failing", _("does not answer several times in a row")
    GONE = "gone", _("the page is gone")


class Link(models.Model):
    """An address with its health. Times are UTC."""

    url = models.URLField(_("address"), max_length=300, unique=True)
    host = models.CharField(_("host"), max_length=253, db_index=True)
    verdict = models.CharField(
        _("what stands now"), max_length=14, choices=Verdict, default=Verdict.UNCHECKED
    )
    verdict_since = models.DateTimeField(_("since"), null=True, blank=True)
    problem = models.CharField(_("code of the problem"), max_length=40, blank=True)
    final_url = models.URLField(_("leads to"), max_length=600, blank=True)
    failures = models.PositiveSmallIntegerField(_("failures in a row"), default=0)
    failed_on = models.DateField(_("last day that counted as a failure"), null=True, blank=True)
    checked_at = models.DateTimeField(_("tried"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    next_check_at = models.DateTimeField(_("next try"), default=timezone.now, db_index=True)
    archived_url = models.URLField(_("archived copy"), max_length=600, blank=True)
    uses = models.PositiveIntegerField(_("times followed"), default=0)
    trusted_until = models.DateField(_("a person says it works, until"), null=True, blank=True)
    trusted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    title = models.CharField(_("title of the page when it was last looked at"), max_length=200, blank=True)
    is_minor = models.BooleanField(_("only the site of an office"), default=False)
    left_on = models.DateField(_("stands nowhere in the catalogue since"), null=True, blank=True)
    trusted_note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        ordering = ["-uses", "url"]
        indexes = [models.Index(fields=["verdict", "-uses"], name="directory_link_queue")]

    def __str__(self) -> str:
        return self.url

    def is_trusted(self, day: date) -> bool:
        """Whether a person vouches for the link on that day."""
        return self.trusted_until is not None and self.trusted_until >= day

    def is_marked(self, day: date) -> bool:
        """Whether readers are warned on that day."""
        return self.verdict in (Verdict.FAILING, Verdict.GONE) and not self.is_trusted(day)


class LinkCheck(models.Model):
    """One try: what was asked and what came."""

    link = models.ForeignKey(Link, on_delete=models.CASCADE, related_name="checks")
    at = models.DateTimeField(_("when"), default=timezone.now)
    outcome = models.CharField(_("outcome"), max_length=14, choices=Verdict)
    problem = models.CharField(_("code of the problem"), max_length=40, blank=True)
    status = models.PositiveSmallIntegerField(_("HTTP status"), null=True, blank=True)
    method = models.CharField(_("method"), max_length=4, blank=True)
    hops = models.JSONField(_("redirects"), default=list, blank=True)
    seconds = models.FloatField(_("seconds"), null=True, blank=True)
    detail = models.CharField(_("details"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("check of a link")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["link", "-at"], name="directory_link_history")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.outcome}"


class Host(models.Model):
    """How a host wants to be treated: when it may be asked again (Retry-After, pacing)."""

    name = models.CharField(_("host"), max_length=253, primary_key=True)
    not_before = models.DateTimeField(_("not before"), null=True, blank=True)
    asked_at = models.DateTimeField(_("asked"), null=True, blank=True)

    class Meta:
        verbose_name = _("host")

    def __str__(self) -> str:
        return self.name
