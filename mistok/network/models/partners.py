"""Who speaks at partners and authorities, what was agreed with them, what was said (R6)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mistok.lib.alphabet import Alphabetical
from mistok.lib.files.models import StoredFile
from mistok.lib.identifiers import uuid7
from mistok.network.models.dated import Dated, DatedQuerySet
from mistok.network.models.organisations import Organisation


class Contact(Dated):
    """A person at a partner or an authority. `speaks_for_it`: may answer in its name, on what basis."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="contacts")
    name = models.CharField(pgettext_lazy("person", "name"), max_length=120)
    position = models.CharField(_("position"), max_length=160, blank=True)
    speaks_for_it = models.BooleanField(_("may speak for the organisation"), default=False)
    basis = models.CharField(_("on what basis"), max_length=200, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = DatedQuerySet["Contact"].as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("contact person")
        verbose_name_plural = _("contact persons")
        ordering = ["-speaks_for_it", Alphabetical("name")]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(speaks_for_it=False) | ~Q(basis=""), name="network_speaker_has_basis"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ChannelKind(models.TextChoices):
    PHONE = "phone", _("phone")
    EMAIL = "email", _("e-mail")
    MESSENGER = "messenger", _("messenger")
    POST = "post", _("post")
    OFFICE = "office", _("office hours")


class ContactChannel(models.Model):
    """One way to reach a contact; the preferred one is shown first."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="channels")
    kind = models.CharField(_("way"), max_length=10, choices=ChannelKind)
    value = models.CharField(_("number or address"), max_length=200)
    is_preferred = models.BooleanField(_("best way"), default=False)

    class Meta:
        verbose_name = _("way to reach")
        ordering = ["-is_preferred", "pk"]

    def __str__(self) -> str:
        return self.value


class Agreement(Dated):
    """An agreement or memorandum with a partner, with its files. `ended_on`: ended before its term."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("partner"), on_delete=models.PROTECT, related_name="agreements"
    )
    library = models.ForeignKey(
        Organisation, verbose_name=_("our side"), on_delete=models.PROTECT, related_name="own_agreements"
    )
    title = models.CharField(_("title"), max_length=250)
    number = models.CharField(_("number"), max_length=60, blank=True)
    signed_on = models.DateField(_("signed"))
    renews = models.BooleanField(_("prolonged by itself"), default=False)
    ended_on = models.DateField(_("ended early"), null=True, blank=True)
    note = models.CharField(_("what about"), max_length=500, blank=True)
    files = models.ManyToManyField(StoredFile, blank=True, related_name="+")

    objects = DatedQuerySet["Agreement"].as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ["-signed_on"]

    def __str__(self) -> str:
        return self.title


class InteractionKind(models.TextChoices):
    CALL = "call", _("call")
    LETTER = "letter", _("letter")
    MEETING = "meeting", _("meeting")
    EVENT = "event", _("joint event")
    OTHER = "other", _("other")


class Interaction(models.Model):
    """What was said with a partner or authority, when, and what comes next."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("partner"), on_delete=models.PROTECT, related_name="interactions"
    )
    library = models.ForeignKey(
        Organisation, verbose_name=_("our side"), on_delete=models.PROTECT, related_name="own_interactions"
    )
    contact = models.ForeignKey(
        Contact,
        verbose_name=_("with whom"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    kind = models.CharField(_("kind"), max_length=10, choices=InteractionKind)
    on = models.DateField(_("day"))
    summary = models.TextField(_("what about"), max_length=2000)
    next_step = models.CharField(_("next step"), max_length=250, blank=True)
    next_on = models.DateField(_("until"), null=True, blank=True)
    next_done_on = models.DateField(_("done"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(_("recorded"), default=timezone.now)

    class Meta:
        verbose_name = _("interaction")
        verbose_name_plural = _("interactions")
        ordering = ["-on", "-created_at"]

    def __str__(self) -> str:
        return f"{self.on} {self.get_kind_display()}"
