"""Texts on their way into the catalogue: proposed, approved, sent back; and the history of a card."""

import threading

import pytest
from django.db import close_old_connections, connection

from mistok.audit.models import Entry, Event
from mistok.directory import actions, texts
from mistok.directory.actions.revisions import MINE, NOW
from mistok.directory.models import Revision, RevisionState, Service
from mistok.directory.queries import public_services
from mistok.directory.snapshots import digest, snapshot
from mistok.directory.tests.factories import LifeSituationFactory, RevisionFactory, ServiceFactory
from mistok.network.tests.factories import OrganisationFactory
from mistok.search.models import Change

pytestmark = pytest.mark.django_db


@pytest.fixture
def service(network):
    return ServiceFactory(
        slug="subsidy", name="Житлова субсидія", cost="Безоплатно", term="5 днів",
        situations=[LifeSituationFactory(slug="utilities")],
    )  # fmt: skip


def new_card(**changes):
    return {
        "slug": "new-card",
        "name": "Нова послуга",
        "short_name": "Нова",
        "provider": OrganisationFactory(kind="provider"),
        "url": "https://example.org/new",
        "summary": "Нова послуга для всіх.",
        "situations": [LifeSituationFactory(slug="utilities")],
        "level": "national",
    } | changes


def approve(revision, by, **choices):
    return actions.approve_revision(revision=revision, by=by, **choices)


def test_librarian_proposes_and_head_approves(service, cast):
    revision = actions.propose_change(
        service=service, by=cast.librarian, values={"cost": "100 грн"}, note="Подорожчало"
    )
    service.refresh_from_db()
    assert (service.cost, revision.state) == ("Безоплатно", RevisionState.WAITING)
    assert list(texts.waiting()) == [revision]
    assert approve(revision, cast.head, answer="Дякую!") == ["cost"]
    service.refresh_from_db()
    revision.refresh_from_db()
    assert service.cost == "100 грн"
    assert service.edited_at > service.created_at
    assert (revision.state, revision.decided_by, revision.answer) == ("approved", cast.head, "Дякую!")
    assert revision.fields == snapshot(service)
    assert [(each.event, each.actor) for each in Entry.objects.order_by("pk")][-2:] == [
        (Event.SERVICE_PROPOSED, str(cast.librarian.pk)),
        (Event.SERVICE_APPROVED, str(cast.head.pk)),
    ]
    assert Change.objects.filter(kind="service", key=str(service.uuid)).exists()


def test_first_text_of_the_history_is_what_stood_before(service, cast):
    before = snapshot(service)
    actions.edit_service(service=service, by=cast.head, values={"cost": "1 грн"})
    newest, first = texts.approved(service)
    assert (first.fields, first.author, first.decided_by) == (before, None, None)
    assert (newest.fields["cost"], newest.author, newest.based_on) == ("1 грн", cast.head, first)


def test_change_past_the_history_is_written_into_it_before_the_next_edit(service, cast):
    actions.edit_service(service=service, by=cast.head, values={"cost": "1 грн"})
    Service.objects.update(url="https://example.org/moved")
    actions.edit_service(service=service, by=cast.head, values={"cost": "2 грн"})
    assert [(each.fields["cost"], each.author) for each in texts.approved(service)] == [
        ("2 грн", cast.head),
        ("1 грн", None),
        ("1 грн", cast.head),
        ("Безоплатно", None),
    ]


def test_second_text_of_the_same_author_is_a_rewriting(service, cast):
    first = actions.propose_change(service=service, by=cast.librarian, values={"cost": "1 грн"}, send=False)
    assert first.state == RevisionState.DRAFT
    second = actions.propose_change(service=service, by=cast.librarian, values={"term": "1 день"})
    assert (second.pk, second.state) == (first.pk, RevisionState.WAITING)
    assert (second.fields["cost"], second.fields["term"]) == ("1 грн", "1 день")


def test_approval_never_reverts_what_others_changed(service, cast):
    revision = actions.propose_change(service=service, by=cast.librarian, values={"cost": "100 грн"})
    actions.edit_service(service=service, by=cast.head, values={"term": "3 дні"})
    reading = texts.reading(texts.texts_for(cast.head).get(pk=revision.pk))
    assert [each.name for each in reading.changes] == ["cost"]
    assert reading.by_others == ["Строк"]
    approve(revision, cast.head)
    service.refresh_from_db()
    assert (service.cost, service.term) == ("100 грн", "3 дні")


