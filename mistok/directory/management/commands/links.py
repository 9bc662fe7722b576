"""`mistok links`: how the links are. `--check URL` looks at one address now, `--run` at all that are due."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db.models import Count
from django.utils import timezone

from mistok.directory.links import sources, work
from mistok.directory.links.judging import judge
from mistok.directory.links.looking import look
from mistok.directory.links.problems import problem
from mistok.directory.links.queue import TRY_WORDS
from mistok.directory.models import Link, Verdict


class Command(BaseCommand):
    help = "Health of the catalogue's links."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", metavar="URL", help="look at this address now and explain; keeps nothing"
        )
        parser.add_argument("--run", action="store_true", help="look at all links that are due, politely")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["check"]:
            self.explain(options["check"])
        elif options["run"]:
            self.run()
        else:
            self.summary()

    def explain(self, url: str) -> None:
        seen = look(work.client(), url)
        found = judge(seen, timezone.now())
        answer = seen.answer
        self.stdout.write(
            f"{TRY_WORDS[found.outcome]}: {answer.method} {answer.status or '–'}, {answer.seconds:.1f} с"
        )
        for hop in answer.hops:
            self.stdout.write(f"  {hop.status} → {hop.url}")
        if found.title:
            self.stdout.write(f"  «{found.title}»")
        if said := problem(found.problem):
            self.stdout.write(f"{said.summary}. {said.seen}\n{said.fix}")

    def run(self) -> None:
        came, left = sources.keep_all_in_step()
        self.stdout.write(f"нових адрес: {came}, більше не вживаються: {left}")
        web, done = work.client(), 0
        while True:
            done += (now := work.run_batch(web))
            moment = work.next_moment(timezone.now())
            if moment is None or (pause := (moment - timezone.now()).total_seconds()) > 60:
                break
            if not now:
                time.sleep(max(1.0, pause))
            self.stdout.write(f"перевірено: {done}", ending="\r")
        self.stdout.write(f"перевірено: {done}")
        self.summary()

    def summary(self) -> None:
        counted = dict(
            Link.objects.filter(left_on=None).values_list("verdict").annotate(n=Count("pk")).order_by()
        )
        for verdict in Verdict:
            if counted.get(verdict):
                self.stdout.write(f"{counted[verdict]:>7}  {verdict.label}")
        self.stdout.write(f"{work.due(timezone.now()).count():>7}  чекають на перевірку зараз")
