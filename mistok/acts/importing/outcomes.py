"""What became of each row: a letter a row, packed into runs so that a million rows fit a job."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

NEW, CHANGED, SAME, SKIPPED, BAD = "n", "c", "s", "k", "b"
WORDS = {NEW: "added", CHANGED: "changed", SAME: "unchanged", SKIPPED: "skipped", BAD: "bad"}
_RUN = re.compile(r"([a-z])(\d*)")


def packed(runs: str, letters: Iterable[str]) -> str:
    """The runs with more letters behind them; a run of one is the letter alone.

    >>> packed("n2", "nns"), packed("ns", "cc")
    ('n4s', 'nsc2')
    """
    start = _last(runs)
    last = _RUN.fullmatch(runs, start) if start >= 0 else None
    found = []
    for letter, group in groupby(letters):
        times = sum(1 for _letter in group)
        if last is not None and last[1] == letter:
            runs, times = runs[:start], times + int(last[2] or 1)
        last = None
        found.append(letter if times == 1 else f"{letter}{times}")
    return runs + "".join(found)


def unpacked(runs: str) -> Iterator[str]:
    """The letters one by one.

    >>> "".join(unpacked("n3sc2"))
    'nnnscc'
    """
    for match in _RUN.finditer(runs):
        for _time in range(int(match[2] or 1)):
            yield match[1]


def _last(runs: str) -> int:
    """Where the last run begins; -1 for none."""
    place = len(runs) - 1
    while place >= 0 and runs[place].isdigit():
        place -= 1
    return place
