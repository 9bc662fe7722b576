"""Words of the search in the demonstration: synonyms, best bets, a year of questions. The same each time."""

import random
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from mistok.accounts.models import User
from mistok.config.demo.network import CITY, HROMADA
from mistok.directory.models import Service
from mistok.search.demand import SEASON, first_of, month_after, month_before
from mistok.search.models import AskedQuery, BestBet, HiddenQuestion, Reformulation, SynonymGroup
from mistok.website.actions.words import hide_question, save_bet, save_synonyms

SYNONYMS = (
    (("облгаз", "газовики", "рахунок за газ"), (), "Так кажуть у Миколаєві."),
    (("водоканал", "рахунок за воду"), ("комунальні послуги",), "Хто питає про воду, питає й про оплату."),
    (("торф", "брикети"), ("субсидія",), "Торік узимку питали щотижня."),
)
BETS = (
    (("комуналка", "оплата комуналки"), "utility-payments", "Найчастіша справа в центрах."),
    (("гаряча лінія", "гаряча лінія уряду"), "government-contact-centre", ""),
)
# A question, how often a month, how many results, the months in which it is asked three times as often.
QUESTIONS: tuple[tuple[str, int, int, tuple[int, ...]], ...] = (
    ("субсидія", 34, 6, (10, 11, 12)),
    ("комунальні платежі", 28, 9, (1, 11, 12)),
    ("впо", 25, 12, ()),
    ("запис до лікаря", 21, 5, (1, 2)),
    ("пенсія", 18, 8, ()),
    ("закордонний паспорт", 13, 4, (5, 6, 7)),
    ("нмт", 4, 3, (4, 5)),
    ("вступ до університету", 5, 4, (7, 8)),
    ("садочок", 7, 3, (4, 8)),
    ("штраф", 9, 5, ()),
    ("дрова", 3, 0, (9, 10, 11)),
    ("субсидія на дрова", 3, 2, (9, 10, 11)),
    ("зарядити телефон", 3, 0, (11, 12, 1)),
    ("пункт незламності", 4, 1, (11, 12, 1)),
    ("маршрутка 5", 4, 0, ()),
    ("єукриття", 3, 0, ()),
    ("укриття поруч", 3, 2, ()),
    ("погода", 3, 0, ()),
)
PAIRS = (
    ("дрова", "субсидія на дрова"),
    ("зарядити телефон", "пункт незламності"),
    ("єукриття", "укриття поруч"),
)
NEEDLESS = "погода"


def fill(people: Mapping[str, User], today: date) -> None:
    """Write what is not there. The catalogue and the people must be there already."""
    head = people["head"]
    if not SynonymGroup.objects.exists():
        for phrases, also, note in SYNONYMS:
            save_synonyms(group=SynonymGroup(phrases=list(phrases), also=list(also), note=note), by=head)
    if not BestBet.objects.exists():
        for phrases, slug, note in BETS:
            if service := Service.objects.filter(slug=slug).first():
                bet = BestBet(phrases=list(phrases), kind="service", key=str(service.uuid), note=note)
                bet.title = service.name
                save_bet(bet=bet, by=head)
    if not AskedQuery.objects.exists():
        AskedQuery.objects.bulk_create(_questions(today), batch_size=500)
        Reformulation.objects.bulk_create(_pairs(today))
    if not HiddenQuestion.objects.exists():
        hide_question(question=NEEDLESS, by=head)


def _months(today: date) -> Iterator[date]:
    month = first_of(today)
    for _ in range(SEASON):
        yield month
        month = month_before(month)


def _questions(today: date) -> Iterator[AskedQuery]:
    chance = random.Random(8)  # noqa: S311 - a demonstration, not a secret
    for month in _months(today):
        days = min((month_after(month) - month).days, (today - month).days + 1)
        for query, often, found, season in QUESTIONS:
            times = often * (3 if month.month in season else 1) * days // 30 + chance.randint(0, 2)
            for territory, part in (("", times - times // 3), (HROMADA, times // 5), (CITY, times // 8)):
                if part:
                    day = month + timedelta(days=chance.randrange(days))
                    yield AskedQuery(day=day, query=query, territory=territory, times=part, found=found)


def _pairs(today: date) -> Iterator[Reformulation]:
    for month in _months(today):
        yield from (Reformulation(day=month, first=first, then=then, times=2) for first, then in PAIRS)
