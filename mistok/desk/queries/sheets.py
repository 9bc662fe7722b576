"""Filled sheets that a person may see."""

from django.db.models import QuerySet

from mistok.desk.models import SheetImport
from mistok.network.models import ServicePoint
from mistok.network.permissions import Permission
from mistok.network.queries import Person, points_for

LISTED = 20


def sheets_for(person: Person) -> QuerySet[SheetImport]:
    """Sheets of the points where the person records."""
    mine = SheetImport.objects.filter(point__in=points_for(person, Permission.RECORD_HELP))
    return mine.select_related("point__organisation", "staff", "file")


def last_sheets(point: ServicePoint) -> list[SheetImport]:
    """The sheets brought to the point last; those only looked at stand among them."""
    return list(SheetImport.objects.filter(point=point).select_related("staff")[:LISTED])
