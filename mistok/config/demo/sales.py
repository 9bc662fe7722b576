"""Paid services of the demonstration: a price list, a month of small sales, a draft. Sums are made up."""

import random
from collections.abc import Mapping
from datetime import date, timedelta
from io import BytesIO
from uuid import UUID

from django.core.files.base import File

from mistok.accounts.models import User
from mistok.desk.actions.cash import close_day, count_cash
from mistok.desk.actions.prices import approve, draft_prices, put_exemption, put_line, raise_prices
from mistok.desk.actions.sales import refund, sell
from mistok.desk.models import PaidKind, PaidUnit, Payment, PriceExemption, PriceLine, PriceList, RefundReason
from mistok.desk.queries.cash import day_report
from mistok.lib.files.actions import keep_document
from mistok.lib.typesetting.document import Paragraph, document
from mistok.network.models import Organisation, ServicePoint
from mistok.network.permissions import Permission
from mistok.network.queries import points_for

BODY = "Виконавчий комітет Миколаївської міської ради"
NUMBER = "418"
LINES = (
    (PaidKind.PRINT, "Чорно-білий друк А4", "Друк ч/б", PaidUnit.PAGE, 300),
    (PaidKind.PRINT, "Кольоровий друк А4", "Друк кольоровий", PaidUnit.PAGE, 400),
    (PaidKind.COPY, "Ксерокопіювання А4", "Копія", PaidUnit.PAGE, 300),
    (PaidKind.SCAN, "Сканування А4", "Скан", PaidUnit.PAGE, 500),
    (PaidKind.SCAN, "Сканування з розпізнаванням тексту", "Скан із текстом", PaidUnit.PAGE, 1100),
    (PaidKind.TYPING, "Набір тексту", "", PaidUnit.SHEET, 1700),
    (PaidKind.LAMINATION, "Ламінування А4", "Ламінування", PaidUnit.SHEET, 2000),
)
FREE = (
    ("Ветерани війни та члени їхніх сімей", f"рішення № {NUMBER}, пункт 3"),
    ("Внутрішньо переміщені особи – друк заяв", f"рішення № {NUMBER}, пункт 4"),
)
DAYS, FLOAT = 24, 100_00
HANDED_TO = "бухгалтерка, Надія Савчук"


def fill(people: Mapping[str, User], today: date) -> None:
    """A price list in force for two months, sales of the last weeks, a draft of the next prices."""
    if PriceList.objects.exists():
        return
    head, librarian = people["head"], people["librarian"]
    point = points_for(librarian, Permission.RECORD_HELP).filter(closed_on=None).order_by("slug").first()
    library = Organisation.objects.get(slug="mykolaiv-central") if point is None else _top(point, head)
    prices = _prices(library, head, today)
    if point is not None:
        _month(point, prices, librarian, head, today)
    draft = draft_prices(organisation=library, like=prices, by=head)
    raise_prices(prices=draft, per_cent=15, step=50, by=head)


def _top(point: ServicePoint, head: User) -> Organisation:
    """The library of the head: her list serves the branches too."""
    held = head.memberships.select_related("organisation").first()
    return held.organisation if held else point.organisation


def _prices(library: Organisation, head: User, today: date) -> PriceList:
    start = (today - timedelta(days=60)).replace(day=1)
    prices = draft_prices(organisation=library, by=head)
    prices.body, prices.decision_number = BODY, NUMBER
    prices.decided_on, prices.valid_from = start - timedelta(days=12), start
    paper = document(
        "Рішення про тарифи на платні послуги",
        [Paragraph("Показовий документ: затвердити ціни платних послуг бібліотек згідно з прейскурантом.")],
        organisation=BODY,
    )
    prices.file = keep_document(File(BytesIO(paper), name="рішення-418.pdf"))
    prices.save()
    for kind, name, short, unit, price in LINES:
        put_line(
            line=PriceLine(prices=prices, kind=kind, name=name, short_name=short, unit=unit, price=price),
            by=head,
        )
    for who, ground in FREE:
        put_exemption(exemption=PriceExemption(prices=prices, who=who, ground=ground), by=head)
    return approve(prices=prices, by=head)


def _month(point: ServicePoint, prices: PriceList, librarian: User, head: User, today: date) -> None:
    """Sales of working days; all but the last two are counted and closed."""
    chance = random.Random(418)  # noqa: S311 - made-up sales
    lines = list(prices.lines.all())
    days = [today - timedelta(days=number) for number in range(DAYS, -1, -1)]
    days = [day for day in days if day.weekday() < 6 and day >= point.opened_on]
    for at, day in enumerate(days):
        for _number in range(chance.randint(2, 6)):
            line = chance.choices(lines, weights=(9, 3, 8, 4, 1, 1, 1))[0]
            sale = sell(
                by=librarian,
                point=point,
                uuid=UUID(int=chance.getrandbits(128), version=4),
                quantities={line.pk: chance.randint(1, 6)},
                payment=chance.choices((Payment.CASH, Payment.CARD), weights=(4, 1))[0],
                day=None if day == today else day,
            ).sale
        if day == today:
            refund(
                sale=sale,
                uuid=UUID(int=chance.getrandbits(128), version=4),
                quantities={sale.lines.get().pk: 1},
                reason=RefundReason.DEFECT,
                by=librarian,
            )
        if at < len(days) - 2:
            _close(point, day, librarian, head, first=at == 0)


def _close(point: ServicePoint, day: date, librarian: User, head: User, *, first: bool) -> None:
    """Count what should be there and hand over all but what gives change."""
    expected = day_report(point, day).expected + (FLOAT if first else 0)
    count_cash(
        point=point,
        day=day,
        opening=FLOAT if first else None,
        counted=expected,
        handed_over=max(0, expected - FLOAT),
        handed_to=HANDED_TO,
        note_of="",
        by=librarian,
    )
    close_day(point=point, day=day, by=head)
