"""From the words of a timetable to what it says: groups of days with hours, and the breaks among them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from mistok.lib.timetables.clock import DAY_ENDS, Intervals, hours, until
from mistok.lib.timetables.words import Kind, Token, tokens

type Problem = str | Promise

WEEK = frozenset(range(7))
WORKING = frozenset(range(5))
WEEKEND = WEEK - WORKING
SEPARATORS = frozenset({Kind.STRONG, Kind.COMMA, Kind.DASH, Kind.COLON, Kind.WEAK, Kind.AND})
NAMED = frozenset({Kind.DAY, Kind.EVERY_DAY, Kind.WORKING_DAYS})
LISTED = frozenset({Kind.COMMA, Kind.AND})


@dataclass(slots=True)
class Group:
    """Some days with their hours; no hours means a day off, or reception by appointment."""

    days: frozenset[int]
    hours: Intervals
    start: int
    end: int
    ends_at: int | None = None  # only «до 20:00»: the day begins as already said
    rule: str = ""  # «за попереднім записом»: stands instead of hours


@dataclass(slots=True)
class Break:
    """A pause; `hours` is None for «без перерви». `group` is the number of groups said before it."""

    hours: Intervals | None
    group: int
    days: frozenset[int] | None
    after: Kind | None  # the strongest sign that parts it from the hours before


@dataclass(slots=True)
class Said:
    """Everything found in a text, before it is decided what it means."""

    groups: list[Group] = field(default_factory=list)
    breaks: list[Break] = field(default_factory=list)
    notes: list[tuple[int, int]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    by_appointment: bool = False
    closings_named: bool = False
    parted: bool = False  # a strong sign stands between groups
    list_only: bool = False  # the days are one list with gaps: «Пн, Ср, Пт»


def about(reason: Promise, text: str) -> Problem:
    """A reason with the piece of text it is about."""
    return format_lazy("{reason}: {text}", reason=reason, text=text)


class Reader:
    """Goes through the tokens once, from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokens(text)
        self.at = 0
        self.said = Said()
        self.pending: tuple[frozenset[int], int] | None = None  # days that wait for their hours
        self.loose: list[tuple[Intervals, Token]] = []  # hours without days
        self.heading: Kind | None = None
        self.sign: Kind | None = None  # the strongest separator since the last hours

    def read(self) -> Said:
        """What the text says; doubts are in `problems`."""
        while self.at < len(self.tokens):
            self._step(self.tokens[self.at])
        if self.pending:
            self._doubt(_("Days are named without hours"), self.pending[1], len(self.text))
        self._settle_loose()
        return self.said

    # ── Steps ──

    def _step(self, token: Token) -> None:
        if token.kind in NAMED:
            self._days(token)
            return
        self.at += 1
        if step := self._steps.get(token.kind):
            step(token)
        elif token.kind in (Kind.STRONG, Kind.COMMA) and self.sign is not Kind.STRONG:
            self.sign = token.kind

    @cached_property
    def _steps(self) -> dict[Kind, Callable[[Token], None]]:
        return {
            Kind.HOURS: self._hours,
            Kind.ROUND_THE_CLOCK: self._round_the_clock,
            Kind.CLOSED: self._closed,
            **dict.fromkeys((Kind.BREAK, Kind.NO_BREAK), self._break),
            **dict.fromkeys((Kind.APPOINTMENT, Kind.VISITING, Kind.ELSEWHERE), self._rule),
            **dict.fromkeys((Kind.WORK, Kind.RECEPTION), self._heading),
            **dict.fromkeys((Kind.UNKNOWN, Kind.EXCEPT, Kind.TO), self._strange),
            Kind.NOTE: self._note,
        }

    def _strange(self, token: Token) -> None:
        self._doubt(_("These words are not understood"), token.start, token.end)

    def _note(self, token: Token) -> None:
        self.said.notes.append((token.start, token.end))

    def _round_the_clock(self, token: Token) -> None:
        if not self.pending and any(each.kind in NAMED for each in self.tokens):
            self._doubt(_("Hours are given without days"), token.start, token.end)
        self._add(Group(self._taken(WEEK), ((0, DAY_ENDS),), token.start, token.end))

    def _heading(self, token: Token) -> None:
        """«Графік роботи», «прийом громадян»: one text may tell of one of them only."""
        had = self.heading
        self.heading = token.kind
        if had not in (None, token.kind) or (had is None and (self.said.groups or self.loose)):
            self._doubt(_("More than one kind of hours is given"), token.start, token.end)

    def _days(self, token: Token) -> None:
        if self.pending and token.kind is Kind.DAY and self.tokens[self.at - 1].kind is not Kind.STRONG:
            previous = self.tokens[max(self.at - 2, 0) : self.at]
            if Kind.WORKING_DAYS in {each.kind for each in previous}:  # «робочі дні: пн–пт»
                self.pending = None
        if self.pending:
            self._doubt(_("Days are named without hours"), self.pending[1], token.start)
        if token.kind is Kind.DAY:
            days = self._day_list()
        else:
            self.at += 1
            days = WEEK if token.kind is Kind.EVERY_DAY else WORKING
            days -= self._exceptions()
        self.pending = days, token.start
        if self._placeholder():
            self._add(Group(self._taken(WEEK), (), token.start, self.tokens[self.at - 1].end))

    def _day_list(self) -> frozenset[int]:
        """«Пн», «Пн–Пт», «Пн, Ср, Пт», «понеділок по четвер»; the position ends after it."""
        days: set[int] = set()
        pieces = 0
        in_order = True
        while True:
            first = self.tokens[self.at]
            self.at += 1
            last = first
            if self._kind() in (Kind.DASH, Kind.TO) and self._kind(1) is Kind.DAY:
                last = self.tokens[self.at + 1]
                self.at += 2
            if last.day < first.day or days & set(range(first.day, last.day + 1)):
                self._doubt(_("The days are out of order"), first.start, last.end)
            in_order = in_order and first.day > max(days, default=-1)
            days |= set(range(first.day, last.day + 1))
            pieces += 1
            step = 1 if self._kind() in LISTED else 0
            if self._kind(step) is not Kind.DAY:
                break
            self.at += step
        self.said.list_only = pieces > 1 and in_order and max(days) - min(days) >= len(days)
        return frozenset(days)

    def _exceptions(self) -> frozenset[int]:
        """The days after «крім»."""
        if self._kind() is Kind.COMMA and self._kind(1) is Kind.EXCEPT:
            self.at += 1
        if self._kind() is not Kind.EXCEPT:
            return frozenset()
        self.at += 1
        if self._kind() is Kind.CLOSED and self.tokens[self.at].text.startswith("вихідн"):
            self.at += 1
            return WEEKEND
        if self._kind() is Kind.DAY:
            days = self._day_list()
            self.said.list_only = False
            return days
        self._doubt(_("These words are not understood"), self.tokens[self.at - 1].start, len(self.text))
        return frozenset()

    def _placeholder(self) -> bool:
        """«сб: -», «сб: _», «сб: 0»: the register's ways to say that the day is off."""
        at = self.at
        while at < len(self.tokens) and self.tokens[at].kind in (Kind.COLON, Kind.DASH):
            at += 1
        marks = {token.kind for token in self.tokens[self.at : at]}
        is_nought = at < len(self.tokens) and self.tokens[at].text == "0"
        if is_nought:
            at += 1
        ends = at == len(self.tokens) or self.tokens[at].kind in (Kind.STRONG, Kind.COMMA, Kind.DAY)
        if not ends or not (is_nought or Kind.DASH in marks):
            return False
        self.at = at
        return True

    def _hours(self, token: Token) -> None:
        closing = until(token.text)
        if closing is not None and self.pending:
            since = self.pending[1]
            self._add(Group(self._taken(WEEK), (), since, token.end, ends_at=closing))
            return
        found = hours(token.text)
        if found is None:
            self._doubt(_("These hours are not understood for sure"), token.start, token.end)
            self.pending = None
        elif self.pending:
            since = self.pending[1]
            self._add(Group(self._taken(WEEK), found, since, token.end))
        else:
            if self.said.groups and self.sign is None:  # «вихідний нд 9–18»: whose are these hours?
                self._doubt(_("Hours are given without days"), token.start, token.end)
            self.loose.append((found, token))
            self.sign = None

    def _closed(self, token: Token) -> None:
        if not token.text.startswith(("вих", "ні", "не працю", "зачинен", "закрит")):
            self.said.notes.append((self.pending[1] if self.pending else token.start, token.end))
        if not self.pending:
            while self._kind() in SEPARATORS - {Kind.STRONG}:
                self.at += 1
            if self._kind() is not Kind.DAY:
                self._doubt(_("It is not said on which days it is closed"), token.start, token.end)
                return
            self.pending = self._day_list(), token.start
        since = self.pending[1]
        self.said.closings_named = True
        self._add(Group(self._taken(WEEK), (), since, self.tokens[self.at - 1].end))

    def _break(self, token: Token) -> None:
        if self.pending:
            self._doubt(_("Days are named without hours"), self.pending[1], token.end)
            self.pending = None
        said = self.said
        if token.kind is Kind.NO_BREAK:
            said.breaks.append(Break(None, len(said.groups), None, self.sign))
            return
        while self._kind() in SEPARATORS - {Kind.STRONG}:
            self.at += 1
        days = None
        if self._kind() is Kind.DAY:
            days = self._day_list()
            while self._kind() in SEPARATORS - {Kind.STRONG}:
                self.at += 1
        found = hours(self.tokens[self.at].text) if self._kind() is Kind.HOURS else None
        if found is None or len(found) > 1:
            end = self.tokens[min(self.at, len(self.tokens) - 1)].end
            self._doubt(_("The break is not understood for sure"), token.start, end)
        else:
            said.breaks.append(Break(found, len(said.groups), days, self.sign))
        if self._kind() is Kind.HOURS:
            self.at += 1

    def _rule(self, token: Token) -> None:
        """Appointments, visits, and hours kept elsewhere."""
        said = self.said
        start = self.pending[1] if self.pending else token.start
        said.notes.append((start, token.end))
        said.by_appointment = True
        if token.kind is Kind.ELSEWHERE:
            self._doubt(_("The hours are in another paper"), start, token.end)
        elif (
            token.kind is Kind.VISITING and not self.pending and said.groups and self.sign is not Kind.STRONG
        ):
            self._doubt(_("The visiting hours are not told from the usual ones"), start, token.end)
        if self.pending:
            rule = self.text[token.start : token.end].replace('"', "'")
            self._add(Group(self._taken(WEEK), (), start, token.end, rule=rule))

    # ── Helpers ──

    def _kind(self, ahead: int = 0) -> Kind | None:
        return self.tokens[self.at + ahead].kind if self.at + ahead < len(self.tokens) else None

    def _taken(self, otherwise: frozenset[int]) -> frozenset[int]:
        """The days that waited, which now have what they waited for."""
        days = self.pending[0] if self.pending else otherwise
        self.pending = None
        return days

    def _add(self, group: Group) -> None:
        if self.said.groups and self.sign is Kind.STRONG:
            self.said.parted = True
        if any(each.days is not None for each in self.said.breaks) and group.hours:
            self._doubt(_("The break is not understood for sure"), group.start, group.end)
        self.said.groups.append(group)
        self.sign = None

    def _doubt(self, reason: Promise, start: int, end: int) -> None:
        problem = about(reason, " ".join(self.text[start:end].split()).strip(" ,;:"))
        if problem not in self.said.problems:
            self.said.problems.append(problem)

    def _settle_loose(self) -> None:
        """Hours without days are for all days but those named as off, Sunday among them."""
        if not self.loose:
            return
        [(found, token), *others] = self.loose
        off: frozenset[int] = frozenset().union(*(group.days for group in self.said.groups))
        only_off = self.said.groups and all(
            not group.hours and not group.rule and group.ends_at is None for group in self.said.groups
        )
        if others or not only_off or off == WEEK or not off & {max(WEEK)}:
            self._doubt(_("Hours are given without days"), token.start, token.end)
            return
        self.said.groups.append(Group(WEEK - off, found, token.start, token.end))
