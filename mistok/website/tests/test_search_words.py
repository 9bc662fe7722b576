"""Synonyms and best bets for staff: written, tried, switched off, told to every process."""

import pytest
from django.urls import reverse

from mistok.audit.models import Entry, Event
from mistok.directory.tests.factories import ServiceFactory
from mistok.search.actions import rebuild
from mistok.search.bets import best_bets
from mistok.search.models import BestBet, Change, SynonymGroup

pytestmark = pytest.mark.django_db


@pytest.fixture
def subsidy():
    service = ServiceFactory(slug="housing-subsidy", name="Житлова субсидія: подати заяву")
    ServiceFactory(slug="doctor", name="Запис до лікаря")
    rebuild()
    return service


@pytest.fixture
def head(cast, sign_in):
    return sign_in(cast.head)


def text(response):
    return response.content.decode()


def test_synonyms_are_saved_tried_and_journalled(head):
    response = head.post(
        reverse("website:synonym-add"),
        {"phrases": "пільга на дрова\nдопомога на тверде паливо\n", "also": ""},
    )
    group = SynonymGroup.objects.get()
    assert group.phrases == ["пільга на дрова", "допомога на тверде паливо"]
    assert not group.is_one_way
    assert response.url.startswith(reverse("website:word-trial"))
    assert Entry.objects.get().event == Event.SYNONYMS_CHANGED
    assert Change.objects.filter(kind="words").exists()
    assert "пільга на дрова = допомога на тверде паливо" in text(head.get(reverse("website:synonym-list")))


@pytest.mark.parametrize(
    ("phrases", "also"),
    [("", ""), ("дрова", ""), ("дрова\n ДРОВА", ""), ("!!!\nдрова", ""), ("д" * 101 + "\nторф", ""),
     ("дрова\nторф", "Торф"), ("\n".join(f"слово {n}а" for n in range(31)), "")],
)  # fmt: skip
def test_wrong_synonyms_are_said_to_be_so_and_stay_typed(head, phrases, also):
    response = head.post(reverse("website:synonym-add"), {"phrases": phrases, "also": also, "note": "про те"})
    assert response.status_code == 422
    assert "про те" in text(response)
    assert not SynonymGroup.objects.exists()


def test_a_synonym_form_begins_with_the_question(head):
    address = reverse("website:synonym-add")
    page = text(head.get(address, {"phrase": ["торф", "<b>дрова"]}))
    assert "торф\n&lt;b&gt;дрова" in page


def test_synonyms_change_and_are_switched_off(head):
    group = SynonymGroup.objects.create(phrases=["хата", "житло"])
    page = text(head.get(reverse("website:synonym-edit", args=[group.pk])))
    assert "хата\nжитло" in page
    head.post(reverse("website:synonym-edit", args=[group.pk]), {"phrases": "хата", "also": "житло"})
    group.refresh_from_db()
    assert group.is_one_way
    for _ in range(2):
        head.post(reverse("website:synonym-switch", args=[group.pk]), {"on": "0"})
    group.refresh_from_db()
    assert not group.is_active
    assert "вимкнено" in text(head.get(reverse("website:synonym-list")))
    assert Entry.objects.filter(event=Event.SYNONYMS_CHANGED).count() == 2
    head.post(reverse("website:synonym-switch", args=[group.pk]), {"on": "1"})
    group.refresh_from_db()
    assert group.is_active


def test_lists_are_looked_through(head):
    SynonymGroup.objects.create(phrases=["хата", "житло"])
    BestBet.objects.create(phrases=["опалення"], kind="service", key="x", title="Субсидія")
    for name, there in (("website:synonym-list", "ХАТ"), ("website:bet-list", "субсид")):
        assert "rows ruled" in text(head.get(reverse(name), {"q": there}))
        assert "rows ruled" not in text(head.get(reverse(name), {"q": "щось інше"}))


