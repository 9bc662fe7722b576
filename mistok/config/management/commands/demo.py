"""`mistok demo`: a living network to try Mistok on."""

from datetime import date
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone, translation

from mistok.accounts.models import User
from mistok.config.demo import (
    acts,
    appointments,
    computers,
    counting,
    feedback,
    guides,
    history,
    hours,
    inventory,
    network,
    periods,
    places,
    questions,
    records,
    sales,
    texts,
    words,
)
from mistok.desk.actions import load_topics
from mistok.directory.actions import load_catalogue
from mistok.lib.jobs.models import Job
from mistok.network.actions import import_territory
from mistok.network.models import Organisation
from mistok.planning.actions import rebuild


class Command(BaseCommand):
    help = "Build the demonstration network (Mykolaiv: 26 libraries, 18 with a centre) in an empty database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing when there is a network already"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        translation.activate("uk")
        if Organisation.objects.exists():
            if not options["if_empty"]:
                raise CommandError(
                    "тут уже є мережа; для показу візьміть порожню базу: MISTOK_DATA=інша-тека mistok demo"
                )
        elif not network.settings_are_safe():
            raise CommandError(
                "показові паролі відомі всім: на відкритій адресі показова мережа не створюється"
            )
        else:
            self.build()
        if network.is_there():
            self.print_sign_ins()

    def build(self) -> None:
        # One transaction: cut short, it leaves an empty database, and the next start builds it whole.
        with transaction.atomic():
            self.step("Територія: Миколаївська область")
            import_territory(
                job=Job.objects.create(kind="territory"),
                path=network.TERRITORY_FILE,
                edition_date=date(2025, 5, 16),
                by=None,
            )
            self.step("Каталог послуг і теми звернень")
            load_catalogue()
            load_topics()
            self.step("26 бібліотек, 18 центрів, люди")
            network.build()
            self.step("Центри громад, мапа області, дев’ять ЦНАП")
            places.fill()
            people = {key: User.objects.get(email=network.email(key)) for key, *_ in network.PEOPLE}
            self.step("Санітарні дні, закриття, укриття")
            hours.fill(people, timezone.localdate())
            self.step("Минуле мережі, полиця документів")
            history.fill(people)
            self.step("Записи столу: липень 2012 – лютий 2013 і останні тижні")
            records.build_history(people["head"])
            records.build_present(people, timezone.now())
            self.step("Людні години, вуличні акції")
            counting.fill(people, timezone.localdate())
            self.step("Обладнання, інвентаризація, партнери")
            inventory.fill(people, timezone.localdate())
            self.step("Тексти карток: на схваленні й повернуті")
            texts.fill(people)
            self.step("Інструкції, добірки, місця послуг, слова читачів")
            guides.fill(people)
            self.step("Закони, місцеві рішення, добірки актів")
            acts.fill(people)
            self.step("Слова пошуку, запити за рік")
            words.fill(people, timezone.localdate())
            self.step("Комп’ютери для відвідувачів, відгуки")
            computers.fill(people, timezone.now())
            feedback.fill(people, timezone.localdate())
            self.step("Платні послуги: прейскурант, продажі, каса")
            sales.fill(people, timezone.localdate())
            self.step("Запис на прийом")
            appointments.fill(people, timezone.now())
            self.step("Запитання до бібліотекарів, відповіді для всіх")
            questions.fill(people, timezone.now())
            self.step("Закритий місяць, записи планшета, що чекають")
            periods.fill(people, timezone.now())
            self.step("Добові підсумки")
            rebuild()
        self.step("Пошуковий індекс")
        call_command("reindex", verbosity=0)

    def step(self, text: str) -> None:
        self.stdout.write(f"  · {text}")
        self.stdout.flush()

    def print_sign_ins(self) -> None:
        self.stdout.write("\nПоказові входи (пароль для всіх: " + network.PASSWORD + "):")
        for role, address, _ in network.sign_ins():
            self.stdout.write(f"  {address:<26} {role}")
        self.stdout.write("")
