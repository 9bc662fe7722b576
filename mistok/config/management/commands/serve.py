"""`mistok serve`: the server, the worker and the daily duties, until Ctrl+C."""

import hashlib
import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from mistok.config import duties
from mistok.config.supervisor import Supervisor, processes, why_not_listen
from mistok.search.queries import index_is_ready


class Command(BaseCommand):
    help = "Serve Mistok: web server, background worker and daily duties in one command."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
        parser.add_argument("--port", type=int, default=settings.PORT)
        parser.add_argument(
            "--workers", type=int, default=1, help="web processes; one serves a whole network"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = options["host"], options["port"]
        if refusal := why_not_listen(host, port):
            raise CommandError(refusal)
        self.collect()
        if not index_is_ready():
            self.stdout.write("Пошуковий індекс …")
            call_command("reindex", stdout=self.stdout)
        self.stdout.write(self.style.SUCCESS(f"Місток відкрито: http://{host}:{port}"), ending="\n\n")
        self.stdout.flush()
        watched = processes(host=host, port=port, workers=options["workers"])
        Supervisor(watched, daily=duties.enqueue, report=self.stderr.write).run()

    def collect(self) -> None:
        """Collect static files when one of them changed since the last time."""
        mark, now = Path(settings.STATIC_ROOT) / "collected", _fingerprint()
        if mark.exists() and mark.read_text() == now:
            return
        with self.settings_for_collected():
            call_command("collectstatic", interactive=False, verbosity=0, clear=False)
        mark.write_text(now)

    @staticmethod
    def settings_for_collected() -> Any:
        from django.test.utils import override_settings

        compressed = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
        return override_settings(STORAGES={**settings.STORAGES, "staticfiles": compressed})


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            path = Path(storage.path(name))
            status = path.stat()
            digest.update(f"{name} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()
