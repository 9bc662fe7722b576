"""A point of a library or an office at a moment: what it does now, and what differs from the usual week."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from django.utils import timezone

from mistok.lib.opening_hours import KYIV, Status, week
from mistok.lib.schedules import DayHours, Difference, Schedule
from mistok.network.hours import (
    Told,
    sanitary_text,
    schedule_of,
    status_text,
    tell,
    today_text,
    week_text,
)
from mistok.network.models import Place, ServicePoint
from mistok.network.phones import phones


@dataclass(frozen=True, slots=True)
class Now[W: (ServicePoint, Place)]:
    """Where people are received, with what it does at this moment."""

    where: W
    at: datetime
    status: Status
    schedule: Schedule

    @classmethod
    def of(cls, where: W, at: datetime | None = None) -> Self:
        """It at the moment (this one if none is given). Of many, fetch `exceptions` beforehand."""
        at = (at or timezone.now()).astimezone(KYIV)
        schedule = schedule_of(where)
        return cls(where, at, schedule.status(at), schedule)

    @property
    def today(self) -> Difference | None:
        """Why this day is unlike the usual one; None when it is not."""
        return self.schedule.difference(self.at.date())

    @property
    def reason(self) -> str:
        """The reason of today's difference in words: «санітарний день»; mostly empty."""
        return tell(self.today, self.at.date()).reason if self.today else ""

    @property
    def notice(self) -> str:
        """Today’s difference as a headline: «Сьогодні зачинено»; empty on a usual day."""
        return today_text(self.today, self.at.date()) if self.today else ""

    @property
    def this_week(self) -> list[DayHours]:
        """Day by day, when some day of this week is unlike the usual one; otherwise empty."""
        days = self.schedule.week(self.at.date())
        return days if any(each.difference for each in days) else []

    @property
    def ahead(self) -> list[Told]:
        """What differs in the next 30 days, in words; today’s own difference is told apart."""
        today = self.at.date()
        coming = self.schedule.differences(today)
        return [tell(each, today) for each in coming if each != self.today]

    @property
    def sanitary_day(self) -> str:
        """«останній четвер місяця»; empty when there is none."""
        return sanitary_text(self.where)

    @property
    def next_sanitary_day(self) -> date | None:
        """The nearest one that is really kept."""
        return self.schedule.next_sanitary_day(self.at.date())

    @property
    def is_open(self) -> bool:
        return self.status.is_open is True

    @property
    def is_closed(self) -> bool:
        return self.status.is_open is False

    @property
    def status_text(self) -> str:
        """«Відчинено до 18:00», «Зачинено до понеділка, 09:00»."""
        return status_text(self.status, self.at, self.today)

    @property
    def hours_text(self) -> str:
        """The usual week in one line: «Пн–Пт 09:00–18:00, перерва 13:00–14:00; Сб, Нд вихідний»."""
        return week_text(week(self.where.opening_hours, self.at.date()))

    @property
    def phones(self) -> list[tuple[str, str]]:
        """Numbers as written, each with the address that dials it."""
        return phones(self.where.phone)
