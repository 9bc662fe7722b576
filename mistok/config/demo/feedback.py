"""Answers of visitors at two points: a month of taps and one counted box."""

from datetime import date, timedelta
from random import Random

from mistok.accounts.models import User
from mistok.desk.actions.feedback import open_point_box
from mistok.desk.models import AnswerSource, Face, FeedbackAnswer, FeedbackTally
from mistok.desk.queries.feedback import current_question, reasons_after
from mistok.lib.identifiers import uuid7
from mistok.network.models import ServicePoint

POINTS = (("kropyvnytskoho", "librarian"), ("filiia-5", "branch"))
DAYS = 28
WEIGHTS = {Face.GOOD: 78, Face.MIDDLE: 15, Face.BAD: 7}


def fill(staff: dict[str, User], today: date) -> None:
    """Open boxes and put answers into them. A second time nothing is added."""
    chance = Random(1271)  # noqa: S311 - a show, not a secret
    for slug, key in POINTS:
        point, person = ServicePoint.objects.get(slug=slug), staff[key]
        if FeedbackAnswer.objects.filter(point=point).exists():
            continue
        open_point_box(by=person, point=point)
        question = current_question()
        assert question is not None
        for days in range(1, DAYS + 1):
            day = today - timedelta(days=days)
            if day.weekday() > 4:
                continue
            for _number in range(chance.randint(0, 4)):
                face = chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
                answer = FeedbackAnswer.objects.create(
                    uuid=uuid7(),
                    point=point,
                    question=question,
                    face=face,
                    source=chance.choice(AnswerSource.values),
                    day=day,
                )
                if chance.random() < 0.6:
                    answer.reasons.add(chance.choice(reasons_after(question, face)))
        FeedbackTally.objects.create(
            uuid=uuid7(),
            point=point,
            question=question,
            day=today - timedelta(days=3),
            good=14,
            middle=3,
            bad=1,
            staff=person,
        )
