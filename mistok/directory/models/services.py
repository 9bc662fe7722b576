"""The cards of the catalogue. Three facts are kept apart: edited, link answered, a person confirmed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mistok.lib.alphabet import Alphabetical
from mistok.lib.identifiers import uuid7
from mistok.network.models import Organisation, Territory, VisitorCategory


class LifeSituation(models.Model):
    """What happened in somebody's life, in everyday words: the second door of the catalogue after search."""

    slug = models.SlugField(_("short address"), max_length=40, primary_key=True)
    name = models.CharField(_("name"), max_length=80)
    summary = models.CharField(_("in one sentence"), max_length=250, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta:
        verbose_name = _("life situation")
        verbose_name_plural = _("life situations")
        ordering = ["order", Alphabetical("name")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("directory:situation-detail", args=[self.slug])


class ServiceKind(models.TextChoices):
    E_SERVICE = "e-service", _("e-service")
    RESOURCE = "resource", _("resource")


class Level(models.TextChoices):
    NATIONAL = "national", _("national")
    REGIONAL = "regional", _("regional")
    LOCAL = "local", _("local")


class Signature(models.TextChoices):
    """What a person signs in or signs with."""

    NONE = "none", _("not needed")
    ACCOUNT = "account", _("an account on the site")
    ANY = "any", _("e-signature, BankID or Diia.Signature")
    DIIA = "diia", _("Diia.Signature")


class LibrarianRole(models.TextChoices):
    INFORMS = "informs", _("tells about it")
    GUIDES = "guides", _("helps step by step")


class TermUnit(models.TextChoices):
    """In what the term is counted."""

    MINUTES = "minutes", _("minutes")
    HOURS = "hours", _("hours")
    WORKING_DAYS = "working-days", _("working days")
    CALENDAR_DAYS = "days", _("calendar days")
    MONTHS = "months", _("months")


class Channel(models.TextChoices):
    """How one may apply."""

    ONLINE = "online", _("online")
    APP = "app", _("in a phone app")
    OFFICE = "office", _("in person")
    PHONE = "phone", _("by phone")
    POST = "post", _("by post")
    EMAIL = "email", _("by e-mail")
    LIBRARY = "library", _("at the library, with help")


class Confirmation(models.TextChoices):
    """How a person made sure that the card is true."""

    WALKED_THROUGH = "walked", _("went through the service")
    ASKED_PROVIDER = "asked", _("asked the provider")
    READ_SOURCE = "read", _("read the official page")


class Service(models.Model):
    """An e-service or resource that a library helps with."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    slug = models.SlugField(_("short address"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=120)
    short_name = models.CharField(_("name on a desk button"), max_length=40)
    report_phrase = models.CharField(
        _("phrase in reports"), max_length=200, blank=True, help_text=_("genitive, after “послуги …”")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=ServiceKind, default=ServiceKind.E_SERVICE)
    provider = models.ForeignKey(
        Organisation, verbose_name=_("provider"), on_delete=models.PROTECT, related_name="services"
    )
    level = models.CharField(_("level"), max_length=10, choices=Level, default=Level.NATIONAL)
    is_administrative = models.BooleanField(_("administrative service"), default=False)
    territory = models.ForeignKey(
        Territory, verbose_name=_("territory"), null=True, blank=True, on_delete=models.PROTECT
    )
    url = models.URLField(_("official address"), max_length=300)
    summary = models.CharField(_("in short"), max_length=400)
    situations = models.ManyToManyField(
        LifeSituation, verbose_name=_("life situations"), related_name="services"
    )
    audiences = models.ManyToManyField(
        VisitorCategory, verbose_name=_("for whom"), blank=True, related_name="services"
    )
    bring = models.JSONField(_("what to bring"), default=list, blank=True)
    steps = models.JSONField(_("steps"), default=list, blank=True)
    cost = models.CharField(_("cost"), max_length=200, blank=True)
    term = models.CharField(_("term"), max_length=200, blank=True)
    signature = models.CharField(_("signing"), max_length=10, choices=Signature, default=Signature.NONE)
    librarian_role = models.CharField(
        _("what the librarian does"), max_length=10, choices=LibrarianRole, default=LibrarianRole.GUIDES
    )
    boundary = models.CharField(_("what the librarian must not do"), max_length=250, blank=True)
    state_id = models.CharField(_("number in the state register"), max_length=20, blank=True)
    local_number = models.CharField(_("number in the local list"), max_length=40, blank=True)
    cost_amount = models.DecimalField(
        _("cost, UAH (0: free)"), max_digits=10, decimal_places=2, null=True, blank=True
    )
    term_value = models.PositiveSmallIntegerField(_("term, number"), null=True, blank=True)
    term_unit = models.CharField(_("term, unit"), max_length=12, choices=TermUnit, blank=True)
    legal_basis = models.JSONField(_("legal basis"), default=list, blank=True)  # [{"title", "url"}]
    refusal = models.JSONField(_("grounds for refusal"), default=list, blank=True)
    result = models.JSONField(_("what one receives"), default=list, blank=True)
    channels = models.JSONField(_("how to apply"), default=list, blank=True)  # codes of `Channel`
    appeal = models.CharField(_("where to complain"), max_length=300, blank=True)
    help_phone = models.CharField(_("help line"), max_length=120, blank=True)
    alert = models.CharField(_("warning for the time being"), max_length=250, blank=True)
    keeper = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("who keeps the card"), null=True, blank=True,
        on_delete=models.SET_NULL, related_name="+",
    )  # fmt: skip
    review_months = models.PositiveSmallIntegerField(_("review every, months"), default=6)
    review_due_on = models.DateField(_("review due"), null=True, blank=True, db_index=True)
    reminded_on = models.DateField(_("keeper reminded"), null=True, blank=True)
    is_draft = models.BooleanField(_("not published yet"), default=False)
    synonyms = models.JSONField(_("other words for it"), default=list, blank=True)
    demand = models.PositiveSmallIntegerField(_("expected demand, 0–100"), default=50)
    created_at = models.DateTimeField(_("added"), default=timezone.now)
    edited_at = models.DateTimeField(_("edited"), default=timezone.now)
    confirmed_on = models.DateField(_("confirmed by a person"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    confirmed_how = models.CharField(_("how confirmed"), max_length=10, choices=Confirmation, blank=True)
    confirmed_note = models.CharField(_("note of who confirmed"), max_length=200, blank=True)
    retired_on = models.DateField(_("retired"), null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self", verbose_name=_("what replaces it"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="+",
    )  # fmt: skip

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        ordering = [Alphabetical("name")]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_on=None, confirmed_how="")
                | (Q(confirmed_on__isnull=False) & ~Q(confirmed_how="")),
                name="directory_confirmation_says_how",
            ),
            models.CheckConstraint(
                condition=Q(level=Level.NATIONAL, territory=None)
                | (~Q(level=Level.NATIONAL) & Q(territory__isnull=False)),
                name="directory_local_services_have_territory",
            ),
            models.CheckConstraint(
                condition=Q(term_value=None, term_unit="") | (Q(term_value__isnull=False) & ~Q(term_unit="")),
                name="directory_term_has_unit",
            ),
            models.CheckConstraint(
                condition=Q(review_months__range=(1, 60)), name="directory_review_within_five_years"
            ),
        ]
        indexes = [
            models.Index(fields=["retired_on", "name"], name="directory_service_list"),
            models.Index(fields=["url"], name="directory_service_url"),
            models.Index(fields=["state_id"], name="directory_service_state_id"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("directory:service-detail", args=[self.slug])

    @property
    def is_confirmed(self) -> bool:
        """A person made sure, and wrote how; neither an edit nor an answering link counts."""
        return self.confirmed_on is not None
