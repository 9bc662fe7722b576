"""The slip of a computer session: a code to keep, where and until when, and a way to see the time left."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from mistok.desk.models import ComputerSession, SessionState
from mistok.desk.queries.computers import rule_of
from mistok.lib.typesetting.codes import code
from mistok.lib.typesetting.engine import pdf
from mistok.ukrainian.dates import date_long

TEMPLATE = "desk/papers/computer_slip.typ"


def slip(session: ComputerSession) -> bytes:
    """A PDF/UA as wide as a receipt (72 mm), for any printer."""
    return pdf(TEMPLATE, slip_data(session))


def slip_data(session: ComputerSession) -> dict[str, Any]:
    """What the template reads. Ukrainian, whatever language the librarian works in."""
    with override("uk"):
        address = f"{reverse('desk:computers-time', args=[session.point.slug])}?code={session.code}"
        lines = []
        if session.state == SessionState.WAITING:
            lines.append(_("You are in the line. Look at the screen or ask: your code will be called."))
        elif session.starts_at is not None and session.ends_at is not None:
            begins, ends = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
            lines.append(f"{date_long(session.day)}, {begins:%H:%M}–{ends:%H:%M}")
            if session.state == SessionState.BOOKED:
                wait = rule_of(session.point).grace_minutes
                lines.append(_("The place waits for you for %(minutes)s min.") % {"minutes": wait})
        return {
            "title": _("Slip %(code)s") % {"code": session.spoken_code},
            "point": session.point.name,
            "place": session.place.name if session.place else "",
            "lines": lines,
            "code": session.spoken_code,
            "qr": code(f"{settings.SITE_URL}{address}", _("QR code: how much time is left")),
            "words": {
                "your_code": _("Your code"),
                "how": _("Scan it to see how much time is left and to ask for more."),
            },
        }
