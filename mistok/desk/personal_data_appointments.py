"""What appointments know of people: the name to call by and a contact, for a short time."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mistok.accounts.models import User
from mistok.accounts.personal import Personal, Term, classify, declare_term, on_erasure
from mistok.desk.models import Appointment, BookingLength, BookingRules, CalendarKey, TakenTime

KEEP_DAYS = 30  # where the point has no rules of its own
_TERM = _("So many days after the appointment as the rules of the point say, 30 as a rule.")
_ACTED = _("To know which colleague did it.")
_WHILE_ACCOUNT = _("While the account exists.")

classify(
    BookingRules,
    plain=[
        "point", "is_on", "minutes", "step", "places", "opens_before", "closes_before", "hours", "grace",
        "keep_days", "note",
    ],
    personal={},
)  # fmt: skip
classify(BookingLength, plain=["rules", "service", "topic", "minutes"], personal={})
classify(
    Appointment,
    plain=[
        "code", "point", "service", "topic", "starts_at", "ends_at", "day", "place", "origin", "state",
        "encounter", "booked_at", "arrived_at", "served_at", "ended_at", "cancel_reason", "called_at",
        "reminded_at", "erased_at", "sequence", "left_days", "revised_at",
    ],
    personal={
        "name": Personal(_("To call the person when the time comes."), _TERM, ""),
        "phone": Personal(_("To remind, or to tell that the time has to change."), _TERM, ""),
        "email": Personal(
            _("To remind, or to tell that the time has to change."), _TERM, owner="email", match="email"
        ),
        "staff": Personal(_("To know who received the person."), _WHILE_ACCOUNT, "staff"),
        "booked_by": Personal(_ACTED, _WHILE_ACCOUNT, "booked_by"),
        "called_by": Personal(_ACTED, _WHILE_ACCOUNT, "called_by"),
    },
)  # fmt: skip
classify(TakenTime, plain=["appointment", "point", "at", "place"], personal={})
classify(
    CalendarKey,
    plain=["digest", "made_at", "read_on"],
    personal={
        "person": Personal(
            _("To give a calendar of appointments to whoever asked for it."),
            _("Until the person makes another address or withdraws it."),
            "person",
        )
    },
)


def erase_contacts(now: datetime) -> int:
    """Erase names and contacts of appointments past the term of their points; the counts stay."""
    today = timezone.localdate(now)
    terms = dict(BookingRules.objects.values_list("point", "keep_days"))
    others = Appointment.objects.filter(erased_at=None).exclude(point__in=terms)
    erased = _erase(others.filter(day__lt=today - timedelta(days=KEEP_DAYS)), now)
    for point, days in terms.items():
        mine = Appointment.objects.filter(erased_at=None, point=point, day__lt=today - timedelta(days=days))
        erased += _erase(mine, now)
    return erased


def _erase(rows: QuerySet[Appointment], now: datetime) -> int:
    known = rows.filter(~Q(name="") | ~Q(phone="") | ~Q(email=""))
    return known.update(name="", phone="", email="", erased_at=now)


def _forget_calendar(user: User) -> None:
    CalendarKey.objects.filter(person=user).delete()


declare_term(Term("appointments", _("Names and contacts of appointments"), erase_contacts))
on_erasure("appointments", _forget_calendar)
