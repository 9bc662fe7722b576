"""Acceptance: the Mykolaiv network’s own account of July 2012 – February 2013, on the page and in Word."""

import html
import io
import re
from datetime import timedelta

import docx
import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mistok.accounts.models import User
from mistok.config.demo import network, periods, words
from mistok.desk.models import Encounter, SyncProblem
from mistok.network.models import Organisation, Place, ServicePoint, Territory
from mistok.planning.actions import verify
from mistok.search.models import AskedQuery, BestBet, SynonymGroup

pytestmark = pytest.mark.django_db

SENTENCES = [
    "З липня 2012 по лютий 2013 року послугами центрів скористалось понад 2000 осіб, "
    "які отримали 1607 е-послуг.",
    "Найбільш затребуваними були послуги перевірки особистих рахунків та оплати комунальних платежів, "
    "реєстрації колишніх вкладників Ощадбанку СРСР в «Реєстрі вкладників заощаджень громадян» "
    "на сайті АТ «Ощадбанк», користування освітньою мережею «Щоденник.ua».",
    "Навчання комп’ютерній грамотності пройшли 340 осіб віком від 22 до 70 років.",
]
PERIOD = {"scope": "library:mykolaiv-central", "from": "2012-07-01", "to": "2013-02-28"}


def plain(text: str) -> str:
    """The text as it reads: no-break spaces are spaces, one between words."""
    return re.sub(r"\s+", " ", text.replace("\xa0", " ").replace("\u202f", " "))


@pytest.fixture
def demo(demo_undone, demo_files):
    pass


@pytest.fixture
def head(demo):
    client = Client()
    client.force_login(User.objects.get(email=network.email("head")))
    return client


def test_network_is_the_seeds(demo):
    assert Organisation.objects.filter(slug__startswith="mykolaiv-branch").count() + 1 == 26
    assert ServicePoint.objects.filter(closed_on=None).count() == 18


def test_report_page_prints_the_figures(head):
    response = head.get(reverse("planning:report-page"), PERIOD)
    text = plain(html.unescape(re.sub(r"<[^>]+>", "", response.content.decode())))
    for sentence in SENTENCES:
        assert sentence in text
    assert "26 бібліотек" in text


def test_report_in_word_prints_the_figures(head):
    response = head.get(reverse("planning:report-word"), PERIOD)
    document = docx.Document(io.BytesIO(response.content))
    text = plain(" ".join(paragraph.text for paragraph in document.paragraphs))
    for sentence in SENTENCES:
        assert sentence in text


def test_figures_equal_the_facts(demo):
    assert verify() == []


def test_present_is_alive(head):
    today = timezone.localdate()
    assert Encounter.objects.filter(day=today).exists()
    page = head.get(reverse("planning:dashboard"), {"scope": "library:mykolaiv-central"})
    assert page.status_code == 200


def test_every_role_can_sign_in(demo):
    for _, address, password in network.sign_ins():
        assert User.objects.get(email=address).check_password(password)


def test_second_run_builds_nothing_twice(demo):
    count = Encounter.objects.count()
    call_command("demo", "--if-empty", stdout=io.StringIO())
    assert Encounter.objects.count() == count
    with pytest.raises(CommandError, match="уже є мережа"):
        call_command("demo", stdout=io.StringIO())


def test_offices_and_the_map_are_there(demo):
    """Nine offices of the oblast, each at its hromada; borders and people of every raion."""
    places = Place.objects.filter(source="cnap")
    assert places.count() == 9
    assert set(places.values_list("match", flat=True)) == {"certain"}
    assert not places.filter(latitude=None).exists()
    raions = Territory.objects.filter(level=2).select_related("outline")
    assert all(each.outline.source == "Mistok, schematic" and each.population for each in raions)


def test_words_of_the_search_are_there_once(demo, head):
    people = {"head": User.objects.get(email=network.email("head"))}
    before = AskedQuery.objects.count(), SynonymGroup.objects.count(), BestBet.objects.count()
    words.fill(people, timezone.localdate())
    assert (AskedQuery.objects.count(), SynonymGroup.objects.count(), BestBet.objects.count()) == before
    assert BestBet.objects.count() == len(words.BETS)
    last = timezone.localdate().replace(day=1) - timedelta(days=1)  # this month may have begun today
    for show, question in (("most", "субсидія"), ("nothing", "дрова"), ("again", "субсидія на дрова")):
        page = head.get(reverse("website:demand"), {"show": show, "month": f"{last:%Y-%m}"}).content.decode()
        assert question in page
        assert words.NEEDLESS not in page


def test_closed_month_and_records_that_wait_are_shown_once(demo, head):
    people = {key: User.objects.get(email=network.email(key)) for key in ("head", "librarian")}
    before = Encounter.objects.count(), SyncProblem.objects.count()
    periods.fill(people, timezone.now())
    assert (Encounter.objects.count(), SyncProblem.objects.count()) == before
    months = plain(head.get(reverse("desk:period-list", args=[periods.POINT])).content.decode())
    assert "Після закриття надійшов 1 запис, людей: 2" in months
    waits = plain(head.get(reverse("desk:sync-log", args=[periods.POINT])).content.decode())
    assert set(SyncProblem.objects.values_list("code", flat=True)) == {"note", "locked"}
    assert "1234567899" not in waits
