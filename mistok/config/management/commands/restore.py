"""`mistok restore FILE`: put a backup in the place of the present data."""

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from mistok.config import backups


class Command(BaseCommand):
    help = "Replace the present data by a backup. Stop the server first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["yes"] and not self.is_sure():
            raise CommandError("нічого не змінено")
        try:
            backups.restore(options["file"])
        except backups.BackupError as error:
            raise CommandError(str(error)) from error
        call_command("migrate", verbosity=0)
        call_command("reindex", stdout=self.stdout)
        self.stdout.write("Відновлено.")

    def is_sure(self) -> bool:
        """Whether the person says «так»; nobody to ask means no."""
        try:
            return input("Теперішні дані буде замінено. Продовжити? [так/ні] ").strip().lower() == "так"
        except EOFError:
            return False
