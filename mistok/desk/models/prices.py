"""Price lists of paid extra services (R3.2): copying and printing, never help itself.

A price list is a decision of somebody on a day. What may stand in it is a closed list, checked by the
database; a line has no relation to a service of the directory or to a topic of a consultation.
"""

from datetime import date, timedelta

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mistok.lib.files.models import StoredFile
from mistok.lib.identifiers import uuid7
from mistok.network.models import Organisation
from mistok.ukrainian.dates import date_long

DEAREST = 10_000_00  # kopiykas for one unit: a hall for a day costs less


class PaidKind(models.TextChoices):
    """All that may be paid for: work of machines, paper, rooms. Help and e-services have no kind here.

    The list follows the resolution of the Cabinet of Ministers of 2 December 2020 № 1183 in what a library
    uses of it; a line names the item of that list by itself.
    """

    PRINT = "print", _("printing")
    COPY = "copy", _("copying")
    SCAN = "scan", _("scanning")
    TYPING = "typing", _("typing of text")
    LAMINATION = "lamination", _("lamination")
    BINDING = "binding", _("binding")
    PHOTO = "photo", _("photographing of documents")
    CARRIER = "carrier", _("writing onto a carrier")
    CARD = "card", _("making of a reader’s card")
    PUBLICATION = "publication", _("own publications and souvenirs")
    HALL = "hall", _("use of a hall or equipment")


class PaidUnit(models.TextChoices):
    """What is counted. Closed as well: nothing of it is an hour of a librarian or a question."""

    PAGE = "page", _("page")
    SHEET = "sheet", _("sheet")
    COPY = "copy", _("copy")
    DOCUMENT = "document", _("document")
    PIECE = "piece", _("piece")
    HALL_HOUR = "hall-hour", _("hour of a hall")
    DAY = "day", _("day of use")


class Rounding(models.IntegerChoices):
    """To what a sum paid in cash is rounded, in kopiykas; a card pays exactly.

    Coins of 1, 2, 5 and 25 kopiykas are out of circulation, that of 10 leaves it since 1 October 2025
    (National Bank of Ukraine): the sum of a receipt is rounded to 50 kopiykas where there are none.
    """

    EXACT = 1, _("not rounded")
    TEN = 10, _("to 10 kopiykas")
    FIFTY = 50, _("to 50 kopiykas")


