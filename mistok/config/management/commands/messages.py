"""`mistok messages`: keep the Ukrainian catalogues whole."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from mistok.config import messages


class Command(BaseCommand):
    help = "Update translation catalogues (default), --compile them, or --check that they are whole."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("apps", nargs="*", help="apps to look at; all when none is named")
        parser.add_argument("--compile", action="store_true", help="write the binary catalogues")
        parser.add_argument("--check", action="store_true", help="fail when something is not translated")

    def handle(self, *args: Any, **options: Any) -> None:
        folders = self.folders(options["apps"])
        if options["compile"]:
            count = sum(messages.compile_(folder) for folder in folders)
            self.stdout.write(f"{count} catalogues compiled")
        elif options["check"]:
            self.check_all(folders)
        else:
            for folder in folders:
                if messages.extract(folder):
                    left = messages.update(folder)
                    self.stdout.write(f"{folder.name}: {left} to translate")

    def folders(self, names: list[str]) -> list[Path]:
        found = {folder.name: folder for folder in _app_folders()}
        if unknown := set(names) - set(found):
            raise CommandError(f"no such app: {', '.join(sorted(unknown))}")
        return [found[name] for name in names or sorted(found)]

    def check_all(self, folders: list[Path]) -> None:
        lines = []
        for folder in folders:
            judgement = messages.judge(folder)
            for kind in ("missing", "wrong", "unused"):
                lines += [f"{folder.name}: {kind}: {text}" for text in getattr(judgement, kind)]
        if lines:
            raise CommandError("\n".join(lines))
        self.stdout.write(f"{len(folders)} catalogues are whole")


def _app_folders() -> list[Path]:
    return [folder for folder in Path(settings.BASE).iterdir() if (folder / "__init__.py").exists()]
