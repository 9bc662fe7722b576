"""Letters about the catalogue: reminders to keepers, answers to whoever wrote that something is wrong."""

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
from mistok.directory import freshness
from mistok.directory.models import Service, Suggestion, SuggestionState
from mistok.network.queries import is_staff

logger = logging.getLogger(__name__)

# Without a mail server letters lie in a folder: kept, but on their way to nobody.
MAIL_FOLDER = "django.core.mail.backends.filebased.EmailBackend"
AHEAD = timedelta(days=7)  # keepers are told a week before the day
WEEK = timedelta(days=7)
AGAIN = timedelta(days=28)  # a card that was told of and is still not looked at
MOST_LISTED = 50


def remind_keepers(today: date | None = None) -> int:
    """One letter a week at most to each keeper who has something new to look at; returns how many left.

    A card is told of once a term, and again after four weeks while nobody looks at it. It is marked only when
    the letter has left, so a mail server that is down costs nothing but a day.
    """
    today = today or timezone.localdate()
    cards: dict[int, list[Service]] = defaultdict(list)
    for service in freshness.due_cards(today, within=AHEAD).filter(keeper__is_active=True):
        cards[service.keeper_id].append(service)
    keepers = User.objects.in_bulk(cards)
    left = 0
    for key, due in cards.items():
        keeper = keepers[key]
        last = max((each.reminded_on for each in due if each.reminded_on), default=None)
        if (last and today - last < WEEK) or not any(_is_news(each, today) for each in due):
            continue
        if is_staff(keeper) and _send(_reminder(keeper, due, today)):
            Service.objects.filter(pk__in=[each.pk for each in due]).update(reminded_on=today)
            left += 1
    return left


def send_answer(suggestion: Suggestion) -> bool:
    """Mail the answer, if the person left an address and the letter has not left yet.

    Once it has, the address is erased. Returns whether it left now.
    """
    if not suggestion.email or suggestion.state != SuggestionState.ANSWERED or suggestion.mailed_at:
        return False
    with translation.override(settings.LANGUAGE_CODE):
        page = settings.SITE_URL + reverse("directory:suggestion-detail", args=[suggestion.code])
        message = EmailMessage(
            subject=_("Answer to your note about “%(thing)s”") % {"thing": thing_of(suggestion)},
            body=render_to_string(
                "directory/mail/suggestion_answer.txt",
                {"suggestion": suggestion, "thing": thing_of(suggestion), "page": page},
            ),
            to=[suggestion.email],
        )
    if not _send(message):
        return False
    if settings.MAILERS["default"]["BACKEND"] == MAIL_FOLDER:
        return False
    suggestion.mailed_at, suggestion.email = timezone.now(), ""
    suggestion.save(update_fields=["mailed_at", "email"])
    return True


def send_waiting_answers() -> int:
    """Send the answers that could not leave at first."""
    waiting = Suggestion.objects.filter(state=SuggestionState.ANSWERED, mailed_at=None).exclude(email="")
    return sum(send_answer(each) for each in waiting.select_related("service", "point", "place")[:200])


def thing_of(suggestion: Suggestion) -> str:
    """What the message is about, in words."""
    thing = suggestion.service or suggestion.point or suggestion.place
    return str(thing) if thing else _("the catalogue")


def _is_news(service: Service, today: date) -> bool:
    told, due = service.reminded_on, service.review_due_on
    return told is None or due is None or told < due - AHEAD or today - told >= AGAIN


def _reminder(keeper: User, due: list[Service], today: date) -> EmailMessage:
    with translation.override(settings.LANGUAGE_CODE):
        return EmailMessage(
            subject=_("Cards that wait for your look"),
            body=render_to_string(
                "directory/mail/reminder.txt",
                {
                    "keeper": keeper,
                    "cards": due[:MOST_LISTED],
                    "more": max(0, len(due) - MOST_LISTED),
                    "today": today,
                    "page": settings.SITE_URL + reverse("directory:due-list") + "?keeper=me",
                },
            ),
            to=[keeper.email],
        )


def _send(message: EmailMessage) -> bool:
    try:
        message.send()
    except OSError:  # the mail server is down or refuses: SMTPException is an OSError too
        logger.warning("a letter about the catalogue could not be sent", exc_info=True)
        return False
    return True
