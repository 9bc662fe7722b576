"""Which days a break belongs to, and the hours with it taken out.

«Пн–Чт 8–17, перерва 12–13; Пт 8–15» leaves open whether Friday has the break: such a text is uncertain.
"""

from itertools import pairwise

from django.utils.translation import gettext_lazy as _

from mistok.lib.timetables.clock import Intervals, clock
from mistok.lib.timetables.grammar import Break, Group, Problem, Said, about
from mistok.lib.timetables.words import Kind

LONGEST = 180  # minutes


def breaks_of(said: Said, week: dict[int, Group], problems: list[Problem]) -> list[Intervals]:
    """The break of each day; problems are added when it is not clear which days it belongs to."""
    if not any(each.hours for each in said.breaks):
        return [()] * 7
    found = _scoped(said, week)
    if found is None:
        problems.append(_("It is not clear which days the break belongs to"))
        return [()] * 7
    return [_fitting(week[day].hours, found[day], problems) for day in range(7)]


def _scoped(said: Said, week: dict[int, Group]) -> list[Intervals] | None:
    """What is said of the break of each day, or None when that is not clear."""
    stated = said.breaks
    found: list[Intervals] = [()] * 7
    if any(each.days is not None for each in stated):
        for each in stated:
            if each.days is None and each.hours:
                return None
            for day in each.days or ():
                found[day] = each.hours or ()
        return found
    if len(stated) == 1:
        return [stated[0].hours or ()] * 7 if _is_for_all(said, stated[0]) else None
    open_groups = _open_groups(said)
    if [each.group - 1 for each in stated] != open_groups or any(group.ends_at for group in said.groups):
        return None
    for each in stated:
        for day, group in week.items():
            if group is said.groups[each.group - 1]:
                found[day] = each.hours or ()
    return found


def _is_for_all(said: Said, only: Break) -> bool:
    """Whether the only break of the text is for every day it can be for."""
    open_groups = _open_groups(said)
    if len(open_groups) <= 1 or only.group == 0:
        return True
    parted = only.after is Kind.STRONG or (only.after is Kind.COMMA and not said.parted)
    if parted and only.group > open_groups[-1]:
        return True
    others = [group for number, group in enumerate(said.groups) if number != only.group - 1]
    return all(_is_apart(group, only.hours or ()) for group in others)


def _open_groups(said: Said) -> list[int]:
    return [number for number, group in enumerate(said.groups) if group.hours or group.ends_at]


def _is_apart(group: Group, pause: Intervals) -> bool:
    """Whether the break does not touch the hours, so that it cannot matter to them."""
    return group.ends_at is None and all(
        end <= first or start >= last for start, end in pause for first, last in group.hours
    )


def _fitting(hours: Intervals, pause: Intervals, problems: list[Problem]) -> Intervals:
    """The break if it lies within the day's hours or between them; none on a day that ends before it."""
    if not pause or not hours:
        return ()
    start, end = pause[0]
    if end <= hours[0][0] or start >= hours[-1][1]:
        return ()
    within = any(first < start and end < last for first, last in hours)
    if (within or (start, end) in _gaps(hours)) and end - start <= LONGEST:
        return pause
    problems.append(about(_("The break does not fit the hours"), f"{clock(start)}–{clock(end)}"))
    return ()


def _gaps(hours: Intervals) -> Intervals:
    return tuple((before[1], after[0]) for before, after in pairwise(hours) if before[1] < after[0])


def parted(hours: Intervals, pause: Intervals) -> tuple[Intervals, Intervals]:
    """Open intervals with the break taken out, and all the pauses of the day."""
    for start, end in pause:
        hours = tuple(
            piece
            for first, last in hours
            for piece in (((first, start), (end, last)) if first < start and end < last else ((first, last),))
        )
    return hours, _gaps(hours)