def test_a_best_bet_is_chosen_by_search(head, subsidy):
    address = reverse("website:bet-add")
    page = text(head.get(address, {"phrase": "субсидія"}))
    document = f"service:{subsidy.uuid}"
    assert f'value="{document}"' in page
    response = head.post(
        address, {"phrases": "тепла оселя", "find": "субсидія", "document": document, "position": "1"}
    )
    assert response.status_code == 302
    bet = BestBet.objects.get()
    assert (bet.kind, bet.key, bet.title) == ("service", str(subsidy.uuid), subsidy.name)
    assert best_bets("теплою оселею") == [("service", str(subsidy.uuid))]
    assert subsidy.name in text(head.get(response.url))


def test_looking_for_a_document_saves_nothing_and_loses_nothing(head, subsidy):
    typed = {"phrases": "тепла\nоселя", "find": "лікар", "note": "моя нотатка", "position": "x", "look": "1"}
    response = head.post(reverse("website:bet-add"), typed)
    page = text(response)
    assert response.status_code == 200
    assert "Запис до лікаря" in page
    assert "тепла\nоселя" in page
    assert "моя нотатка" in page
    assert not BestBet.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [{"document": ""}, {"document": "service:nothing"}, {"document": "x"}, {"phrases": ""}, {"position": "0"},
     {"since": "2026-12-01", "until": "2026-11-01"}],
)  # fmt: skip
def test_a_wrong_best_bet_is_said_to_be_so(head, subsidy, wrong):
    right = {"phrases": "оселя", "document": f"service:{subsidy.uuid}", "position": "1"}
    response = head.post(reverse("website:bet-add"), {**right, **wrong})
    assert response.status_code == 422
    assert not BestBet.objects.exists()


def test_a_best_bet_changes_keeps_its_document_and_is_switched_off(head, subsidy):
    bet = BestBet.objects.create(
        phrases=["оселя"], kind="service", key=str(subsidy.uuid), title=subsidy.name, until="2030-01-01"
    )
    address = reverse("website:bet-edit", args=[bet.pk])
    page = text(head.get(address))
    assert f'value="service:{subsidy.uuid}" ' in page
    assert "2030-01-01" in page
    changed = {"phrases": "оселя\nхата", "document": f"service:{subsidy.uuid}", "position": "2"}
    assert head.post(address, changed).status_code == 302
    bet.refresh_from_db()
    assert (bet.phrases, bet.position, bet.until) == (["оселя", "хата"], 2, None)
    head.post(reverse("website:bet-switch", args=[bet.pk]), {"on": "0"})
    assert best_bets("оселя") == []
    assert Entry.objects.filter(event=Event.BEST_BET_CHANGED).count() == 2


def test_a_best_bet_whose_document_is_gone_is_said_to_be_so(head):
    BestBet.objects.create(phrases=["оселя"], kind="service", key="nothing", title="Стара картка")
    BestBet.objects.create(phrases=["хата"], kind="no-such-kind", key="x", title="Інше")
    page = text(head.get(reverse("website:bet-list")))
    assert page.count("документа вже немає") == 2


def test_a_try_shows_what_is_found_and_why(head, subsidy):
    page = text(head.get(reverse("website:word-trial"), {"q": "ce,cblsz"}))
    assert "Житлова субсидія" in page
    assert "розкладки: субсидія" in page
    assert head.get(reverse("website:word-trial")).status_code == 200


def test_the_list_of_bets_asks_no_more_for_more_rows(head, django_assert_max_num_queries):
    for number in range(25):
        service = ServiceFactory(name=f"Послуга {number}")
        BestBet.objects.create(phrases=[f"х{number}"], kind="service", key=str(service.uuid), title="П")
    with django_assert_max_num_queries(14):
        head.get(reverse("website:bet-list"))


def test_a_service_begins_with_the_name_of_the_question(head):
    page = text(head.get(reverse("directory:service-add"), {"name": "пільга на дрова"}))
    assert 'value="пільга на дрова"' in page
