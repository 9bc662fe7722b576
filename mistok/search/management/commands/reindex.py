"""`mistok reindex`: build the search index anew while the old one goes on answering."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from mistok.search import writer
from mistok.search.declarations import source
from mistok.search.index import IndexBusy


class Command(BaseCommand):
    help = "Build the search index anew. The old one answers meanwhile; stopped half-way, nothing is lost."

    def handle(self, *args: Any, **options: Any) -> None:
        self.shows = options["verbosity"] > 0
        self.on_terminal = self.stdout.isatty()
        self.before: dict[str, int] = {}
        began = time.monotonic()
        try:
            count = writer.rebuild(self.progress, patience=60.0)
        except IndexBusy:
            raise CommandError("індекс зараз оновлює інший процес; спробуйте за хвилину") from None
        if self.shows:
            seconds = f"{time.monotonic() - began:.1f}".replace(".", ",")
            self.stdout.write(f"Пошук готовий: документів {count}, за {seconds} с")

    def progress(self, done: int, kind: str, *, finished: bool) -> None:
        """Show how far it came: one growing line on a terminal, one line a kind in a log."""
        if not self.shows:
            return
        declared = source(kind)
        of_kind = done - sum(count for other, count in self.before.items() if other != kind)
        if finished:
            self.before[kind] = of_kind
        if finished or self.on_terminal:
            line = f"  {declared.label if declared else kind}: {of_kind}"
            self.stdout.write(f"\r{line}" if self.on_terminal else line, ending="\n" if finished else "")
            self.stdout.flush()
