"""Demonstration: a sanitary day, announced closures, shelters, and whom the points serve. All made up."""

from datetime import date, timedelta

from mistok.accounts.models import User
from mistok.network.actions.hours import close_for_days, except_hours
from mistok.network.models import HoursException, ServicePoint


def fill(people: dict[str, User], day: date) -> None:
    """Give the points what passports ask for. A second time nothing is added."""
    if HoursException.objects.exists():
        return
    points = list(ServicePoint.objects.select_related("organisation", "territory").order_by("pk"))
    for number, point in enumerate(points):
        point.sanitary_day = "last-working"
        point.has_banner = number % 3 != 1
        point.has_generator = point.works_in_blackout and number % 2 == 0
        point.has_shelter = number % 4 == 0
        point.shelter_note = "у підвалі, вхід із двору" if point.has_shelter else ""
        point.internet_mbps = 100 if number % 2 == 0 else 50
        point.facilities = ["stop", "ramp"] if number % 3 == 0 else ["stop"]
        point.save()
        point.serves.add(point.territory)
    head = people["head"]
    close_for_days(
        points=points[4:6], since=day, until=day + timedelta(days=6), reason="ремонт опалення", by=head
    )
    except_hours(
        point=points[0],
        since=day + timedelta(days=3),
        until=day + timedelta(days=3),
        hours="10:00-14:00",
        reason="навчання бібліотекарів",
        by=head,
    )
