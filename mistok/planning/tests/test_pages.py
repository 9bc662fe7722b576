"""The dashboard and the report as pages: who sees what, what stands there, what it costs."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mistok.network.tests.factories import OrganisationFactory, ServicePointFactory, SubordinationFactory

DASHBOARD = reverse("planning:dashboard")
FORM = reverse("planning:report-form")
PAGE = reverse("planning:report-page")
WORD = reverse("planning:report-word")
PAGES = (DASHBOARD, FORM, PAGE, WORD)
DAYS = {"from": "2026-11-01", "to": "2026-11-21"}


@pytest.fixture
def today() -> date:
    return timezone.localdate()


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("name", ["librarian", "colleague", "head", "region", "administrator"])
def test_page_opens_for_whoever_sees_figures(address, name, cast, network, facts, sign_in):
    response = sign_in(getattr(cast, name)).get(address, DAYS)
    assert response.status_code == 200


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("name", ["resident", "authority"])
def test_page_is_unknown_to_whoever_does_not(address, name, cast, network, sign_in):
    assert sign_in(getattr(cast, name)).get(address, DAYS).status_code == 404


@pytest.mark.parametrize("address", PAGES)
def test_page_asks_a_stranger_to_sign_in(address, client, network):
    response = client.get(address)
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("address", PAGES)
def test_page_is_only_read(address, cast, network, sign_in):
    assert sign_in(cast.head).post(address).status_code == 405


@pytest.mark.parametrize("address", [DASHBOARD, PAGE, WORD])
@pytest.mark.parametrize(
    "scope", ["point:other-point", "library:other", "point:nowhere", "nonsense", "library:region"]
)
def test_scope_of_others_is_unknown(address, scope, cast, network, facts, sign_in):
    response = sign_in(cast.head).get(address, {"scope": scope, **DAYS})
    assert response.status_code == 404


def scopes_of(user, sign_in):
    form = sign_in(user).get(DASHBOARD).context["form"]
    return [scope.code for scope in form.scopes.all]


def test_each_role_chooses_from_its_own(cast, network, facts, sign_in):
    assert scopes_of(cast.librarian, sign_in) == ["library:central", "point:central-point"]
    assert scopes_of(cast.head, sign_in) == [
        "network",
        "library:branch",
        "library:central",
        "point:branch-point",
        "point:central-point",
    ]
    assert set(scopes_of(cast.region, sign_in)) >= {
        "network",
        "library:region",
        "library:other",
        "point:other-point",
    }


def test_library_scope_holds_those_under_it_and_no_others(cast, network, facts, sign_in, today):
    for point in (network.point, network.branch_point, network.other_point):
        facts.add(point.pk, today, people=1)
    client = sign_in(cast.region)

    def people(scope: str) -> int:
        return int(client.get(DASHBOARD, {"scope": scope}).context["figures"].total("people").value)

    assert people("network") == 3
    assert people("library:region") == 3
    assert people("library:central") == 2
    assert people("library:branch") == 1
    assert people("point:other-point") == 1


def test_librarian_sees_her_library_only(cast, network, facts, sign_in, today):
    facts.add(network.point.pk, today, people=2)
    facts.add(network.branch_point.pk, today, people=5)
    assert sign_in(cast.librarian).get(DASHBOARD).context["figures"].total("people").value == 2


def test_todays_record_stands_on_the_dashboard_at_once(cast, network, facts, sign_in, today):
    client = sign_in(cast.librarian)
    facts.add(network.point.pk, today, people=2, service="subsidy", category="pensioner")
    response = client.get(DASHBOARD, {"period": "today"})
    assert "Субсидія" in response.text
    assert "Пенсіонери" in response.text
    facts.add(network.point.pk, today, people=3, rough=True)
    response = client.get(DASHBOARD, {"period": "today"})
    assert response.context["figures"].total("people").value == 5
    assert response.context["figures"].total("people").rough == 3


def test_dashboard_compares_with_the_equal_period_before(cast, network, facts, sign_in, today):
    facts.add(network.point.pk, today, people=6)
    facts.add(network.point.pk, today - timedelta(days=7), people=4)
    response = sign_in(cast.librarian).get(DASHBOARD, {"period": "today"})
    assert "на 2 більше (50\u00a0%)" in response.text


def test_point_leads_to_the_diary_of_a_day_and_the_network_to_its_points(
    cast, network, facts, sign_in, today
):
    facts.add(network.point.pk, today)
    client = sign_in(cast.head)
    diary = reverse("desk:diary-day", args=[network.point.slug, today])
    assert diary in client.get(DASHBOARD, {"scope": "point:central-point"}).text
    yesterday = today - timedelta(days=1)
    page = client.get(DASHBOARD, {"from": str(yesterday), "to": str(today)}).text
    assert f"scope=point%3Acentral-point&amp;from={yesterday}" in page
    assert diary in client.get(DASHBOARD, {"period": "today"}).text


def test_long_period_leads_from_months_to_their_days(cast, network, facts, sign_in):
    facts.add(network.point.pk, date(2026, 3, 5))
    page = sign_in(cast.librarian).get(DASHBOARD, {"from": "2026-01-01", "to": "2026-06-30"}).text
    assert "from=2026-03-01&amp;to=2026-03-31" in page


def test_named_period_keeps_its_name_when_only_the_scope_changes(cast, network, facts, sign_in, today):
    client = sign_in(cast.head)
    form = client.get(DASHBOARD, {"period": "week"}).context["form"]
    sent = {"scope": "point:branch-point", "period": "week", "from": form.data["from"], "to": form.data["to"]}
    assert client.get(DASHBOARD, sent).context["form"].name == "week"
    sent["from"] = (today - timedelta(days=40)).isoformat()
    assert client.get(DASHBOARD, sent).context["form"].name is None


def test_network_without_points_says_what_comes_first(cast, network, facts, sign_in):
    for point in (network.point, network.branch_point, network.other_point):
        point.delete()
    for address in (DASHBOARD, FORM, PAGE):
        page = sign_in(cast.administrator).get(address).text
        assert reverse("network:point-open") in page
        assert reverse("network:point-open") not in sign_in(cast.region).get(address).text


def test_nothing_recorded_leads_to_the_desk(cast, network, facts, sign_in):
    assert reverse("desk:start") in sign_in(cast.librarian).get(DASHBOARD).text
    page = sign_in(cast.region).get(DASHBOARD)
    assert page.status_code == 200


def test_empty_period_leads_to_the_last_records(cast, network, facts, sign_in):
    facts.add(network.point.pk, date(2013, 2, 15))
    page = sign_in(cast.librarian).get(DASHBOARD).text
    assert "from=2013-02-01&amp;to=2013-02-15" in page


@pytest.mark.parametrize(
    ("days", "message"),
    [
        ({"from": "2026-11-21", "to": "2026-11-01"}, "Виберіть останній день"),
        ({"from": "1899-01-01", "to": "2026-11-01"}, "Виберіть не більше ніж 25 років"),
        ({"from": "31.02.2026", "to": "2026-11-01"}, "дату"),
        ({"from": "", "to": "2026-11-01"}, "Перший день"),
    ],
)
@pytest.mark.parametrize("address", [DASHBOARD, PAGE])
def test_wrong_days_are_explained_and_kept(address, days, message, cast, network, facts, sign_in):
    response = sign_in(cast.head).get(address, {"scope": "point:branch-point", **days})
    assert response.status_code == 200
    assert message in response.text
    assert f'value="{days["to"]}"' in response.text
    assert response.context["form"]["scope"].value() == "point:branch-point"


def test_word_with_wrong_days_shows_the_page_that_explains(cast, network, facts, sign_in):
    response = sign_in(cast.head).get(WORD, {"from": "2026-11-21", "to": "2026-11-01"})
    assert response.status_code == 302
    assert response["Location"].startswith(PAGE)


def test_report_form_offers_usual_periods_and_remembers_the_days(cast, network, facts, sign_in):
    page = sign_in(cast.head).get(FORM, {"scope": "point:branch-point", **DAYS}).text
    assert 'value="2026-11-01"' in page
    assert '<option value="point:branch-point" selected>' in page
    assert page.count(f"{PAGE}?scope=point%3Abranch-point") == 4


def fill(facts, points, today):
    for number, point in enumerate(points):
        for back in range(3):
            facts.add(
                point.pk,
                today - timedelta(days=back),
                people=1 + number,
                service=f"service-{number}",
                category=f"category-{number}",
                learnt=f"topic-{number}",
                ages=(20, 60),
            )


@pytest.mark.parametrize("address", [DASHBOARD, PAGE])
def test_cost_does_not_grow_with_points_and_records(
    address, cast, network, facts, sign_in, today, django_assert_max_num_queries
):
    client = sign_in(cast.head)
    query = {"from": (today - timedelta(days=40)).isoformat(), "to": today.isoformat()}

    def cost() -> int:
        client.get(address, query)  # rolls up what is new
        facts.age(timedelta(hours=1))
        with django_assert_max_num_queries(18) as queries:
            client.get(address, query)
        return len(queries)

    fill(facts, [network.point], today)
    few = cost()
    points = [network.point, network.branch_point]
    for _ in range(5):
        library = OrganisationFactory()
        SubordinationFactory(organisation=library, parent=network.central)
        points.append(ServicePointFactory(organisation=library))
    fill(facts, points, today)
    assert cost() == few