class PriceList(models.Model):
    """A version of the prices of a library and of those below it. Approved once, it is not changed any more.

    Approved versions of a library make one chain (`replaces`), so that two can never be in force on a day:
    the database lets no version be replaced twice and no library have two first versions.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("library"), on_delete=models.PROTECT, related_name="price_lists"
    )
    decision_number = models.CharField(_("number of the decision or order"), max_length=60, blank=True)
    decided_on = models.DateField(_("date of the decision"), null=True, blank=True)
    body = models.CharField(_("who approved it"), max_length=200, blank=True)
    valid_from = models.DateField(_("in force from"), null=True, blank=True)
    valid_until = models.DateField(_("in force until"), null=True, blank=True)
    rounding = models.PositiveSmallIntegerField(
        _("a sum in cash is rounded"), choices=Rounding, default=Rounding.FIFTY
    )
    file = models.ForeignKey(
        StoredFile, verbose_name=_("file of the decision"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(_("added"), default=timezone.now)

    class Meta:
        verbose_name = _("price list")
        verbose_name_plural = _("price lists")
        ordering = ["-valid_from", "-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_at=None)
                | (
                    Q(valid_from__isnull=False, decided_on__isnull=False)
                    & ~Q(decision_number="")
                    & ~Q(body="")
                ),
                name="desk_prices_approved_by_a_decision",
            ),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(decided_on=None) | Q(valid_from__gte=F("decided_on")),
                name="desk_prices_not_before_decision",
            ),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="desk_prices_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(replaces=None) | Q(approved_at__isnull=False),
                name="desk_prices_draft_replaces_none",
            ),
            models.CheckConstraint(condition=Q(rounding__in=Rounding.values), name="desk_prices_rounding"),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(approved_at__isnull=False, replaces=None),
                name="desk_prices_one_first",
            ),
            models.UniqueConstraint(
                fields=["organisation", "valid_from"],
                condition=Q(approved_at__isnull=False),
                name="desk_prices_one_from_a_day",
            ),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(approved_at__isnull=False, valid_until=None),
                name="desk_prices_one_without_end",
            ),
        ]

    def __str__(self) -> str:
        return self.decision if self.decision_number else str(_("draft"))

    @property
    def decision(self) -> str:
        """The paper as a receipt names it: «Міська рада, № 31/5 від 3 жовтня 2026 року»."""
        day = f" від {date_long(self.decided_on)} року" if self.decided_on else ""
        return f"{self.body}, № {self.decision_number}{day}"

    def state_on(self, day: date) -> str:
        """What the version is on the day: draft, coming, in-force or replaced."""
        if self.approved_at is None or self.valid_from is None:
            return "draft"
        if day < self.valid_from:
            return "coming"
        return "replaced" if self.valid_until and self.valid_until < day else "in-force"

    @property
    def state(self) -> str:
        """What the version is today."""
        return self.state_on(timezone.localdate())

    @property
    def state_in_words(self) -> str:
        """The state for a person."""
        return str(STATES[self.state])

    def end_before(self, day: date) -> None:
        """The next version begins on the day: this one ends on the eve, if it did not end earlier."""
        eve = day - timedelta(days=1)
        if self.valid_until is None or self.valid_until > eve:
            self.valid_until = eve
            self.save(update_fields=["valid_until"])


STATES = {
    "draft": _("draft"),
    "coming": _("approved, not in force yet"),
    "in-force": pgettext_lazy("price list", "in force"),
    "replaced": pgettext_lazy("price list", "no longer in force"),
}


class PriceLine(models.Model):
    """What is sold and for how much. Kinds and units are closed lists, held by the database."""

    prices = models.ForeignKey(PriceList, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    kind = models.CharField(_("kind"), max_length=12, choices=PaidKind)
    name = models.CharField(_("name"), max_length=160)
    short_name = models.CharField(_("name on a button"), max_length=40, blank=True)
    unit = models.CharField(_("unit"), max_length=10, choices=PaidUnit)
    price = models.PositiveIntegerField(_("price, kopiykas"), validators=[MinValueValidator(1)])
    list_item = models.CharField(
        _("item of the list"), max_length=40, blank=True,
        help_text=_("Which item of the list of the Cabinet’s resolution № 1183 of 2020 it is."),
    )  # fmt: skip

    class Meta:
        verbose_name = _("line of a price list")
        verbose_name_plural = _("lines of a price list")
        ordering = ["position", "pk"]
        constraints = [
            # An e-service or a consultation has no kind here: it cannot be priced, so it cannot be sold.
            models.CheckConstraint(
                condition=Q(kind__in=PaidKind.values), name="desk_price_of_paid_kinds_only"
            ),
            models.CheckConstraint(condition=Q(unit__in=PaidUnit.values), name="desk_price_of_known_units"),
            models.CheckConstraint(condition=Q(price__gte=1, price__lte=DEAREST), name="desk_price_sensible"),
            models.CheckConstraint(condition=~Q(name=""), name="desk_price_is_named"),
            models.UniqueConstraint(fields=["prices", "name", "unit"], name="desk_price_named_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The name on a button."""
        return self.short_name or self.name


class PriceExemption(models.Model):
    """For whom all lines of a list are free, and by what law or decision."""

    prices = models.ForeignKey(PriceList, on_delete=models.CASCADE, related_name="exemptions")
    who = models.CharField(_("for whom it is free"), max_length=160)
    ground = models.CharField(_("by what law or decision"), max_length=250)

    class Meta:
        verbose_name = _("exemption from payment")
        verbose_name_plural = _("exemptions from payment")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(who="") & ~Q(ground=""), name="desk_exemption_has_ground"),
            models.UniqueConstraint(fields=["prices", "who"], name="desk_exemption_once"),
        ]

    def __str__(self) -> str:
        return self.who