def test_conflict_must_be_chosen(service, cast):
    revision = actions.propose_change(
        service=service, by=cast.librarian, values={"cost": "100 грн", "term": "1 день"}
    )
    other = actions.propose_change(service=service, by=cast.colleague, values={"cost": "200 грн"})
    approve(other, cast.head)
    with pytest.raises(actions.ConflictError) as caught:
        approve(revision, cast.head)
    assert caught.value.fields == ("cost",)
    service.refresh_from_db()
    assert (service.cost, service.term) == ("200 грн", "5 днів")
    reading = texts.reading(Revision.objects.get(pk=revision.pk))
    assert reading.conflicts == ("cost",)
    assert next(each.now for each in reading.changes if each.name == "cost") == ["200 грн"]


@pytest.mark.parametrize(("choice", "cost"), [(MINE, "100 грн"), (NOW, "200 грн")])
def test_conflict_chosen(service, cast, choice, cost):
    revision = actions.propose_change(
        service=service, by=cast.librarian, values={"cost": "100 грн", "term": "1 день"}
    )
    actions.edit_service(service=service, by=cast.head, values={"cost": "200 грн"})
    approve(revision, cast.head, chosen={"cost": choice})
    service.refresh_from_db()
    assert (service.cost, service.term) == (cost, "1 день")


def test_double_approval_is_refused(service, cast):
    revision = actions.propose_change(service=service, by=cast.librarian, values={"cost": "1 грн"})
    approve(revision, cast.head)
    for act in (
        lambda: approve(revision, cast.administrator),
        lambda: actions.decline_revision(revision=revision, by=cast.head, answer="ні"),
        lambda: actions.withdraw_revision(revision=revision, by=cast.librarian),
        lambda: actions.send_revision(revision=revision, by=cast.librarian),
        lambda: actions.rewrite_revision(revision=revision, by=cast.librarian, values={}),
    ):
        with pytest.raises(actions.DecidedError):
            act()
    revision.refresh_from_db()
    assert revision.decided_by == cast.head


def test_draft_is_not_approved(service, cast):
    revision = actions.propose_change(service=service, by=cast.librarian, values={"cost": "1"}, send=False)
    with pytest.raises(actions.DecidedError):
        approve(revision, cast.head)


def test_approver_decides_on_what_was_seen(service, cast):
    revision = actions.propose_change(service=service, by=cast.librarian, values={"cost": "1 грн"})
    seen = texts.reading(revision).seen
    actions.rewrite_revision(revision=revision, by=cast.librarian, values={"cost": "зовсім інше"})
    with pytest.raises(actions.MovedError):
        approve(revision, cast.head, seen=seen)


def test_edit_over_a_card_that_moved_is_refused(service, cast):
    seen = digest(snapshot(service))
    actions.edit_service(service=service, by=cast.head, values={"cost": "1 грн"}, seen=seen)
    with pytest.raises(actions.MovedError):
        actions.edit_service(service=service, by=cast.administrator, values={"cost": "2 грн"}, seen=seen)
    with pytest.raises(actions.MovedError):
        actions.propose_change(service=service, by=cast.librarian, values={"cost": "2 грн"}, seen=seen)
    assert not Revision.objects.exclude(state=RevisionState.APPROVED).exists()


def test_declined_text_is_written_anew_over_the_card_of_today(service, cast):
    revision = actions.propose_change(service=service, by=cast.librarian, values={"cost": "1 грн"})
    actions.decline_revision(revision=revision, by=cast.head, answer="Звідки ця ціна?")
    actions.edit_service(service=service, by=cast.head, values={"term": "3 дні"})
    revision.refresh_from_db()
    assert (revision.state, revision.answer) == ("declined", "Звідки ця ціна?")
    again = texts.rewriting(revision)
    assert (again["cost"], again["term"]) == ("1 грн", "3 дні")


def test_new_card_is_seen_by_nobody_until_approved(cast):
    revision = actions.propose_service(by=cast.librarian, values=new_card())
    service = revision.service
    assert service.is_draft
    assert not public_services().exists()
    assert not Change.objects.filter(kind="service").exists()
    assert list(texts.visible_cards(cast.librarian)) == [service] == list(texts.visible_cards(cast.head))
    assert not texts.visible_cards(cast.colleague).exists()
    actions.rewrite_revision(revision=revision, by=cast.librarian, values={"name": "Краща назва"})
    service.refresh_from_db()
    assert service.name == "Краща назва"
    approve(revision, cast.head)
    assert public_services().get().name == "Краща назва"
    assert Change.objects.filter(kind="service").exists()
    assert [each.author for each in texts.approved(service)] == [cast.librarian]


