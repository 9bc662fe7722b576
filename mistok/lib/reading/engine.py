"""A file read by another process, which may run out of memory or time and takes nothing with it."""

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile

import mistok
from mistok.lib.reading.problems import Problem
from mistok.lib.reading.reading import Finding, Reading

LARGEST = 50 * 1024 * 1024  # bytes
LONGEST = 90  # seconds by the clock; the worker's own limit of processor time is 60
ROOT = Path(mistok.__file__).parents[1]


def read(path: Path, name: str) -> Reading:
    """The words of the file, whatever is in it; never raises for the content.

    `name` as the person called the file; it only helps where the content says nothing. What went wrong stands
    in `problems` of the reading.
    """
    size = path.stat().st_size
    if not size:
        return _unread(Problem.EMPTY)
    if size > LARGEST:
        return Reading(problems=(Finding(Problem.TOO_LARGE, {"most": LARGEST}),))
    with TemporaryFile() as answer, TemporaryDirectory(prefix="mistok-reading-") as room:
        code = _run(path.resolve(), name, Path(room), answer.fileno())
        if code is None:
            return _unread(Problem.TOO_LONG)
        if code in (-signal.SIGXCPU, -signal.SIGKILL):
            return _unread(Problem.TOO_LONG)
        if code == -signal.SIGXFSZ:
            return _unread(Problem.TOO_MUCH)
        if code:
            return _unread(Problem.CRASHED)
        answer.seek(0)
        try:
            return Reading.from_json(json.loads(answer.read()))
        except (ValueError, KeyError, TypeError):
            return _unread(Problem.CRASHED)


def _run(path: Path, name: str, room: Path, out: int) -> int | None:
    """How the worker ended; None when it was stopped for the time. Whatever it started ends with it."""
    worker = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "mistok.lib.reading.worker", str(path), name[-200:], str(room)],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=out,
        stderr=subprocess.DEVNULL,
        env=_surroundings(room),
        start_new_session=True,
    )
    try:
        return worker.wait(LONGEST)
    except subprocess.TimeoutExpired:
        return None
    finally:
        _end(worker)


def _end(worker: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()


def _surroundings(room: Path) -> dict[str, str]:
    """No secret of the server is told to the reader of a strange file."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
    return kept | {"HOME": str(room), "TMPDIR": str(room), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"}


def _unread(problem: Problem) -> Reading:
    return Reading(problems=(Finding(problem),))
