"""The state of a link over days: never a public mark too early, never one that stays after a recovery."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from mistok.directory.links.health import DAYS_TO_MARK, PUBLIC, Health, after
from mistok.directory.links.judging import Judgement
from mistok.directory.models import Verdict

KYIV = ZoneInfo("Europe/Kyiv")
START = datetime(2026, 11, 1, 9, tzinfo=UTC)
CODES = {Verdict.FAILING: "not-found", Verdict.GONE: "gone", Verdict.INCONCLUSIVE: "cut"}
OUTCOMES = [each for each in Verdict if each is not Verdict.UNCHECKED]
tries = st.lists(st.tuples(st.sampled_from(OUTCOMES), st.integers(1, 60)), min_size=1, max_size=40)


def step(health: Health, outcome: Verdict, now: datetime, problem: str | None = None) -> Health:
    code = CODES.get(outcome, "") if problem is None else problem
    return after(health, Judgement(outcome, code), now, now.astimezone(KYIV).date(), chance=Random(1))


def days(*outcomes: Verdict) -> Health:
    health, now = Health(), START
    for outcome in outcomes:
        health, now = step(health, outcome, now), now + timedelta(days=1)
    return health


@given(tries)
def test_public_mark_needs_failures_on_three_days_or_two_words_of_gone(story):
    health, now = Health(), START
    failed_days: set[object] = set()
    gone = 0
    for outcome, hours in story:
        now += timedelta(hours=hours)
        before = health
        health = step(health, outcome, now)
        if outcome in (Verdict.FAILING, Verdict.GONE):
            failed_days.add(now.astimezone(KYIV).date())
            gone = gone + 1 if outcome is Verdict.GONE else 0
        elif outcome is not Verdict.INCONCLUSIVE:
            failed_days.clear()
            gone = 0
        if health.verdict in PUBLIC and before.verdict not in PUBLIC:
            assert len(failed_days) >= DAYS_TO_MARK or gone >= 2
        if health.verdict is Verdict.FAILING:
            assert health.failures >= DAYS_TO_MARK
        assert health.failures == len(failed_days)


@given(tries)
def test_recovery_always_resets(story):
    health, now = Health(), START
    for outcome, hours in story:
        now += timedelta(hours=hours)
        health = step(health, outcome, now)
    health = step(health, Verdict.OK, now + timedelta(hours=1))
    assert (health.verdict, health.failures, health.failed_on, health.problem) == (Verdict.OK, 0, None, "")
    assert health.answered_at == now + timedelta(hours=1)


@given(tries)
def test_next_try_is_always_ahead_and_never_too_far(story):
    health, now = Health(), START
    for outcome, hours in story:
        now += timedelta(hours=hours)
        health = step(health, outcome, now)
        assert timedelta(hours=20) < health.next_check_at - now < timedelta(days=34)
        assert health.verdict is not Verdict.UNCHECKED
        assert health.verdict_since is not None
        assert health.verdict_since <= now


def test_three_failures_on_one_day_are_one():
    health = Health(verdict=Verdict.OK)
    for hour in (1, 3, 5, 7):
        health = step(health, Verdict.FAILING, START + timedelta(hours=hour))
    assert (health.failures, health.verdict) == (1, Verdict.OK)


def test_three_days_mark_it():
    assert days(Verdict.OK, Verdict.FAILING, Verdict.FAILING).verdict is Verdict.OK
    assert days(Verdict.OK, Verdict.FAILING, Verdict.FAILING, Verdict.FAILING).verdict is Verdict.FAILING


def test_unclear_neither_marks_nor_heals():
    health = days(Verdict.FAILING, Verdict.INCONCLUSIVE, Verdict.FAILING, Verdict.INCONCLUSIVE)
    assert (health.failures, health.verdict, health.problem) == (2, Verdict.INCONCLUSIVE, "not-found")
    assert days(*[Verdict.FAILING] * 3, Verdict.INCONCLUSIVE).verdict is Verdict.FAILING
    assert days(*[Verdict.INCONCLUSIVE] * 9).verdict is Verdict.INCONCLUSIVE


def test_gone_needs_a_second_look_not_at_once():
    first = step(Health(verdict=Verdict.OK), Verdict.GONE, START)
    assert first.verdict is Verdict.OK
    assert step(first, Verdict.GONE, START + timedelta(minutes=5)).verdict is Verdict.OK
    assert step(first, Verdict.GONE, START + timedelta(days=1)).verdict is Verdict.GONE
    assert step(first, Verdict.FAILING, START + timedelta(days=1)).verdict is Verdict.OK


def test_blocked_and_suspicious_did_not_answer():
    health = replace(days(Verdict.OK), answered_at=START)
    for outcome in (Verdict.BLOCKED, Verdict.SUSPECT):
        assert step(health, outcome, START + timedelta(days=9)).answered_at == START


def test_schedule():
    def pause(health: Health) -> timedelta:
        return health.next_check_at - health.checked_at

    assert timedelta(days=6) < pause(days(Verdict.OK)) < timedelta(days=8)
    assert timedelta(days=26) < pause(days(Verdict.BLOCKED)) < timedelta(days=34)
    assert pause(days(Verdict.FAILING)) < timedelta(days=1.2)
    assert timedelta(days=3) < pause(days(*[Verdict.FAILING] * 5)) < timedelta(days=5)
    assert timedelta(days=6) < pause(days(*[Verdict.FAILING] * 12)) < timedelta(days=8)
    minor = after(Health(), Judgement(Verdict.OK), START, START.date(), is_minor=True, chance=Random(1))
    assert pause(minor) > timedelta(days=26)
    spread = {
        after(Health(), Judgement(Verdict.OK), START, START.date(), chance=Random(n)).next_check_at
        for n in range(20)
    }
    assert len(spread) == 20


def test_host_that_asked_to_wait_is_left_alone():
    found = Judgement(Verdict.INCONCLUSIVE, "asked-to-wait", wait=timedelta(days=5))
    health = after(Health(), found, START, START.date(), chance=Random(1))
    assert health.next_check_at - START > timedelta(days=5)


def test_title_is_remembered_only_from_a_good_page():
    good = after(Health(), Judgement(Verdict.OK, title="Субсидія"), START, START.date(), chance=Random(1))
    bad = after(
        good, Judgement(Verdict.SUSPECT, "parked", title="Sale"), START, START.date(), chance=Random(1)
    )
    assert bad.title == "Субсидія"
