"""Acts as staff edit them."""

from datetime import date

import pytest
from django.utils import timezone

from mistok.acts.models import Act, ActCollection, Kind, Level, RelationKind, Status
from mistok.acts.tests.factories import CollectionFactory, an_act
from mistok.audit.models import Entry, Event
from mistok.search.models import Change

TEXT = "Стаття 1. Перша\nСлова першої.\nСтаття 2. Друга\nСлова другої."


def told(**said):
    return {
        "title": "Про звернення громадян", "level": Level.STATE, "kind": Kind.LAW, "number": "393/96-ВР",
        "registration": "393/96-ВР", "status": Status.UNKNOWN, "issuer": "Верховна Рада України",
    } | said  # fmt: skip


def test_an_act_is_written_down_then_its_text_then_published(cast, sign_in, client):
    head = sign_in(cast.head)
    answer = head.post("/acts/new/", told())
    act = Act.objects.get()
    assert answer["Location"] == f"/acts/{act.slug}/text/"
    assert not act.is_published
    assert act.registration == "393/96-вр"
    assert "393/96" in act.keys
    head.post(f"/acts/{act.slug}/text/", {"text": TEXT, "since": "2020-01-01"})
    version = act.versions.get()
    assert list(version.provisions.values_list("anchor", flat=True)) == ["art-1", "art-2"]
    assert client.get(act.get_absolute_url()).status_code == 404
    head.post(f"/acts/{act.slug}/publication/")
    assert client.get(act.get_absolute_url()).status_code == 200
    head.post(f"/acts/{act.slug}/withdrawal/")
    assert client.get(act.get_absolute_url()).status_code == 404
    assert {Event.ACT_ADDED, Event.ACT_CHANGED} <= set(Entry.objects.values_list("event", flat=True))
    assert set(Change.objects.filter(key=str(act.uuid)).values_list("kind", flat=True)) == {"act", "article"}
    assert "Хто що змінив" in head.get(f"/acts/{act.slug}/history/").content.decode()


def test_a_status_needs_its_source_and_day(cast, sign_in):
    act = an_act()
    head = sign_in(cast.head)
    url = f"/acts/{act.slug}/editing/"
    answer = head.post(url, told(status=Status.IN_FORCE))
    assert answer.status_code == 422
    assert {"status_source", "status_on"} <= set(answer.context["form"].errors)
    tomorrow = timezone.localdate().replace(year=timezone.localdate().year + 1)
    late = head.post(url, told(status=Status.IN_FORCE, status_source="сайт", status_on=tomorrow.isoformat()))
    assert late.status_code == 422
    assert (
        head.post(url, told(status=Status.REPEALED, status_source="сайт", status_on="2024-05-01")).status_code
        == 302
    )
    act.refresh_from_db()
    assert act.status == Status.REPEALED
    assert act.status_on == date(2024, 5, 1)


def test_relations_by_hand_point_at_acts_of_the_store_and_keep_the_others(cast, sign_in):
    base = an_act()
    act = an_act(title="Про внесення змін", number="653-XIV", registration="653-14")
    url = f"/acts/{act.slug}/editing/"
    said = told(title="Про внесення змін", number="653-XIV", registration="653-14")
    head = sign_in(cast.head)
    assert head.post(url, said | {"relation_amends": "393/96-ВР\n999-XX"}).status_code == 302
    found = dict(act.relations.filter(kind=RelationKind.AMENDS).values_list("reference", "other"))
    assert found == {"393/96-ВР": base.pk, "999-XX": None}
    assert "393/96-ВР" in head.get(url).content.decode()
    assert head.post(url, said | {"relation_amends": "653-XIV"}).status_code == 422
    head.post(url, said)
    assert not act.relations.exists()


def test_the_same_text_again_is_the_same_edition(cast, sign_in):
    act = an_act()
    head = sign_in(cast.head)
    for text in (TEXT, TEXT + "\nЩе.", TEXT):
        assert head.post(f"/acts/{act.slug}/text/", {"text": text}).status_code == 302
    assert act.versions.count() == 3  # the first one, and two that were pasted
    assert act.versions.get(is_current=True).provisions.count() == 2
    assert head.post(f"/acts/{act.slug}/text/", {"text": " \n "}).status_code == 422


@pytest.mark.parametrize("way", ["editing", "text", "history"])
def test_only_editors_come_in(way, cast, sign_in, client):
    act = an_act()
    url = f"/acts/{act.slug}/{way}/"
    assert client.get(url).status_code == 302
    assert sign_in(cast.librarian).get(url).status_code == 404
    assert sign_in(cast.head).get(url).status_code == 200
    assert sign_in(cast.head).get(f"/acts/nemaie/{way}/").status_code == 404


def test_a_collection_is_put_together_by_numbers_and_by_search(cast, sign_in, client):
    act, other = an_act(), an_act(title="Про архіви", number="1-XII", registration="1-12")
    head = sign_in(cast.head)
    said = {"name": "Правова основа", "purpose": "legal_basis", "order": "1", "is_published": "on"}
    answer = head.post(
        "/acts/collections/new/", said | {"things": "393/96-ВР | строки\n/acts/393-96-vr/art-20/ | ще"}
    )
    collection = ActCollection.objects.get()
    assert answer["Location"] == collection.get_absolute_url()
    assert list(collection.items.values_list("anchor", "note")) == [("", "строки"), ("art-20", "ще")]
    url = f"/acts/collections/{collection.slug}/"
    assert "Про архіви" in head.get(f"{url}editing/?q=1-XII").content.decode()
    for _again in range(2):
        head.post(f"{url}acts/", {"act": other.slug})
    assert list(collection.items.values_list("act", flat=True)) == [act.pk, act.pk, other.pk]
    assert client.get(url).status_code == 200
    wrong = head.post(f"{url}editing/", said | {"things": "нема такого\n/acts/393-96-vr/art-777/"})
    assert wrong.status_code == 422
    assert len(wrong.context["form"].errors["things"]) == 2


def test_collections_are_put_together_by_editors_only(cast, sign_in, client):
    collection = CollectionFactory()
    url = f"/acts/collections/{collection.slug}/"
    assert client.post(f"{url}acts/", {"act": "x"}).status_code == 302
    assert sign_in(cast.librarian).get(f"{url}editing/").status_code == 404
    assert sign_in(cast.head).get(f"{url}acts/").status_code == 405
    assert sign_in(cast.head).post(f"{url}acts/", {"act": "x"}).status_code == 302
