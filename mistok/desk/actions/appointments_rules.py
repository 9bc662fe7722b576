"""How a point receives by appointment, as its head writes it down."""

from collections.abc import Iterable

from django.db import transaction

from mistok.accounts.models import User
from mistok.audit import actions as audit
from mistok.audit.models import Event
from mistok.desk.models import BookingLength, BookingRules, Subject, Topic
from mistok.search.actions import changed


@transaction.atomic
def change_rules(*, rules: BookingRules, lengths: Iterable[tuple[Subject, int]], by: User) -> BookingRules:
    """Store the rules of a point and the lengths for its services; public pages follow."""
    rules.save()
    rules.lengths.all().delete()
    BookingLength.objects.bulk_create(
        BookingLength(
            rules=rules,
            service=None if isinstance(subject, Topic) else subject,
            topic=subject if isinstance(subject, Topic) else None,
            minutes=minutes,
        )
        for subject, minutes in dict(lengths).items()
    )
    audit.record(Event.BOOKING_RULES_CHANGED, rules.point, by=by, organisation=rules.point.organisation)
    changed("point", str(rules.point.uuid))
    return rules
