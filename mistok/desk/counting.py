"""What was counted together, before it becomes records."""

import json
from dataclasses import dataclass
from datetime import date, datetime, time
from hashlib import sha256

from django.utils import timezone

from mistok.desk.models import Certainty, Subject, act_of
from mistok.network.models import VisitorCategory


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted: how many times each thing was helped with, how many people came, and who they were.

    Each person stands in one category at most. A skill counts the people taught in one lesson. `people` is
    everybody who came; None when nobody counted them apart, then there were as many as the acts say.
    """

    day: date
    hour: int | None = None
    acts: tuple[tuple[Subject, int], ...] = ()
    categories: tuple[tuple[VisitorCategory, int], ...] = ()
    people: int | None = None
    rough: bool = False

    @property
    def certainty(self) -> Certainty:
        return Certainty.ESTIMATE if self.rough else Certainty.TALLY

    @property
    def occurred_at(self) -> datetime | date:
        """The beginning of the hour in Kyiv, or the day alone."""
        if self.hour is None:
            return self.day
        return datetime.combine(self.day, time(self.hour), tzinfo=timezone.get_default_timezone())

    @property
    def sha256(self) -> str:
        """The same for the same facts, in whatever order they were written."""
        facts = [
            self.day.isoformat(),
            self.hour,
            sorted((act_of(subject), times) for subject, times in self.acts),
            sorted((category.pk, number) for category, number in self.categories),
            self.people,
            self.rough,
        ]
        return sha256(json.dumps(facts).encode()).hexdigest()
