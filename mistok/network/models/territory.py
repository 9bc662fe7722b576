"""The codifier of administrative and territorial units (КАТОТТГ, order of Minregion № 290 of 26.11.2020)."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from mistok.network.models.dated import Dated, DatedQuerySet

CODE = RegexValidator(r"^UA\d{17}$", _("A code is the letters UA and 17 digits."))


class TerritoryCategory(models.TextChoices):
    """Letters of the codifier, always stored in Latin: ministry texts print Cyrillic look-alikes."""

    OBLAST = "O", _("oblast")
    SPECIAL_CITY = "K", _("city with special status")
    RAION = "P", _("raion")
    HROMADA = "H", _("hromada")
    CITY = "M", _("city")
    TOWN = "T", _("urban-type settlement")
    SETTLEMENT = "X", _("settlement")
    VILLAGE = "C", _("village")
    DISTRICT = "B", _("city district")


class Territory(models.Model):
    """A unit of the codifier. The code stays when the name changes; names in time are `TerritoryName`."""

    code = models.CharField(_("code"), max_length=19, primary_key=True, validators=[CODE])
    parent = models.ForeignKey(
        "self",
        verbose_name=_("within"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    level = models.PositiveSmallIntegerField(_("level"))
    category = models.CharField(_("category"), max_length=1, choices=TerritoryCategory)
    name = models.CharField(_("name"), max_length=120, db_index=True)
    closed_on = models.DateField(_("no longer in the codifier since"), null=True, blank=True)
    latitude = models.FloatField(_("latitude of the centre"), null=True, blank=True)
    longitude = models.FloatField(_("longitude of the centre"), null=True, blank=True)
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    population_year = models.PositiveSmallIntegerField(_("population in the year"), null=True, blank=True)
    centre = models.ForeignKey(
        "self", verbose_name=_("administrative centre"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="+",
    )  # fmt: skip

    class Meta:
        verbose_name = _("territory")
        verbose_name_plural = _("territories")
        ordering = ["name", "code"]
        constraints = [
            models.CheckConstraint(condition=models.Q(level__range=(1, 5)), name="network_territory_level"),
            models.CheckConstraint(
                condition=models.Q(category__in=TerritoryCategory.values), name="network_territory_category"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TerritoryName(Dated):
    """What a unit was called and when, so that it is found by its old name too."""

    territory = models.ForeignKey(Territory, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(_("name"), max_length=120, db_index=True)

    objects = DatedQuerySet["TerritoryName"].as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("name of a territory")
        ordering = ["territory", "since"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["territory"], condition=models.Q(until=None), name="network_one_name_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Outline(models.Model):
    """The simplified border of an oblast or raion, for drawing maps.

    `rings` is a list of closed rings, each a list of [longitude, latitude] in degrees (WGS 84).
    """

    territory = models.OneToOneField(
        Territory, primary_key=True, on_delete=models.CASCADE, related_name="outline"
    )
    rings = models.JSONField(_("border"))
    source = models.CharField(_("source and licence"), max_length=120)

    class Meta:
        verbose_name = _("outline of a territory")

    def __str__(self) -> str:
        return str(self.territory_id)
