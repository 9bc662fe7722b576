"""Letters about saved searches: confirm, what is new, is it still needed. In the language of the house."""

import logging
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from mistok.search.models import SavedSearch
from mistok.search.queries import Hit
from mistok.website.wanted import Wanted

logger = logging.getLogger(__name__)

MOST_LISTED = 20


def send_confirmation(saved: SavedSearch) -> bool:
    """The first letter, and the only one until its link is opened."""
    return _send(saved, "saved_confirmation", _confirmation_subject, {})


def send_news(saved: SavedSearch, hits: Sequence[Hit]) -> bool:
    """What was not there the last time."""
    with translation.override(settings.LANGUAGE_CODE):
        listed = [(hit.title, settings.SITE_URL + hit.url) for hit in hits[:MOST_LISTED]]
    more = max(0, len(hits) - MOST_LISTED)
    return _send(saved, "saved_news", _news_subject, {"listed": listed, "more": more})


def send_renewal(saved: SavedSearch) -> bool:
    """A month before the year is over: is it still needed?"""
    return _send(saved, "saved_renewal", _renewal_subject, {})


def _confirmation_subject(question: str) -> str:
    return _("Confirm: letters about “%(question)s”") % {"question": question}


def _news_subject(question: str) -> str:
    return _("New about “%(question)s”") % {"question": question}


def _renewal_subject(question: str) -> str:
    return _("Do you still need letters about “%(question)s”?") % {"question": question}


def _send(saved: SavedSearch, name: str, subject: Any, more: dict[str, Any]) -> bool:
    """Send it; False when the mail server is down or refuses. Each letter says how to end them at once."""
    wanted = Wanted.stored(saved.parameters)
    with translation.override(settings.LANGUAGE_CODE):
        page = settings.SITE_URL + reverse("website:saved-detail", args=[saved.code])
        ending = settings.SITE_URL + reverse("website:saved-end", args=[saved.code])
        context = {
            "question": wanted.question,
            "search": f"{settings.SITE_URL}{reverse('website:search')}?{wanted.query()}",
            "page": page,
            "site": settings.SITE_NAME,
            **more,
        }
        message = EmailMessage(
            subject=subject(wanted.question),
            body=render_to_string(f"website/mail/{name}.txt", context),
            to=[saved.email],
            headers={
                "List-Unsubscribe": f"<{ending}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            },
        )
    try:
        message.send()
    except OSError:  # SMTPException is an OSError too
        logger.warning("a letter about a saved search could not be sent", exc_info=True)
        return False
    return True
