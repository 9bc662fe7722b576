"""What is asked for at a point, for the print shop of the catalogue."""

from datetime import timedelta

from django.db.models import Sum

from mistok.desk.models import EncounterItem
from mistok.directory.printing.demand import declare
from mistok.network.models import ServicePoint
from mistok.network.queries import today

LOOKS_BACK = timedelta(days=180)


def asked_at(point: ServicePoint, limit: int) -> list[int]:
    """Keys of services helped with at the point in the last half year, the most asked first. One query."""
    found = (
        EncounterItem.objects.filter(
            encounter__point=point,
            encounter__day__gte=today() - LOOKS_BACK,
            encounter__voided_at=None,
            encounter__superseded_by=None,
            service__isnull=False,
        )
        .order_by()
        .values("service")
        .annotate(asked=Sum("times"))
        .order_by("-asked", "service")
    )
    return [row["service"] for row in found[:limit]]


declare(asked_at)
