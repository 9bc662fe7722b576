"""Selling, prices and the cash on their pages, without JavaScript, for each of the cast."""

import re
from datetime import timedelta
from io import BytesIO

import factory
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from mistok.desk.models import CashDay, Payment, PriceList, Refund, Sale
from mistok.desk.tests.factories_sales import (
    PriceExemptionFactory,
    PriceLineFactory,
    PriceListFactory,
    sold,
)
from mistok.directory.tests.factories import ServiceFactory
from mistok.lib.identifiers import uuid7
from mistok.lib.tables import open_table

pytestmark = pytest.mark.django_db


@pytest.fixture
def prices(network):
    return PriceListFactory(organisation=network.central)


@pytest.fixture
def line(prices):
    return PriceLineFactory(prices=prices, name="Чорно-білий друк", price=310)


@pytest.fixture
def screen(network):
    return reverse("desk:sales", args=[network.point.slug])


@pytest.fixture
def librarian(cast, sign_in):
    return sign_in(cast.librarian)


@pytest.fixture
def head(cast, sign_in):
    return sign_in(cast.head)


def send(client, screen, line, **changes):
    return client.post(screen, {"uuid": str(uuid7()), f"q-{line.pk}": "2", "do": "cash", **changes})


def text(response):
    return " ".join(response.content.decode().replace("\xa0", " ").split())


# Selling


def test_lines_of_a_long_list_are_found_by_words(librarian, screen, prices, line):
    assert 'name="find"' not in text(librarian.get(screen))
    PriceLineFactory.create_batch(12, prices=prices, name=factory.Sequence(lambda n: f"Ламінування {n}"))
    page = text(librarian.get(screen))
    assert 'name="find"' in page
    assert page.count("data-price") == 13
    found = text(librarian.get(screen, {"find": "чорно-білого ДРУКУ <i>"}))
    assert "Нічого не знайдено" in found
    assert "<i>" not in found
    found = text(librarian.get(screen, {"find": "чорно-білого ДРУКУ"}))
    assert len(re.findall(r'data-name="Ламінування \d+" hidden>', found)) == 12
    assert 'data-name="Чорно-білий друк">' in found


def test_a_sale_without_scripts(librarian, screen, line):
    counted = send(librarian, screen, line, do="count", given="20")
    page = text(counted)
    assert counted.status_code == 200
    assert "6,00 грн" in page  # 6,20 in cash
    assert "14,00 грн" in page
    assert not Sale.objects.exists()
    done = send(librarian, screen, line, given="20")
    page = text(librarian.get(done.headers["Location"]))
    assert "Квитанція № 1: Чорно-білий друк × 2" in page
    assert "Решта <strong" in page
    sale = Sale.objects.get()
    assert (sale.paid, sale.tendered, sale.change) == (600, 2000, 1400)


def test_sent_twice_is_one_sale(librarian, screen, line):
    uuid = str(uuid7())
    for _time in range(2):
        assert send(librarian, screen, line, uuid=uuid).status_code == 302
    assert Sale.objects.count() == 1
    assert send(librarian, screen, line, uuid=uuid, do="card").status_code == 422


@pytest.mark.parametrize(
    "wrong",
    [
        {"given": "5"},
        {"given": "п’ять"},
        {"do": "exempt"},
        {"uuid": "x"},
    ],
)
def test_wrong_sale_is_told(librarian, screen, line, wrong):
    answer = send(librarian, screen, line, **wrong)
    assert answer.status_code == 422
    assert "Будь ласка, виправте" in text(answer) or "notice errors" in text(answer)
    assert not Sale.objects.exists()


@pytest.mark.parametrize("number", ["-1", "2001", "сім", "999999999999"])
def test_wrong_quantity_is_told(librarian, screen, line, number):
    answer = send(librarian, screen, line, **{f"q-{line.pk}": number})
    assert answer.status_code == 422
    assert f">{line.name}: " in text(answer)
    assert not Sale.objects.exists()


def test_nothing_chosen_is_told(librarian, screen, line):
    assert send(librarian, screen, line, **{f"q-{line.pk}": ""}).status_code == 422


def test_free_of_charge_by_right(librarian, screen, prices, line):
    right = PriceExemptionFactory(prices=prices)
    assert right.who in text(librarian.get(screen))
    send(librarian, screen, line, do="exempt", exemption=right.pk)
    sale = Sale.objects.get()
    assert (sale.payment, sale.paid, sale.exempt_ground) == (Payment.EXEMPT, 0, right.ground)


