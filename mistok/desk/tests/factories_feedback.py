from datetime import date

import factory

from mistok.accounts.tests.factories import UserFactory
from mistok.desk.models import (
    FeedbackAnswer,
    FeedbackBox,
    FeedbackQuestion,
    FeedbackReason,
    FeedbackTally,
)
from mistok.network.tests.factories import ServicePointFactory


class FeedbackQuestionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FeedbackQuestion
        django_get_or_create = ("text",)

    text = "Чи допомогли вам сьогодні?"
    good = "Так"
    middle = "Частково"
    bad = "Ні"
    thanks = "Дякуємо!"
    why = "Що саме?"


class FeedbackReasonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FeedbackReason

    question = factory.SubFactory(FeedbackQuestionFactory)
    after_good = True
    text = factory.Sequence(lambda n: f"Причина {n}")


class FeedbackBoxFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FeedbackBox

    point = factory.SubFactory(ServicePointFactory)
    code = factory.Sequence(lambda n: f"abc{n:03d}")


class FeedbackAnswerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FeedbackAnswer

    point = factory.SubFactory(ServicePointFactory)
    question = factory.SubFactory(FeedbackQuestionFactory)
    face = "good"
    source = "qr"
    day = date(2026, 11, 19)


class FeedbackTallyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FeedbackTally

    point = factory.SubFactory(ServicePointFactory)
    question = factory.SubFactory(FeedbackQuestionFactory)
    staff = factory.SubFactory(UserFactory)
    day = date(2026, 11, 19)
    good = 3
