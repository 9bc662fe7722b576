from datetime import timedelta

import factory
from django.utils import timezone

from mistok.accounts.tests.factories import UserFactory
from mistok.network.tests.factories import ServicePointFactory
from mistok.reception.deadlines import due_of
from mistok.reception.models import Answer, AnswerState, Case, CaseState, Message, MessageKind


class CaseFactory(factory.django.DjangoModelFactory):
    """A question that waits; `holder` makes it taken."""

    class Meta:
        model = Case

    class Params:
        holder = None

    point = factory.SubFactory(ServicePointFactory)
    desk = factory.SelfAttribute("point")
    year = 2026
    serial = factory.Sequence(lambda n: n + 1)
    text = "Як переоформити субсидію після переїзду?"
    created_at = factory.LazyFunction(timezone.now)
    received_on = factory.LazyAttribute(lambda each: timezone.localdate(each.created_at))
    clock_at = factory.SelfAttribute("created_at")
    due_at = factory.LazyAttribute(lambda each: due_of("factual", each.clock_at))
    claimed_by = factory.SelfAttribute("holder")
    state = factory.LazyAttribute(lambda each: CaseState.TAKEN if each.holder else CaseState.NEW)


class MessageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Message

    case = factory.SubFactory(CaseFactory)
    kind = MessageKind.ANSWER
    text = "Подайте заяву на порталі «Дія»."
    author = factory.SubFactory(UserFactory)
    way = "code"
    delivered_at = factory.LazyFunction(timezone.now)


class AnswerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Answer

    slug = factory.Sequence(lambda n: f"vidpovid-{n}")
    question = factory.Sequence(lambda n: f"Як переоформити субсидію після переїзду ({n})?")
    text = "Відкрийте портал «Дія».\nОберіть послугу «Субсидія».\nПодайте заяву."
    point = factory.SubFactory(ServicePointFactory)
    author = factory.SubFactory(UserFactory)
    state = AnswerState.PUBLISHED
    approved_by = factory.SelfAttribute("author")
    published_on = factory.LazyFunction(timezone.localdate)
    reviewed_on = factory.LazyFunction(timezone.localdate)
    review_due_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=180))


def answered(case: Case, by, **more) -> Message:
    """The case with an answer by the person."""
    now = timezone.now()
    case.state, case.claimed_by, case.finished_at = CaseState.ANSWERED, by, now
    case.answered_at, case.answered_on, case.in_time = now, timezone.localdate(now), True
    case.save()
    return MessageFactory(case=case, author=by, **more)