def test_past_day(librarian, screen, line):
    day = timezone.localdate() - timedelta(days=3)
    assert "Продажі за" in text(librarian.get(screen, {"day": day.isoformat()}))
    done = send(librarian, screen, line, day=day.isoformat())
    assert f"day={day}" in done.headers["Location"]
    assert Sale.objects.get().day == day
    assert librarian.get(screen, {"day": "2026-13-45"}).status_code == 200


def test_without_a_list_nothing_is_sold(cast, sign_in, network, prices):
    page = sign_in(cast.colleague).get(reverse("desk:sales", args=[network.other_point.slug]))
    assert "немає чинного прейскуранта" in text(page)


def test_the_screen_costs_a_steady_number_of_queries(
    librarian, cast, network, screen, prices, line, django_assert_max_num_queries
):
    librarian.get(screen)
    for _number in range(6):
        PriceLineFactory(prices=prices)
        sold(network.point, cast.librarian, {line: 1})
    with django_assert_max_num_queries(24):
        librarian.get(screen)


def test_void_and_enter_anew(librarian, cast, network, line):
    sale = sold(network.point, cast.librarian, {line: 7})
    done = librarian.post(reverse("desk:sale-void", args=[sale.pk]), {"reason": "mistake", "anew": "on"})
    page = librarian.get(done.headers["Location"])
    assert 'value="7"' in page.content.decode()
    assert "Скасовано: уведено помилково" in text(librarian.get(reverse("desk:sale-detail", args=[sale.pk])))
    bad = librarian.post(reverse("desk:sale-void", args=[sale.pk]), {"reason": "because"})
    assert bad.status_code == 422


def test_refund_of_a_part(librarian, cast, network, line):
    sale = sold(network.point, cast.librarian, {line: 3})
    address = reverse("desk:sale-refund", args=[sale.pk])
    field = f"r-{sale.lines.get().pk}"
    uuid = str(uuid7())
    asked = {"uuid": uuid, field: "1", "reason": "defect", "payment": "cash"}
    for _time in range(2):
        assert librarian.post(address, asked).status_code == 302
    assert Refund.objects.get().amount == 300  # 3,10 in cash
    too_many = librarian.post(address, {**asked, "uuid": str(uuid7()), field: "3"})
    assert too_many.status_code == 422
    assert Refund.objects.count() == 1


def test_receipt_says_that_it_is_not_fiscal(librarian, cast, network, line):
    sale = sold(network.point, cast.librarian, {line: 2}, tendered=1000)
    address = reverse("desk:sale-receipt", args=[sale.pk])
    page = text(librarian.get(address, {"width": "80"}))
    assert "Це не фіскальний чек." in page
    assert "№ 31/5" in page
    assert "receipt-80" in page
    assert "receipt-58" in text(librarian.get(address, {"width": "<b>"}))
    librarian.post(reverse("desk:sale-fiscal", args=[sale.pk]), {"number": "3000765"})
    page = text(librarian.get(address))
    assert "Фіскальний номер чека: 3000765" in page
    assert "Це не фіскальний чек." not in page


# Prices


def test_price_list_from_draft_to_the_wall(head, client, network, prices, line):
    """Copy, raise, decide, approve; then everybody reads it."""
    made = head.post(reverse("desk:prices-copy", args=[prices.pk]))
    draft = PriceList.objects.get(approved_at=None)
    assert made.headers["Location"] == reverse("desk:prices-detail", args=[draft.pk])
    head.post(reverse("desk:prices-raise", args=[draft.pk]), {"per_cent": "10", "step": "50"})
    assert draft.lines.get().price == 350
    refused = head.post(reverse("desk:prices-approve", args=[draft.pk]), follow=True)
    assert "Впишіть номер і дату рішення" in text(refused)
    today = timezone.localdate()
    decision = {
        "body": "Міська рада",
        "decision_number": "40/2",
        "decided_on": (today - timedelta(days=2)).isoformat(),
        "valid_from": today.isoformat(),
        "rounding": "10",
        "paper": SimpleUploadedFile("рішення.pdf", b"%PDF-1.7\n"),
    }
    assert head.post(reverse("desk:prices-decision", args=[draft.pk]), decision).status_code == 302
    head.post(reverse("desk:prices-approve", args=[draft.pk]))
    public = reverse("desk:point-prices", args=[network.branch_point.slug])
    page = text(client.get(public))
    assert "3,50 грн" in page
    assert "№ 40/2" in page
    assert b"".join(client.get(f"{public}decision/").streaming_content).startswith(b"%PDF")
    paper = client.get(reverse("desk:point-prices-pdf", args=[network.point.slug]))
    words = PdfReader(BytesIO(paper.content)).pages[0].extract_text()
    assert "3,50" in words
    assert "ЗАТВЕРДЖЕНО" in words
    point = text(client.get(network.point.get_absolute_url()))
    assert reverse("desk:point-prices", args=[network.point.slug]) in point


