"""Acts go into the store once each, whatever comes again, and are found there."""

from datetime import date

import pytest

from mistok.acts.actions.store import store, store_all
from mistok.acts.models import Act, Kind, Level, Provision, Status
from mistok.acts.naming import named, part_name
from mistok.acts.records import ActRecord, Piece
from mistok.acts.search import acts_without_index, weight
from mistok.acts.tests.factories import CollectionFactory
from mistok.search.actions import rebuild
from mistok.search.models import Change
from mistok.search.queries import search

pytestmark = pytest.mark.django_db

ONE = Piece("art-1", "Стаття 1. Право на звернення", "Громадяни мають право звернутися.")
TWENTY = Piece("art-20", "Стаття 20. Термін розгляду", "Не більше одного місяця від дня надходження.")


def record(**told):
    return ActRecord(**{
        "title": "Про звернення громадян", "kind": Kind.LAW, "kind_name": "Закон України",
        "number": "393/96-ВР", "registration": "393/96-вр", "adopted_on": date(1996, 10, 2),
        "status": Status.IN_FORCE, "status_source": "реєстр", "pieces": (ONE, TWENTY), "source": "test",
    } | told)  # fmt: skip


def test_twice_is_the_same_as_once():
    assert store([record()]).outcomes == ["created"]
    before = Change.objects.count()
    assert store([record()]).outcomes == ["same"]
    assert Change.objects.count() == before
    assert (Act.objects.count(), Provision.objects.count()) == (1, 2)


def test_one_act_twice_in_a_batch_is_one():
    assert store([record(), record()]).outcomes == ["created", "same"]
    assert Act.objects.count() == 1


def test_other_words_are_another_edition_and_the_former_stays():
    act = store([record()]).acts[0]
    again = Piece("art-20", TWENTY.heading, "Не більше п’ятнадцяти днів.")
    assert store([record(pieces=(ONE, again), since=date(2024, 1, 1))]).outcomes == ["changed"]
    assert list(act.versions.order_by("pk").values_list("is_current", flat=True)) == [False, True]
    store([record()])
    assert list(act.versions.order_by("pk").values_list("is_current", flat=True)) == [True, False]


def test_what_a_source_does_not_tell_stays():
    act = store([record(issuer="Верховна Рада України")]).acts[0]
    Act.objects.filter(pk=act.pk).update(short_name="закон про звернення")
    store([record(title="Про звернення громадян (нова назва)", pieces=None)])
    act.refresh_from_db()
    assert (act.issuer, act.short_name) == ("Верховна Рада України", "закон про звернення")
    assert act.versions.get().provisions.count() == 2


def test_local_acts_are_known_by_their_source_and_key():
    local = {
        "registration": None,
        "number": "12-3/VIII",
        "level": Level.LOCAL,
        "source": "rada",
        "source_key": "7",
    }
    assert store_all([record(**local), record(**local | {"source_key": "8"}), record(**local)]) == {
        "created": 2, "same": 1,
    }  # fmt: skip
    assert len(set(Act.objects.values_list("slug", flat=True))) == 2


def test_an_act_is_found_by_number_and_its_article_by_words(settings):
    act = store([record()]).acts[0]
    rebuild()
    assert search("393/96-BP").hits[0].key == str(act.uuid)
    hit = search("ст. 20 закону про звернення громадян").hits[0]
    assert (hit.kind, hit.key, hit.why) == ("article", f"{act.uuid}:art-20", "named")
    Act.objects.filter(pk=act.pk).update(is_published=False)
    rebuild()
    assert search("звернення громадян").total == 0


def test_what_lost_its_force_and_what_only_changes_weighs_less():
    base, changing, over = store([
        record(),
        record(title="Про внесення змін до Закону України «Про освіту»", registration="1-20", number="1-IX"),
        record(status=Status.REPEALED, registration="2-20", number="2-IX"),
    ]).acts  # fmt: skip
    assert changing.is_amending
    assert weight(base) > weight(over) > weight(changing)


def test_an_act_without_a_title_is_known_by_its_first_words():
    text = Piece("b-1", "", "Верховна Рада України постановляє: Внести до Закону такі зміни: у статті 5")
    (act,) = store([record(title="Закон України № 5-IX", registration="5-20", pieces=(text,))]).acts
    assert act.is_amending


def test_acts_are_found_without_an_index_too():
    store([record()])
    assert [each.title for each in acts_without_index("звернення", 5)] == ["Про звернення громадян"]
    assert acts_without_index("  ", 5) == []


def test_names_of_acts_and_parts_are_ukrainian():
    act = store([record()]).acts[0]
    assert named(act) == "Закон України від 2 жовтня 1996 №\N{NO-BREAK SPACE}393/96-ВР"
    assert part_name("annex-1-p-2") == "Додаток 1, пункт 2"
    assert part_name("art-20-1") == "Стаття 20-1"
    assert part_name("preamble") == "Преамбула"


def test_a_point_says_by_what_rules_it_works(client, network):
    act = store([record()]).acts[0]
    collection = CollectionFactory(name="Правова основа", purpose="legal_basis", acts=[act])
    CollectionFactory(name="Ще не готова", purpose="legal_basis", is_published=False)
    CollectionFactory(name="Про все інше", purpose="other")
    page = client.get(network.point.get_absolute_url()).content.decode()
    assert collection.get_absolute_url() in page
    assert "Ще не готова" not in page
    assert "Про все інше" not in page
