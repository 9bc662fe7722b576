"""What is sold most at a point, and the sales a person may see."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import QuerySet, Sum

from mistok.desk.models import PriceLine, PriceList, Rounding, Sale, SaleLine
from mistok.network.models import ServicePoint
from mistok.network.permissions import Permission
from mistok.network.queries import Person, points_for

LEARNT_FROM = timedelta(weeks=8)


def sales_for(person: Person, permission: Permission) -> QuerySet[Sale]:
    """The sales at the points where the person may do this."""
    return Sale.objects.filter(point__in=points_for(person, permission)).select_related(
        "point__organisation", "staff", "cash_day"
    )


def usual_lines(prices: PriceList, point: ServicePoint, day: date) -> list[PriceLine]:
    """The lines of the list, those sold most at this point in the last weeks first.

    Learnt from the days before `day`, so that no button moves under the fingers during a day; a line is known
    again by its kind and name, so that a new price list keeps the order.
    """
    sold = (
        SaleLine.objects.filter(
            sale__point=point,
            sale__day__gte=day - LEARNT_FROM,
            sale__day__lt=day,
            sale__voided_at=None,
        )
        .order_by()
        .values_list("kind", "name")
        .annotate(units=Sum("quantity"))
    )
    units = {(kind, name): number for kind, name, number in sold}
    return sorted(prices.lines.all(), key=lambda line: -units.get((line.kind, line.name), 0))


def matching(lines: Iterable[PriceLine], words: str) -> set[int]:
    """Keys of the lines with all the words in their names; endings may differ («друку» finds «Друк»)."""
    asked = [word[: max(3, len(word) - 3)] for word in words.casefold().replace("’", "'").split()]
    names = ((line.pk, f"{line.short_name} {line.name}".casefold().replace("’", "'")) for line in lines)
    return {key for key, name in names if all(word in name for word in asked)}


def rounded(amount: int, step: int) -> int:
    """A sum in cash to the nearest `step` kopiykas, the half up: 24 → 0, 25 → 50 (National Bank of Ukraine).

    >>> [rounded(sum, 50) for sum in (1224, 1225, 1274, 1275)], rounded(1234, 10), rounded(1234, 1)
    ([1200, 1250, 1250, 1300], 1230, 1234)
    """
    return amount if step <= Rounding.EXACT else (amount + step // 2) // step * step
