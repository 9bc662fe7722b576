r"""`mistok hours [FILE]`: read free-text timetables, one a line, and print each reading as JSON, one a line.

Without a file the lines come from standard input. A new line inside a timetable is written as `\n`. Each line
gives one object, an empty one too:

    text           the timetable as it was given
    certain        true when the hours are understood for sure
    days           {"mon": [["08:00", "12:00"], ["13:00", "17:00"]], …, "sun": []}: when it is open, in order,
                   breaks taken out, the end of the day as 24:00; [] is a day off. Of an uncertain
                   reading nothing is guessed: {}
    breaks         the pauses in the same shape
    by_appointment true when the text speaks of appointments, visits or a separate schedule
    rules          {"tue": "виїзний прийом"}: days that have a rule instead of hours; their `days` are []
    opening_hours  the usual week in the OpenStreetMap syntax; null when uncertain
    notes          pieces of the text that hours cannot hold: sanitary days, exceptions, appointments
    problems       why the reading is uncertain

Days that the text does not name are off when it gives hours or closings for all of Monday to Friday, or when
its days are one list («Пн, Ср, Пт»); otherwise the reading is uncertain.
"""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError

from mistok.lib.timetables import NAMES, read
from mistok.lib.timetables.clock import Intervals, clock


class Command(BaseCommand):
    help = "Read timetables, one a line, from a file or standard input; print hours a weekday as JSON lines."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", help="standard input when there is none")

    def handle(self, *args: Any, file: Path | None = None, **options: Any) -> None:
        with _lines(file) as lines:
            for line in lines:
                text = line.rstrip("\r\n").replace("\\n", "\n")
                self.stdout.write(json.dumps(reading(text), ensure_ascii=False))


def reading(text: str) -> dict[str, object]:
    """The reading of one timetable in the shape that the command prints."""
    found = read(text)
    return {
        "text": text,
        "certain": found.certain,
        "days": _by_name(found.days),
        "breaks": _by_name(found.breaks),
        "by_appointment": found.by_appointment,
        "rules": {NAMES[day]: rule for day, rule in found.rules},
        "opening_hours": found.opening_hours,
        "notes": list(found.notes),
        "problems": [str(problem) for problem in found.problems],
    }


def _by_name(days: tuple[Intervals, ...]) -> dict[str, list[list[str]]]:
    return {
        name: [[clock(start), clock(end)] for start, end in intervals]
        for name, intervals in zip(NAMES, days, strict=False)
    }


@contextmanager
def _lines(file: Path | None) -> Iterator[Iterable[str]]:
    """Lines in UTF-8; bytes that are not are replaced, and then not understood."""
    if file is None:
        stream: TextIO = sys.stdin
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8-sig", errors="replace", newline="\n")
        yield stream
        return
    try:
        source = file.open(encoding="utf-8-sig", errors="replace", newline="\n")
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}") from error
    with source:
        yield source
