"""What the reception knows of people: who asks, while an answer needs it, and which colleague answered."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mistok.accounts.models import User
from mistok.accounts.personal import Personal, Term, classify, declare_term, on_erasure
from mistok.reception.askers import asker_digest
from mistok.reception.models import Answer, AnswerSource, Case, CaseQuerySet, Message, MessageSource

CONTACT_KEPT = timedelta(days=30)  # after the answer: time enough to say that it did not help
TEXT_KEPT = timedelta(days=365)  # after the answer
UNFINISHED_KEPT = timedelta(days=730)  # a question that nobody ever finished

_ASKED = Personal(
    purpose=_("To answer you."),
    keep=_("30 days after the answer."),
    owner="email",
    match="email",
)
_WORDS = Personal(
    purpose=_("To answer you, and to see what was answered before when you ask again."),
    keep=_("A year after the answer."),
    owner="email",
    match="email",
)
_ACTED = _("To know which colleague did it.")
_WITH_RECORD = _("As long as the record itself; only the key of the account is kept.")


def _by(owner: str) -> Personal:
    return Personal(_ACTED, _WITH_RECORD, owner)


classify(
    Case,
    plain=[
        "kind", "point", "year", "serial", "desk", "from_point", "matter", "channel", "service", "answer_by",
        "consent_at", "code", "state", "created_at", "received_on", "clock_at", "due_at", "claimed_at",
        "answered_at", "answered_on", "in_time", "finished_at", "close_reason", "helped", "helped_at",
        "reminded_on", "contact_erased_at", "text_erased_at", "revised_at",
    ],
    personal={
        "text": _WORDS,
        "asker_name": _ASKED,
        "email": _ASKED,
        "phone": _ASKED,
        "asker_digest": _WORDS,
        "entered_by": _by("entered_by"),
        "claimed_by": _by("claimed_by"),
    },
)  # fmt: skip
classify(
    Message,
    plain=["case", "kind", "created_at", "referred_to", "way", "delivered_at"],
    personal={
        "text": Personal(_WORDS.purpose, _WORDS.keep, owner="case__email", match="email"),
        "author": _by("author"),
        "delivered_by": _by("delivered_by"),
    },
)
classify(MessageSource, plain=["message", "order", "document_kind", "key", "slug", "title"], personal={})
classify(
    Answer,
    plain=[
        "slug", "question", "text", "case", "point", "state", "created_at", "edited_at", "published_on",
        "reviewed_on", "review_months", "review_due_on", "note", "retired_on", "retired_why", "revised_at",
    ],
    personal={"author": _by("author"), "approved_by": _by("approved_by")},
)  # fmt: skip
classify(AnswerSource, plain=["answer", "order", "document_kind", "key", "slug", "title"], personal={})


def _forget_contacts(now: datetime) -> int:
    """Names and contacts go; the digest stays with the words, so that an earlier answer is still found."""
    past = Q(finished_at__lt=now - CONTACT_KEPT) | Q(created_at__lt=now - UNFINISHED_KEPT)
    return _without_contact(Case.objects.filter(past, contact_erased_at=None), now)


def _forget_words(now: datetime) -> int:
    """Words of questions and letters go; what was counted, and what leads to sources, stays."""
    past = Q(finished_at__lt=now - TEXT_KEPT) | Q(created_at__lt=now - UNFINISHED_KEPT)
    return _without_words(Case.objects.filter(past, text_erased_at=None), now)


def _without_contact(found: CaseQuerySet, now: datetime) -> int:
    return found.update(asker_name="", email="", phone="", contact_erased_at=now)


def _without_words(found: CaseQuerySet, now: datetime) -> int:
    keys = list(found.values_list("pk", flat=True))
    for start in range(0, len(keys), 500):
        some = keys[start : start + 500]
        Message.objects.filter(case__in=some).update(text="")
        Case.objects.filter(pk__in=some).update(text="", asker_digest="", text_erased_at=now)
    return len(keys)


def _erase(user: User) -> None:
    """What the person asked as a resident: found by the digest of the address, erased or not."""
    asked = Case.objects.filter(Q(asker_digest=asker_digest(user.email)) | Q(email__iexact=user.email))
    now = timezone.now()
    _without_contact(asked.filter(contact_erased_at=None), now)
    _without_words(asked.filter(text_erased_at=None), now)


on_erasure("reception", _erase)
declare_term(
    Term("question_contacts", _("contacts of whoever asked, 30 days after the answer"), _forget_contacts)
)
declare_term(Term("question_words", _("words of questions, a year after the answer"), _forget_words))
