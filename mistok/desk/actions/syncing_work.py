"""A batch of a device on its way in: what its records name, and what became of each so far."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from mistok.accounts.models import User
from mistok.desk.actions.storing import Capture, Draft, Item, check, hold, prepared
from mistok.desk.answers import Answer
from mistok.desk.cards import mark_of
from mistok.desk.facts import Line, Sent, Slip, Unreadable
from mistok.desk.models import Encounter, Outcome, PeriodLock, SyncBatch, Topic, day_of
from mistok.desk.queries.capture import RolesThen
from mistok.directory.models import Service
from mistok.network.models import ServicePoint, VisitorCategory
from mistok.network.permissions import Permission


class Known:
    """What the records of a batch name, looked up at once: as many queries for one as for two hundred."""

    def __init__(self, by: User, sent: Iterable[Sent], named: Iterable[str] = ()) -> None:
        """`named` are points of records that could not be read."""
        slips, points = [], set(named)
        for each in sent:
            slips.append(each.slip)
            points.add(each.point)
        lines = [line for slip in slips for line in slip.lines]
        services = {line.key for line in lines if line.kind == "service"}
        topics = {line.key for line in lines if line.kind == "topic"}
        codes = {code for slip in slips for code in slip.categories}
        places = ServicePoint.objects.only("slug", "organisation_id", "opened_on", "closed_on")
        self.points = _by(places.filter(slug__in=points), "slug", points)
        cards = Service.objects.filter(slug__in=services, is_draft=False).only("slug", "url")
        self.services = _by(cards, "slug", services)
        self.topics = _by(Topic.objects.filter(pk__in=topics), "pk", topics)
        self.categories = _by(VisitorCategory.objects.filter(pk__in=codes).only("pk"), "pk", codes)
        self._roles = RolesThen(by)
        self._may: dict[tuple[UUID, date], bool] = {}
        self._locks: list[PeriodLock] = []

    def hold_months(self) -> None:
        """Read which months are closed; nobody closes another one until the transaction ends."""
        hold([point.pk for point in self.points.values()])
        organisations = {point.organisation_id for point in self.points.values()}
        self._locks = list(PeriodLock.objects.in_force().filter(organisation__in=organisations))

    def items(self, lines: Iterable[Line], number: int) -> list[Item]:
        """The help with its services and topics, retired ones too. Raises Unreadable for what is not there.

        Without times said, a thing was done for each person, a lesson is one however many listen.
        """
        return list(self._items(lines, number))

    def _items(self, lines: Iterable[Line], number: int) -> Iterator[Item]:
        for line in lines:
            service = self.services.get(line.key) if line.kind == "service" else None
            topic = self.topics.get(line.key) if line.kind == "topic" else None
            if service is None and topic is None:
                raise Unreadable("gone")
            times = line.times or (1 if topic and topic.is_skill else max(number, 1))
            yield Item(
                service, topic, times, Outcome(line.outcome).value, line.independence, line.why, line.minutes
            )

    def categories_of(self, slip: Slip) -> list[str]:
        if not all(code in self.categories for code in slip.categories):
            raise Unreadable("category")
        return slip.categories

    def may_record(self, point: ServicePoint, day: date) -> bool:
        """Whether the person might record at the point on the day."""
        asked = (point.organisation_id, day)
        if asked not in self._may:
            self._may[asked] = self._roles.allowed(Permission.RECORD_HELP, *asked)
        return self._may[asked]

    def is_locked(self, wanted: Encounter, today: date) -> bool:
        """Whether the day of the record is closed; asked after `hold_months`."""
        return wanted.day < today and any(
            lock.organisation_id == wanted.point.organisation_id and lock.covers(wanted.day)
            for lock in self._locks
        )


def _by(rows: Any, name: str, asked: set[str]) -> dict[str, Any]:
    """The rows by a field; no query when nothing is asked."""
    return {getattr(row, name): row for row in rows} if asked else {}


@dataclass(slots=True)
class Work:
    """A batch on its way."""

    by: User
    batch: SyncBatch
    known: Known
    answers: dict[int, Answer]
    actor: str  # the person, as devices name them
    today: date
    points: dict[int, ServicePoint] = field(default_factory=dict)
    captures: dict[int, Capture] = field(default_factory=dict)


def lesson_ages(slip: Slip, items: Iterable[Item]) -> tuple[int, int] | None:
    """Ages are kept for lessons only; left over from a lesson's card they are of no matter elsewhere."""
    return slip.ages if any(item.topic and item.topic.is_skill for item in items) else None


def draft_of(work: Work, place: int, each: Sent) -> Draft:
    """The record as it will stand. Raises Unreadable and Refused."""
    slip, point, capture = each.slip, work.points[place], work.captures[place]
    items = work.known.items(slip.lines, slip.number)
    today = work.today
    if slip.day and slip.day > today:
        raise Unreadable("future")
    wanted = prepared(
        staff=work.by,
        point=point,
        uuid=each.uuid,
        number=slip.number,
        occurred_at=slip.day if slip.day and slip.day != day_of(capture.at) else None,
        certainty=slip.certainty,
        channel=slip.channel,
        ages=lesson_ages(slip, items),
        note=slip.note,
        card_hash=mark_of(slip.card, point.organisation_id),
        capture=capture,
    )
    if slip.lines and not slip.number:
        raise Unreadable("number")
    draft = Draft(wanted, items, work.known.categories_of(slip))
    check(draft)
    return draft
