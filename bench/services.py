"""How long a table of services takes: looked through, imported, the same again, undone; and taken out.

    python bench/services.py services.csv [how many cards to export, 20000 unless told]

Uses an empty SQLite database in a temporary folder; the bar is 20 seconds for the 1,086 services of the
sample on two cores, and memory that does not grow with the table.
"""

import os
import resource
import sys
import tempfile
import time
from pathlib import Path

BAR = 20.0


def main(table: Path, many: int) -> int:
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
        print("| what | seconds | result | peak MiB |\n|---|---:|---|---:|")
        slowest = max(the_way_of(table), the_way_of(longer(table, Path(folder)), note=" × 10") / 10)
        export(many)
    print(f"\nslowest {slowest:.1f} s, bar {BAR:.0f} s: {'kept' if slowest < BAR else 'BROKEN'}")
    return int(slowest >= BAR)


def longer(table: Path, folder: Path) -> Path:
    """The same table ten times, each time with other names and numbers."""
    header, *rows = table.read_text(encoding="utf-8-sig").splitlines()
    path = folder / "longer.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write(f"{header}\n")
        for time_ in range(10):
            for row in rows:
                number, comma, rest = row.partition(",")
                quote = '"' if rest.startswith('"') else ""
                file.write(f"{time_}-{number}{comma}{quote}{time_} {rest.removeprefix(quote)}\n")
    return path


def the_way_of(table: Path, note: str = "") -> float:
    from django.core.files.base import ContentFile

    from mistok.accounts.models import User
    from mistok.directory.importing import batches
    from mistok.directory.importing.examining import Choices
    from mistok.directory.importing.undoing import start_undo
    from mistok.directory.importing.work import start_apply, start_check

    by = User.objects.first() or User.objects.create(email="bench@example.org", name="Bench")
    seconds, undone = [], []
    for again in ("", ", the same again"):
        batch = batches.begin(file=ContentFile(table.read_bytes(), name=table.name), by=by)
        kept = batches.choices_of(batch)
        batches.set_choices(batch=batch, choices=Choices(kept.columns, key=kept.key, shorten=True))
        seconds.append(measured(f"looked through{note}{again}", start_check(batch=batch, by=by)))
        seconds.append(measured(f"imported{note}{again}", start_apply(batch=batch, by=by)))
        undone.append(batch)
    seconds += [measured(f"undone{note}", start_undo(batch=batch, by=by)) for batch in reversed(undone)]
    return max(seconds)


def measured(what: str, job) -> float:
    from mistok.lib.jobs.runners import run

    start = time.perf_counter()
    run(job)
    took = time.perf_counter() - start
    job.refresh_from_db()
    told = ("added", "changed", "unchanged", "bad", "restored", "removed", "kept")
    said = ", ".join(f"{name} {job.result[name]}" for name in told if job.result.get(name)) or job.problem
    line(what, took, said)
    return took


def export(many: int) -> None:
    from mistok.directory import exporting
    from mistok.directory.models import Service
    from mistok.lib.tables.writing import csv_pieces, write_xlsx
    from mistok.network.models import Organisation

    provider = Organisation.objects.create(kind="provider", name="Provider", slug="bench-provider")
    for start in range(0, many, 2000):
        Service.objects.bulk_create(
            Service(
                slug=f"bench-{n}",
                name=f"Послуга {n}",
                short_name=f"{n}",
                provider=provider,
                summary="Коротко. " * 9,
            )
            for n in range(start, min(start + 2000, many))
        )

    def rows():
        return exporting.service_rows(exporting.services(exporting.Wanted()), "https://example.org")

    start = time.perf_counter()
    size = sum(len(piece) for piece in csv_pieces(exporting.service_header(), rows()))
    line(f"{many} cards as CSV", time.perf_counter() - start, f"{size // 1024} KiB")
    start = time.perf_counter()
    with tempfile.TemporaryFile() as file:
        write_xlsx(file, sheet="Services", header=exporting.service_header(), rows=rows())
        size = file.tell()
    line(f"{many} cards as XLSX", time.perf_counter() - start, f"{size // 1024} KiB")


def line(what: str, took: float, said: str) -> None:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"| {what} | {took:.1f} | {said} | {peak} |", flush=True)


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) == 3 else 20_000))
