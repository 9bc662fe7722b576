"""The slip of an appointment on paper: when, where, the code in large letters, what to bring."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from mistok.desk.models import Appointment
from mistok.lib.typesetting.codes import code
from mistok.lib.typesetting.engine import pdf
from mistok.ukrainian.dates import WEEKDAYS, date_long

TEMPLATE = "desk/appointments_slip.typ"


def slip_pdf(appointment: Appointment) -> bytes:
    """One page of A5 as PDF/UA, with a code that leads to the page of the appointment."""
    with override("uk"):
        when = timezone.localtime(appointment.starts_at)
        point = appointment.point
        page = settings.SITE_URL + reverse("desk:booking-detail", args=[appointment.shown_code])
        bring = appointment.service.bring if appointment.service else []
        return pdf(
            TEMPLATE,
            {
                "title": _("Slip of an appointment"),
                "heading": _("You have an appointment"),
                "weekday": WEEKDAYS[when.weekday()],
                "day": date_long(when.date()),
                "time": f"{when:%H:%M}",
                "point": point.name,
                "address": ", ".join(filter(None, [point.address, point.directions])),
                "phone": point.phone,
                "about": appointment.subject_name,
                "name": appointment.name,
                "code": appointment.shown_code,
                "bring": [str(each) for each in bring],
                "qr": code(page, _("Address of the page of this appointment: %(url)s") % {"url": page}),
                "words": {
                    "code": _("Your code"),
                    "for": _("For:"),
                    "phone": _("Phone:"),
                    "bring": _("What to bring"),
                    "change": _("To change or cancel: point a phone camera here or call and tell the code."),
                },
            },
        )
