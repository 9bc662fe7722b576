"""Guides and collections: written with pictures that lose their metadata, seen by whom they should be."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from mistok.audit.models import Entry, Event
from mistok.directory.actions.guides import archive_guide, save_guide
from mistok.directory.models import Collection, Guide
from mistok.directory.tests.factories import CollectionFactory, GuideFactory, ServiceFactory
from mistok.search.actions import changed, rebuild
from mistok.search.queries import search

pytestmark = pytest.mark.django_db


def picture():
    content = BytesIO()
    image = Image.new("RGB", (1600, 900), "#0b4a8f")
    exif = image.getexif()
    exif[0x010E] = "вдома"
    image.save(content, "JPEG", exif=exif)
    return SimpleUploadedFile("екран.jpg", content.getvalue(), "image/jpeg")


def said(*steps, **fields):
    form = {"name": "Як подати заяву", "summary": "Разом за п’ять хвилин.", "before": "", "for_services": ""}
    form |= {"step-TOTAL_FORMS": len(steps), "step-INITIAL_FORMS": 0, **fields}
    for number, step in enumerate(steps):
        form |= {f"step-{number}-{name}": value for name, value in step.items()}
    return form


def test_a_librarian_writes_and_a_head_publishes(cast, sign_in, client):
    service = ServiceFactory(name="Субсидія")
    writer = sign_in(cast.librarian)
    form = said(
        {"text": "Другий крок", "ORDER": 2},
        {"text": "Перший крок", "ORDER": 1, "upload": picture(), "alt": "Кнопка «Увійти»"},
        {"text": "", "ORDER": 3},
        for_services="Субсидія\n",
    )
    response = writer.post(reverse("directory:guide-add"), form)
    guide = Guide.objects.get()
    assert response.url == guide.get_absolute_url()
    steps = list(guide.steps.all())
    assert [step.text for step in steps] == ["Перший крок", "Другий крок"]
    assert list(guide.services.all()) == [service]
    with steps[0].picture.content.open() as content, Image.open(content) as kept:
        assert (kept.format, kept.width, len(kept.getexif())) == ("WEBP", 1280, 0)
    image = reverse("directory:guide-picture", args=[steps[0].picture_id])
    assert client.get(guide.get_absolute_url()).status_code == 404
    assert client.get(image).status_code == 404
    head = sign_in(cast.head)
    head.post(reverse("directory:guide-publish", args=[guide.slug]))
    page = client.get(guide.get_absolute_url()).content.decode()
    assert page.index("Перший крок") < page.index("Другий крок")
    assert 'loading="lazy"' in page
    assert b"".join(client.get(image).streaming_content)[8:12] == b"WEBP"
    assert guide.name in client.get(service.get_absolute_url()).content.decode()
    assert writer.get(reverse("directory:guide-edit", args=[guide.slug])).status_code == 404, "public by now"
    events = list(Entry.objects.values_list("event", flat=True).order_by("pk"))
    assert events[-2:] == [Event.GUIDE_ADDED, Event.GUIDE_CHANGED]


def test_a_picture_stays_when_another_field_is_wrong(cast, sign_in):
    client = sign_in(cast.librarian)
    form = said({"text": "Крок", "upload": picture(), "alt": ""})
    response = client.post(reverse("directory:guide-add"), form)
    assert response.status_code == 422
    page = response.content.decode()
    kept = page.split('name="step-0-kept" value="')[1].split('"')[0]
    again = said({"text": "Крок", "kept": kept, "alt": "Головна сторінка"})
    client.post(reverse("directory:guide-add"), again)
    assert Guide.objects.get().steps.get().picture is not None


@pytest.mark.parametrize("kept", ["підробка", "ImFiYyI:1abc:xyz"])
def test_a_forged_picture_is_none(cast, sign_in, kept):
    sign_in(cast.librarian).post(reverse("directory:guide-add"), said({"text": "Крок", "kept": kept}))
    assert Guide.objects.get().steps.get().picture is None


@pytest.mark.parametrize(
    "form",
    [
        said({"text": ""}),
        said({"text": "Крок"}, for_services="нема такої"),
        said({"text": "", "hint": "підказка"}),
        said({"text": "Крок", "upload": SimpleUploadedFile("x.jpg", b"not a picture")}),
        said({"text": "Крок"}, name=""),
    ],
)
def test_a_wrong_guide_is_said_so(cast, sign_in, form):
    response = sign_in(cast.librarian).post(reverse("directory:guide-add"), form)
    assert response.status_code == 422
    assert not Guide.objects.exists()


def test_a_guide_with_markup_shows_it_as_text(client):
    guide = GuideFactory(name="<b>Жирно</b>")
    page = client.get(guide.get_absolute_url()).content.decode()
    assert "<b>Жирно" not in page


def test_a_change_takes_the_confirmation_away(cast, sign_in):
    guide = GuideFactory()
    sign_in(cast.librarian).post(reverse("directory:guide-confirm", args=[guide.slug]))
    guide.refresh_from_db()
    assert guide.confirmed_by == cast.librarian
    save_guide(guide=guide, services=[], steps=[], by=cast.head)
    guide.refresh_from_db()
    assert guide.confirmed_on is None


@pytest.mark.django_db(transaction=True)
def test_guides_are_found_until_they_are_put_away(cast):
    guide = GuideFactory(name="Як закрити декларацію в банкоматі")
    changed("guide", str(guide.uuid))
    rebuild()
    assert [hit.kind for hit in search("закрити декларацію в банкоматі").hits][:1] == ["guide"]
    archive_guide(guide=guide, by=cast.head)
    rebuild()
    assert search("закрити декларацію в банкоматі", kinds=["guide"]).hits == []


def test_a_collection_keeps_its_order_and_goes_along(cast, sign_in, client):
    first, second = ServiceFactory(name="Перша"), ServiceFactory(name="Друга")
    guide = GuideFactory(name="Інструкція")
    form = {
        "name": "Для переселенців",
        "order": 5,
        "is_published": "on",
        "things": "Друга | спершу це\nІнструкція\n\nПерша",
    }
    sign_in(cast.head).post(reverse("directory:collection-add"), form)
    collection = Collection.objects.get()
    page = client.get(collection.get_absolute_url()).content.decode()
    assert page.index("Друга") < page.index("Інструкція") < page.index("Перша")
    assert "спершу це" in page
    assert f"/shortlist/?s={second.pk}-{first.pk}" in page
    archive_guide(guide=guide, by=cast.head)
    assert guide.get_absolute_url() not in client.get(collection.get_absolute_url()).content.decode()
    edit = sign_in(cast.head).get(reverse("directory:collection-edit", args=[collection.slug]))
    assert "Друга | спершу це" in edit.content.decode()


def test_a_wrong_line_of_a_collection_is_named(cast, sign_in):
    form = {"name": "Добірка", "order": 5, "things": "Немає такої"}
    response = sign_in(cast.head).post(reverse("directory:collection-add"), form)
    assert response.status_code == 422
    assert "Рядок 1" in response.content.decode()


def test_a_draft_collection_is_for_colleagues(cast, sign_in, client):
    collection = CollectionFactory(is_published=False, services=[ServiceFactory()])
    assert client.get(collection.get_absolute_url()).status_code == 404
    assert sign_in(cast.head).get(collection.get_absolute_url()).status_code == 200
    assert collection.name not in client.get(reverse("directory:collection-list")).content.decode()


def test_lists_cost_the_same_whatever_their_length(client, django_assert_max_num_queries):
    for name in ("directory:guide-list", "directory:collection-list"):
        costs = []
        for count in (1, 10):
            for _number in range(count):
                CollectionFactory(services=[ServiceFactory()])
                GuideFactory()
            changed("guide", "all")  # so that the page is made anew
            with django_assert_max_num_queries(8) as queries:
                client.get(reverse(name))
            costs.append(len(queries))
        assert costs[1] <= costs[0]
