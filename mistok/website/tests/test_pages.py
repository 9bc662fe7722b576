"""The front door, its weight, and what machines read."""

import gzip
import re
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.conf import settings
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mistok.acts.models import Act
from mistok.acts.tests.factories import an_act
from mistok.desk.models import BookingRules
from mistok.directory.tests.factories import GuideFactory, LifeSituationFactory, ServiceFactory
from mistok.lib.kept import forget_everything
from mistok.network.models import PlaceState
from mistok.network.tests.factories import PlaceFactory, ServicePointFactory
from mistok.search.actions import rebuild
from mistok.website.views import health, sitemaps

pytestmark = pytest.mark.django_db

PUBLIC = ["website:home", "website:about", "website:accessibility", "website:privacy"]
LIGHT = 14 * 1024  # HTML and the style sheet together, compressed
VISIT = 30 * 1024  # everything a first visit moves


def text(response):
    return response.content.decode()


@pytest.fixture
def full(network):
    """As much as the demonstration has."""
    situations = [LifeSituationFactory(name=f"Життєва ситуація з довгою назвою {n}") for n in range(22)]
    for number in range(60):
        ServiceFactory(
            slug=f"long-{number}",
            name=f"Послуга {number}: подати заяву на державну допомогу",
            summary="Держава допоможе оплатити рахунки, якщо доходи родини малі. Заяву подають у застосунку. "
            * 2,
            situations=situations[number % 20 : number % 20 + 3],
            bring=["паспорт або ID-картка", "податковий номер", "довідка про доходи за пів року", "телефон"],
            steps=[
                "Відкрийте сайт і ввійдіть.",
                "Знайдіть послугу.",
                "Впишіть адресу.",
                "Підпишіть.",
                "Чекайте.",
            ],
        )
    for number in range(18):
        ServicePointFactory(slug=f"long-{number}", latitude=46.9 + number / 100, longitude=32 + number / 90)


def test_home_asks_one_question(client, full):
    page = text(client.get("/"))
    assert page.count("<h1") == 1
    assert "Що вам потрібно зробити?" in page
    assert 'name="q"' in page
    assert f"{reverse('website:search')}?q=" in page
    assert "Усі 21 пункт" not in page
    assert "21 пункт на мапі" in page
    assert page.count('class="row-link"') == 12


def test_home_shows_a_point_that_is_open(client, network):
    ServicePointFactory(name="Завжди відчинено", opening_hours="24/7", computers=6, phone="(0512) 24-01-10")
    page = text(client.get("/"))
    assert "Завжди відчинено" in page
    assert "Відчинено цілодобово" in page
    assert "6 комп’ютерів" in page
    assert 'href="tel:+380512240110"' in page


def test_home_leads_to_a_time_where_one_may_book(client, network):
    address = reverse("desk:booking-start")
    assert f'href="{address}"' not in text(client.get("/"))
    BookingRules.objects.create(point=network.point, is_on=True)
    forget_everything()
    assert f'href="{address}"' in text(client.get("/"))


def test_home_names_somebody_to_call_when_the_open_point_has_no_phone(client, network):
    ServicePointFactory(name="Завжди відчинено", opening_hours="24/7")
    ServicePointFactory(name="Де є телефон", opening_hours="off", phone="0 800 505 201")
    page = text(client.get("/"))
    assert "0 800 505 201" in page
    assert "Де є телефон" in page


def test_home_of_an_empty_database_still_leads_somewhere(client, db):
    page = text(client.get("/"))
    assert "Що вам потрібно зробити?" in page
    assert "Пункти з’являться тут" in page


def test_home_budget_does_not_grow(client, full, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):  # situations, points, their exceptions; who receives, once
        client.get("/")


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/services/",
        "/services/long-5/",
        "/situations/",
        "/points/",
        "/points/long-3/",
        "/about/",
        "/privacy/",
    ],
)
def test_first_visit_is_light(client, full, path):
    page = text(client.get(path))
    css = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page)
    other = re.findall(r'(?:src|href)="(/static/[^"]+|/[^"]+\.svg)"', page)
    assert len(css) == 1
    assert 1 + len(css) + len(other) <= 5
    html = len(gzip.compress(page.encode()))
    sheet = len(gzip.compress(client.get(css[0]).content))
    assert html + sheet <= LIGHT
    svg = sum(len(client.get(address).content) for address in other if address.endswith("qr.svg"))
    assert html + sheet + svg + 2000 <= VISIT


@pytest.mark.parametrize("name", PUBLIC)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_public_pages_open_in_both_languages_and_only_read(client, db, name, prefix):
    address = prefix + reverse(name)
    response = client.get(address)
    assert response.status_code == 200
    assert text(response).count("<h1") == 1
    assert not response.cookies
    assert client.post(address).status_code == 405


def test_privacy_reads_the_register(client, db):
    from mistok.accounts.personal import Personal, classify, registry
    from mistok.directory.models import LifeSituation

    said = registry()["directory.LifeSituation"]
    told = Personal(purpose="Для перевірки сторінки.", keep="Рік і один день.", owner="")
    try:
        classify(LifeSituation, plain=["slug", "summary", "order"], personal={"name": told})
        page = text(client.get(reverse("website:privacy")))
    finally:
        classify(LifeSituation, plain=said.plain, personal=said.personal)
    assert "Для перевірки сторінки." in page
    assert "Рік і один день." in page
    assert "Життєва ситуація" in page