def test_new_card_taken_back_leaves_nothing(cast):
    revision = actions.propose_service(by=cast.librarian, values=new_card())
    actions.withdraw_revision(revision=revision, by=cast.librarian)
    assert not Service.objects.exists()


def test_new_card_sent_back_is_written_anew(cast):
    revision = actions.propose_service(by=cast.librarian, values=new_card())
    actions.decline_revision(revision=revision, by=cast.head, answer="Додайте кроки")
    again = actions.propose_change(service=revision.service, by=cast.librarian, values={"steps": ["Крок"]})
    assert again.based_on is None
    approve(again, cast.head)
    assert public_services().get().steps == ["Крок"]


def test_new_card_published_by_an_editor_settles_its_text(cast):
    revision = actions.propose_service(by=cast.librarian, values=new_card())
    actions.edit_service(service=revision.service, by=cast.head, values={"cost": "1 грн"})
    revision.refresh_from_db()
    assert (revision.state, revision.decided_by) == ("approved", cast.head)
    assert public_services().get().cost == "1 грн"
    assert [each.author for each in texts.approved(revision.service)] == [cast.head, cast.librarian]


def test_withdrawing_a_change_leaves_the_card(service, cast):
    revision = actions.propose_change(service=service, by=cast.librarian, values={"cost": "1 грн"})
    actions.withdraw_revision(revision=revision, by=cast.librarian)
    assert Service.objects.filter(pk=service.pk).exists()
    assert not texts.waiting().exists()


def test_restore_brings_a_former_text_back_as_a_new_one(service, cast):
    actions.edit_service(service=service, by=cast.head, values={"cost": "1 грн", "alert": "Реєстр закрито"})
    first = texts.approved(service).last()
    assert actions.restore_version(revision=first, by=cast.administrator) == ["cost"]
    service.refresh_from_db()
    assert (service.cost, service.alert) == ("Безоплатно", "Реєстр закрито")
    assert texts.approved(service).count() == 3
    assert texts.approved(service).first().author == cast.administrator
    assert Entry.objects.filter(event=Event.SERVICE_RESTORED).count() == 1
    assert actions.restore_version(revision=first, by=cast.administrator) == []
    assert Entry.objects.filter(event=Event.SERVICE_RESTORED).count() == 1


def test_restore_refuses_a_text_that_was_never_approved(service, cast):
    with pytest.raises(ValueError, match="approved"):
        actions.restore_version(
            revision=RevisionFactory(service=service, state=RevisionState.DECLINED), by=cast.head
        )


def test_archive_and_return(service, cast):
    other = ServiceFactory(slug="other")
    actions.retire_service(service=service, by=cast.head, reason="переїхала", replaced_by=other)
    assert list(public_services()) == [other]
    actions.return_service(service=service, by=cast.head)
    actions.return_service(service=service, by=cast.head)
    service.refresh_from_db()
    assert (service.retired_on, service.replaced_by) == (None, None)
    assert Entry.objects.filter(event=Event.SERVICE_RESTORED).count() == 1


def test_history_names_the_fields_of_each_text(service, cast):
    actions.edit_service(service=service, by=cast.head, values={"cost": "1 грн"})
    actions.edit_service(service=service, by=cast.head, values={"term": "1 день"})
    rows = list(texts.approved(service))
    found = texts.versions(rows[:2], rows[2])
    assert [each.fields for each in found] == [["Строк"], ["Вартість"]]
    assert texts.versions(rows[2:], None)[0].is_first


@pytest.mark.django_db(transaction=True)
def test_of_two_approvals_at_once_one_counts(service, cast):
    revision = actions.propose_change(service=service, by=cast.librarian, values={"cost": "1 грн"})
    start, answers = threading.Barrier(2), []

    def decide(person):
        start.wait()
        try:
            answers.append(approve(Revision.objects.get(pk=revision.pk), person))
        except actions.DecidedError:
            answers.append("decided")
        finally:
            close_old_connections()
            connection.close()

    people = [threading.Thread(target=decide, args=[each]) for each in (cast.head, cast.administrator)]
    for each in people:
        each.start()
    for each in people:
        each.join()
    assert sorted(map(str, answers)) == ["['cost']", "decided"]
    assert Entry.objects.filter(event=Event.SERVICE_APPROVED).count() == 1
