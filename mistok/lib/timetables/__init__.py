"""Free-text timetables of Ukrainian offices, read into hours a weekday – or left to a person, never guessed.

    >>> read("Пн-Чт 8.00-17.15, Пт 8.00-16.00, перерва 12.00-12.45").opening_hours
    'Mo-Th 08:00-12:00,12:45-17:15; Fr 08:00-12:00,12:45-16:00; Sa-Su off'

What is not understood for sure makes the reading uncertain: it then has no hours at all, only the text as it
was and the reasons, for a person to decide.
"""

from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext_lazy as _

from mistok.lib.timetables.breaks import breaks_of, parted
from mistok.lib.timetables.clock import Intervals, clock
from mistok.lib.timetables.grammar import WEEK, WORKING, Group, Problem, Reader, Said, about

NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
IN_OSM = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
IN_UKRAINIAN = ("Пн", "Вт", "Ср", "Чт", "Пт", "Сб", "Нд")
LONGEST = 2_000  # characters; a longer text is no timetable


@dataclass(frozen=True, slots=True)
class Timetable:
    """What a timetable says of the usual week.

    `days` holds, from Monday on, the intervals when it is open, in minutes from midnight, in order, with
    breaks already taken out; none on a day off. `breaks` holds the breaks themselves. Both are empty when the
    reading is not `certain`; `problems` then says why. `rules` holds the days (0 is Monday) that have a rule
    instead of hours, as «за попереднім записом» or «виїзний прийом», in the words of the text. `notes` are
    pieces of the text that hours cannot hold.
    """

    verbatim: str
    certain: bool
    days: tuple[Intervals, ...] = ()
    breaks: tuple[Intervals, ...] = ()
    rules: tuple[tuple[int, str], ...] = ()
    by_appointment: bool = False
    notes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def closed(self) -> frozenset[int]:
        """Days off (0 is Monday); a day with a rule instead of hours is not among them."""
        ruled = dict(self.rules)
        return frozenset(day for day, found in enumerate(self.days) if not found and day not in ruled)

    @property
    def opening_hours(self) -> str | None:
        """The usual week in the OpenStreetMap syntax; None when the reading is uncertain."""
        if not self.certain:
            return None
        if all(found == ((0, 1440),) for found in self.days):
            return "24/7"
        rules = []
        for text, run in groupby(range(7), key=self._rule):
            first, *rest = list(run)
            days = f"{IN_OSM[first]}-{IN_OSM[rest[-1]]}" if rest else IN_OSM[first]
            rules.append(f"{days} {text}")
        return "; ".join(rules)

    def _rule(self, day: int) -> str:
        if rule := dict(self.rules).get(day):
            return f'"{rule}"'
        return ",".join(f"{clock(start)}-{clock(end)}" for start, end in self.days[day]) or "off"


def read(text: str) -> Timetable:
    """Read one timetable. Never raises, whatever the text."""
    if not any(letter.isalnum() for letter in text):
        return Timetable(text, certain=False, problems=(_("There are no hours in the text"),))
    if len(text) > LONGEST:
        return Timetable(text, certain=False, problems=(_("The text is too long for a timetable"),))
    said = Reader(text).read()
    problems = said.problems
    week = _week(said, text, problems)
    breaks = breaks_of(said, week, problems)
    notes = tuple(dict.fromkeys(" ".join(text[start:end].split()) for start, end in said.notes))
    rules = tuple((day, week[day].rule) for day in range(7) if week[day].rule)
    if not any(group.hours for group in week.values()) and not rules and not problems:
        problems.append(_("There are no hours in the text"))
    if not problems:
        open_, pauses = zip(*(parted(week[day].hours, breaks[day]) for day in range(7)), strict=True)
        return Timetable(text, True, open_, pauses, rules, said.by_appointment, notes)
    return Timetable(text, False, by_appointment=said.by_appointment, notes=notes, problems=tuple(problems))


def _week(said: Said, text: str, problems: list[Problem]) -> dict[int, Group]:
    """Which group says the hours of each day; a narrower one said later is an exception to a wider one."""
    week: dict[int, Group] = {}
    for group in said.groups:
        for day in sorted(group.days):
            before = week.get(day)
            if group.ends_at is not None:
                if before is None or len(before.hours) != 1 or group.ends_at <= before.hours[0][0] + 60:
                    problems.append(about(_("It is not said when the day begins"), IN_UKRAINIAN[day]))
                    continue
                week[day] = Group(group.days, ((before.hours[0][0], group.ends_at),), group.start, group.end)
            elif before is None or group.days < before.days:
                week[day] = group
            elif (before.hours, before.rule) != (group.hours, group.rule):
                problems.append(about(_("Different hours are given for one day"), IN_UKRAINIAN[day]))
        if any(group.days < other.days for other in said.groups[: said.groups.index(group)]):
            said.notes.append((group.start, group.end))
    silent = WEEK - frozenset(week)
    one_list = said.list_only and len([group for group in said.groups if group.hours]) == 1
    if silent and not problems and not (week.keys() >= WORKING or (one_list and not said.closings_named)):
        days = ", ".join(IN_UKRAINIAN[day] for day in sorted(silent - (WEEK - WORKING)) or sorted(silent))
        problems.append(about(_("Nothing is said of these days"), days))
    return week | {day: Group(frozenset(), (), 0, 0) for day in silent}
