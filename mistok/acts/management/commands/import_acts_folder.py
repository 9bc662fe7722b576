"""`mistok import_acts_folder PATH`: bring in a folder or a ZIP of files. Stopped, the same goes on."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from mistok.acts.folder import FOLDER
from mistok.acts.models import Level
from mistok.lib.jobs.models import Job, State
from mistok.lib.jobs.runners import run

FAULTS_SHOWN = 20
NAMES = {"added": "додано", "unchanged": "без змін", "drafts": "чекають на перевірку", "scans": "без тексту"}


class Command(BaseCommand):
    help = "Import a folder of files of acts: PDF, DOCX, DOC, RTF, HTML, TXT. Bad files are listed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path)
        parser.add_argument("--issuer", default="", help="who adopted the acts that do not say it themselves")
        parser.add_argument("--state", action="store_true", help="acts of the state, not local ones")
        parser.add_argument("--drafts", action="store_true", help="publish none, also the certain ones")

    def handle(self, *args: Any, path: Path, **options: Any) -> None:
        path = path.resolve()
        if not path.exists():
            raise CommandError(f"немає теки {path}")
        stopped = Job.objects.filter(kind=FOLDER, parameters__path=str(path)).exclude(state=State.DONE)
        job = stopped.first() or Job(kind=FOLDER)
        job.parameters |= {
            "path": str(path),
            "name": path.name,
            "issuer": options["issuer"],
            "level": str(Level.STATE if options["state"] else Level.LOCAL),
            "publish": not options["drafts"],
        }
        job.save()
        job.watch = self._show
        run(job)
        self.stderr.write("")
        for bad in job.bad_rows.all()[:FAULTS_SHOWN]:
            self.stdout.write(f"{bad.content}: {bad.reason}")
        if job.state == State.FAILED:
            raise CommandError(job.problem)
        said = "; ".join(f"{word}: {job.result.get(name, 0)}" for name, word in NAMES.items())
        self.stdout.write(f"{said}; пропущено: {job.result.get('bad', 0)}")

    def _show(self, job: Job) -> None:
        self.stderr.write(f"\r{job.done:>7} / {job.total}", ending="")
        self.stderr.flush()
