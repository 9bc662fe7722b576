"""What the server gives the desk so that it works without a connection, and how much of it there is."""

import gzip
import json
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse
from django.utils import timezone

from mistok.desk.models import Encounter
from mistok.desk.pack import pack
from mistok.desk.tests.factories import EncounterFactory, TopicFactory
from mistok.desk.views import offline
from mistok.directory.actions import load_catalogue
from mistok.directory.models import Service
from mistok.directory.tests.factories import GuideFactory, ServiceFactory

pytestmark = pytest.mark.django_db
FIRST_LOAD = 120 * 1024  # bytes as they travel: after them no network is needed


@pytest.fixture
def librarian(sign_in, cast):
    return sign_in(cast.librarian)


def cards(client, network):
    text = client.get(reverse("desk:pack", args=[network.point.slug])).content
    return {card["act"]: card for card in json.loads(text)["cards"]}


def travels(client, path):
    """How many bytes an address costs, compressed as it is served in production."""
    if path.startswith("/static/"):
        content = Path(finders.find(path.removeprefix("/static/"))).read_bytes()
        return len(content) if path.endswith(".png") else len(gzip.compress(content, 9))
    answer = client.get(path, headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 200, path
    return len(answer.content)


def test_first_load_with_the_whole_directory_is_light(librarian, network):
    """Page, styles, scripts, worker and all cards of the catalogue that comes with the program."""
    load_catalogue()
    point = reverse("desk:point", args=[network.point.slug])
    names = ("desk:worker", "desk:manifest", "desk:away", "desk:outbox-key")
    paths = [point, reverse("desk:pack", args=[network.point.slug]), *map(reverse, names), *offline._files()]
    assert Service.objects.count() > 200
    assert sum(travels(librarian, path) for path in paths) <= FIRST_LOAD


def test_every_module_of_the_desk_is_kept_by_the_worker():
    folder = Path(finders.find("desk/js/desk.js")).parent
    loaded = {"desk.js"}
    new = set(loaded)
    while new:
        text = "".join((folder / name).read_text(encoding="utf-8") for name in new)
        new = {part.split('"')[0] for part in text.split('from "./')[1:]} - loaded
        loaded |= new
    assert loaded == {f"{name}.js" for name in offline.MODULES}
    for name in loaded:
        assert len((folder / name).read_text(encoding="utf-8").splitlines()) <= 150, name


def test_worker_is_public_and_names_its_files(client):
    answer = client.get("/desk/worker.js")
    assert answer["Service-Worker-Allowed"] == "/desk/"
    assert answer["Content-Type"].startswith("text/javascript")
    told = json.loads(answer.content.decode().split(";\n")[0].removeprefix("const TOLD = "))
    assert "/static/desk/js/desk.js" in told["files"]
    assert told["start"] == "/desk/"
    for path in told["files"]:
        if path.startswith("/static/"):
            assert finders.find(path.removeprefix("/static/")), path


def test_manifest_is_that_of_the_desk(client):
    told = client.get("/desk/manifest.webmanifest").json()
    assert told["start_url"] == told["scope"] == "/desk/"
    assert {icon.get("purpose") for icon in told["icons"]} == {None, "maskable"}


def test_page_of_no_connection_needs_nobody(client):
    assert "Немає зв’язку" in client.get("/desk/away.html").content.decode()


def test_pack_has_cards_guides_and_topics(librarian, network):
    service = ServiceFactory(slug="subsydiia", name="Житлова субсидія", bring=["<паспорт>"], steps=["Подати"])
    ServiceFactory(slug="draft", is_draft=True)
    guide = GuideFactory(name="Заява крок за кроком", is_published=True)
    guide.services.add(service)
    top = TopicFactory(code="3.1.1", parent=None)
    TopicFactory(code="3.1.1.1", name="Пошук закону", parent=top)
    found = cards(librarian, network)
    assert set(found) == {"service:subsydiia", "topic:3.1.1.1"}
    card = found["service:subsydiia"]
    assert (card["title"], card["kind"]) == ("Житлова субсидія", "service")
    assert "&lt;паспорт&gt;" in card["html"]
    assert "Заява крок за кроком" in card["html"]
    assert found["topic:3.1.1.1"]["kind"] == "consultation"


def test_words_of_a_card_are_dictionary_forms_and_other_names(librarian, network):
    ServiceFactory(slug="children", name="Виплати на дітей", synonyms=["допомога малюкам"])
    words = cards(librarian, network)["service:children"]["words"].split()
    assert "дитина" in words
    assert any(word.startswith("малюк") for word in words)


def test_pack_is_sent_again_only_when_it_changed(librarian, network):
    address = reverse("desk:pack", args=[network.point.slug])
    ServiceFactory()
    first = librarian.get(address)
    assert librarian.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
    ServiceFactory()
    assert librarian.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_pack_costs_the_same_for_many_cards(librarian, network, django_assert_max_num_queries):
    for _ in range(3):
        GuideFactory(is_published=True).services.add(ServiceFactory())
    with django_assert_max_num_queries(12):
        pack(network.point.slug)
    for _ in range(20):
        GuideFactory(is_published=True).services.add(ServiceFactory())
    with django_assert_max_num_queries(12):
        pack(network.point.slug)


def test_pack_is_for_those_who_work_at_the_point(sign_in, cast, network):
    address = reverse("desk:pack", args=[network.point.slug])
    assert sign_in(cast.colleague).get(address).status_code == 404
    assert sign_in(cast.librarian).post(address).status_code == 405
    assert sign_in(cast.librarian).get(reverse("desk:pack", args=["nowhere"])).status_code == 404


def test_key_is_the_persons_own_and_lasts(sign_in, cast, settings):
    first = sign_in(cast.librarian).get("/desk/outbox-key")
    assert "no-store" in first["Cache-Control"]
    assert first.json() == sign_in(cast.librarian).get("/desk/outbox-key").json()
    assert first.json()["keys"] != sign_in(cast.head).get("/desk/outbox-key").json()["keys"]
    # after the signing key of the house was replaced, what was locked under the old one still opens
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key of this very house, long enough"
    keys = sign_in(cast.librarian).get("/desk/outbox-key").json()["keys"]
    assert keys[1:] == first.json()["keys"] != keys[:1]


def test_page_names_what_the_server_has_of_the_person(librarian, cast, network):
    """A device that lost the answers leaves these to the figures of the page, however many they are."""
    now = timezone.now()
    mine = [EncounterFactory(point=network.point, staff=cast.librarian, occurred_at=now) for _ in range(9)]
    EncounterFactory(point=network.point, staff=cast.head, occurred_at=now)
    Encounter.objects.filter(pk=mine[0].pk).update(voided_at=now, void_reason="twice")
    page = librarian.get(reverse("desk:point", args=[network.point.slug]))
    assert set(page.context["counted"].split()) == {each.pk.hex[-12:] for each in mine[1:]}
    assert page.context["gone"] == mine[0].pk.hex[-12:]
    assert f'data-gone="{page.context["gone"]}"' in page.content.decode()
