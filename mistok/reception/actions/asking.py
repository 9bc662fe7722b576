"""A question comes in: from the site, by phone, on a note, from a branch."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from mistok.accounts.models import User
from mistok.audit import actions as audit
from mistok.audit.models import Event
from mistok.directory.models import Service
from mistok.network.models import ServicePoint
from mistok.reception import letters
from mistok.reception.askers import asker_digest
from mistok.reception.deadlines import due_of
from mistok.reception.models import AnswerBy, Case, CaseKind, Channel, Matter


class Conflict(Exception):
    """Under this identifier another question stands already. Nothing was written."""


@dataclass(frozen=True, slots=True)
class Contact:
    """How to answer. What the way does not need is not kept."""

    by: str = AnswerBy.CODE
    name: str = ""
    email: str = ""
    phone: str = ""

    def kept(self) -> dict[str, str]:
        """The fields of the case."""
        email = self.email.strip() if self.by == AnswerBy.EMAIL else ""
        phone = self.phone.strip() if self.by == AnswerBy.PHONE else ""
        return {
            "answer_by": AnswerBy(self.by),
            "asker_name": self.name.strip(),
            "email": email,
            "phone": phone,
            "asker_digest": asker_digest(email, phone),
        }


@dataclass(frozen=True, slots=True)
class Received:
    """The stored question; `created` is False when the same sending had come before."""

    case: Case
    created: bool


@transaction.atomic
def receive(
    *,
    uuid: UUID,
    point: ServicePoint,
    text: str,
    matter: str = Matter.FACTUAL,
    channel: str = Channel.WEB,
    contact: Contact | None = None,
    service: Service | None = None,
    from_point: ServicePoint | None = None,
    by: User | None = None,
    at: datetime | None = None,
) -> Received:
    """Register a question at the point, with its number and its term; the colleagues there are told by mail.

    `uuid` is made by the client once for each sending: the same sent twice is one question. `from_point`
    makes it a question of a branch, asked by `by`. `at` is the moment it came (now if none is given). Consent
    is checked by the form. Raises Conflict when other words stand under the identifier.
    """
    now = at or timezone.now()
    case = Case(
        uuid=uuid,
        kind=CaseKind.STAFF if from_point else CaseKind.QUESTION,
        point=point,
        desk=point,
        from_point=from_point,
        entered_by=by,
        matter=Matter(matter),
        channel=Channel(channel),
        text=text.strip(),
        service=service,
        consent_at=None if from_point else now,
        created_at=now,
        clock_at=now,
        received_on=timezone.localdate(now, timezone.get_default_timezone()),
        due_at=due_of(matter, now),
        **(contact or Contact()).kept(),
    )
    if (again := _again(case)) is not None:
        return again
    # The row of the point is held: two questions at once get two numbers.
    ServicePoint.objects.select_for_update(of=("self",)).get(pk=point.pk)
    case.year = case.received_on.year
    same_year = Case.objects.filter(point=point, year=case.year)
    case.serial = (same_year.aggregate(last=Max("serial"))["last"] or 0) + 1
    try:
        with transaction.atomic():
            case.save(force_insert=True)
    except IntegrityError:
        if (again := _again(case)) is None:
            raise
        return again
    audit.record(Event.CASE_RECEIVED, case, by=by, organisation=point.organisation, number=case.number)
    transaction.on_commit(partial(letters.tell_desk, case), robust=True)
    return Received(case, created=True)


def _again(case: Case) -> Received | None:
    stored = Case.objects.filter(pk=case.pk).first()
    if stored is None:
        return None
    if stored.text != case.text or stored.asker_digest != case.asker_digest:
        raise Conflict(str(case.pk))
    return Received(stored, created=False)
