"""The program that reads one strange file under limits and prints what it found as JSON.

It knows no Django and no settings; what it may use – memory, time, the length of what it writes – is set
before the file is opened.
"""

import json
import resource
import sys
from pathlib import Path

from mistok.lib.reading.reading import NotRead, Reading

MEMORY, MEMORY_OF_CONVERTER = 1024**3, 6 * 1024**3  # bytes of address space; LibreOffice reserves much of it
SECONDS = 60  # of the processor
WRITTEN = 200 * 1024 * 1024  # bytes of any file that is written, the answer too
FILES = 256


def main() -> int:
    path, name, room = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
    _limit()
    try:
        reading = _read(path, name, room)
    except NotRead as problem:
        reading = Reading(problems=(problem.finding,))
    except (MemoryError, RecursionError):
        reading = Reading(problems=(NotRead("too_much").finding,))
    sys.stdout.write(json.dumps(reading.as_json(), ensure_ascii=False))
    return 0


def _read(path: Path, name: str, room: Path) -> Reading:
    # after the limits, so that what is loaded for a format stands under them too
    from mistok.lib.reading.formats import read_any

    return read_any(path, name, room)


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for what, soft, hard in (
        (resource.RLIMIT_AS, MEMORY, MEMORY_OF_CONVERTER),
        (resource.RLIMIT_CPU, SECONDS, SECONDS + 5),
        (resource.RLIMIT_FSIZE, WRITTEN, WRITTEN),
        (resource.RLIMIT_NOFILE, FILES, FILES),
    ):
        ceiling = resource.getrlimit(what)[1]
        if ceiling != resource.RLIM_INFINITY:
            soft, hard = min(soft, ceiling), min(hard, ceiling)
        resource.setrlimit(what, (soft, hard))


if __name__ == "__main__":
    sys.exit(main())
