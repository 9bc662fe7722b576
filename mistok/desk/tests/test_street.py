"""Actions outdoors: people, leaflets, and what they are counted as."""

from datetime import date, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mistok.desk import indicators, indicators_street
from mistok.desk.actions import Conflict
from mistok.desk.actions.street import Facts, correct_action, record_action, void_action
from mistok.desk.models import Encounter, StreetAction
from mistok.desk.queries.street import materials
from mistok.lib.identifiers import uuid7

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 18)


def facts(**more):
    told = {
        "title": "День е-послуг",
        "place": "Сквер біля ринку",
        "day": DAY,
        "people": 48,
        "begins": time(11),
        "ends": time(14),
        "leaflets": (("Буклет «Дія»", 30), ("Закладки", 20), ("закладки", 5)),
        "note": "Питали про субсидію",
    }
    return Facts(**(told | more))


@pytest.fixture
def action(cast, network):
    return record_action(
        by=cast.librarian, point=network.point, uuid=uuid7(), facts=facts(), staff=[cast.librarian, cast.head]
    ).action


def figures(point, source):
    return {(row.indicator, row.key): row.value for row in source.rows({(point.pk, DAY)})}


def test_action_counts_people_leaflets_and_itself(network, action):
    assert figures(network.point, indicators) == {("people", ""): 48}
    assert figures(network.point, indicators_street) == {
        ("street_actions", ""): 1,
        ("leaflets", ""): 55,
        ("leaflets", "Буклет «Дія»"): 30,
        ("leaflets", "Закладки"): 25,
    }
    met = action.encounter
    assert (met.channel, met.certainty, timezone.localtime(met.occurred_at).hour) == ("street", "tally", 11)
    assert (network.point.pk, DAY) in indicators_street.touched(timezone.now() - timedelta(minutes=1))
    assert materials(network.point)[0] == "Буклет «Дія»"


def test_action_sent_twice_counts_once(cast, network):
    key = uuid7()
    for created in (True, False):
        found = record_action(by=cast.librarian, point=network.point, uuid=key, facts=facts())
        assert found.created is created
    with pytest.raises(Conflict):
        record_action(by=cast.librarian, point=network.point, uuid=key, facts=facts(people=49))
    assert figures(network.point, indicators) == {("people", ""): 48}


def test_action_with_nobody_met_is_seen(cast, network):
    record_action(by=cast.librarian, point=network.point, uuid=uuid7(), facts=facts(people=0, leaflets=()))
    assert figures(network.point, indicators) == {("people", ""): 0}
    assert figures(network.point, indicators_street) == {("street_actions", ""): 1}


def test_correction_replaces_and_withdrawal_empties(cast, network, action):
    new = correct_action(
        action, by=cast.librarian, uuid=uuid7(), facts=facts(people=50, leaflets=()), staff=[cast.head]
    ).action
    assert figures(network.point, indicators) == {("people", ""): 50}
    assert figures(network.point, indicators_street) == {("street_actions", ""): 1}
    assert StreetAction.objects.counted().get() == new
    void_action(new, by=cast.head, reason="trial")
    assert figures(network.point, indicators) == figures(network.point, indicators_street) == {}


def sent(**more):
    return {
        "uuid": str(uuid7()),
        "people": "12",
        "title": "Акція",
        "place": "Площа",
        "day": "2026-11-18",
        "begins": "10:00",
        "ends": "",
        "leaflet-0": "Візитки",
        "number-0": "40",
        "note": "",
    } | more


@pytest.fixture
def address(network):
    return reverse("desk:street", args=[network.point.slug])


def test_page_works_as_a_plain_form(cast, sign_in, network, address):
    client = sign_in(cast.librarian)
    page = client.get(address).content.decode()
    assert "Вулична акція" in page
    assert "Librarian" in page
    data = sent(staff=[str(cast.librarian.pk)])
    answer = client.post(address, data)
    assert client.post(address, data).headers["Location"] == answer.headers["Location"]
    page = client.get(answer.headers["Location"]).content.decode()
    for said in ("Акція", "Площа", "Візитки – 40", "Librarian", "10:00"):
        assert said in page
    assert StreetAction.objects.count() == 1
    listed = client.get(reverse("desk:street-actions", args=[network.point.slug])).content.decode()
    assert "12 людей" in listed
    assert "40 листівок" in listed


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"people": ""}, "зі скількома людьми"),
        ({"people": "з десяток"}, "цифрами"),
        ({"title": ""}, "що це була за акція"),
        ({"place": ""}, "де була акція"),
        ({"ends": "09:00"}, "раніше"),
        ({"begins": "25:00"}, "14:30"),
        ({"day": "2999-01-01"}, "ще не настав"),
        ({"leaflet-0": ""}, "що роздали"),
        ({"number-0": ""}, "скільки роздали"),
        ({"staff": ["999"]}, "більше тут не працює"),
        ({"note": "паспорт МК 123456"}, "Приберіть із примітки"),
        ({"uuid": "x"}, "UUID"),
    ],
)
def test_page_says_what_is_wrong(cast, sign_in, address, wrong, said):
    answer = sign_in(cast.librarian).post(address, sent(note="Лишається") | wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page or said == "UUID"
    assert wrong.get("note", "Лишається") in page
    assert not Encounter.objects.exists()


@pytest.mark.parametrize(
    ("person", "see", "revise"),
    [("librarian", 200, 200), ("head", 200, 200), ("region", 200, 403), ("colleague", 404, 404)],
)
def test_action_is_seen_and_revised_by_whom_it_concerns(cast, sign_in, action, person, see, revise):
    client = sign_in(getattr(cast, person))
    assert client.get(reverse("desk:street-action", args=[action.pk])).status_code == see
    assert client.get(reverse("desk:street-correction", args=[action.pk])).status_code == revise
    if revise != 200:
        answer = client.post(reverse("desk:street-void", args=[action.pk]), {"reason": "trial"})
        assert answer.status_code == revise
        assert StreetAction.objects.counted().exists()


def test_action_is_corrected_and_withdrawn_on_pages(cast, sign_in, action):
    client = sign_in(cast.librarian)
    form = reverse("desk:street-correction", args=[action.pk])
    page = client.get(form).content.decode()
    for said in ('value="48"', "Сквер біля ринку", 'value="11:00"', 'value="30"'):
        assert said in page
    answer = client.post(form, sent(people="44"))
    new = StreetAction.objects.counted().get()
    assert (new.encounter.number, new.supersedes) == (44, action)
    old = client.get(reverse("desk:street-action", args=[action.pk])).content.decode()
    assert "виправлено" in old
    assert str(new.pk) in old
    assert client.post(form, sent(people="45")).status_code == 422
    client.post(reverse("desk:street-void", args=[new.pk]), {"reason": "mistake"})
    assert not Encounter.objects.counted().exists()
    assert "не рахується" in client.get(answer.headers["Location"]).content.decode()


def test_worker_is_given_to_everybody(client):
    answer = client.get(reverse("desk:street-worker"))
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.content.startswith(b'const COUNTING = "/desk/[^/]+/(street|tally)/$";')


def test_pages_stay_within_their_queries(cast, sign_in, network, address, django_assert_max_num_queries):
    for _more in range(8):
        record_action(
            by=cast.librarian, point=network.point, uuid=uuid7(), facts=facts(), staff=[cast.librarian]
        )
    client = sign_in(cast.librarian)
    for path, most in ((address, 12), (reverse("desk:street-actions", args=[network.point.slug]), 12)):
        with django_assert_max_num_queries(most):
            client.get(path)
