"""What answers of visitors let be counted: all, and the good ones; the share is their quotient."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import batched

from django.db.models import Count, Sum
from django.utils.translation import gettext_lazy as _

from mistok.desk.models import Face, FeedbackAnswer, FeedbackTally
from mistok.lib.indicators import Indicator, Row, Source, declare

AT_ONCE = 450

FEEDBACK = Indicator(
    code="feedback",
    title=_("Answers of visitors"),
    meaning=_(
        "Answers to the one question after the visit: taps on a phone or the turned screen, and paper cards "
        "counted by hand. A person may answer more than once."
    ),
    forms=("відповідь", "відповіді", "відповідей"),
    dimensions=("face",),
    order=80,
)
FEEDBACK_GOOD = Indicator(
    code="feedback_good",
    title=_("Good answers of visitors"),
    meaning=_("Answers with the smiling face. Their share is this number divided by all answers."),
    forms=("відповідь", "відповіді", "відповідей"),
    order=81,
)

type Pair = tuple[int, date]


def rows(days: set[Pair]) -> Iterator[Row]:
    """All rows of the (point, day) pairs: two queries for each block of points and days."""
    for points in batched(sorted({point for point, _day in days}), AT_ONCE):
        wanted = {day for point, day in days if point in points}
        for some in batched(sorted(wanted), AT_ONCE):
            sums: dict[Pair, dict[str, int]] = defaultdict(lambda: defaultdict(int))
            asked = {"point__in": points, "day__in": some}
            answers = FeedbackAnswer.objects.filter(**asked).order_by()
            for point, day, face, number in answers.values_list("point", "day", "face").annotate(Count("pk")):
                sums[point, day][face] += number
            tallies = FeedbackTally.objects.filter(**asked, voided_at=None).order_by()
            counted = tallies.values_list("point", "day").annotate(Sum("good"), Sum("middle"), Sum("bad"))
            for point, day, *numbers in counted:
                for face, number in zip((Face.GOOD, Face.MIDDLE, Face.BAD), numbers, strict=True):
                    sums[point, day][face] += number
            for pair in sums.keys() & days:
                yield from _of(pair, sums[pair])


def _of(pair: Pair, faces: dict[str, int]) -> Iterator[Row]:
    point, day = pair
    yield Row(FEEDBACK.code, day, point, sum(faces.values()))
    if faces[Face.GOOD]:
        yield Row(FEEDBACK_GOOD.code, day, point, faces[Face.GOOD])
    for face, number in faces.items():
        if number:
            yield Row(FEEDBACK.code, day, point, number, 0, "face", str(face))


def touched(since: datetime | None) -> set[Pair]:
    """Pairs whose answers or counts of cards were written or withdrawn since the moment."""
    found: set[Pair] = set()
    for model in (FeedbackAnswer, FeedbackTally):
        rows_of = model._default_manager.order_by()
        if since is not None:
            rows_of = rows_of.filter(revised_at__gte=since)
        found |= set(rows_of.values_list("point", "day").distinct())
    return found


def labels(dimension: str, keys: Iterable[str]) -> dict[str, str]:
    """Words of the faces."""
    names = dict(Face.choices)
    return {key: str(names[key]) for key in keys if key in names} if dimension == "face" else {}


declare(
    Source(name="feedback", indicators=(FEEDBACK, FEEDBACK_GOOD), rows=rows, touched=touched, labels=labels)
)