@pytest.mark.parametrize(
    ("who", "where"),
    [
        ("librarian", "desk:start"),
        ("head", "desk:start"),
        ("region", "planning:dashboard"),
        ("resident", "accounts:me"),
    ],
)
def test_start_leads_to_ones_work(cast, sign_in, who, where):
    response = sign_in(getattr(cast, who)).get(reverse("website:start"))
    assert response["Location"] == reverse(where)


def test_start_asks_strangers_to_sign_in(client, db):
    assert reverse("account_login") in client.get(reverse("website:start"))["Location"]


def test_not_found_offers_a_search_and_a_way_home(client, db):
    response = client.get("/nema/takoi/")
    assert response.status_code == 404
    assert "Такої сторінки немає" in text(response)
    assert 'name="q"' in text(response)
    assert "This page is not here" in text(client.get("/en/nope/"))


def test_bad_request_has_a_page(db):
    from django.core.exceptions import SuspiciousOperation

    with patch("mistok.website.views.home.points_now", side_effect=SuspiciousOperation):
        response = Client().get("/")
    assert response.status_code == 400
    assert "Ми не зрозуміли цієї адреси" in text(response)


def test_expired_form_has_a_page(cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.head)
    response = client.post(reverse("directory:service-add"), {})
    assert response.status_code == 403
    assert text(response).count("<h1") == 1


def test_server_error_asks_nothing_of_the_database(cast, django_assert_num_queries):
    from django.test import RequestFactory

    from mistok.website.views.errors import server_error

    request = RequestFactory().get("/services/")
    with django_assert_num_queries(0):
        response = server_error(request)
    assert response.status_code == 500
    assert "У нас щось зламалося" in text(response)
    assert settings.SITE_NAME in text(response)


def test_server_error_answers_while_the_database_is_away(client, db):
    client.raise_request_exception = False
    with patch("mistok.website.views.home.points_now", side_effect=DatabaseError):
        response = client.get("/")
    assert response.status_code == 500
    assert "У нас щось зламалося" in text(response)


def test_healthz_needs_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/healthz")
    assert response.json() == {"status": "ok"}
    assert "no-store" in response["Cache-Control"]


def test_readyz_names_what_is_missing(client, db):
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {"status": "unavailable", "database": True, "search": False, "worker": True}


@pytest.mark.django_db(transaction=True)
def test_readyz_when_all_is_there(client):
    rebuild()
    response = client.get("/readyz")
    assert (response.status_code, response.json()["status"]) == (200, "ok")


def test_readyz_without_database(client, db):
    with patch.object(health, "MigrationExecutor", side_effect=DatabaseError):
        assert client.get("/readyz").json()["database"] is False


def test_readyz_sees_a_migration_that_was_not_applied(client, db):
    with patch.object(health.MigrationExecutor, "migration_plan", return_value=["0002_later"]):
        assert client.get("/readyz").json()["database"] is False


def test_readyz_sees_that_nobody_works(client, db):
    from django_tasks_db.models import DBTaskResult

    def waiting(since):
        return DBTaskResult.objects.create(
            args_kwargs={"args": [], "kwargs": {}}, task_path="a.b", backend_name="default",
            run_after=since, queue_name="default",
        )  # fmt: skip

    task = waiting(timezone.now() - timedelta(minutes=1))
    assert client.get("/readyz").json()["worker"] is True
    DBTaskResult.objects.filter(pk=task.pk).update(enqueued_at=timezone.now() - timedelta(minutes=6))
    assert client.get("/readyz").json()["worker"] is False


def test_robots_may_read_all_but_the_search(client, db):
    said = text(client.get("/robots.txt"))
    assert "Disallow: /search/" in said
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in said


def test_sitemap_names_every_public_page(client, full, django_assert_max_num_queries):
    office, closed = PlaceFactory(), PlaceFactory(state=PlaceState.CLOSED)
    guide, act = GuideFactory(), an_act()
    hidden = an_act(registration="1-20", number="1-IX")
    Act.objects.filter(pk=hidden.pk).update(is_published=False)
    with django_assert_max_num_queries(9):
        page = text(client.get("/sitemap.xml"))
    for path in (
        "/", "/en/", "/services/long-5/", "/en/services/long-5/", "/points/long-3/", f"/guides/{guide.slug}/",
        "/ask/", f"/places/{office.slug}/", f"/acts/{act.slug}/",
    ):  # fmt: skip
        assert f"<loc>{settings.SITE_URL}{path}</loc>" in page
    assert f"/acts/{hidden.slug}/" not in page
    assert "/edit/" not in page
    assert f"/{closed.slug}/" not in page
    assert client.get("/sitemap-1.xml").status_code == 200
    assert client.get("/sitemap-2.xml").status_code == 404
    assert client.get("/sitemap-0.xml").status_code == 404


def test_long_sitemap_is_parted(client, full, monkeypatch):
    monkeypatch.setattr(sitemaps, "MOST", 20)
    index = text(client.get("/sitemap.xml"))
    parts = re.findall(r"<sitemap><loc>([^<]+)</loc>", index)
    assert len(parts) > 1
    found = [
        re.findall(r"<url><loc>([^<]+)", text(client.get(part[len(settings.SITE_URL) :]))) for part in parts
    ]
    assert {len(part) for part in found[:-1]} == {20}
    addresses = [each for part in found for each in part]
    assert len(addresses) == len(set(addresses))
    assert f"{settings.SITE_URL}/services/long-5/" in addresses
