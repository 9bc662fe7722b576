"""Letters about an appointment: made, moved, cancelled, tomorrow. In the language of the house."""

import logging
from datetime import date, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy

from mistok.desk.appointments_calendar import for_person
from mistok.desk.models import Appointment, AppointmentState

logger = logging.getLogger(__name__)

SUBJECTS = {
    "made": gettext_lazy("You have an appointment: %(when)s"),
    "moved": gettext_lazy("Your appointment has a new time: %(when)s"),
    "cancelled": gettext_lazy("Your appointment is cancelled: %(when)s"),
    "reminder": gettext_lazy("Tomorrow we wait for you: %(when)s"),
}


def send_made(appointment: Appointment) -> bool:
    """The time is kept: when, where, the code, what to bring."""
    return _send(appointment, "made")


def send_moved(appointment: Appointment) -> bool:
    """Another time than before."""
    return _send(appointment, "moved")


def send_cancelled(appointment: Appointment) -> bool:
    """The library had to cancel: why, and how to take another time."""
    return _send(appointment, "cancelled")


def remind(today: date | None = None) -> int:
    """Write to those who come tomorrow and left an address; returns how many letters left.

    Who booked today knows it without a reminder. Marked one by one, right after each: run twice or cut short
    it repeats nobody's letter, and a mail server that is down costs nothing.
    """
    today = today or timezone.localdate()
    rows = (
        Appointment.objects.filter(
            day=today + timedelta(days=1),
            state=AppointmentState.BOOKED,
            reminded_at=None,
            called_at=None,
            booked_at__lt=timezone.now() - timedelta(hours=12),
        )
        .exclude(email="")
        .select_related("point__organisation", "service", "topic")
    )
    left = 0
    for appointment in rows:
        if _send(appointment, "reminder"):
            Appointment.objects.filter(pk=appointment.pk).update(reminded_at=timezone.now())
            left += 1
    return left


def _send(appointment: Appointment, name: str) -> bool:
    """Send it; False when the mail server is down or refuses."""
    with translation.override(settings.LANGUAGE_CODE):
        when = timezone.localtime(appointment.starts_at)
        page = settings.SITE_URL + reverse("desk:booking-detail", args=[appointment.shown_code])
        again = settings.SITE_URL + reverse("desk:booking-service", args=[appointment.point.slug])
        context = {"appointment": appointment, "when": when, "page": page, "again": again}
        message = EmailMessage(
            subject=str(SUBJECTS[name]) % {"when": f"{when:%d.%m.%Y, %H:%M}"},
            body=render_to_string(f"desk/appointments/mail/{name}.txt", context),
            to=[appointment.email],
        )
        message.attach("appointment.ics", for_person(appointment), "text/calendar")
    try:
        message.send()
    except OSError:  # SMTPException is an OSError too
        logger.warning("a letter about an appointment could not be sent", exc_info=True)
        return False
    return True
