"""What readers and branches say of the catalogue: something is wrong, something is missing."""

import secrets

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mistok.directory.models.services import Service
from mistok.lib.identifiers import uuid7
from mistok.network.models import Place, ServicePoint


def tracking_code() -> str:
    """A code that a person can copy from paper: no letters that look alike, 40 bits."""
    return "".join(secrets.choice("23456789ABCDEFGHJKLMNPQRSTUVWXYZ") for _each in range(8))


class SuggestionKind(models.TextChoices):
    LINK = "link", _("the link does not work")
    WRONG = "wrong", _("something is written wrongly")
    OUTDATED = "outdated", _("it is not so any more")
    MISSING = "missing", _("something is missing")
    OTHER = "other", _("something else")


class SuggestionState(models.TextChoices):
    NEW = "new", _("new")
    TAKEN = "taken", _("somebody works on it")
    ANSWERED = "answered", _("answered")


class Suggestion(models.Model):
    """A message about a card, a place or the whole catalogue; a task for the staff until it is answered."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField(_("code"), max_length=8, unique=True, default=tracking_code, editable=False)
    kind = models.CharField(_("what is wrong"), max_length=10, choices=SuggestionKind)
    service = models.ForeignKey(
        Service, null=True, blank=True, on_delete=models.CASCADE, related_name="suggestions"
    )
    point = models.ForeignKey(
        ServicePoint, null=True, blank=True, on_delete=models.CASCADE, related_name="suggestions"
    )
    place = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.CASCADE, related_name="suggestions"
    )
    text = models.TextField(_("in your words"), max_length=1000)
    email = models.EmailField(_("e-mail for the answer"), blank=True)
    from_staff = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    state = models.CharField(_("state"), max_length=10, choices=SuggestionState, default=SuggestionState.NEW)
    created_at = models.DateTimeField(_("sent"), default=timezone.now)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    answer = models.TextField(_("answer"), max_length=1000, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    mailed_at = models.DateTimeField(_("answer left"), null=True, blank=True)

    class Meta:
        verbose_name = _("suggestion")
        verbose_name_plural = _("suggestions")
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["state", "created_at"], name="directory_suggestion_queue")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.code}"
