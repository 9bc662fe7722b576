"""What feedback knows of people: nobody who answered; who made a question and who counted paper cards.

Words of a visitor may hold somebody’s data against what the page asks: staff erase such words.
"""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from mistok.accounts.personal import Personal, Term, classify, declare_term
from mistok.desk.models import (
    FeedbackAnswer,
    FeedbackBox,
    FeedbackQuestion,
    FeedbackReason,
    FeedbackTally,
    FeedbackTallyReason,
    day_of,
)

WORDS_LIVE = timedelta(days=365)

classify(
    FeedbackQuestion,
    plain=["text", "good", "middle", "bad", "thanks", "why", "asks_text", "made_at"],
    personal={
        "made_by": Personal(
            purpose=_("To know who changed the question of the network."),
            keep=_("As long as the question stands; empty when the account is erased."),
            owner="made_by",
        )
    },
)
classify(FeedbackReason, plain=["question", "after_good", "text", "order"], personal={})
classify(FeedbackTallyReason, plain=["tally", "reason", "number"], personal={})
classify(FeedbackBox, plain=["point", "code", "is_open", "created_at"], personal={})
classify(
    FeedbackAnswer,
    plain=["point", "question", "face", "source", "reasons", "day", "revised_at"],
    personal={
        "text": Personal(
            purpose=_("To learn in a visitor’s own words what to do better."),
            keep=_("One year; words with somebody’s data are erased at once."),
            owner="",
        )
    },
)
classify(
    FeedbackTally,
    plain=[
        "point",
        "question",
        "day",
        "good",
        "middle",
        "bad",
        "received_at",
        "revised_at",
        "voided_at",
        "void_reason",
    ],
    personal={
        "staff": Personal(
            purpose=_("To know who counted the cards, so that the author can set it right."),
            keep=_("As long as the record, a primary document of the library."),
            owner="staff",
        )
    },
)


def forget_words(now: datetime) -> int:
    """Erase words of visitors older than a year; the answers go on counting."""
    old = FeedbackAnswer.objects.filter(day__lt=day_of(now - WORDS_LIVE)).exclude(text="")
    return old.update(text="")


declare_term(Term("feedback-words", _("Words of visitors, one year"), forget_words))
