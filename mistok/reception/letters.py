"""Letters of the reception. To colleagues go a number, a term and a link: never the words or the contact."""

import logging
from collections import defaultdict
from datetime import date, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from mistok.accounts.models import User
from mistok.lib.workdays import is_working_day, last_day_of
from mistok.reception.models import AnswerBy, Case, Message, MessageKind
from mistok.reception.queries.cases import told_of

logger = logging.getLogger(__name__)

# Without a mail server letters lie in a folder: kept, but on their way to nobody.
MAIL_FOLDER = "django.core.mail.backends.filebased.EmailBackend"
MOST_TOLD = 20
MOST_AT_ONCE = 200
MOST_LISTED = 50
AGAIN = timedelta(days=7)  # a late question that was told of and still has no answer
TRIED_FOR = timedelta(days=14)  # after that a colleague sees in the queue that the letter has not left


def send(message: Message) -> bool:
    """Mail a letter of the case if it is to go by e-mail and has not left yet; whether it left now."""
    case = message.case
    if message.way != AnswerBy.EMAIL or message.delivered_at or not case.email:
        return False
    with translation.override(settings.LANGUAGE_CODE):
        letter = EmailMessage(
            subject=_subject(message) % {"number": case.number},
            body=render_to_string(
                "reception/mail/letter.txt",
                {
                    "message": message,
                    "case": case,
                    "sources": [(each.title, settings.SITE_URL + each.url) for each in message.sources.all()],
                    "page": settings.SITE_URL + reverse("reception:question-track", args=[case.code]),
                },
            ),
            to=[case.email],
        )
    if not _left(letter) or settings.MAILERS["default"]["BACKEND"] == MAIL_FOLDER:
        return False
    message.delivered_at = timezone.now()
    message.save(update_fields=["delivered_at"])
    return True


def send_waiting() -> int:
    """Send the letters that could not leave at first; returns how many left."""
    waiting = Message.objects.filter(
        way=AnswerBy.EMAIL, delivered_at=None, created_at__gte=timezone.now() - TRIED_FOR
    ).exclude(case__email="")
    found = waiting.select_related("case", "referred_to").order_by("created_at")[:MOST_AT_ONCE]
    return sum(send(each) for each in found)


def tell_desk(case: Case) -> bool:
    """A question came to the desk: everybody who works there learns of it."""
    return _tell(case, told_of(case), "new")


def tell_holder(case: Case) -> bool:
    """The person replied, or the question was put into somebody’s hands."""
    people = [case.claimed_by] if case.claimed_by else told_of(case)
    return _tell(case, people, "holder")


def tell_branch(message: Message) -> bool:
    """The centre answered or asks: the colleague who wrote the question of the branch learns of it."""
    case = message.case
    if case.entered_by is None:
        return False
    addresses = _addresses([case.entered_by])
    if not addresses:
        return False
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("The centre has answered question № %(number)s of your point")
        if message.kind == MessageKind.ASKED_BACK:
            subject = _("The centre asks about question № %(number)s of your point")
        subject = subject % {"number": case.number}
        page = settings.SITE_URL + reverse("reception:question-track", args=[case.code])
        context = {"subject": subject, "point": case.desk.name, "page": page}
        letter = EmailMessage(
            subject=subject, body=render_to_string("reception/mail/branch.txt", context), to=addresses
        )
    return _left(letter)


def remind_of_late(today: date | None = None) -> int:
    """One letter to the staff of each point where a question has become late; returns how many letters left.

    All late ones are listed in it. A question is told of once, and again each week until it is answered; one
    that got a new term is news again. Marked only when the letter has left: run twice or cut short it repeats
    nobody’s letter, and a mail server that is down costs a day. On days off nobody is disturbed.
    """
    today = today or timezone.localdate()
    if not is_working_day(today):
        return 0
    late: dict[int, list[Case]] = defaultdict(list)
    found = Case.objects.overdue().select_related("desk__organisation", "claimed_by")
    for case in found.order_by("due_at", "uuid"):
        late[case.desk_id].append(case)
    left = 0
    for cases in late.values():
        if any(_is_news(each, today) for each in cases) and _remind(cases):
            Case.objects.filter(pk__in=[each.pk for each in cases]).update(reminded_on=today)
            left += 1
    return left


def _is_news(case: Case, today: date) -> bool:
    told = case.reminded_on
    return told is None or told < last_day_of(case.due_at) or today - told >= AGAIN


def _remind(cases: list[Case]) -> bool:
    addresses = _addresses(told_of(cases[0]))
    if not addresses:
        return False
    lines = [
        (each, settings.SITE_URL + reverse("reception:case-detail", args=[each.pk]))
        for each in cases[:MOST_LISTED]
    ]
    with translation.override(settings.LANGUAGE_CODE):
        letter = EmailMessage(
            subject=_("Questions whose answers are late: %(point)s") % {"point": cases[0].desk.name},
            body=render_to_string(
                "reception/mail/late.txt",
                {
                    "point": cases[0].desk.name,
                    "lines": lines,
                    "more": max(0, len(cases) - MOST_LISTED),
                    "page": settings.SITE_URL + reverse("reception:case-list") + "?show=late",
                },
            ),
            bcc=addresses,
        )
    return _left(letter)


def _addresses(people: list[User]) -> list[str]:
    return [each.email for each in people if each.is_active and each.email][:MOST_TOLD]


def _tell(case: Case, people: list[User], what: str) -> bool:
    addresses = _addresses(people)
    if not addresses:
        return False
    with translation.override(settings.LANGUAGE_CODE):
        page = settings.SITE_URL + reverse("reception:case-detail", args=[case.pk])
        subject = _("Question № %(number)s waits for a librarian")
        if what == "holder":
            subject = _("Question № %(number)s is in your hands")
        letter = EmailMessage(
            subject=subject % {"number": case.number},
            body=render_to_string("reception/mail/colleague.txt", {"case": case, "what": what, "page": page}),
            bcc=addresses,
        )
    return _left(letter)


def _subject(message: Message) -> str:
    if message.kind == MessageKind.ASKED_BACK:
        return _("The library asks about your question № %(number)s")
    if message.kind == MessageKind.REFERRAL:
        return _("Where to turn with your question № %(number)s")
    return _("Answer to your question № %(number)s")


def _left(letter: EmailMessage) -> bool:
    try:
        letter.send()
    except OSError:  # the mail server is down or refuses: SMTPException is an OSError too
        logger.warning("a letter of the reception could not be sent", exc_info=True)
        return False
    return True
