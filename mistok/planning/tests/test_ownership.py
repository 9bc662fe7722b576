"""What was counted stays with the library it was counted for, whatever becomes of the point."""

from datetime import date, timedelta

import pytest

from mistok.network.actions import close_point
from mistok.network.actions.libraries import merge_library, resubordinate
from mistok.network.actions.lifecycle import merge_point, reorganise_point
from mistok.planning.compose import compose
from mistok.planning.models import DailyFact
from mistok.planning.periods import Period
from mistok.planning.queries import figures
from mistok.planning.scopes import scopes_for

TURN = date(2020, 1, 1)
BEFORE, AFTER = date(2019, 6, 1), date(2020, 6, 1)
YEARS = Period(date(2019, 1, 1), date(2020, 12, 31))
EARLIER, LATER = Period(date(2019, 1, 1), TURN - timedelta(1)), Period(TURN, date(2020, 12, 31))


@pytest.fixture
def counted(network) -> None:
    """A person came to the branch's point before and two after the turn."""
    for day, value in ((BEFORE, 1), (AFTER, 2)):
        DailyFact.objects.create(point=network.branch_point, day=day, indicator="people", value=value)


def people(person, code: str, period: Period = YEARS) -> int:
    scope = scopes_for(person).get(code)
    assert scope is not None
    return figures(scope.stretches, period).total("people").value


def test_passed_point_counts_for_both_in_their_time(cast, network, counted):
    reorganise_point(
        point=network.branch_point, day=TURN, values={"organisation": network.other}, by=cast.administrator
    )
    region = cast.region
    assert (people(region, "library:branch"), people(region, "library:other")) == (1, 2)
    assert people(region, "library:central") == 1
    assert people(region, "network") == 3
    assert people(region, "point:branch-point") == 3
    assert [people(region, "library:other", each) for each in (EARLIER, LATER)] == [0, 2]
    assert people(cast.head, "library:branch") == 1
    assert scopes_for(cast.head).get("point:branch-point") is None


def test_resubordinated_library_counts_for_both_in_their_time(cast, network, counted):
    resubordinate(library=network.branch, parent=network.other, day=TURN, by=cast.administrator)
    assert people(cast.region, "library:central") == 1
    assert people(cast.region, "library:other") == 2
    assert people(cast.region, "network") == 3


def test_closed_and_joined_points_stay_counted(cast, network, counted):
    merge_point(point=network.branch_point, into=network.point, day=AFTER, by=cast.head)
    close_point(point=network.point, day=AFTER, reason="", by=cast.head)
    assert people(cast.head, "library:central") == 3
    assert people(cast.head, "library:branch") == 3


def test_joined_library_stays_in_sight(cast, network, counted):
    merge_library(
        library=network.branch, into=network.other, day=TURN, points="pass", roles="move",
        by=cast.administrator,
    )  # fmt: skip
    region = cast.region
    assert people(region, "library:branch") == 1
    assert people(region, "library:other", EARLIER) == 0
    assert people(region, "library:other", LATER) == 2
    assert people(region, "network") == 3


def test_librarian_counts_for_her_own_library_only(cast, network, counted):
    assert people(cast.librarian, "library:central") == 0
    assert people(cast.head, "library:central") == 3


def test_report_names_points_as_they_were(cast, network, counted):
    reorganise_point(point=network.branch_point, day=TURN, values={"name": "Хаб"}, by=cast.head)
    reorganise_point(
        point=network.branch_point, day=AFTER, values={"organisation": network.other}, by=cast.administrator
    )
    scope = scopes_for(cast.head).get("library:central")
    text = str(compose(cast.head, scope, EARLIER, made_on=AFTER))
    assert "Пункт у філії" in text
    assert "Хаб" not in text


def test_dashboard_of_a_library_without_points_now(cast, network, counted, sign_in):
    reorganise_point(
        point=network.branch_point, day=TURN, values={"organisation": network.other}, by=cast.administrator
    )
    response = sign_in(cast.head).get("/dashboard/?scope=library:branch&from=2019-01-01&to=2020-12-31")
    assert response.status_code == 200
    assert response.context["figures"].total("people").value == 1
    assert "point:branch-point" not in response.text
    empty = sign_in(cast.head).get("/dashboard/?scope=library:branch&from=2018-01-01&to=2018-12-31")
    assert empty.context["last"] == BEFORE
