"""Sales of paid services and refunds. A sale is a fact: its prices are its own, it is voided or refunded."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mistok.desk.models.cash import CashDay
from mistok.desk.models.prices import DEAREST, PaidKind, PaidUnit, PriceLine, PriceList
from mistok.lib.identifiers import uuid7
from mistok.network.models import ServicePoint

MOST_UNITS = 2_000  # times the dearest price it still fits an integer of the database


class Payment(models.TextChoices):
    CASH = "cash", _("cash")
    CARD = "card", _("card")
    EXEMPT = "exempt", _("free of charge")


class SaleVoidReason(models.TextChoices):
    """Why a sale was taken back on its day. A closed list, so that nobody writes names into it."""

    CHANGED_MIND = "changed-mind", _("the person did not want it after all")
    TWICE = "twice", _("entered twice")
    MISTAKE = "mistake", _("entered by mistake")
    FAULT = "fault", _("the machine failed")


class RefundReason(models.TextChoices):
    DEFECT = "defect", _("poor quality")
    NOT_GIVEN = "not-given", _("the service was not given")
    WRONG_SUM = "wrong-sum", _("wrong quantity or price")
    OTHER = "other", _("the person’s request")


class Sale(models.Model):
    """What one person bought at a point at once. All sums are in kopiykas."""

    uuid = models.UUIDField(primary_key=True, default=uuid7)
    point = models.ForeignKey(
        ServicePoint, verbose_name=_("point"), on_delete=models.PROTECT, related_name="+"
    )
    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("librarian"), on_delete=models.PROTECT, related_name="+"
    )
    cash_day = models.ForeignKey(CashDay, on_delete=models.PROTECT, related_name="sales")
    number = models.PositiveIntegerField(_("number of the receipt"))
    occurred_at = models.DateTimeField(_("when"), default=timezone.now)
    time_known = models.BooleanField(_("time of the day known"), default=True)
    received_at = models.DateTimeField(_("received"), default=timezone.now, editable=False)
    revised_at = models.DateTimeField(_("last revised"), default=timezone.now, editable=False, db_index=True)
    day = models.DateField(_("day in Kyiv"), editable=False)
    prices = models.ForeignKey(PriceList, on_delete=models.PROTECT, related_name="+")
    decision = models.CharField(_("by what decision"), max_length=320)
    payment = models.CharField(_("how paid"), max_length=10, choices=Payment)
    total = models.BigIntegerField(_("by the prices"))
    rounding = models.SmallIntegerField(_("rounding"), default=0)
    paid = models.BigIntegerField(_("paid"))
    refunded = models.BigIntegerField(_("given back"), default=0)
    tendered = models.BigIntegerField(_("cash handed in"), null=True, blank=True)
    exempt_who = models.CharField(_("for whom it is free"), max_length=160, blank=True)
    exempt_ground = models.CharField(_("by what law or decision"), max_length=250, blank=True)
    fiscal_number = models.CharField(_("fiscal number"), max_length=40, blank=True)
    voided_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    void_reason = models.CharField(_("why taken back"), max_length=15, choices=SaleVoidReason, blank=True)

    class Meta:
        verbose_name = _("sale")
        verbose_name_plural = _("sales")
        ordering = ["-occurred_at", "-uuid"]
        indexes = [models.Index(fields=["point", "day"], name="desk_sale_day")]
        constraints = [
            models.UniqueConstraint(fields=["point", "number"], name="desk_sale_number_once"),
            models.CheckConstraint(condition=Q(payment__in=Payment.values), name="desk_sale_payment_known"),
            models.CheckConstraint(
                condition=Q(payment="exempt", paid=0, rounding=0) & ~Q(exempt_who="") & ~Q(exempt_ground="")
                | ~Q(payment="exempt") & Q(paid=F("total") + F("rounding"), exempt_who="", exempt_ground=""),
                name="desk_sale_paid_or_exempt",
            ),
            models.CheckConstraint(
                condition=Q(total__gte=1, paid__gte=0, rounding__gte=-49, rounding__lte=49)
                & (Q(payment="cash") | Q(rounding=0)),
                name="desk_sale_sums_sensible",
            ),
            models.CheckConstraint(
                condition=Q(refunded__gte=0, refunded__lte=F("paid")), name="desk_sale_refund_within_paid"
            ),
            models.CheckConstraint(
                condition=Q(tendered=None) | Q(payment="cash", tendered__gte=F("paid")),
                name="desk_sale_tendered_enough",
            ),
            models.CheckConstraint(
                condition=Q(voided_at=None, void_reason="")
                | (Q(voided_at__isnull=False, refunded=0) & ~Q(void_reason="")),
                name="desk_sale_void_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"№ {self.number}, {self.day}"

    @property
    def change(self) -> int | None:
        """What is handed back of the banknote, in kopiykas; None when no banknote was noted."""
        return None if self.tendered is None else self.tendered - self.paid

    @property
    def is_whole(self) -> bool:
        """Whether nothing of it was taken or given back."""
        return self.voided_at is None and not any(line.refunded for line in self.lines.all())

    @property
    def what(self) -> str:
        """What was sold, in a line of a list."""
        return ", ".join(f"{line.name} × {line.quantity}" for line in self.lines.all())


class SaleLine(models.Model):
    """One thing sold, with the price of that day. `refunded` units never pass the sold ones."""

    sale = models.ForeignKey(Sale, on_delete=models.CASCADE, related_name="lines")
    price_line = models.ForeignKey(PriceLine, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=12, choices=PaidKind)
    name = models.CharField(_("name"), max_length=160)
    unit = models.CharField(_("unit"), max_length=10, choices=PaidUnit)
    price = models.PositiveIntegerField(_("price, kopiykas"))
    quantity = models.PositiveIntegerField(_("quantity"))
    amount = models.BigIntegerField(_("sum"))
    refunded = models.PositiveIntegerField(_("units taken back"), default=0)

    class Meta:
        verbose_name = _("line of a sale")
        verbose_name_plural = _("lines of a sale")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["sale", "price_line"], name="desk_sold_once"),
            models.CheckConstraint(
                condition=Q(kind__in=PaidKind.values), name="desk_sold_of_paid_kinds_only"
            ),
            models.CheckConstraint(condition=Q(unit__in=PaidUnit.values), name="desk_sold_by_known_units"),
            models.CheckConstraint(
                condition=Q(quantity__gte=1, quantity__lte=MOST_UNITS, price__gte=1, price__lte=DEAREST),
                name="desk_sold_sensible",
            ),
            models.CheckConstraint(
                condition=Q(amount=F("price") * F("quantity")), name="desk_sold_amount_exact"
            ),
            models.CheckConstraint(
                condition=Q(refunded__gte=0, refunded__lte=F("quantity")), name="desk_refund_within_sold"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ×{self.quantity}"

    @property
    def left(self) -> int:
        """Units that may still be taken back."""
        return self.quantity - self.refunded


class Refund(models.Model):
    """Money given back, of a whole sale or a part; it belongs to the cash of its own day."""

    uuid = models.UUIDField(primary_key=True, default=uuid7)
    sale = models.ForeignKey(Sale, on_delete=models.PROTECT, related_name="refunds")
    cash_day = models.ForeignKey(CashDay, on_delete=models.PROTECT, related_name="refunds")
    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("librarian"), on_delete=models.PROTECT, related_name="+"
    )
    occurred_at = models.DateTimeField(_("when"), default=timezone.now)
    day = models.DateField(_("day in Kyiv"), editable=False, db_index=True)
    payment = models.CharField(_("how given back"), max_length=10, choices=Payment)
    amount = models.BigIntegerField(_("sum"))
    reason = models.CharField(_("why"), max_length=12, choices=RefundReason)

    class Meta:
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        ordering = ["occurred_at"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="desk_refund_not_negative"),
            models.CheckConstraint(condition=Q(payment__in=["cash", "card"]), name="desk_refund_of_money"),
            models.CheckConstraint(condition=~Q(reason=""), name="desk_refund_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.amount}"


class RefundLine(models.Model):
    """How many units of a sold line were taken back."""

    refund = models.ForeignKey(Refund, on_delete=models.CASCADE, related_name="lines")
    sale_line = models.ForeignKey(SaleLine, on_delete=models.PROTECT, related_name="refund_lines")
    quantity = models.PositiveIntegerField(_("quantity"))
    amount = models.BigIntegerField(_("sum"))

    class Meta:
        verbose_name = _("line of a refund")
        verbose_name_plural = _("lines of a refund")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["refund", "sale_line"], name="desk_refunded_once_a_line"),
            models.CheckConstraint(
                condition=Q(quantity__gte=1, amount__gte=0), name="desk_refunded_sensible"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sale_line_id} ×{self.quantity}"
