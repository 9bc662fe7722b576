"""What stands after several looks on several days. Pure: the link's fields in, the link's fields out."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random

from mistok.directory.links.judging import Judgement
from mistok.directory.models import Verdict

DAYS_TO_MARK = 3  # failures, each on a day of its own, before readers are warned
SECOND_LOOK = timedelta(hours=1)  # a page that says “gone” is believed when it says so again
WEEK, MONTH, DAY = timedelta(days=7), timedelta(days=30), timedelta(days=1)
ANSWERS = frozenset({Verdict.OK, Verdict.MOVED})
PUBLIC = frozenset({Verdict.FAILING, Verdict.GONE})


@dataclass(frozen=True, slots=True)
class Health:
    """The state of a link between looks; the same names as in `Link`."""

    verdict: Verdict = Verdict.UNCHECKED
    verdict_since: datetime | None = None
    problem: str = ""
    final_url: str = ""
    title: str = ""
    failures: int = 0
    failed_on: date | None = None
    checked_at: datetime | None = None
    answered_at: datetime | None = None
    next_check_at: datetime | None = None


def after(
    before: Health, found: Judgement, now: datetime, today: date, *, is_minor: bool = False, chance: Random
) -> Health:
    """The state after one more look. `today` is the day in Kyiv: a day counts as one failure at most."""
    if found.outcome in (Verdict.FAILING, Verdict.GONE):
        health = _failed(before, found, now, today)
    elif found.outcome is Verdict.INCONCLUSIVE:
        health = _unclear(before, found)
    else:
        health = _came_through(before, found, now)
    if health.verdict != before.verdict or before.verdict_since is None:
        health = replace(health, verdict_since=now)
    pause = _pause(health, found, is_minor)
    spread = 1 + chance.uniform(-0.1, 0.1)
    return replace(health, checked_at=now, next_check_at=now + pause * spread)


def _failed(before: Health, found: Judgement, now: datetime, today: date) -> Health:
    is_new_day = before.failed_on is None or today > before.failed_on
    failures = before.failures + is_new_day
    seen_before = before.checked_at is not None and now - before.checked_at >= SECOND_LOOK
    verdict = before.verdict
    if found.outcome is Verdict.GONE and before.problem == "gone" and seen_before:
        verdict = Verdict.GONE
    elif failures >= DAYS_TO_MARK and verdict is not Verdict.GONE:
        verdict = Verdict.FAILING
    elif verdict is Verdict.UNCHECKED:
        verdict = Verdict.INCONCLUSIVE
    return replace(
        before,
        verdict=verdict,
        problem=found.problem,
        failures=failures,
        failed_on=today if is_new_day else before.failed_on,
    )


def _unclear(before: Health, found: Judgement) -> Health:
    if before.verdict in PUBLIC or before.failures:
        return before  # neither a failure more nor a recovery
    return replace(before, verdict=Verdict.INCONCLUSIVE, problem=found.problem)


def _came_through(before: Health, found: Judgement, now: datetime) -> Health:
    return replace(
        before,
        verdict=found.outcome,
        problem=found.problem,
        final_url=found.final_url[:600],
        title=(found.title or before.title) if found.outcome in ANSWERS else before.title,
        failures=0,
        failed_on=None,
        answered_at=now if found.outcome in ANSWERS else before.answered_at,
    )


def _pause(health: Health, found: Judgement, is_minor: bool) -> timedelta:
    """How long until the next look."""
    if found.outcome in (Verdict.FAILING, Verdict.GONE, Verdict.INCONCLUSIVE):
        if health.verdict is Verdict.GONE:
            return MONTH
        late = max(0, health.failures - DAYS_TO_MARK)
        pause = DAY if not late else min(WEEK, DAY * 2 ** min(late, 3))
        return max(pause, (found.wait or DAY) * 1.2)
    if found.outcome is Verdict.BLOCKED:
        return MONTH
    if found.outcome is Verdict.SUSPECT:
        return WEEK / 2
    return MONTH if is_minor else WEEK
