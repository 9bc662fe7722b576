"""`mistok import SOURCE FILE`: bring a file in from the console. Stopped, the same command goes on."""

from argparse import ArgumentParser
from collections.abc import Mapping
from datetime import date
from hashlib import file_digest
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from mistok.lib.jobs.actions import edition_of
from mistok.lib.jobs.models import Job, State
from mistok.lib.jobs.runners import import_sources, run

FAULTS_SHOWN = 20
# What a job counts -> how the console names it; a count of nothing is left out.
CHANGES = {
    "added": "додано",
    "renamed": "перейменовано",
    "changed": "змінено",
    "reopened": "знову чинні",
    "closed": "закрито",
}
OTHERS = {
    "unchanged": "без змін",
    "summed": "підсумовано районів і областей",
    "matched": "знайдено громаду",
    "unmatched": "громаду встановить людина",
    "hours_read": "прочитано розкладів",
    "hours_review": "розкладів для людини",
    "mended": "виправлено вебадрес",
    "absent": "немає в цьому виданні",
    "bad": "пропущено хибних рядків",
}


class Command(BaseCommand):
    help = "Import a file: `mistok import territory FILE`. Good rows are kept, each bad one is named."

    def add_arguments(self, parser: ArgumentParser) -> None:
        kinds = parser.add_subparsers(dest="kind", required=True, metavar="SOURCE")
        for kind, source in import_sources().items():
            each = kinds.add_parser(kind, help=str(source.title), description=str(source.description))
            each.add_argument("file", type=Path)
            if source.dated:
                each.add_argument(
                    "--edition", type=date.fromisoformat, help="its day: YYYY-MM-DD", default=None
                )
            for option in source.options:
                flag = f"--{option.flag or option.name}"
                if option.is_switch:
                    each.add_argument(
                        flag, dest=f"option_{option.name}", action="store_true", help=option.help
                    )
                else:
                    each.add_argument(flag, dest=f"option_{option.name}", default="", help=option.help)

    def handle(self, *args: Any, kind: str, file: Path, **options: Any) -> None:
        path = file.resolve()
        if not path.is_file():
            raise CommandError(f"немає файлу {file}")
        edition = edition_of(path.name, options.get("edition"))
        job = self._stopped(kind, path) or Job(kind=kind)
        job.parameters |= {"path": str(path), "name": path.name, "edition": edition.isoformat()}
        job.parameters |= {
            each.name: options[f"option_{each.name}"] for each in import_sources()[kind].options
        }
        job.save()
        job.watch = self._show
        run(job)
        self.stderr.write("")
        for bad in job.bad_rows.all()[:FAULTS_SHOWN]:
            self.stdout.write(f"{path.name}:{bad.number}: {bad.reason}  {bad.content}")
        if job.state == State.FAILED:
            raise CommandError(job.problem)
        if (more := job.bad_rows.count() - FAULTS_SHOWN) > 0:
            self.stdout.write(f"… і ще {more}: увесь список на сторінці цього імпорту")
        self.stdout.write(summary(job.result))

    def _stopped(self, kind: str, path: Path) -> Job | None:
        """An import of this very file that was stopped half-way."""
        with path.open("rb") as file:
            digest = file_digest(file, "sha256").hexdigest()
        return Job.objects.filter(kind=kind, cursor__file=digest).exclude(state=State.DONE).first()

    def _show(self, job: Job) -> None:
        self.stderr.write(f"\r{job.done:>7} / {job.total}", ending="")
        self.stderr.flush()


def summary(result: Mapping[str, Any]) -> str:
    """«Додано: 31748», «Нічого не змінено; без змін: 31748»."""
    parts = [f"{word}: {result[name]}" for name, word in CHANGES.items() if result.get(name)]
    parts = parts or ["нічого не змінено"]
    parts += [f"{word}: {result[name]}" for name, word in OTHERS.items() if result.get(name)]
    text = "; ".join(parts)
    return text[0].upper() + text[1:]
