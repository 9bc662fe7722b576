"""Two at once: numbers are not given twice, a question is taken by one."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.db import connection

from mistok.lib.identifiers import uuid7
from mistok.network.models import Role
from mistok.network.tests.factories import MembershipFactory
from mistok.reception.actions.asking import receive
from mistok.reception.actions.working import Moved, claim
from mistok.reception.models import Case
from mistok.reception.tests.factories import CaseFactory

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(acts):
    """What each act said, all of them in threads of their own."""

    def run(act):
        try:
            return act()
        except Moved as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_numbers_are_given_once(network):
    acts = [partial(receive, uuid=uuid7(), point=network.point, text=f"Запитання {n}") for n in range(6)]
    at_once(acts)
    assert sorted(Case.objects.values_list("serial", flat=True)) == [1, 2, 3, 4, 5, 6]


def test_one_sending_twice_is_one_question(network):
    key = uuid7()
    found = at_once([partial(receive, uuid=key, point=network.point, text="Одне запитання")] * 4)
    assert sorted(each.created for each in found) == [False, False, False, True]
    assert Case.objects.count() == 1


def test_question_is_taken_by_one(network, cast):
    case = CaseFactory(point=network.point)
    mate = MembershipFactory(organisation=network.central, role=Role.LIBRARIAN).person
    found = at_once([partial(claim, case=case, by=person) for person in (cast.librarian, mate)])
    assert sum(isinstance(each, Moved) for each in found) == 1
