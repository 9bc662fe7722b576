"""What paid services know of people: who sold, counted and approved; of those who bought, nothing."""

from django.utils.translation import gettext_lazy as _

from mistok.accounts.personal import Personal, classify
from mistok.desk.models import (
    CashDay,
    CashStep,
    PriceExemption,
    PriceLine,
    PriceList,
    Refund,
    RefundLine,
    Sale,
    SaleLine,
)

_KEPT = _("As long as the record, a primary document of the library.")
_MONEY = _("To know who answers for the money.")

classify(
    PriceList,
    plain=[
        "organisation", "decision_number", "decided_on", "body", "valid_from", "valid_until", "rounding",
        "file", "replaces", "approved_at", "created_at",
    ],
    personal={"approved_by": Personal(_("To know who approved."), _KEPT, "approved_by")},
)  # fmt: skip
classify(
    PriceLine,
    plain=["prices", "position", "kind", "name", "short_name", "unit", "price", "list_item"],
    personal={},
)
classify(PriceExemption, plain=["prices", "who", "ground"], personal={})
classify(
    Sale,
    plain=[
        "point", "cash_day", "number", "occurred_at", "time_known", "received_at", "revised_at", "day",
        "prices", "decision", "payment", "total", "rounding", "paid", "refunded", "tendered", "exempt_who",
        "exempt_ground", "fiscal_number", "voided_at", "void_reason",
    ],
    personal={"staff": Personal(_MONEY, _KEPT, "staff")},
)  # fmt: skip
classify(
    SaleLine,
    plain=["sale", "price_line", "kind", "name", "unit", "price", "quantity", "amount", "refunded"],
    personal={},
)
classify(
    Refund,
    plain=["sale", "cash_day", "occurred_at", "day", "payment", "amount", "reason"],
    personal={"staff": Personal(_MONEY, _KEPT, "staff")},
)
classify(RefundLine, plain=["refund", "sale_line", "quantity", "amount"], personal={})
classify(
    CashDay,
    plain=[
        "point", "day", "opening", "counted", "handed_over", "note", "counted_at", "number", "closed_at",
    ],
    personal={
        "handed_to": Personal(_MONEY, _KEPT, ""),
        "counted_by": Personal(_MONEY, _KEPT, "counted_by"),
        "closed_by": Personal(_MONEY, _KEPT, "closed_by"),
    },
)  # fmt: skip
classify(
    CashStep,
    plain=["cash_day", "kind", "at", "reason", "figures"],
    personal={"by": Personal(_MONEY, _KEPT, "by")},
)
