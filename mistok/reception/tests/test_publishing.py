"""Out of a question an answer for everybody."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from mistok.audit.models import Entry, Event
from mistok.directory.models import Guide
from mistok.directory.tests.factories import ServiceFactory
from mistok.network.models import Role
from mistok.network.tests.factories import MembershipFactory
from mistok.reception.actions import publishing as actions
from mistok.reception.actions.working import Moved
from mistok.reception.models import Answer, AnswerState
from mistok.reception.queries.answers import similar
from mistok.reception.tests.factories import AnswerFactory, CaseFactory, answered
from mistok.search.actions import drain, rebuild
from mistok.search.models import Change
from mistok.search.queries import search

pytestmark = pytest.mark.django_db

QUESTION = "Як переоформити субсидію після переїзду?"


@pytest.fixture
def case(network, cast):
    case = CaseFactory(
        point=network.point,
        holder=cast.librarian,
        asker_name="Ольга Петрівна",
        email="olha@example.org",
        answer_by="email",
    )
    answered(case, cast.librarian)
    return case


@pytest.fixture
def proposed(case, cast, network):
    return actions.propose(
        by=cast.librarian, point=network.point, question=QUESTION, text="Подайте заяву.", case=case
    )


def test_propose_by_the_page_with_the_sources_of_the_letter(case, cast, sign_in):
    service = ServiceFactory(name="Житлова субсидія")
    client = sign_in(cast.librarian)
    path = f"/questions/{case.pk}/publication/"
    page = client.get(path).content.decode()
    assert "Подайте заяву на порталі" in page
    said = {"question": QUESTION, "text": "Подайте заяву.", "sources": [f"service:{service.uuid}"]}
    looked = client.post(path, said | {"find": "субсидія", "look": "1"}).content.decode()
    assert "Житлова субсидія" in looked
    assert client.post(path, said | {"find": "субсидія"}).status_code == 302
    answer = Answer.objects.get()
    assert (answer.state, answer.case, answer.author) == (AnswerState.PROPOSED, case, cast.librarian)
    assert [each.title for each in answer.sources.all()] == ["Житлова субсидія"]
    assert sign_in(cast.colleague).get(path).status_code == 404


@pytest.mark.parametrize(
    ("question", "text", "said"),
    [
        ("", "Подайте заяву.", "Напишіть запитання."),
        ("Що робити, пишіть на a@b.com?", "Подайте заяву.", "контакт або номер"),
        ("Мій телефон 067 123 45 67, що робити?", "Подайте заяву.", "контакт або номер"),
        ("Що робити Ользі? Її звати Ольга", "Подайте заяву.", "ім’я людини"),
        (QUESTION, "Пані Ольга, подайте заяву.", "ім’я людини"),
        (QUESTION, "Напишемо на olha@example.org", "контакт людини"),
        (QUESTION, "Ваш паспорт АН 123456 дійсний", "номер чийогось документа"),
    ],
)
def test_propose_refuses_what_points_at_the_person(case, cast, sign_in, question, text, said):
    page = sign_in(cast.librarian).post(
        f"/questions/{case.pk}/publication/", {"question": question, "text": text}
    )
    assert page.status_code == 422
    assert said in page.content.decode()
    assert not Answer.objects.exists()


def test_propose_keeps_phones_of_services_in_the_answer(case, cast, sign_in):
    said = {"question": QUESTION, "text": "Подзвоніть на гарячу лінію 0 800 507 309."}
    assert sign_in(cast.librarian).post(f"/questions/{case.pk}/publication/", said).status_code == 302


def test_unanswered_question_makes_no_answer(network, cast, sign_in):
    case = CaseFactory(point=network.point, holder=cast.librarian)
    assert sign_in(cast.librarian).get(f"/questions/{case.pk}/publication/").status_code == 404


def test_publish_is_the_heads_alone_and_tells_the_search(proposed, cast, client):
    with pytest.raises(PermissionDenied):
        actions.publish(answer=proposed, by=cast.librarian, review_months=6)
    assert client.get(proposed.get_absolute_url()).status_code == 404
    actions.publish(answer=proposed, by=cast.head, review_months=6)
    proposed.refresh_from_db()
    assert proposed.published_on == timezone.localdate()
    assert timedelta(days=180) < proposed.review_due_on - timezone.localdate() < timedelta(days=186)
    assert Change.objects.filter(kind="answer", key=str(proposed.pk)).exists()
    page = client.get(proposed.get_absolute_url())
    assert QUESTION in page.content.decode()
    assert "Ольга" not in page.content.decode()
    assert QUESTION in client.get("/answers/").content.decode()
    assert QUESTION in client.get("/answers/?q=субсидію").content.decode()
    assert QUESTION not in client.get("/answers/?q=паспорт").content.decode()
    assert Entry.objects.filter(event=Event.ANSWER_PUBLISHED).exists()


def test_published_answer_is_found_and_suggested(proposed, cast):
    rebuild()
    actions.publish(answer=proposed, by=cast.head, review_months=6)
    drain()
    (hit,) = search("субсидія переїзд", kinds=("answer",)).hits
    assert (hit.url, hit.tag) == (proposed.get_absolute_url(), "Відповідь")
    assert similar("переїхала, що з субсидією")[0].key == str(proposed.pk)
    actions.retire(answer=proposed, by=cast.head, why="Змінився порядок.")
    drain()
    assert not search("субсидія переїзд", kinds=("answer",)).hits


def test_answers_are_found_without_an_index(proposed, cast):
    actions.publish(answer=proposed, by=cast.head, review_months=6)
    assert [hit.title for hit in search("субсидія", kinds=("answer",)).hits] == [QUESTION]


def test_retired_answer_says_why(proposed, cast, client):
    actions.publish(answer=proposed, by=cast.head, review_months=6)
    actions.retire(answer=proposed, by=cast.head, why="Змінився порядок.")
    page = client.get(proposed.get_absolute_url())
    assert page.status_code == 410
    assert "Змінився порядок." in page.content.decode()
    assert "Подайте заяву." not in page.content.decode()
    assert QUESTION not in client.get("/answers/").content.decode()
    actions.publish(answer=proposed, by=cast.head, review_months=12)
    assert client.get(proposed.get_absolute_url()).status_code == 200


def test_edit_by_the_author_until_it_is_public(proposed, cast):
    actions.send_back(answer=proposed, by=cast.head, note="Допишіть джерело")
    edited = actions.edit(
        answer=proposed, by=cast.librarian, question=QUESTION, text="Подайте заяву в «Дії».", sources=[]
    )
    assert edited.state == AnswerState.PROPOSED
    actions.publish(answer=proposed, by=cast.head, review_months=6)
    with pytest.raises(PermissionDenied):
        actions.edit(answer=proposed, by=cast.librarian, question=QUESTION, text="Інше", sources=[])
    before = Change.objects.count()
    actions.edit(answer=proposed, by=cast.head, question=QUESTION, text="Інше", sources=[])
    assert Change.objects.count() == before + 1


def test_another_librarian_does_not_edit(proposed, cast, network):
    mate = MembershipFactory(organisation=network.central, role=Role.LIBRARIAN).person
    with pytest.raises(PermissionDenied):
        actions.edit(answer=proposed, by=mate, question=QUESTION, text="Інше", sources=[])


def test_send_back_only_what_waits(proposed, cast):
    actions.publish(answer=proposed, by=cast.head, review_months=6)
    with pytest.raises(Moved):
        actions.send_back(answer=proposed, by=cast.head, note="Пізно")


def test_review_comes_back_when_it_is_due(network, cast, sign_in):
    yesterday = timezone.localdate() - timedelta(days=1)
    answer = AnswerFactory(point=network.point, author=cast.librarian, review_due_on=yesterday)
    AnswerFactory(point=network.point, author=cast.librarian, question="Ще свіже запитання?")
    client = sign_in(cast.head)
    page = client.get("/questions/answers/").content.decode()
    assert answer.question in page
    assert "Ще свіже" not in page
    assert client.post(f"/questions/answers/{answer.pk}/review/").status_code == 302
    answer.refresh_from_db()
    assert answer.review_due_on > timezone.localdate()
    assert "Ніщо ні на кого не чекає" in client.get("/questions/answers/").content.decode()


def test_guide_of_an_answer_has_its_steps_and_services(network, cast, sign_in):
    service = ServiceFactory(name="Житлова субсидія")
    answer = AnswerFactory(
        point=network.point,
        author=cast.librarian,
        text="1. Відкрийте «Дію».\n\n- Оберіть послугу.\n" + "Довге речення. " * 50,
    )
    answer.sources.create(
        order=1, document_kind="service", key=str(service.uuid), slug=service.slug, title="x"
    )
    response = sign_in(cast.librarian).post(f"/questions/answers/{answer.pk}/guide/")
    guide = Guide.objects.get()
    assert response.url == f"/catalogue/guides/{guide.slug}/"
    assert not guide.is_published
    assert list(guide.services.all()) == [service]
    steps = [step.text for step in guide.steps.order_by("order")]
    assert steps[:2] == ["Відкрийте «Дію».", "Оберіть послугу."]
    assert all(len(step) <= 500 for step in steps)
    assert "".join(steps[2:]).replace(" ", "") == ("Довге речення. " * 50).replace(" ", "")


def test_guide_of_an_answer_is_made_once(network, cast, sign_in):
    answer = AnswerFactory(point=network.point, author=cast.librarian)
    client = sign_in(cast.librarian)
    first, second = (client.post(f"/questions/answers/{answer.pk}/guide/") for _press in range(2))
    assert first.url == second.url
    assert Guide.objects.count() == 1
    assert client.get(first.url).status_code == 200
    Guide.objects.update(archived_on=timezone.localdate())
    client.post(f"/questions/answers/{answer.pk}/guide/")
    assert Guide.objects.count() == 2


def test_propose_pressed_twice_is_one_answer(case, cast, sign_in):
    client = sign_in(cast.librarian)
    page = client.get(f"/questions/{case.pk}/publication/")
    sent = {"uuid": page.context["form"]["uuid"].value(), "question": QUESTION, "text": "Подайте заяву."}
    first, second = (client.post(f"/questions/{case.pk}/publication/", sent) for _press in range(2))
    assert first.url == second.url
    assert Answer.objects.count() == 1
    assert sign_in(cast.head).post("/questions/answers/new/", sent).status_code == 404


def test_pages_of_an_answer(proposed, cast, network, sign_in):
    base = f"/questions/answers/{proposed.pk}/"
    author, head = sign_in(cast.librarian), sign_in(cast.head)
    assert "Оприлюднити" not in author.get(base).content.decode()
    assert "Оприлюднити" in head.get(base).content.decode()
    assert author.get(f"{base}edit/").status_code == 200
    assert author.post(f"{base}publication/", {"months": 6}).status_code == 404
    assert head.post(f"{base}return/", {"note": ""}).status_code == 422
    assert head.post(f"{base}return/", {"note": "Додайте джерело"}).status_code == 302
    assert "Додайте джерело" in author.get(base).content.decode()
    said = {"question": QUESTION, "text": "Подайте заяву в «Дії».", "sources": []}
    assert author.post(f"{base}edit/", said).status_code == 302
    assert head.post(f"{base}publication/", {"months": 5}).status_code == 422
    assert head.post(f"{base}publication/", {"months": 12}).status_code == 302
    assert author.get(f"{base}edit/").status_code == 404
    assert head.post(f"{base}withdrawal/", {"why": ""}).status_code == 422
    assert head.post(f"{base}withdrawal/", {"why": "Змінився порядок"}).status_code == 302
    assert sign_in(cast.colleague).get(base).status_code == 404
    for show in ("open", "published", "proposed", "returned", "retired", "all", "such"):
        assert head.get(f"/questions/answers/?show={show}").status_code == 200


def test_answer_without_a_question(cast, network, sign_in):
    client = sign_in(cast.librarian)
    assert client.get("/questions/answers/new/").status_code == 200
    assert client.post("/questions/answers/new/", {"question": QUESTION, "text": "Так."}).status_code == 302
    assert Answer.objects.get().point == network.point


def test_lists_cost_the_same_for_many(network, cast, client, sign_in, django_assert_max_num_queries):
    AnswerFactory(point=network.point)
    with django_assert_max_num_queries(6) as few:
        client.get("/answers/")
    head = sign_in(cast.head)
    head.get("/questions/answers/?show=all")
    with django_assert_max_num_queries(18) as staff:
        head.get("/questions/answers/?show=all")
    AnswerFactory.create_batch(12, point=network.point)
    with django_assert_max_num_queries(len(few)):
        client.get("/answers/")
    with django_assert_max_num_queries(len(staff)):
        head.get("/questions/answers/?show=all")


def test_published_is_always_approved(network):
    with pytest.raises(IntegrityError), transaction.atomic():
        AnswerFactory(point=network.point, approved_by=None)
