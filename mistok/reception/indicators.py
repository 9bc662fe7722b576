"""What the reception lets be counted. Questions count at the point where they came in.

What was no question (sent to try, asked twice, advertising) counts nowhere. An answer counts on the day of
the first answer to a question; a referral to another body is an answer.
"""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import batched

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from mistok.lib.indicators import Indicator, Row, Source, declare
from mistok.reception.models import Answer, Case

# SQLite allows 999 parameters in a query where it was built sparingly; the rest is for the query's own.
AT_ONCE = 450

RECEIVED = Indicator(
    code="questions_received",
    title=_("Questions received"),
    meaning=_("Questions left on the site, by phone or on a note, and questions of branches to the centre."),
    forms=("запитання", "запитання", "запитань"),
    order=70,
)
ANSWERED = Indicator(
    code="questions_answered",
    title=_("Questions answered"),
    meaning=_("Questions that got their first answer on the day, or were told where to turn."),
    forms=("відповідь", "відповіді", "відповідей"),
    order=71,
)
IN_TIME = Indicator(
    code="questions_in_time",
    title=_("Answered in time"),
    meaning=_("Of the answered questions, those answered before the promised term was over."),
    forms=("відповідь", "відповіді", "відповідей"),
    order=72,
)
PUBLISHED = Indicator(
    code="answers_published",
    title=_("Answers published"),
    meaning=_("Answers made public for everybody for the first time."),
    forms=("відповідь", "відповіді", "відповідей"),
    order=73,
)

type Pair = tuple[int, date]


def rows(days: set[Pair]) -> Iterator[Row]:
    """All rows of the (point, day) pairs: three queries for each block of both."""
    for points in batched(sorted({point for point, _day in days}), AT_ONCE):
        chosen = set(points)
        for some in batched(sorted({day for point, day in days if point in chosen}), AT_ONCE):
            for row in _block(points, some):
                if (row.point_id, row.day) in days:
                    yield row


def _block(points: tuple[int, ...], days: tuple[date, ...]) -> Iterator[Row]:
    counted = Case.objects.counted().filter(point__in=points).order_by()
    received = counted.filter(received_on__in=days).values_list("point", "received_on")
    for point, day, many in received.annotate(many=Count("pk")):
        yield Row(RECEIVED.code, day, point, many)
    answered = counted.filter(answered_on__in=days).values_list("point", "answered_on")
    for point, day, many, in_time in answered.annotate(
        many=Count("pk"), prompt=Count("pk", filter=Q(in_time=True))
    ):
        assert day is not None
        yield Row(ANSWERED.code, day, point, many)
        if in_time:
            yield Row(IN_TIME.code, day, point, in_time)
    published = Answer.objects.filter(point__in=points, published_on__in=days).order_by()
    for point, day, many in published.values_list("point", "published_on").annotate(many=Count("pk")):
        assert day is not None
        yield Row(PUBLISHED.code, day, point, many)


def touched(since: datetime | None) -> set[Pair]:
    """The pairs whose questions or answers changed since the moment; all of them for None."""
    cases, answers = Case.objects.order_by(), Answer.objects.order_by()
    if since is not None:
        cases, answers = cases.filter(revised_at__gte=since), answers.filter(revised_at__gte=since)
    pairs = set(cases.values_list("point", "received_on").distinct())
    found = [(point, day) for point, day in cases.values_list("point", "answered_on").distinct() if day]
    found += [(point, day) for point, day in answers.values_list("point", "published_on").distinct() if day]
    return pairs | set(found)


declare(
    Source(name="reception", indicators=(RECEIVED, ANSWERED, IN_TIME, PUBLISHED), rows=rows, touched=touched)
)
