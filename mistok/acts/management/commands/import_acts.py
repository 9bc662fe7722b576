"""`mistok import_acts PATH…`: bring acts in from files or folders. Stopped, the same command goes on."""

from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from mistok.acts.importing.files import kind_of_file
from mistok.acts.importing.sources import from_console
from mistok.acts.importing.work import CHECK, check
from mistok.acts.models import ActImport, ImportState
from mistok.lib.jobs.actions import digest_of
from mistok.lib.jobs.models import Job, State
from mistok.lib.jobs.runners import ImportProblem, run
from mistok.lib.tables import TableProblem

FAULTS_SHOWN = 20
# Of a folder only what is surely a file of acts; a single file is taken whatever its name.
ENDINGS = (".jsonl", ".jsonl.gz", ".json", ".json.gz", ".zip")
NAMES = {
    "added": "додано",
    "changed": "змінено",
    "unchanged": "без змін",
    "skipped": "залишено осторонь",
    "bad": "пропущено хибних рядків",
    "linked": "знайдено зв’язків",
}


class Command(BaseCommand):
    help = "Import acts: JSON by article, open data of the parliament, sets of local acts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument("--mapping", default="", help='columns as JSON: {"title": "header"}')
        parser.add_argument("--territory", default="", help="code of the codifier, for local acts")
        parser.add_argument("--adopter", default="", help="who adopted the acts, for local acts")
        parser.add_argument("--dry-run", action="store_true", help="count what would change, write nothing")

    def handle(self, *args: Any, paths: list[Path], **options: Any) -> None:
        counts: Counter[str] = Counter()
        for path in _files(paths):
            counts += self._bring_in(path, options)
        self.stdout.write(summary(counts))

    def _bring_in(self, path: Path, options: dict[str, Any]) -> Counter[str]:
        try:
            kind = str(kind_of_file(path, path.name))
        except TableProblem as problem:
            raise CommandError(f"{path.name}: {problem}") from problem
        job = (None if options["dry_run"] else _stopped(kind, path)) or Job(kind=kind)
        job.parameters |= {"path": str(path), "name": path.name}
        job.parameters |= {name: options[name] for name in ("mapping", "territory", "adopter")}
        job.save()
        job.watch = self._show
        if options["dry_run"]:
            self._look(job, kind)
        else:
            run(job)
        self.stderr.write("")
        for bad in job.bad_rows.all()[:FAULTS_SHOWN]:
            self.stdout.write(f"{path.name}:{bad.number}: {bad.reason}  {bad.content[:200]}")
        if (more := job.bad_rows.count() - FAULTS_SHOWN) > 0:
            self.stdout.write(f"… і ще {more}: увесь список на сторінці цього імпорту")
        if job.state == State.FAILED:
            raise CommandError(f"{path.name}: {job.problem}")
        return Counter({name: int(job.result.get(name, 0)) for name in NAMES})

    def _look(self, job: Job, kind: str) -> None:
        """Look through the file and leave nothing behind but the list of its faults."""
        try:
            batch = from_console(job, kind)
            batch.state = ImportState.PREPARED
            batch.save(update_fields=["state"])
            job.kind, job.parameters["batch"] = CHECK, str(batch.pk)
            job.save()
            check(job)
            ActImport.objects.filter(pk=batch.pk).delete()
        except ImportProblem as problem:
            job.fail(str(problem))

    def _show(self, job: Job) -> None:
        self.stderr.write(f"\r{job.done:>7} / {job.total}", ending="")
        self.stderr.flush()


def summary(counts: Counter[str]) -> str:
    """«Додано: 8164; знайдено зв’язків: 1042»."""
    parts = [f"{word}: {counts[name]}" for name, word in NAMES.items() if counts[name]]
    text = "; ".join(parts) or "у файлах немає жодного акта"
    return text[0].upper() + text[1:]


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            found = sorted(each for each in path.iterdir() if each.name.lower().endswith(ENDINGS))
            if not found:
                raise CommandError(f"у теці {path} немає файлів з актами")
            yield from (each.resolve() for each in found)
        elif path.is_file():
            yield path.resolve()
        else:
            raise CommandError(f"немає файлу {path}")


def _stopped(kind: str, path: Path) -> Job | None:
    """An import of this very file that was stopped half-way."""
    return Job.objects.filter(kind=kind, cursor__file=digest_of(path)).exclude(state=State.DONE).first()
