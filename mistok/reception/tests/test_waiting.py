"""What waits in the reception stands on the first page of who may do it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mistok.reception.models import AnswerState, CaseState
from mistok.reception.tests.factories import AnswerFactory, CaseFactory, MessageFactory
from mistok.reception.waiting import waits_for

pytestmark = pytest.mark.django_db


def shown(person):
    return {str(each.label): each.count for each in waits_for(person) if each.count}


def test_questions_wait_at_their_desks(cast, network):
    now = timezone.now()
    CaseFactory(point=network.point, due_at=now - timedelta(hours=1))
    CaseFactory(point=network.point, due_at=now - timedelta(hours=1), holder=cast.librarian)
    CaseFactory(point=network.point, due_at=now + timedelta(hours=1))
    asked = CaseFactory(point=network.point, due_at=now - timedelta(hours=1), holder=cast.librarian)
    asked.state = CaseState.ASKED_BACK  # the term stands still
    asked.save()
    told = CaseFactory(point=network.point, due_at=now + timedelta(hours=1), holder=cast.librarian)
    MessageFactory(case=told, way="phone", delivered_at=None)
    CaseFactory(point=network.other_point)
    expected = {"Прострочені запитання": 2, "Нові запитання": 1, "Подзвонити з відповіддю": 1}
    assert shown(cast.librarian) == expected
    assert shown(cast.region) == {}


def test_branch_sees_that_the_centre_asks_it(cast, network):
    case = CaseFactory(point=network.other_point, holder=cast.colleague)
    case.kind, case.from_point, case.state = "staff", network.point, CaseState.ASKED_BACK
    case.save()
    assert shown(cast.librarian) == {"Центр перепитує вас": 1}


def test_head_sees_answers_to_approve_on_the_desk(cast, network, sign_in):
    AnswerFactory(point=network.point, state=AnswerState.PROPOSED)
    assert shown(cast.head) == {"Затвердити відповіді": 1}
    assert shown(cast.librarian) == {}
    page = sign_in(cast.head).get("/desk/central-point/").content.decode()
    assert f'<a href="{reverse("reception:answer-desk")}">Затвердити відповіді</a> 1' in page


def test_waits_cost_the_same_for_many(cast, network, django_assert_max_num_queries):
    shown(cast.head)
    for _each in range(6):
        CaseFactory(point=network.point)
    with django_assert_max_num_queries(4):
        assert shown(cast.head) == {"Нові запитання": 6}
