"""What people look for: counted by month and territory, shown without anybody, led to an answer."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from mistok.audit.models import Entry, Event
from mistok.network.tests.factories import TerritoryFactory
from mistok.search import demand
from mistok.search.models import AskedQuery, HiddenQuestion, Reformulation

pytestmark = pytest.mark.django_db

NOVEMBER, OCTOBER = date(2026, 11, 1), date(2026, 10, 1)
HERE = "UA48060150000071713"


def asked(query, times, *, day=date(2026, 11, 10), found=5, territory=""):
    AskedQuery.objects.create(day=day, query=query, times=times, found=found, territory=territory)


@pytest.fixture
def autumn():
    asked("субсидія", 7)
    asked("субсидія", 3, day=date(2026, 11, 30), territory=HERE)
    asked("субсидія", 4, day=date(2026, 10, 31))
    asked("дрова", 3, found=0)
    asked("дрова", 1, day=date(2026, 11, 11), found=2)
    asked("тверде паливо", 2, found=6)
    asked("рідкісне", 1, found=0)
    asked("пенсія", 2)
    asked("пенсія", 9, day=OCTOBER)
    Reformulation.objects.create(day=date(2026, 11, 10), first="дрова", then="тверде паливо", times=2)
    Reformulation.objects.create(day=date(2026, 11, 10), first="рідкісне", then="субсидія", times=1)
    Reformulation.objects.create(day=date(2026, 11, 10), first="субсидія", then="пенсія", times=4)


def text(response):
    return response.content.decode()


def test_most_asked_by_month_and_territory(autumn):
    assert [(row.query, row.times, row.before) for row in demand.most_asked(NOVEMBER)] == [
        ("субсидія", 10, 4),
        ("дрова", 4, 0),
        ("пенсія", 2, 9),
        ("тверде паливо", 2, 0),
    ]
    assert [(row.query, row.times) for row in demand.most_asked(NOVEMBER, HERE)] == [("субсидія", 3)]
    assert [row.query for row in demand.most_asked(OCTOBER)] == ["пенсія", "субсидія"]


def test_what_one_person_asked_once_is_never_listed(autumn):
    for rows in (demand.most_asked(NOVEMBER), demand.found_nothing(NOVEMBER), demand.grew(NOVEMBER)):
        assert "рідкісне" not in [row.query for row in rows]
    assert "рідкісне" not in [pair.first for pair in demand.reformulated(NOVEMBER)]
    assert demand.sums(NOVEMBER).times == 19


def test_found_nothing_counts_what_was_in_vain(autumn):
    assert [(row.query, row.in_vain) for row in demand.found_nothing(NOVEMBER)] == [("дрова", 3)]


def test_growth_is_against_the_month_before(autumn):
    assert [(row.query, row.growth) for row in demand.grew(NOVEMBER)] == [
        ("субсидія", 6),
        ("дрова", 4),
        ("тверде паливо", 2),
    ]


def test_reformulated_questions_are_those_that_found_little(autumn):
    assert [(pair.first, pair.then) for pair in demand.reformulated(NOVEMBER)] == [("дрова", "тверде паливо")]


def test_the_season_has_a_year_and_a_month(autumn):
    season = demand.season("субсидія", last=NOVEMBER)
    assert len(season) == 13
    assert season[0] == (date(2025, 11, 1), 0)
    assert season[-2:] == [(OCTOBER, 4), (NOVEMBER, 10)]


@pytest.mark.parametrize("show", ["most", "nothing", "again", "grew", "<script>", ""])
def test_the_page_shows_each_list(cast, sign_in, autumn, show):
    client = sign_in(cast.librarian)
    for extra in ({}, {"in": HERE}, {"in": "'"}, {"month": "2026-10"}, {"month": "13"}, {"page": "99"}):
        assert client.get(reverse("website:demand"), {"show": show, **extra}).status_code == 200


def test_the_page_names_territories_and_leads_to_answers(cast, sign_in, autumn):
    territory = TerritoryFactory(name="Коблеве")
    asked("пляж", 5, territory=territory.pk)
    page = text(sign_in(cast.head).get(reverse("website:demand")))
    assert "Коблеве" in page
    for name in ("website:synonym-add", "website:bet-add"):
        assert f"{reverse(name)}?phrase=" in page
    assert f"{reverse('directory:service-add')}?name=" in page
    pairs = text(sign_in(cast.head).get(reverse("website:demand"), {"show": "again"}))
    assert pairs.count("&amp;phrase=") == 1


def test_a_librarian_sees_demand_and_changes_no_words(cast, sign_in, autumn):
    page = text(sign_in(cast.librarian).get(reverse("website:demand")))
    assert reverse("website:synonym-add") not in page
    assert reverse("website:demand-hide") not in page
    assert f"{reverse('directory:service-add')}?name=" in page


def test_an_empty_log_says_what_will_stand_here(cast, sign_in):
    assert "Ще ніхто нічого не питав" in text(sign_in(cast.head).get(reverse("website:demand")))


def test_a_question_is_hidden_and_shown_again(cast, sign_in, autumn):
    client = sign_in(cast.head)
    back = reverse("website:demand") + "?month=2026-11"
    response = client.post(reverse("website:demand-hide"), {"q": "Субсидія ", "back": back})
    assert response.url == back
    assert "субсидія" not in [row.query for row in demand.most_asked(NOVEMBER)]
    hidden = HiddenQuestion.objects.get()
    assert "субсидія" in text(client.get(reverse("website:demand-hidden")))
    client.post(reverse("website:demand-show", args=[hidden.pk]))
    assert demand.most_asked(NOVEMBER)[0].query == "субсидія"
    assert Entry.objects.filter(event=Event.QUESTION_HIDDEN).count() == 2


def test_questions_are_forgotten_after_thirteen_months():
    day = timezone.localdate()
    for ago in (399, 402):
        asked(f"субсидія {ago}", 2, day=day - timedelta(days=ago))
        Reformulation.objects.create(day=day - timedelta(days=ago), first="а", then="б", times=2)
    call_command("forget", verbosity=0)
    assert AskedQuery.objects.get().query == "субсидія 399"
    assert Reformulation.objects.count() == 1


def test_a_place_from_which_one_person_asked_is_not_told():
    asked("пляж", 5)
    asked("пляж", 1, territory=HERE)
    assert demand.by_territory("пляж", NOVEMBER) == [("", 5)]


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_hiding_leads_nowhere_else(cast, sign_in, autumn, back):
    response = sign_in(cast.head).post(reverse("website:demand-hide"), {"q": "дрова", "back": back})
    assert response.url == reverse("website:demand")


@pytest.mark.parametrize("question", ["", "067 123 45 67", "\0", "х" * 500])
def test_what_is_no_question_is_not_hidden(cast, sign_in, question):
    assert sign_in(cast.head).post(reverse("website:demand-hide"), {"q": question}).status_code == 302
    assert not HiddenQuestion.objects.exists()


def test_one_question_through_the_year(cast, sign_in):
    today = timezone.localdate()
    asked("дрова", 2, day=today, found=0)
    asked("торф", 2, day=today)
    asked("мале", 1, day=today)
    Reformulation.objects.create(day=today, first="дрова", then="торф", times=2)
    client = sign_in(cast.head)
    page = text(client.get(reverse("website:demand-question"), {"q": "дрова"}))
    assert "торф: 2" in page
    assert "не обрали: 2" in page
    for unknown in ("мале", "нема"):
        assert client.get(reverse("website:demand-question"), {"q": unknown}).status_code == 404


@pytest.mark.parametrize(
    ("show", "line"), [("most", "субсидія;10;0;4;6"), ("again", "дрова;тверде паливо;2")]
)
def test_the_list_is_taken_out_as_a_table(cast, sign_in, autumn, show, line):
    asked("=cmd()", 5)
    response = sign_in(cast.head).get(reverse("website:demand-export"), {"show": show})
    table = b"".join(response.streaming_content).decode()
    assert line in table
    assert "\n=cmd" not in table
    assert "attachment" in response["Content-Disposition"]
    assert Entry.objects.get().event == Event.DEMAND_EXPORTED


def test_pages_ask_no_more_for_more_rows(cast, sign_in, django_assert_max_num_queries):
    for number in range(40):
        asked(f"питання {number}х", number + 2)
    client = sign_in(cast.head)
    with django_assert_max_num_queries(16):
        client.get(reverse("website:demand"))