def test_drafts_and_points_without_prices_are_not_public(client, network):
    PriceLineFactory(prices=PriceListFactory(organisation=network.central, draft=True))
    for name in ("point-prices", "point-prices-pdf", "point-prices-decision"):
        assert client.get(reverse(f"desk:{name}", args=[network.point.slug])).status_code == 404


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": "Консультація з Дії"}, "безоплатні для всіх"),
        ({"name": "Житлова субсидія"}, "схожа на е-послугу"),
        ({"price": "0"}, "Безоплатне"),
        ({"price": "три"}, "суму в гривнях"),
        ({"price": "99999"}, "завелика"),
        ({"kind": "consultation"}, "consultation"),
        ({"name": "Друк"}, "вже є"),
    ],
)
def test_wrong_line_is_told(head, network, changes, said):
    ServiceFactory(name="Житлова субсидія", short_name="Субсидія")
    draft = PriceListFactory(organisation=network.central, draft=True)
    PriceLineFactory(prices=draft, name="Друк")
    fields = {"name": "Копія", "kind": "copy", "unit": "page", "price": "3,50", **changes}
    answer = head.post(reverse("desk:price-line-add", args=[draft.pk]), fields)
    assert answer.status_code == 422
    assert said in text(answer)
    assert draft.lines.count() == 1


@pytest.mark.parametrize(("typed", "price"), [("3", 300), ("3,5", 350), ("1 200.05", 120005), ("4 грн", 400)])
def test_money_as_people_write_it(head, network, typed, price):
    draft = PriceListFactory(organisation=network.central, draft=True)
    fields = {"name": "Копія", "kind": "copy", "unit": "page", "price": typed}
    assert head.post(reverse("desk:price-line-add", args=[draft.pk]), fields).status_code == 302
    assert draft.lines.get().price == price


def test_exemptions_and_lines_come_and_go(head, network):
    draft = PriceListFactory(organisation=network.central, draft=True)
    line = PriceLineFactory(prices=draft)
    add = reverse("desk:price-exemption-add", args=[draft.pk])
    assert head.post(add, {"who": "Ветерани війни", "ground": "закон"}).status_code == 302
    assert head.post(add, {"who": "Ветерани війни", "ground": "закон"}).status_code == 422
    assert head.post(add, {"who": "Учні", "ground": ""}).status_code == 422
    free = draft.exemptions.get()
    head.post(reverse("desk:price-exemption-remove", args=[draft.pk, free.pk]))
    head.post(reverse("desk:price-line-remove", args=[draft.pk, line.pk]))
    assert (draft.exemptions.count(), draft.lines.count()) == (0, 0)
    head.post(reverse("desk:prices-drop", args=[draft.pk]))
    assert not PriceList.objects.exists()


def test_buttons_of_prices_pressed_twice_do_it_once(head, prices, line):
    def twice(name, *args, **data):
        return [head.post(reverse(f"desk:{name}", args=args), data).url for _press in range(2)]

    first, second = twice("prices-copy", prices.pk)
    assert first == second
    draft = PriceList.objects.get(approved_at=None)
    page = text(head.get(first))
    assert 'name="seen" value="310"' in page
    twice("prices-raise", draft.pk, per_cent="10", step="50", seen="310")
    raised = draft.lines.get()
    assert raised.price == 350
    assert "Ціни змінено вже" in text(head.get(first))
    extra = PriceLineFactory(prices=draft)
    assert twice("price-line-remove", draft.pk, extra.pk) == [first, first]
    decision = {"decision_number": "7", "decided_on": timezone.localdate(), "body": "Рада"}
    PriceList.objects.filter(pk=draft.pk).update(valid_from=timezone.localdate(), **decision)
    twice("prices-approve", draft.pk)
    assert "уже не змінюють" not in text(head.get(first))
    assert twice("prices-add", organisation=prices.organisation_id, like="")[0].startswith("/desk/prices/")
    another = PriceList.objects.get(approved_at=None)
    assert twice("prices-drop", another.pk) == ["/desk/prices/", "/desk/prices/"]


