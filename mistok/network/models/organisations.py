"""Libraries, authorities, providers and partners, and the dated tree that subordinates one to another."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mistok.lib.alphabet import Alphabetical
from mistok.lib.identifiers import uuid7
from mistok.network.models.dated import Dated, DatedQuerySet
from mistok.network.models.territory import Territory


class OrganisationKind(models.TextChoices):
    LIBRARY = "library", _("library")
    AUTHORITY = "authority", _("public authority")
    PROVIDER = "provider", _("service provider")
    PARTNER = "partner", _("partner")


class Organisation(models.Model):
    """Any body the network works with. A library opens and closes; it is never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(_("short address"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=OrganisationKind)
    name = models.CharField(_("name"), max_length=250)
    short_name = models.CharField(_("short name"), max_length=120, blank=True)
    territory = models.ForeignKey(
        Territory, verbose_name=_("territory"), null=True, blank=True, on_delete=models.PROTECT
    )
    website = models.URLField(_("web site"), blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=120, blank=True)
    opened_on = models.DateField(_("opened"), null=True, blank=True)
    closed_on = models.DateField(_("closed"), null=True, blank=True)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = [Alphabetical("name")]
        constraints = [
            models.CheckConstraint(
                condition=Q(opened_on=None) | Q(closed_on=None) | Q(closed_on__gte=F("opened_on")),
                name="network_organisation_dates_in_order",
            )
        ]

    def __str__(self) -> str:
        return self.short_name or self.name


class Subordination(Dated):
    """An organisation under another for a time: region → central library → branch."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="superiors")
    parent = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="subordinates")

    objects = DatedQuerySet["Subordination"].as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("subordination")
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(condition=~Q(organisation=F("parent")), name="network_not_under_itself"),
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(until=None), name="network_one_superior_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} → {self.parent}"
