"""How long the codifier takes: first edition, newer edition, the same again, and a damaged copy.

    python bench/imports.py katottg-2024.csv katottg-2025.csv

Uses an empty SQLite database in a temporary folder; the bar is 20 seconds for 31,748 units on two cores.
"""

import os
import resource
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

BAR = 20.0
EDITIONS = (date(2024, 7, 1), date(2025, 5, 16))


def main(first: Path, newer: Path) -> int:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "MISTOK_DATA": folder,
            "DJANGO_SETTINGS_MODULE": "mistok.config.settings",
            "DATABASE_URL": "",
        }
        sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        slowest = 0.0
        print("| import | seconds | units | bad rows | result | peak MiB |\n|---|---:|---:|---:|---|---:|")
        for name, path, day in (
            ("first edition", first, EDITIONS[0]),
            ("newer edition", newer, EDITIONS[1]),
            ("the same again", newer, EDITIONS[1]),
            ("a damaged copy", damaged(newer, Path(folder)), EDITIONS[1]),
        ):
            slowest = max(slowest, bring_in(name, path, day))
    print(f"\nslowest {slowest:.1f} s, bar {BAR:.0f} s: {'kept' if slowest < BAR else 'BROKEN'}")
    return int(slowest >= BAR)


def damaged(path: Path, folder: Path) -> Path:
    """Every thirtieth row with one byte in its middle gone wrong."""
    rows = path.read_bytes().splitlines(keepends=True)
    for index in range(30, len(rows), 30):
        row = bytearray(rows[index])
        row[len(row) // 2] ^= 0x15
        rows[index] = bytes(row)
    copy = folder / "damaged.csv"
    copy.write_bytes(b"".join(rows))
    return copy


def bring_in(name: str, path: Path, day: date) -> float:
    from mistok.lib.jobs.models import Job
    from mistok.network.actions import import_territory

    job = Job.objects.create(kind="territory")
    start = time.perf_counter()
    import_territory(job=job, path=path, edition_date=day, by=None)
    took = time.perf_counter() - start
    told = ("added", "renamed", "changed", "closed", "unchanged")
    said = ", ".join(f"{word} {job.result[word]}" for word in told if job.result[word])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"| {name} | {took:.1f} | {job.result['units']} | {job.result['bad']} | {said} | {peak} |")
    return took


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
