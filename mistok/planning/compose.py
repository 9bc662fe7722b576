"""The report of a scope for a period: figures and names gathered, text and tables built."""

from datetime import date

from django.utils import translation

from mistok.lib.indicators import indicators
from mistok.network.queries import Person
from mistok.planning import sentences
from mistok.planning.periods import Period
from mistok.planning.queries import figures
from mistok.planning.report import Line, Report, Subject, build
from mistok.planning.scopes import Scope, libraries_on, open_within


def compose(person: Person, scope: Scope, period: Period, *, made_on: date) -> Report:
    """The report as this person may have it, in Ukrainian whatever language they read the pages in."""
    with translation.override("uk"):
        found = figures(scope.stretches, period, phrases=True)
        points = scope.points_in(period)
        then = open_within(points, period.start, period.end)
        worked = [each for each in points if each in then or each.point.pk in found.by_point]
        lines = [Line(each.point.pk, each.name, each.organisation.name) for each in worked]
        subject = Subject(
            name=scope.name,
            places=sentences.places({each.kind for each in worked or points}, len(worked or points)),
            libraries=libraries_on(scope, period.end),
            with_point=len({each.organisation.pk for each in open_within(then, period.end, period.end)}),
            lines=lines,
        )
        return build(found, subject, indicators(), made_on=made_on, made_by=str(person))