def test_approved_list_is_not_changed_by_its_pages(head, prices, line):
    for name in ("prices-drop", "prices-approve"):
        head.post(reverse(f"desk:{name}", args=[prices.pk]))
    head.post(reverse("desk:price-line-remove", args=[prices.pk, line.pk]))
    head.post(reverse("desk:prices-raise", args=[prices.pk]), {"per_cent": "10", "step": "50"})
    line.refresh_from_db()
    assert line.price == 310
    elsewhere = PriceLineFactory()
    assert head.get(reverse("desk:price-line-edit", args=[prices.pk, elsewhere.pk])).status_code == 404
    assert head.get(reverse("desk:prices-detail", args=[elsewhere.prices_id])).status_code == 404


# Cash


def test_cash_is_counted_closed_and_opened_again(librarian, head, cast, network, line):
    sold(network.point, cast.librarian, {line: 3})  # 9,30 → 9,50
    today = timezone.localdate()

    def address(name):
        return reverse(f"desk:{name}", args=[network.point.slug, today])

    wrong = librarian.post(address("cash-count"), {"opening": "0", "counted": "9,00"})
    assert wrong.status_code == 422
    assert "має бути 9,50 грн" in text(wrong)
    counted = {"opening": "0", "counted": "9,50", "handed_over": "9,50", "handed_to": "бухгалтерка Коваль"}
    assert librarian.post(address("cash-count"), counted).status_code == 302
    assert librarian.post(address("cash-close")).status_code == 404
    assert "Закрити день" not in text(librarian.get(address("cash-day")))
    head.post(address("cash-close"))
    assert CashDay.objects.get().number == 1
    paper = PdfReader(BytesIO(head.get(address("cash-day-pdf")).content))
    words = " ".join(each.extract_text() for each in paper.pages)
    assert "Касовий звіт № 1" in words
    assert "бухгалтерка Коваль" in words
    refused = send(librarian, reverse("desk:sales", args=[network.point.slug]), line)
    assert refused.status_code == 422
    assert "Касу закрито" in text(refused)
    assert head.post(address("cash-reopen"), {"reason": ""}).status_code == 422
    head.post(address("cash-reopen"), {"reason": "помилка в підрахунку"})
    assert not CashDay.objects.get().is_closed
    assert "помилка в підрахунку" in text(head.get(address("cash-day")))


def test_month_and_its_files(head, cast, network, line):
    sold(network.point, cast.librarian, {line: 3})
    address = reverse("desk:cash-month", args=[network.point.slug])
    assert "9,50 грн" in text(head.get(address))
    assert "Нічого не продано" in text(head.get(address, {"month": "2020-01"}))
    assert head.get(address, {"month": "x"}).status_code == 200
    for name in ("cash-month-pdf", "cash-month-xlsx"):
        assert head.get(reverse(f"desk:{name}", args=[network.point.slug])).status_code == 200


@pytest.mark.parametrize("month", ["0001-01", "9999-12", "2026-13", "x", ""])
def test_a_month_far_away_is_this_month(librarian, network, month):
    for name in ("cash-month", "cash-month-pdf", "cash-month-xlsx"):
        address = reverse(f"desk:{name}", args=[network.point.slug])
        assert librarian.get(address, {"month": month}).status_code == 200


def test_table_of_a_day_adds_up(head, cast, network, line, tmp_path):
    sold(network.point, cast.librarian, {line: 3})
    day = timezone.localdate()
    answer = head.get(reverse("desk:cash-day-xlsx", args=[network.point.slug, day]))
    file = tmp_path / "day.xlsx"
    file.write_bytes(answer.content)
    with open_table(file) as table:
        rows = [cells for _number, cells in table.rows()]
    found = next(row for row in rows if row[0] == "Чорно-білий друк")
    assert [found[3], found[5], found[8]] == ["3", "9.3", "9.3"]


def test_region_reads_and_does_not_sell(cast, sign_in, network, line):
    region = sign_in(cast.region)
    sold(network.point, cast.librarian, {line: 1})
    page = text(region.get(reverse("desk:cash", args=[network.point.slug])))
    assert "Порахуйте касу" not in page
    assert region.get(reverse("desk:sales", args=[network.point.slug])).status_code == 404
