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
        found = figures(scope.point_ids, period, phrases=True)
        then = open_within(scope.points, period.start, period.end)
        lines = [
            Line(point.pk, point.name, point.organisation.name)
            for point in scope.points
            if point in then or point.pk in found.by_point
        ]
        subject = Subject(
            name=scope.name,
            places=sentences.places({point.kind for point in scope.points}, len(scope.points)),
            libraries=libraries_on(person, scope, period.end),
            with_point=len({point.organisation_id for point in open_within(then, period.end, period.end)}),
            lines=lines,
        )
        return build(found, subject, indicators(), made_on=made_on, made_by=str(person))
