"""What visitors answered, by point and month. Nothing small enough to point at a person is shown."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, QuerySet, Sum

from mistok.desk.models.feedback import (
    AnswerSource,
    Face,
    FeedbackAnswer,
    FeedbackBox,
    FeedbackQuestion,
    FeedbackReason,
    FeedbackTally,
    FeedbackTallyReason,
)
from mistok.network.models import ServicePoint
from mistok.network.permissions import Permission
from mistok.network.queries import Person, open_points, points_for

SMALLEST = 5  # k: reasons and words are shown from so many people on (product 15)
PAPER = "paper"


def current_question() -> FeedbackQuestion | None:
    """The version in use: the newest."""
    return FeedbackQuestion.objects.prefetch_related("reasons").first()


def open_box(code: str) -> FeedbackBox | None:
    """The box of the code at a point that works."""
    boxes = FeedbackBox.objects.select_related("point__organisation", "point__territory")
    return boxes.filter(code=code.lower(), is_open=True, point__in=open_points()).first()


def tallies_for(person: Person, permission: Permission) -> QuerySet[FeedbackTally]:
    """Counts of paper cards at the points where the person may do this."""
    return FeedbackTally.objects.filter(point__in=points_for(person, permission))


def answers_for(person: Person, permission: Permission) -> QuerySet[FeedbackAnswer]:
    """Answers at the points where the person may do this."""
    return FeedbackAnswer.objects.filter(point__in=points_for(person, permission))


def reasons_after(question: FeedbackQuestion, face: str) -> list[FeedbackReason]:
    """The reasons to tap after this answer."""
    return [each for each in question.reasons.all() if each.after_good == (face == Face.GOOD)]


@dataclass
class Results:
    """The answers of a point in a period."""

    good: int = 0
    middle: int = 0
    bad: int = 0
    sources: dict[str, int] = field(default_factory=dict)
    reasons: list[tuple[str, list[tuple[str, int | None]]]] = field(default_factory=list)
    words: list[FeedbackAnswer] = field(default_factory=list)
    hidden_words: bool = False

    @property
    def number(self) -> int:
        """Answers in all."""
        return self.good + self.middle + self.bad

    @property
    def share(self) -> int | None:
        """Good answers of a hundred, rounded; None while nobody answered."""
        return round(100 * self.good / self.number) if self.number else None

    @property
    def sources_said(self) -> list[tuple[str, int]]:
        """Ways in which answers came, only the used ones."""
        names = dict(AnswerSource.choices)
        return [(str(names.get(code, code)), number) for code, number in self.sources.items() if number]

    @property
    def on_paper(self) -> int:
        return self.sources.get(PAPER, 0)


def results(point: ServicePoint, first: date, last: date) -> Results:
    """All that was answered from the first to the last day inclusive: five queries.

    Reasons, of taps and of cards, are told after an answer that at least five people gave, and each from five
    on; a smaller one has None for its number. Words are shown when at least five people wrote some, without
    their days.
    """
    answers = FeedbackAnswer.objects.filter(point=point, day__range=(first, last))
    found = Results()
    faces: Counter[str] = Counter()
    sources: Counter[str] = Counter()
    for face, source, number in answers.order_by().values_list("face", "source").annotate(Count("pk")):
        faces[face] += number
        sources[source] += number
    tallies = FeedbackTally.objects.filter(point=point, day__range=(first, last), voided_at=None)
    sums = tallies.aggregate(good=Sum("good"), middle=Sum("middle"), bad=Sum("bad"))
    paper = {face: sums[face] or 0 for face in (Face.GOOD, Face.MIDDLE, Face.BAD)}
    found.good, found.middle, found.bad = (faces[each] + paper[each] for each in paper)
    found.sources = {**sources, PAPER: sum(paper.values())}
    found.reasons = _reasons(answers, tallies, found)
    written = answers.exclude(text="").order_by("text", "pk")
    words = list(written[:200])
    found.hidden_words = 0 < len(words) < SMALLEST
    found.words = [] if found.hidden_words else words
    return found


def _reasons(
    answers: QuerySet[FeedbackAnswer], tallies: QuerySet[FeedbackTally], found: Results
) -> list[tuple[str, list[tuple[str, int | None]]]]:
    """By side (good, otherwise), the most named first; those below the smallest number have none."""
    tapped = answers.filter(reasons__isnull=False).order_by()
    ticked = FeedbackTallyReason.objects.filter(tally__in=tallies).order_by()
    sides: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    for after_good, text, number in (
        *tapped.values_list("reasons__after_good", "reasons__text").annotate(number=Count("pk")),
        *ticked.values_list("reason__after_good", "reason__text").annotate(sum=Sum("number")),
    ):
        sides[after_good][text] += number
    enough = {True: found.good >= SMALLEST, False: found.middle + found.bad >= SMALLEST}
    result: list[tuple[str, list[tuple[str, int | None]]]] = []
    for after_good, numbers in sides.items():
        if numbers and enough[after_good]:
            rows = sorted(numbers.items(), key=lambda row: (-row[1] if row[1] >= SMALLEST else 0, row[0]))
            shown = [(text, number if number >= SMALLEST else None) for text, number in rows]
            result.append(("good" if after_good else "other", shown))
    return result
