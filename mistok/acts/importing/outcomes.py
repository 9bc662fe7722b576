"""What became of each row: a letter a row, packed into runs so that a million rows fit a job."""

from collections.abc import Iterable, Iterator

NEW, CHANGED, SAME, SKIPPED, BAD = "n", "c", "s", "k", "b"
WORDS = {NEW: "added", CHANGED: "changed", SAME: "unchanged", SKIPPED: "skipped", BAD: "bad"}

type Runs = list[list[object]]


def packed(runs: Runs, letters: Iterable[str]) -> Runs:
    """The runs with more letters behind them.

    >>> packed([["n", 2]], "ns")
    [['n', 3], ['s', 1]]
    """
    found = [list(each) for each in runs]
    for letter in letters:
        if found and found[-1][0] == letter:
            found[-1][1] = int(str(found[-1][1])) + 1
        else:
            found.append([letter, 1])
    return found


def unpacked(runs: Runs) -> Iterator[str]:
    """The letters one by one."""
    for letter, times in runs:
        for _time in range(int(str(times))):
            yield str(letter)
