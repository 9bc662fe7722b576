"""Rollups equal the facts, whatever happened and in whatever order."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from io import StringIO
from threading import Barrier

import pytest
from django.core.checks import Tags, run_checks
from django.core.management import CommandError, call_command
from django.db import connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from mistok.lib import indicators
from mistok.network.tests.factories import ServicePointFactory
from mistok.planning import actions
from mistok.planning.figures import Amount
from mistok.planning.models import DailyFact, RollupCursor
from mistok.planning.tests.fakes import Facts

DAY = date(2026, 11, 20)


def stored() -> set[tuple[object, ...]]:
    fields = ("point_id", "day", "indicator", "dimension", "key", "value", "rough")
    return set(DailyFact.objects.values_list(*fields))


def test_refresh_rolls_up_what_was_recorded(facts, network):
    facts.add(network.point.pk, DAY, people=3, service="subsidy", category="pensioner", rough=True)
    facts.add(network.point.pk, DAY, people=2)

    assert actions.refresh() == 4
    assert stored() == {
        (network.point.pk, DAY, "people", "", "", 5, 3),
        (network.point.pk, DAY, "people", "category", "pensioner", 3, 3),
        (network.point.pk, DAY, "e_services", "", "", 3, 3),
        (network.point.pk, DAY, "e_services", "service", "subsidy", 3, 3),
    }


def test_refresh_twice_changes_nothing(facts, network, django_assert_num_queries):
    facts.add(network.point.pk, DAY, service="subsidy")
    actions.refresh()
    keys = set(DailyFact.objects.values_list("pk", flat=True))
    assert actions.refresh() == 0
    assert set(DailyFact.objects.values_list("pk", flat=True)) == keys


def test_refresh_without_news_neither_counts_nor_writes(facts, network, django_assert_num_queries):
    fact = facts.add(network.point.pk, DAY)
    fact.changed_at -= timedelta(hours=1)
    actions.refresh()
    asked = facts.asked
    with django_assert_num_queries(1):
        assert actions.refresh() == 0
    assert facts.asked == asked


def test_refresh_takes_up_what_was_committed_late(facts, network):
    """A transaction that began before the last refresh and ended after it is still within the overlap."""
    actions.refresh()
    facts.add(network.point.pk, DAY)
    actions.refresh()
    late = facts.add(network.point.pk, DAY - timedelta(days=1))
    late.changed_at -= timedelta(minutes=3)
    RollupCursor.objects.update(rolled_to=late.changed_at + timedelta(minutes=1))
    actions.refresh()
    assert actions.verify() == []


def test_refresh_sees_corrections_and_voids(facts, network):
    fact = facts.add(network.point.pk, DAY, people=3, service="subsidy")
    actions.refresh()
    facts.change(fact, service="utility")
    actions.refresh()
    assert not DailyFact.objects.filter(key="subsidy").exists()
    facts.change(fact, void=True)
    actions.refresh()
    assert stored() == set()


def test_refresh_killed_between_delete_and_create_loses_nothing(facts, network, monkeypatch):
    fact = facts.add(network.point.pk, DAY, people=3)
    actions.refresh()
    before = stored()
    facts.change(fact, people=4)

    def killed(*args: object, **kwargs: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(DailyFact.objects, "bulk_create", killed)
        with pytest.raises(KeyboardInterrupt):
            actions.refresh()
    assert stored() == before
    actions.refresh()
    assert actions.verify() == []


def test_two_at_once_the_second_finds_the_work_done(facts, network, monkeypatch):
    """The second refresh begins after the first has chosen its days and before it takes the lock."""
    facts.add(network.point.pk, DAY, people=3)
    locked = actions._locked
    other: list[int] = []

    def lock_after_other(source: indicators.Source) -> RollupCursor:
        monkeypatch.setattr(actions, "_locked", locked)
        other.append(actions.refresh())
        return locked(source)

    monkeypatch.setattr(actions, "_locked", lock_after_other)
    assert actions.refresh() == 0
    assert other == [1]
    assert actions.verify() == []


def test_source_that_counts_a_thing_twice_is_refused(facts, network, monkeypatch):
    facts.add(network.point.pk, DAY)
    row = indicators.Row("people", DAY, network.point.pk, 1)
    source = facts.source()
    indicators.declare(indicators.Source("fake", source.indicators, lambda days: [row, row], source.touched))
    with pytest.raises(ValueError, match="twice"):
        actions.refresh()


def test_rebuild_from_nothing_equals_refresh(facts, network, monkeypatch):
    monkeypatch.setattr(actions, "CHUNK", 2)
    for back in range(7):
        facts.add(network.point.pk, DAY - timedelta(days=back), service="subsidy")
        facts.add(network.other_point.pk, DAY - timedelta(days=back), people=back + 1)
    actions.refresh()
    expected = stored()
    DailyFact.objects.all().delete()
    told: list[tuple[int, int]] = []
    actions.rebuild(progress=lambda done, total: told.append((done, total)))
    assert stored() == expected
    assert told[-1] == (14, 14)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_rebuild_goes_on_where_it_was_stopped(facts, network, monkeypatch):
    monkeypatch.setattr(actions, "CHUNK", 1)
    for back in range(6):
        facts.add(network.point.pk, DAY - timedelta(days=back))

    def stop(done: int, total: int) -> None:
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        actions.rebuild(progress=stop)
    assert DailyFact.objects.count() == 4
    asked = facts.asked
    actions.rebuild()
    assert facts.asked - asked == 2
    assert actions.verify() == []
    cursor = RollupCursor.objects.get()
    assert cursor.rebuilt_to is None
    assert cursor.rebuild_began is None
    assert cursor.rolled_to is not None


def test_rebuild_sweeps_what_no_fact_and_no_app_stands_behind(facts, network):
    facts.add(network.point.pk, DAY)
    actions.refresh()
    DailyFact.objects.create(point=network.point, day=DAY - timedelta(days=9), indicator="people", value=7)
    DailyFact.objects.create(point=network.point, day=DAY, indicator="forgotten", value=1)
    assert len(actions.verify()) == 2
    assert actions.rebuild() == 2
    assert actions.verify() == []


def test_verify_names_each_difference(facts, network):
    facts.add(network.point.pk, DAY, people=3)
    actions.refresh()
    DailyFact.objects.update(value=5)
    (difference,) = actions.verify()
    assert (difference.stored, difference.true) == (Amount(5), Amount(3))
    assert str(difference) == f"2026-11-20 point {network.point.pk} people: rolled up 5, counted 3"


def test_check_warns_of_differences_but_not_of_what_is_still_to_be_rolled_up(facts, network):
    facts.add(network.point.pk, DAY)
    actions.refresh()
    facts.add(network.other_point.pk, DAY)
    ours = [
        each for each in run_checks(tags=[Tags.database], databases=["default"]) if each.id == "planning.W001"
    ]
    assert ours == []
    DailyFact.objects.update(value=9)
    (warning,) = [
        each for each in run_checks(tags=[Tags.database], databases=["default"]) if each.id == "planning.W001"
    ]
    assert "counted 1" in warning.msg


def test_rollup_command_refreshes_verifies_and_rebuilds(facts, network):
    facts.add(network.point.pk, DAY)
    out = StringIO()
    call_command("rollup", stdout=out)
    assert "1 rows changed" in out.getvalue()
    call_command("rollup", verify=True, stdout=out)
    assert "Daily facts equal the records." in out.getvalue()
    DailyFact.objects.update(value=9)
    with pytest.raises(CommandError, match="1 daily facts differ"):
        call_command("rollup", verify=True, stdout=out, stderr=StringIO())
    call_command("rollup", rebuild=True, stdout=out)
    assert actions.verify() == []


acts = st.lists(
    st.tuples(
        st.sampled_from(["record", "correct", "void", "refresh"]),
        st.integers(0, 1),
        st.integers(0, 3),
        st.integers(0, 5),
        st.booleans(),
        st.sampled_from(["", "subsidy", "utility"]),
    ),
    max_size=25,
)


class RollupsEqualFacts(TestCase):
    @given(acts=acts)
    @settings(suppress_health_check=[HealthCheck.too_slow])
    def test_after_any_sequence_of_acts(self, acts: list[tuple[str, int, int, int, bool, str]]) -> None:
        kept, facts = indicators._sources, Facts()
        indicators._sources = {}
        try:
            indicators.declare(facts.source())
            points = [point.pk for point in ServicePointFactory.create_batch(2)]
            for act, point, back, people, rough, service in acts:
                if act == "record":
                    facts.add(
                        points[point], DAY - timedelta(days=back), people=people, rough=rough, service=service
                    )
                elif act == "refresh":
                    actions.refresh()
                elif facts.facts:
                    fact = facts.facts[back % len(facts.facts)]
                    facts.change(
                        fact, **({"void": True} if act == "void" else {"people": people, "service": service})
                    )
            actions.refresh()
            assert actions.verify() == []
        finally:
            indicators._sources = kept


@pytest.mark.django_db(transaction=True)
def test_refreshes_in_threads_leave_each_fact_once(facts, network):
    for back in range(12):
        facts.add(network.point.pk, DAY - timedelta(days=back), people=back, service="subsidy")
    together = Barrier(4)

    def run(_: int) -> int:
        try:
            together.wait()
            return actions.refresh()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        written = list(pool.map(run, range(4)))
    assert sorted(written)[:3] == [0, 0, 0]
    assert actions.verify() == []
