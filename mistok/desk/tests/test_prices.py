"""Price lists: what may be sold, by whose decision, one version a day."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from itertools import pairwise
from threading import Barrier

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from mistok.audit.models import Entry, Event
from mistok.desk.actions import Refused
from mistok.desk.actions import prices as actions
from mistok.desk.models import PaidKind, PaidUnit, PriceLine, PriceList, SaleLine
from mistok.desk.queries.prices import prices_on, why_free
from mistok.desk.tests.factories_sales import (
    PriceExemptionFactory,
    PriceLineFactory,
    PriceListFactory,
    sold,
)
from mistok.directory.tests.factories import ServiceFactory
from mistok.network.models import ServicePoint

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(network):
    prices = PriceListFactory(organisation=network.central, draft=True)
    PriceLineFactory(prices=prices, name="Друк", price=300)
    return prices


@pytest.fixture
def in_force(network):
    return PriceListFactory(organisation=network.central)


# What may be sold


@pytest.mark.parametrize(
    "name",
    [
        "Консультація з електронних послуг",
        "КОНСУЛЬТУВАННЯ",
        "Допомога з порталом",
        "Е-послуга «Субсидія»",
        "Реєстрація в Дії",
        "Оформлення субсидії",
        "Послуги онлайн",
        "Запис на прийом",
        "Житлова субсидія",
        "Субсидія житлова",
    ],
)
def test_help_itself_cannot_be_priced(draft, cast, name):
    ServiceFactory(name="Житлова субсидія", short_name="Субсидія")
    line = PriceLine(prices=draft, kind=PaidKind.PRINT, name=name, unit=PaidUnit.PAGE, price=500)
    with pytest.raises(Refused) as refused:
        actions.put_line(line=line, by=cast.head)
    assert refused.value.code == "free"
    assert draft.lines.count() == 1


@pytest.mark.parametrize(
    "name",
    [
        "Чорно-білий друк",
        "Друк заяви на житлову субсидію",
        "Копія паспорта",
        "Сканування з розпізнаванням",
        "Набір тексту",
        "Ламінування А4",
        "Читацький квиток",
    ],
)
def test_work_of_machines_may_be_priced(db, name):
    ServiceFactory(name="Житлова субсидія", short_name="Субсидія")
    ServiceFactory(name="Паспорт", short_name="Паспорт")
    assert why_free(name) == ""


def test_line_that_became_a_service_is_refused_at_approval(draft, cast):
    PriceLineFactory(prices=draft, name="Витяг з реєстру")
    ServiceFactory(name="Витяг з реєстру")
    with pytest.raises(Refused):
        actions.approve(prices=draft, by=cast.head)
    draft.refresh_from_db()
    assert draft.approved_at is None


@pytest.mark.parametrize("column", ["kind", "unit"])
@pytest.mark.parametrize("model", [PriceLine, SaleLine])
def test_database_knows_no_other_kinds(network, cast, in_force, model, column):
    """Not by a form, not by the ORM, not by a statement: a consultation has no kind to be sold under."""
    line = PriceLineFactory(prices=in_force)
    sold(network.point, cast.librarian, {line: 1})
    table = model._meta.db_table
    for value in ("consulting", "e-service", "", "3.1.3", "PRINT"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE {table} SET {column} = %s", [value])  # noqa: S608
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO desk_priceline "
            "(prices_id, position, kind, name, short_name, unit, price, list_item) "
            "SELECT prices_id, 9, 'consultation', 'Порада', '', unit, price, '' FROM desk_priceline"
        )


def test_nothing_sold_is_related_to_help(db):
    """No way leads from a price or a sale to a service, a topic or an encounter."""
    ours = {"pricelist", "priceline", "priceexemption", "sale", "saleline", "refund", "refundline", "cashday"}
    for name in ours:
        related = {
            field.related_model._meta.label_lower
            for field in apps.get_model("desk", name)._meta.get_fields()
            if field.is_relation and not field.auto_created
        }
        allowed = {f"desk.{each}" for each in ours} | {
            "network.organisation",
            "network.servicepoint",
            "accounts.user",
            "files.storedfile",
        }
        assert related <= allowed, name


@pytest.mark.parametrize("price", [0, -1, 10_000_01])
def test_database_refuses_senseless_prices(in_force, price):
    with pytest.raises(IntegrityError), transaction.atomic():
        PriceLineFactory(prices=in_force, price=price)


# Versions


def test_approval_ends_the_version_before(network, cast, in_force, draft):
    draft.valid_from = date(2026, 6, 1)
    actions.approve(prices=draft, by=cast.head)
    in_force.refresh_from_db()
    assert in_force.valid_until == date(2026, 5, 31)
    assert prices_on(network.point, date(2026, 5, 31)) == in_force
    assert prices_on(network.point, date(2026, 6, 1)) == draft
    assert draft.replaces == in_force
    assert Entry.objects.filter(event=Event.PRICES_APPROVED, object_key=str(draft.pk)).exists()


def test_version_cannot_begin_before_the_one_it_replaces(cast, in_force, draft):
    with pytest.raises(Refused) as refused:
        actions.approve(prices=draft, by=cast.head)
    assert refused.value.code == "overlap"


@pytest.mark.parametrize("field", ["decision_number", "decided_on", "body", "valid_from"])
def test_approval_needs_a_decision(cast, draft, field):
    setattr(draft, field, None if field in ("decided_on", "valid_from") else "")
    draft.save()
    with pytest.raises(Refused) as refused:
        actions.approve(prices=draft, by=cast.head)
    assert refused.value.code == "decision"
    with pytest.raises(IntegrityError), transaction.atomic():
        PriceList.objects.filter(pk=draft.pk).update(approved_at=draft.created_at)


def test_approval_needs_a_line(cast, network):
    with pytest.raises(Refused):
        actions.approve(prices=PriceListFactory(organisation=network.central, draft=True), by=cast.head)


def test_approved_version_is_not_changed(cast, in_force):
    line = PriceLineFactory(prices=in_force)
    line.price = 900
    for act in (
        lambda: actions.put_line(line=line, by=cast.head),
        lambda: actions.remove_line(line=line, by=cast.head),
        lambda: actions.change_prices(prices=in_force, fields=["body"], by=cast.head),
        lambda: actions.raise_prices(prices=in_force, per_cent=10, step=50, by=cast.head),
        lambda: actions.drop_draft(prices=in_force, by=cast.head),
        lambda: actions.approve(prices=in_force, by=cast.head),
    ):
        with pytest.raises(Refused):
            act()
    line.refresh_from_db()
    assert line.price == 300


def test_database_keeps_versions_apart(network, in_force, cast):
    """Two first versions, two without an end, two from one day, one replaced twice: never."""
    with pytest.raises(IntegrityError), transaction.atomic():
        PriceListFactory(organisation=network.central, valid_from=date(2026, 7, 1))
    second = PriceListFactory(draft=True, organisation=network.central, valid_from=date(2026, 7, 1))
    PriceLineFactory(prices=second)
    actions.approve(prices=second, by=cast.head)
    for changed in (
        {"valid_from": date(2026, 9, 1), "replaces": in_force, "valid_until": date(2026, 9, 2)},
        {"valid_from": date(2026, 9, 1), "replaces": second},
        {"valid_from": date(2026, 7, 1), "replaces": second, "valid_until": date(2026, 7, 2)},
        {"valid_from": date(2025, 1, 1), "replaces": second, "valid_until": date(2025, 7, 2)},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            PriceListFactory(organisation=network.central, **changed)


@pytest.mark.django_db(transaction=True)
def test_of_versions_approved_at_once_each_day_has_one(network, cast):
    days = [date(2026, 3, 1) + timedelta(days=number % 2) for number in range(4)]
    drafts = [PriceListFactory(organisation=network.central, draft=True, valid_from=day) for day in days]
    for each in drafts:
        PriceLineFactory(prices=each)
    together = Barrier(4)

    def approve(prices):
        together.wait()
        try:
            actions.approve(prices=prices, by=cast.head)
        except Refused:
            return False
        else:
            return True
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        through = sum(pool.map(approve, drafts))
    kept = PriceList.objects.filter(approved_at__isnull=False).order_by("valid_from")
    assert 1 <= through == len(kept) <= 2
    assert len({each.valid_from for each in kept}) == len(kept)
    for earlier, later in pairwise(kept):
        assert earlier.valid_until < later.valid_from


def test_branch_sells_by_the_list_of_the_nearest_library_above(network, in_force):
    day = date(2026, 2, 1)
    assert prices_on(network.branch_point, day) == in_force
    assert prices_on(network.other_point, day) is None
    own = PriceListFactory(organisation=network.branch)
    assert prices_on(network.branch_point, day) == own
    assert prices_on(network.point, day) == in_force
    own.valid_until = date(2026, 1, 15)
    own.save()
    assert prices_on(network.branch_point, day) == in_force


def test_copy_takes_lines_and_no_decision(cast, in_force):
    PriceLineFactory(prices=in_force, name="Друк")
    PriceExemptionFactory(prices=in_force)
    copy = actions.draft_prices(organisation=in_force.organisation, by=cast.head, like=in_force)
    assert (copy.lines.get().name, copy.exemptions.count(), copy.decision_number) == ("Друк", 1, "")
    assert copy.state == "draft"
    assert in_force.lines.count() == 1


@pytest.mark.parametrize(
    ("price", "per_cent", "step", "raised"),
    [(300, 10, 50, 350), (300, 10, 10, 330), (300, 5, 50, 300), (300, -90, 50, 50), (333, 0, 50, 350)],
)
def test_raising_rounds(cast, draft, price, per_cent, step, raised):
    draft.lines.update(price=price)
    actions.raise_prices(prices=draft, per_cent=per_cent, step=step, by=cast.head)
    assert draft.lines.get().price == raised


def test_recall_brings_the_version_before_back(network, cast, in_force, draft):
    draft.valid_from = date(2026, 6, 1)
    actions.approve(prices=draft, by=cast.head)
    actions.recall(prices=draft, by=cast.head)
    in_force.refresh_from_db()
    assert in_force.valid_until is None
    assert prices_on(network.point, date(2026, 6, 1)) == in_force


def test_recall_is_too_late_after_a_sale(network, cast, in_force):
    line = PriceLineFactory(prices=in_force)
    sold(network.point, cast.librarian, {line: 1})
    with pytest.raises(Refused):
        actions.recall(prices=in_force, by=cast.head)


def test_pages_of_points_are_renewed(network, cast, draft, django_capture_on_commit_callbacks):
    from mistok.search.models import Change

    actions.approve(prices=draft, by=cast.head)
    told = set(Change.objects.filter(kind="point").values_list("key", flat=True))
    assert {network.point.slug, network.branch_point.slug} <= told
    assert ServicePoint.objects.get(pk=network.other_point.pk).slug not in told
