"""Bring the daily facts up to date, count them anew, or prove them equal to the records."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from mistok.planning import actions

SHOWN = 20


class Command(BaseCommand):
    help = "Roll the records up into daily facts, for the dashboard and reports."

    def add_arguments(self, parser: ArgumentParser) -> None:
        which = parser.add_mutually_exclusive_group()
        which.add_argument(
            "--rebuild", action="store_true", help="count everything anew; may be stopped and resumed"
        )
        which.add_argument(
            "--verify", action="store_true", help="prove that the daily facts equal the records"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["rebuild"]:
            written = actions.rebuild(progress=self.tell)
            self.stdout.write(f"Daily facts are counted anew, {written} rows changed.")
            return
        if not options["verify"]:
            self.stdout.write(f"Daily facts are up to date, {actions.refresh()} rows changed.")
            return
        differences = actions.verify(settled=True)
        for difference in differences[:SHOWN]:
            self.stderr.write(str(difference))
        if differences:
            raise CommandError(
                f"{len(differences)} daily facts differ. Count them anew: mistok rollup --rebuild"
            )
        self.stdout.write("Daily facts equal the records.")

    def tell(self, done: int, total: int) -> None:
        self.stdout.write(f"{done} of {total} days of points")
