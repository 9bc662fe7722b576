"""Pages of texts, of the history, of the whole card and of the keepers' list."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from mistok.directory import actions, texts
from mistok.directory.models import Revision, Service
from mistok.directory.snapshots import digest, snapshot
from mistok.directory.tests.factories import LifeSituationFactory, ServiceFactory
from mistok.directory.tests.test_editing import filled

pytestmark = pytest.mark.django_db


@pytest.fixture
def service(network):
    return ServiceFactory(
        slug="subsidy", name="Житлова субсидія", cost="Безоплатно",
        situations=[LifeSituationFactory(slug="utilities")],
    )  # fmt: skip


@pytest.fixture
def proposed(service, cast):
    return actions.propose_change(
        service=service,
        by=cast.librarian,
        values={"cost": "100 грн", "bring": ["паспорт або ID-картка", "код"]},
        note="Так написано на сайті",
    )


def address(name, *args):
    return reverse(f"directory:{name}", args=args)


def words(response):
    return response.content.decode()


def test_queue_and_difference(proposed, cast, sign_in):
    head = sign_in(cast.head)
    assert "Житлова субсидія" in words(head.get(address("revision-list")))
    page = words(head.get(address("revision-detail", proposed.pk)))
    assert "<del>Безоплатно</del>" in page
    assert "<ins>100 грн</ins>" in page
    assert "код</ins>" in page
    assert "Так написано на сайті" in page


def test_librarian_sees_own_texts_only(proposed, cast, sign_in):
    detail = address("revision-detail", proposed.pk)
    assert sign_in(cast.librarian).get(detail).status_code == 200
    assert sign_in(cast.colleague).get(detail).status_code == 404
    assert sign_in(cast.colleague).post(address("revision-withdraw", proposed.pk)).status_code == 404
    assert sign_in(cast.librarian).post(address("revision-approve", proposed.pk)).status_code == 404
    assert "Житлова субсидія" in words(sign_in(cast.librarian).get(address("revision-mine")))


def test_approve_on_the_page(proposed, service, cast, sign_in):
    seen = texts.reading(proposed).seen
    data = {"seen": seen, "answer": "Дякую!"}
    response = sign_in(cast.head).post(address("revision-approve", proposed.pk), data, follow=True)
    assert "Схвалено" in words(response)
    service.refresh_from_db()
    assert service.cost == "100 грн"
    assert "Дякую!" in words(sign_in(cast.librarian).get(address("revision-mine")))
    again = sign_in(cast.administrator).post(address("revision-approve", proposed.pk), data, follow=True)
    assert "уже закрито" in words(again)


def test_approve_of_what_changed_meanwhile_shows_it_again(proposed, service, cast, sign_in):
    seen = texts.reading(proposed).seen
    actions.edit_service(service=service, by=cast.head, values={"term": "3 дні"})
    response = sign_in(cast.head).post(address("revision-approve", proposed.pk), {"seen": seen})
    assert response.status_code == 409
    assert "Поки ви читали" in words(response)
    service.refresh_from_db()
    assert service.cost == "Безоплатно"


def test_conflict_asks_whose_words_stay(proposed, service, cast, sign_in):
    actions.edit_service(service=service, by=cast.head, values={"cost": "200 грн"})
    head, approval = sign_in(cast.head), address("revision-approve", proposed.pk)
    page = words(head.get(address("revision-detail", proposed.pk)))
    assert "200 грн" in page
    assert 'name="choose-cost"' in page
    assert " checked" not in page
    seen = texts.reading(Revision.objects.get(pk=proposed.pk)).seen
    refused = head.post(approval, {"seen": seen, "answer": "моє слово"})
    assert refused.status_code == 422
    assert "моє слово" in words(refused)
    assert head.post(approval, {"seen": seen, "choose-cost": "now"}).status_code == 302
    service.refresh_from_db()
    assert service.cost == "200 грн"
    assert "код" in service.bring


def test_send_back_needs_words(proposed, cast, sign_in):
    head = sign_in(cast.head)
    assert head.post(address("revision-decline", proposed.pk), {"answer": " "}).status_code == 422
    head.post(address("revision-decline", proposed.pk), {"answer": "Звідки ціна?"})
    page = words(sign_in(cast.librarian).get(address("revision-detail", proposed.pk)))
    assert "Звідки ціна?" in page
    form = words(sign_in(cast.librarian).get(address("service-edit", "subsidy"), {"text": proposed.pk}))
    assert 'value="100 грн"' in form


def test_draft_is_kept_sent_and_taken_back(service, cast, sign_in):
    person = sign_in(cast.librarian)
    person.post(address("service-edit", "subsidy"), filled(service, cost="1 грн", act="draft"))
    revision = Revision.objects.get(author=cast.librarian)
    assert revision.state == "draft"
    assert sign_in(cast.head).get(address("revision-detail", revision.pk)).status_code == 404
    assert 'value="1 грн"' in words(person.get(address("service-edit", "subsidy")))
    person.post(address("revision-send", revision.pk))
    revision.refresh_from_db()
    assert revision.state == "waiting"
    person.post(address("revision-withdraw", revision.pk))
    assert not Revision.objects.filter(author=cast.librarian).exists()
    assert "відкрит" not in words(person.get(address("revision-mine")))


def test_librarian_proposes_a_new_card(service, cast, sign_in):
    data = filled(service, name="Нова послуга", slug="new-card", note="Питають щодня")
    response = sign_in(cast.librarian).post(address("service-add"), data, follow=True)
    assert "Ваш текст чекає на схвалення" in words(response)
    card = Service.objects.get(slug="new-card")
    assert card.is_draft
    assert sign_in(cast.librarian).get(card.get_absolute_url()).status_code == 200
    for stranger in (sign_in(cast.colleague), sign_in(cast.resident)):
        assert stranger.get(card.get_absolute_url()).status_code == 404
    assert "Нова послуга" not in words(sign_in(cast.resident).get(address("service-list")))
    assert card.slug not in words(sign_in(cast.resident).get(reverse("sitemap")))
    assert "Нова послуга" in words(sign_in(cast.head).get(address("revision-list")))


def test_edit_over_a_card_that_moved_shows_what_differs_and_keeps_the_words(service, cast, sign_in):
    data = filled(service, cost="3 грн")
    actions.edit_service(service=service, by=cast.administrator, values={"cost": "2 грн", "term": "1 день"})
    head = sign_in(cast.head)
    response = head.post(address("service-edit", "subsidy"), data)
    page = words(response)
    assert response.status_code == 409
    assert "Поки ви писали" in page
    assert "<del>2 грн</del>" in page
    assert 'value="3 грн"' in page
    service.refresh_from_db()
    assert service.cost == "2 грн"
    assert (
        head.post(address("service-edit", "subsidy"), data | {"seen": digest(snapshot(service))}).status_code
        == 302
    )


def test_form_errors_name_the_line_and_keep_everything(service, cast, sign_in):
    data = filled(
        service, legal_basis="Закон № 1 | https://zakon.rada.gov.ua/\n\nЗакон № 2 | zakon", cost="щось моє",
        term_value="5", channels=["online", "post"],
    )  # fmt: skip
    response = sign_in(cast.head).post(address("service-edit", "subsidy"), data)
    page = words(response)
    assert response.status_code == 422
    assert "Рядок 3: адреса після риски" in page
    assert "Скажіть, у чому рахують строк" in page
    assert "Закон № 2 | zakon" in page
    assert "щось моє" in page
    assert page.count(" checked") == 3  # two channels, one situation


def test_whole_card_is_written_and_shown(service, cast, sign_in, client):
    data = filled(
        service, legal_basis="Закон № 1618 | https://zakon.rada.gov.ua/laws/show/1618",
        refusal="бракує документа", result="рішення про субсидію", channels=["online", "library"],
        cost="", cost_amount="30,60",
        term_value="10", term_unit="working-days", appeal="обласне управління", help_phone="0 800 500 000",
        alert="Реєстр закрито до п’ятниці", state_id="00034", keeper=cast.librarian.pk, review_months="3",
    )  # fmt: skip
    assert sign_in(cast.head).post(address("service-edit", "subsidy"), data).status_code == 302
    service.refresh_from_db()
    assert (service.cost_amount, service.keeper, service.review_months) == (
        Decimal("30.60"),
        cast.librarian,
        3,
    )
    page = words(client.get(service.get_absolute_url()))
    for said in (
        "Реєстр закрито", "рішення про субсидію", "30,60 грн", "10 робочих днів", "на офіційному сайті",
        '<a href="https://zakon.rada.gov.ua/laws/show/1618" rel="noopener external">Закон № 1618</a>',
        "бракує документа", "обласне управління", 'href="tel:0800500000"', "00034",
    ):  # fmt: skip
        assert said in page
    assert "<details open>" not in page
    assert "<details open>" in words(client.get(service.get_absolute_url(), {"print": "large"}))


def test_librarian_does_not_appoint_keepers(service, cast, sign_in):
    assert 'name="keeper"' not in words(sign_in(cast.librarian).get(address("service-edit", "subsidy")))


def test_history_of_a_card_without_approved_texts_opens(service, cast, sign_in):
    service.revisions.all().delete()
    assert sign_in(cast.head).get(address("service-history", "subsidy")).status_code == 200


def test_history_compare_version_and_restore(service, cast, sign_in, django_assert_max_num_queries):
    actions.edit_service(service=service, by=cast.head, values={"cost": "1 грн"}, note="так на сайті")
    newest, first = texts.approved(service)
    head = sign_in(cast.head)
    page = words(head.get(address("service-history", "subsidy")))
    assert "2 схвалені тексти" in page
    assert "так на сайті" in page
    both = {"older": newest.pk, "newer": first.pk}
    assert "<del>Безоплатно</del>" in words(head.get(address("service-compare", "subsidy"), both))
    for wrong in ({}, {"older": "x", "newer": first.pk}):
        assert head.get(address("service-compare", "subsidy"), wrong).status_code == 404
    version = address("service-version", "subsidy", first.pk)
    assert "<ins>Безоплатно</ins>" in words(head.get(version))
    assert "Повернути цей текст" not in words(sign_in(cast.librarian).get(version))
    restore = address("service-restore", "subsidy", first.pk)
    assert "змінилася" in words(head.post(restore, {"seen": "old"}, follow=True))
    service.refresh_from_db()
    said = words(head.post(restore, {"seen": digest(snapshot(service))}, follow=True))
    assert "Повернено: Вартість." in said
    assert sign_in(cast.librarian).post(restore).status_code == 404


def test_archived_card_leads_to_what_replaces_it(service, cast, sign_in, client):
    other = ServiceFactory(slug="new-subsidy", name="Нова субсидія")
    head = sign_in(cast.head)
    wrong = {"reason": "переїхала", "replaced_by": "такої немає"}
    assert head.post(address("service-retire", "subsidy"), wrong).status_code == 422
    itself = {"reason": "переїхала", "replaced_by": "subsidy"}
    assert head.post(address("service-retire", "subsidy"), itself).status_code == 422
    right = {"reason": "переїхала", "replaced_by": f"https://x.example.org{other.get_absolute_url()}"}
    assert head.post(address("service-retire", "subsidy"), right).status_code == 302
    gone = client.get(service.get_absolute_url())
    assert gone.status_code == 410
    assert "Нова субсидія" in words(gone)
    assert "Дістати з архіву" in words(head.get(service.get_absolute_url()))
    head.post(address("service-return", "subsidy"))
    assert client.get(service.get_absolute_url()).status_code == 200


def test_catalogue_narrows_and_searches(service, cast, sign_in):
    ServiceFactory(name="Чернетка", slug="draft", is_draft=True)
    ServiceFactory(name="Стара", slug="old", retired_on=date(2026, 1, 1))
    ServiceFactory(
        name="Моя", slug="kept", keeper=cast.librarian, confirmed_on=date(2026, 1, 1), confirmed_how="read"
    )
    head = sign_in(cast.head)

    def names(**asked):
        return {each.name for each in head.get(address("catalogue"), asked).context["page"]}

    assert names() == {"Житлова субсидія", "Чернетка", "Стара", "Моя"}
    assert names(state="draft") == {"Чернетка"}
    assert names(state="archived") == {"Стара"}
    assert names(needs="unconfirmed") == {"Житлова субсидія"}
    assert names(keeper=cast.librarian.pk) == {"Моя"}
    assert names(q="субсидія житлова") == {"Житлова субсидія"}
    assert names(q="нічого такого") == set()
    assert names(state="навмання", keeper="x") == names()


def test_catalogue_does_not_grow_with_rows(cast, sign_in, django_assert_max_num_queries):
    head = sign_in(cast.head)
    ServiceFactory.create_batch(3)
    with django_assert_max_num_queries(10):
        head.get(address("catalogue"))
    ServiceFactory.create_batch(30)
    with django_assert_max_num_queries(10):
        head.get(address("catalogue"))


def test_difference_does_not_grow_with_fields(
    proposed, service, cast, sign_in, django_assert_max_num_queries
):
    with django_assert_max_num_queries(24):
        sign_in(cast.head).get(address("revision-detail", proposed.pk))


@pytest.mark.parametrize("name", ["revision-list", "revision-mine", "catalogue"])
def test_keepers_pages_are_closed(name, client, cast, sign_in):
    assert client.get(address(name)).status_code == 302
    for who in (cast.resident, cast.region, cast.authority):
        assert sign_in(who).get(address(name)).status_code == 404
    assert sign_in(cast.head).post(address(name)).status_code == 405
