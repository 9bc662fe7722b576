"""Roles as dated memberships at an organisation, and the invitations that begin them."""

import secrets
from datetime import date, timedelta
from hashlib import sha256

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mistok.lib.identifiers import uuid7
from mistok.network.models.dated import Dated, DatedQuerySet
from mistok.network.models.organisations import Organisation

VALID_FOR = timedelta(days=14)


class Role(models.TextChoices):
    LIBRARIAN = "librarian", _("librarian")  # бібліотекар-консультант: own library
    HEAD = "head", _("head or methodologist")  # керівник ЦОГ, методист: own library and those under it
    REGION = "region", _("regional library")  # зведення й звіти: the whole tree below, reading
    AUTHORITY = "authority", _("authority contact")  # орган влади
    ADMINISTRATOR = "administrator", _("administrator")


class Membership(Dated):
    """A person's role at an organisation for a time. Ended, never deleted: the journal must stay readable."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=15, choices=Role)

    objects = DatedQuerySet["Membership"].as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["person", "organisation", "role"],
                condition=models.Q(until=None),
                name="network_role_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} – {self.organisation}"

    def end(self, last_day: date) -> None:
        """The role ends with this day. Raises ValueError for a day before its first."""
        if self.since and last_day < self.since:
            raise ValueError("a role cannot end before it began")
        self.until = last_day
        self.save(update_fields=["until"])


class Invitation(models.Model):
    """A place kept for somebody. Only a hash of the secret in the link is stored."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(_("e-mail"))
    name = models.CharField(pgettext_lazy("person", "name"), max_length=120)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invitations")
    role = models.CharField(_("role"), max_length=15, choices=Role)
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="invitations_sent"
    )
    created_at = models.DateTimeField(_("sent"), default=timezone.now)
    expires_at = models.DateTimeField(_("valid until"))
    mailed_at = models.DateTimeField(
        _("letter left"), null=True, blank=True
    )  # empty: the mail server was down
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                "organisation",
                "role",
                condition=models.Q(accepted_at=None, withdrawn_at=None),
                name="network_one_open_invitation",
            )
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def is_open(self) -> bool:
        """Whether the link still works."""
        return not self.accepted_at and not self.withdrawn_at and timezone.now() < self.expires_at

    def renew(self) -> str:
        """Begin the term anew with another secret, which is returned and not kept; the old link ends."""
        secret = secrets.token_urlsafe(24)
        self.secret_hash = self.hash_of(secret)
        self.expires_at = timezone.now() + VALID_FOR
        self.mailed_at = None
        self.save()
        return secret

    @property
    def expires_on(self) -> date:
        """The last day of the link, in Kyiv."""
        return timezone.localdate(self.expires_at)

    @staticmethod
    def hash_of(secret: str) -> str:
        """How a secret stands in the database. It is 192 random bits, so one round of SHA-256 is enough."""
        return sha256(secret.encode()).hexdigest()
