"""`mistok backup [FILE]`: one file with everything that cannot be rebuilt."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from mistok.config import backups


class Command(BaseCommand):
    help = "Write a backup of the database, uploaded files and the signing key."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", nargs="?", type=Path, help="where to; a dated name in the data directory if left out"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            target = backups.make(options["file"])
        except backups.BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Резервна копія: {target} ({target.stat().st_size // 1024} КБ)")
