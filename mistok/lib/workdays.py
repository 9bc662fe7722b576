"""Terms in working days, by the Ukrainian calendar: Monday to Friday without public holidays.

Under martial law no public holiday is a day off (law № 2136-IX, article 6, through the `holidays` calendar);
before it and after it they are. A term in days begins on the day after (Civil Code, article 253) and ends
with the last hour of its last day (article 255). Everything is computed by the clock on the wall in Kyiv.
"""

from datetime import UTC, date, datetime, time, timedelta

from mistok.lib.opening_hours import DAY, KYIV, is_day_off
from mistok.lib.schedules import instant

SATURDAY = 5


def is_working_day(day: date) -> bool:
    """Whether offices work on the day."""
    return day.weekday() < SATURDAY and not is_day_off(day)


def next_working_day(day: date) -> date:
    """The first working day after this one."""
    day += DAY
    while not is_working_day(day):
        day += DAY
    return day


def add_working_days(day: date, number: int) -> date:
    """The last day of a term of so many working days that begins after the day."""
    for _each in range(number):
        day = next_working_day(day)
    return day


def end_of_working_days(moment: datetime, number: int) -> datetime:
    """The end (UTC) of a term in working days: the midnight after its last day, in Kyiv.

    `moment` is aware. Its Kyiv day does not count, whatever the hour.
    """
    last = add_working_days(moment.astimezone(KYIV).date(), number)
    return instant(datetime.combine(last + DAY, time()))


def after_working_hours(moment: datetime, length: timedelta) -> datetime:
    """The moment (UTC) when so much time of working days is over, midnights and nights counted in.

    Time of days off stands still: 24 hours from Friday 15:00 end on Monday 15:00, from Saturday noon with the
    end of Monday. Hours are real ones: a day on which clocks change has 23 or 25 of them.
    """
    at, left = moment.astimezone(UTC), length
    day = moment.astimezone(KYIV).date()
    while True:
        midnight = instant(datetime.combine(day + DAY, time()))
        if is_working_day(day):
            if left <= midnight - at:
                return at + left
            left -= midnight - at
        at, day = midnight, day + DAY


def last_day_of(due: datetime) -> date:
    """The Kyiv day on which a term ends: midnight belongs to the day before it."""
    return (due.astimezone(KYIV) - timedelta(microseconds=1)).date()
