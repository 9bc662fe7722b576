"""Letters of the reception. To colleagues go a number, a term and a link: never the words or the contact."""

import logging
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from mistok.accounts.models import User
from mistok.reception.models import AnswerBy, Case, Message, MessageKind
from mistok.reception.queries.cases import told_of

logger = logging.getLogger(__name__)

# Without a mail server letters lie in a folder: kept, but on their way to nobody.
MAIL_FOLDER = "django.core.mail.backends.filebased.EmailBackend"
MOST_TOLD = 20
MOST_AT_ONCE = 200
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


def _tell(case: Case, people: list[User], what: str) -> bool:
    addresses = [each.email for each in people if each.is_active and each.email][:MOST_TOLD]
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
